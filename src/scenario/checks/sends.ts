/**
 * What handlers send on: messages that are too large for their target, and loops, in which what a function sends leads back to it.
 */
import type { Rules } from '../../aws/rules.ts';
import { KEEP_TRAILS } from '../../model/sources/async/origins.ts';
import { SOURCE_KINDS, type SourceType } from '../../model/sources/kinds.ts';
import type { Context, Parts } from '../complete/context.ts';
import { formatQuantity } from '../quantities.ts';
import type { Path } from '../problem.ts';
import { asyncOf, type SourceScenario } from '../scenario.ts';

export function checkSends(parts: Parts, context: Context): void {
  checkSizes(parts, context);
  warnOfLoops(parts, context);
}

function checkSizes({ functions, sources }: Parts, { findings, rules }: Context): void {
  for (const { name, handler } of functions) {
    handler.sends.forEach(({ to, size }, i) => {
      const target = sources.find((source) => source.name === to);
      const most = target === undefined ? Infinity : largestFor(target, rules);
      if (size?.kind !== 'constant' || size.value <= most) return;
      findings.error(['functions', name, 'handler', 'sends', i, 'size'], {
        message: `a message of ${formatQuantity('size', size.value)} is larger than ${to} takes`,
        hint: `at most ${formatQuantity('size', most)}`,
        source: LIMIT_IS_FROM[target!.type],
      });
    });
  }
}

const LIMIT_IS_FROM: Partial<Record<SourceType, string>> = { sqs: 'SQS-59', async: 'ASY-10', kinesis: 'KIN-02' };

function largestFor(source: SourceScenario, rules: Rules): number {
  if (source.type === 'sqs') return source.options.maximumMessageSize;
  if (source.type === 'async') return rules.number('async.payload');
  return source.type === 'kinesis' ? source.options.maxRecordSize : Infinity;
}

/** A step out of a function's hands: what it sends, or where an event that it has handled, or failed, ends. */
interface Exit {
  readonly fn: string;
  readonly to: string;
  readonly path: Path;
}

/** Each loop is told once, at the first step in the file that belongs to it. */
function warnOfLoops(parts: Parts, { findings, rules }: Context): void {
  const told = new Set<string>();
  for (const { fn, to, path } of exitsOf(parts)) {
    const loop = loopFrom(fn, to, parts);
    if (loop === undefined) continue;
    const members = new Set(loop.filter((name) => parts.functions.some((one) => one.name === name)));
    const key = [...members].toSorted().join();
    if (told.has(key)) continue;
    told.add(key);
    findings.warning(path, {
      message: `what ${fn} sends comes back to it: ${loop.join(' → ')}`,
      ...whatEnds(members, loop, parts, rules.number('lambda.recursion.most')),
    });
  }
}

function exitsOf({ functions, sources }: Parts): Exit[] {
  const sends = functions.flatMap(({ name, handler }) =>
    handler.sends.map(({ to }, i) => ({ fn: name, to, path: ['functions', name, 'handler', 'sends', i, 'to'] })),
  );
  const ends = asyncOf(sources).flatMap((source) =>
    (['onSuccess', 'onFailure', 'deadLetterQueue'] as const).flatMap((key) => {
      const end = source[key];
      return end?.kind === 'source' ? [{ fn: source.function, to: end.name, path: ['sources', source.name, key] }] : [];
    }),
  );
  return [...sends, ...ends];
}

/** Functions and sources by turns, from the function to itself, by as few steps as can be; undefined: nothing leads back. */
function loopFrom(fn: string, to: string, parts: Parts): string[] | undefined {
  const exits = exitsOf(parts);
  const paths: string[][] = [[fn, to]];
  const seen = new Set([to]);
  for (const path of paths) {
    const source = path.at(-1)!;
    for (const next of handlersOf(source, parts)) {
      if (next === fn) return [...path, next];
      for (const exit of exits) {
        // What an event ends in follows from its own source only.
        if (exit.fn !== next || seen.has(exit.to) || (exit.path[0] === 'sources' && exit.path[1] !== source)) continue;
        seen.add(exit.to);
        paths.push([...path, next, exit.to]);
      }
    }
  }
  return undefined;
}

/** Functions that are given the records of a source. */
function handlersOf(source: string, { mappings, sources }: Parts): string[] {
  const read = mappings.filter((mapping) => mapping.source === source).map((mapping) => mapping.function);
  const called = sources.flatMap((one) =>
    one.name === source && SOURCE_KINDS[one.type].isTarget && 'function' in one ? [one.function] : [],
  );
  return [...new Set([...read, ...called])];
}

/** Whether Lambda stops it, and what else may. */
function whatEnds(
  members: ReadonlySet<string>,
  loop: readonly string[],
  { functions, sources }: Parts,
  most: number,
): { hint: string; source: string } {
  const source = 'ASY-16';
  const blind = loop.find((name) => sources.some((one) => one.name === name && !keepsTrail(one)));
  const own = 'a share, a count or a when of sends may end it by itself';
  if (blind !== undefined) return { hint: `Lambda loses sight of it in ${blind} and never stops it; ${own}`, source };
  if (most === Infinity) return { hint: `under these rules nothing stops it; ${own}`, source };
  const isAllowed = functions.every(({ name, recursiveLoop }) => !members.has(name) || recursiveLoop === 'allow');
  if (isAllowed) return { hint: `recursiveLoop: allow keeps Lambda from stopping it; ${own}`, source };
  return {
    hint: `Lambda stops it after about ${most} runs of one function (lambda.recursion.most) unless recursiveLoop is allow; ${own}`,
    source,
  };
}

function keepsTrail(source: SourceScenario): boolean {
  return source.type === 'sqs' || (source.type === 'async' && KEEP_TRAILS.has(source.options.origin));
}
