/**
 * What handlers send on: messages that are too large for their target, and loops, in which what a function sends leads back to it.
 */
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import type { Context, Parts } from '../complete/context.ts';
import { formatQuantity } from '../quantities.ts';
import type { SourceScenario } from '../scenario.ts';

export function checkSends(parts: Parts, context: Context): void {
  checkSizes(parts, context);
  warnOfLoops(parts, context);
}

function checkSizes({ functions, sources }: Parts, { findings }: Context): void {
  for (const { name, handler } of functions) {
    handler.sends.forEach(({ to, size }, i) => {
      const target = sources.find((source) => source.name === to);
      const most = target === undefined ? Infinity : largestFor(target);
      if (size?.kind !== 'constant' || size.value <= most) return;
      findings.error(['functions', name, 'handler', 'sends', i, 'size'], {
        message: `a message of ${formatQuantity('size', size.value)} is larger than ${to} takes`,
        hint: `at most ${formatQuantity('size', most)}`,
        source: target!.type === 'sqs' ? 'SQS-59' : 'KIN-02',
      });
    });
  }
}

function largestFor(source: SourceScenario): number {
  if (source.type === 'sqs') return source.options.maximumMessageSize;
  return source.type === 'kinesis' ? source.options.maxRecordSize : Infinity;
}

/** Each loop is told once, where the first of its functions in the file sends. */
function warnOfLoops(parts: Parts, { findings, rules }: Context): void {
  const told = new Set<string>();
  parts.functions.forEach(({ name, handler }) => {
    handler.sends.forEach(({ to }, i) => {
      const loop = loopFrom(name, to, parts);
      if (loop === undefined) return;
      const members = loop.filter((_, k) => k % 2 === 0);
      const key = [...new Set(members)].toSorted().join();
      if (told.has(key)) return;
      told.add(key);
      findings.warning(['functions', name, 'handler', 'sends', i, 'to'], {
        message: `what ${name} sends comes back to it: ${loop.join(' → ')}`,
        ...whatEnds(new Set(members), loop, parts, rules.number('lambda.recursion.most')),
      });
    });
  });
}

/** Functions and sources in turn, from the function to itself, by as few steps as can be; undefined: nothing leads back. */
function loopFrom(fn: string, to: string, parts: Parts): string[] | undefined {
  const paths: string[][] = [[fn, to]];
  const seen = new Set([to]);
  for (const path of paths) {
    for (const next of handlersOf(path.at(-1)!, parts)) {
      if (next === fn) return [...path, next];
      for (const { to: target } of parts.functions.find(({ name }) => name === next)?.handler.sends ?? []) {
        if (seen.has(target)) continue;
        seen.add(target);
        paths.push([...path, next, target]);
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
  const throughStream = loop.find((name, k) => {
    const type = k % 2 === 1 ? sources.find((one) => one.name === name)?.type : undefined;
    return type === 'kinesis' || type === 'dynamodbStreams';
  });
  const own = 'a share, a count or a when of sends may end it by itself';
  if (throughStream !== undefined)
    return { hint: `Lambda loses sight of it in ${throughStream} and never stops it; ${own}`, source };
  if (most === Infinity) return { hint: `under these rules nothing stops it; ${own}`, source };
  const isAllowed = functions.every(({ name, recursiveLoop }) => !members.has(name) || recursiveLoop === 'allow');
  if (isAllowed) return { hint: `recursiveLoop: allow keeps Lambda from stopping it; ${own}`, source };
  return {
    hint: `Lambda stops it after about ${most} runs of one function (lambda.recursion.most) unless recursiveLoop is allow; ${own}`,
    source,
  };
}
