/**
 * Loops, in which what a function sends, or what becomes of its events, leads back to it: each is told once, with what ends it. Leaves
 * out the ways over redrive policies and over the destinations of streams.
 */
import { KEEP_TRAILS } from '../../model/sources/async/origins.ts';
import { isQueueType, SOURCE_KINDS } from '../../model/sources/kinds.ts';
import type { Rules } from '../../aws/rules.ts';
import type { Context, Parts } from '../complete/context.ts';
import { formatQuantity } from '../quantities.ts';
import type { Path } from '../problem.ts';
import { asyncOf, type SourceScenario } from '../scenario.ts';
import { largestFor } from './sends.ts';

/** A step out of a function's hands, into a source: what it sends, or where an event that it has handled, or failed, ends. */
interface Exit {
  readonly kind: 'sends' | 'onSuccess' | 'onFailure' | 'deadLetterQueue';
  readonly fn: string;
  /** Source whose events go this way; undefined: whatever the function is given. */
  readonly of: string | undefined;
  readonly to: string;
  readonly path: Path;
}

/** Exits, each from a function that is given what the one before sends, and the first what the last does. */
type Loop = readonly Exit[];

/** Each loop is told at the first step in the file that belongs to it. */
export function warnOfLoops(parts: Parts, { findings, rules }: Context): void {
  const exits = exitsOf(parts);
  const handlers = handlersOf(parts);
  const told = new Set<string>();
  for (const exit of exits) {
    const loop = loopFrom(exit, exits, handlers);
    if (loop === undefined) continue;
    const key = loop.map(({ kind, fn, of, to }) => [kind, fn, of, to].join(' '));
    const id = key.toSorted().join();
    if (told.has(id)) continue;
    told.add(id);
    const way = [...loop.flatMap(({ fn, to }) => [fn, to]), exit.fn].join(' → ');
    findings.warning(exit.path, {
      message: `what ${exit.fn} sends comes back to it: ${way}`,
      hint: whatEnds(loop, parts, rules),
      source: 'ASY-16',
    });
  }
}

function exitsOf({ functions, sources }: Parts): Exit[] {
  const sends = functions.flatMap(({ name, handler }) =>
    handler.sends.map(({ to }, i): Exit => {
      return { kind: 'sends', fn: name, of: undefined, to, path: ['functions', name, 'handler', 'sends', i, 'to'] };
    }),
  );
  const ends = asyncOf(sources).flatMap((source) =>
    (['onSuccess', 'onFailure', 'deadLetterQueue'] as const).flatMap((kind): Exit[] => {
      const end = source[kind];
      if (end?.kind !== 'source') return [];
      return [{ kind, fn: source.function, of: source.name, to: end.name, path: ['sources', source.name, kind] }];
    }),
  );
  return [...sends, ...ends];
}

/** By the name of a source, the functions that are given its records. */
type Handlers = ReadonlyMap<string, ReadonlySet<string>>;

function handlersOf({ mappings, sources }: Parts): Handlers {
  const handlers = new Map(sources.map(({ name }) => [name, new Set<string>()]));
  for (const { source, function: fn } of mappings) handlers.get(source)?.add(fn);
  for (const source of sources)
    if (SOURCE_KINDS[source.type].isTarget && 'function' in source) handlers.get(source.name)!.add(source.function);
  return handlers;
}

/** The loop through this exit that has the fewest steps; undefined: nothing leads back to it. */
function loopFrom(first: Exit, exits: readonly Exit[], handlers: Handlers): Loop | undefined {
  const follows = (exit: Exit, source: string): boolean =>
    handlers.get(source)?.has(exit.fn) === true && (exit.of === undefined || exit.of === source);
  const loops: Loop[] = [[first]];
  const seen = new Set([first.to]);
  for (const loop of loops) {
    const source = loop.at(-1)!.to;
    if (follows(first, source)) return loop;
    for (const exit of exits) {
      if (seen.has(exit.to) || !follows(exit, source)) continue;
      seen.add(exit.to);
      loops.push([...loop, exit]);
    }
  }
  return undefined;
}

/** Whether Lambda stops it, and what else may. */
function whatEnds(loop: Loop, parts: Parts, rules: Rules): string {
  // What Lambda stops never runs, so nothing is sent and nothing succeeds; it is given up, though.
  const needRuns = loop.filter(({ kind }) => kind === 'sends' || kind === 'onSuccess');
  const targets = loop.map(({ to }) => parts.sources.find(({ name }) => name === to)!);
  if (needRuns.length === 0) return whatEndsFailures(targets, rules);
  const own = loop.some(({ kind }) => kind === 'sends')
    ? '; a share, a count or a when of sends may end it by itself'
    : '';
  const blind = targets.find((source) => !keepsTrail(source));
  if (blind !== undefined) return `Lambda loses sight of it in ${blind.name} and never stops it${own}`;
  const most = rules.number('lambda.recursion.most');
  if (most === Infinity) return `under these rules nothing stops it${own}`;
  const stops = ({ fn }: Exit) => parts.functions.some((one) => one.name === fn && one.recursiveLoop === 'terminate');
  if (!needRuns.some(stops)) return `recursiveLoop: allow keeps Lambda from stopping it${own}`;
  return `Lambda stops it after about ${most} runs of one function (lambda.recursion.most) unless recursiveLoop is allow${own}`;
}

/** A loop of events that are given up, run or not. */
function whatEndsFailures(targets: readonly SourceScenario[], rules: Rules): string {
  const growth = rules.number('async.destination.envelope');
  const most = Math.min(...targets.map((source) => largestFor(source, rules)));
  const why = 'Lambda does not stop it: what it stops is given up, and goes the same way again';
  if (growth === 0 || most === Infinity) return `${why}; nothing ends it`;
  const [step, largest] = [formatQuantity('size', growth), formatQuantity('size', most)];
  return `${why}, until its record, which grows by ${step} with each step (async.destination.envelope), is larger than ${largest}`;
}

function keepsTrail(source: SourceScenario): boolean {
  return isQueueType(source.type) || (source.type === 'async' && KEEP_TRAILS.has(source.options.origin));
}
