/**
 * What is connected with what, as far as a result says it: dead-letter queues, redrives, what handlers send on, and what is told of
 * records that were given up. Names come from the inputs that a result holds; what they say of counts is checked against the books,
 * and what does not agree is left out.
 */
import type { Result } from '../../metrics/result.ts';
import { readerId, sourceId } from './stage.ts';

/** Why a source was sent messages that did not arrive by themselves. */
export interface Origin {
  /** `by worker`, `about uploads`. */
  readonly words: string;
  /** Stages whose records it happened for. */
  readonly stages: readonly string[];
  /** Over the whole run; null: the result does not say. */
  readonly count: number | null;
}

export interface Wiring {
  /** By source, its dead-letter queue, where the books of both agree. */
  readonly deadLetterQueues: ReadonlyMap<string, string>;
  /** Where redrives lead from a queue, and from where they lead to one. */
  readonly redrivenTo: ReadonlyMap<string, ReadonlySet<string>>;
  readonly redrivenFrom: ReadonlyMap<string, ReadonlySet<string>>;
  /** By function, the sources that its handler sends to. */
  readonly sends: ReadonlyMap<string, ReadonlySet<string>>;
  /** By source that invokes a function itself, that function. */
  readonly called: ReadonlyMap<string, string>;
  /** By mapping of a stream, where it tells of what it gives up, as the scenario has it. */
  readonly destinations: ReadonlyMap<string, string>;
  /** By source, who makes messages for it. */
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
  /** Sources that records arrive in by themselves; all where the inputs do not say. */
  readonly arrivals: ReadonlySet<string>;
}

export function wiringOf(result: Result): Wiring {
  const written = new Map(result.inputs.map((input) => [input.path, input.written]));
  const sends = sendsIn(result);
  const destinations = new Map(
    Object.keys(result.mappings).flatMap((name) => {
      const to = written.get(pathOf('mappings', name, 'onFailure'));
      return to === undefined || to === 'none' ? [] : [[name, to] as const];
    }),
  );
  const redrives = redrivesIn(result, written);
  const called = new Map(
    Object.entries(result.sources).flatMap(([name, { async }]) => {
      const fn = async?.function ?? written.get(pathOf('sources', name, 'function'));
      return fn === undefined ? [] : [[name, fn] as const];
    }),
  );
  return {
    deadLetterQueues: deadLetterQueues(result, written),
    redrivenTo: grouped(redrives),
    redrivenFrom: grouped(redrives.map(([from, to]) => [to, from])),
    sends,
    called,
    destinations,
    origins: originsIn(result, { sends, called, destinations }),
    arrivals: new Set(
      Object.keys(result.sources).filter((name) => written.get(pathOf('sources', name, 'arrivals')) !== 'none'),
    ),
  };
}

function deadLetterQueues(result: Result, written: ReadonlyMap<string, string>): Map<string, string> {
  const named = Object.keys(result.sources).flatMap((name) => {
    const queue = written.get(pathOf('sources', name, 'redrivePolicy', 'deadLetterQueue'));
    return queue !== undefined && Object.hasOwn(result.sources, queue) ? [[name, queue] as const] : [];
  });
  const moved = (queue: string): number =>
    named.reduce((sum, [name, to]) => (to === queue ? sum + result.sources[name]!.books.out.deadLettered : sum), 0);
  return new Map(named.filter(([, queue]) => moved(queue) === result.sources[queue]!.books.in.deadLetteredIn));
}

const REDRIVE = /^(events\[\d+\]\.redrive)\.from$/;

/** From and to of each; none where the inputs, which list no more events than people read, leave out some that the books have. */
function redrivesIn({ inputs, sources }: Result, written: ReadonlyMap<string, string>): [string, string][] {
  const pairs = inputs.flatMap(({ path, written: from }): [string, string][] => {
    const [, event] = REDRIVE.exec(path) ?? [];
    const to = event === undefined ? undefined : written.get(`${event}.to`);
    return to === undefined ? [] : [[from, to]];
  });
  const [from, to] = [new Set(pairs.map(([one]) => one)), new Set(pairs.map(([, other]) => other))];
  const isAll = Object.entries(sources).every(([name, { books }]) => {
    return (books.out.redrivenOut === 0 || from.has(name)) && (books.in.redrivenIn === 0 || to.has(name));
  });
  return isAll ? pairs : [];
}

function sendsIn({ functions, inputs }: Result): Map<string, Set<string>> {
  const written = inputs.filter(({ path }) => path.endsWith('.to'));
  const pairs = Object.keys(functions).flatMap((name) => {
    const before = `${pathOf('functions', name, 'handler')}.sends[`;
    return written.flatMap(({ path, written: to }) => (path.startsWith(before) ? [[name, to] as const] : []));
  });
  return grouped(pairs);
}

function originsIn(
  result: Result,
  { sends, called, destinations }: Pick<Wiring, 'sends' | 'called' | 'destinations'>,
): Map<string, Origin[]> {
  const origins = new Map<string, Origin[]>();
  const add = (to: string, origin: Origin): void => {
    if (Object.hasOwn(result.sources, to)) origins.set(to, [...(origins.get(to) ?? []), origin]);
  };
  // Figures leave the warm-up out.
  const known = (count: number): number | null => (result.warmUp === 0 ? count : null);
  for (const [fn, targets] of sends) {
    const stages = stagesOf(fn, result, called);
    const count = targets.size === 1 ? known(result.functions[fn]!.sent) : null;
    for (const to of targets) add(to, { words: `by ${fn}`, stages, count });
  }
  for (const [name, { async }] of Object.entries(result.sources)) {
    if (async === null) continue;
    const { onSuccess, onFailure, deadLetterQueue } = async;
    for (const to of [onSuccess, onFailure, deadLetterQueue])
      if (to !== null) add(to.name, { words: `about ${name}`, stages: [sourceId(name)], count: known(to.delivered) });
  }
  for (const [mapping, to] of destinations) {
    // One message may be about many records.
    const { source } = result.mappings[mapping]!;
    const stages = readersOf(source, result).length > 1 ? [readerId(mapping)] : [sourceId(source)];
    add(to, { words: `about ${mapping}`, stages, count: null });
  }
  return origins;
}

/** Mappings that read from a source. */
export function readersOf(source: string, { mappings }: Result): string[] {
  return Object.keys(mappings).filter((name) => mappings[name]!.source === source);
}

/** Whose records a function works on. */
function stagesOf(fn: string, result: Result, called: ReadonlyMap<string, string>): string[] {
  const read = Object.entries(result.mappings).flatMap(([name, mapping]) => {
    if (mapping.function !== fn) return [];
    const isBesideOthers = mapping.stream !== null && readersOf(mapping.source, result).length > 1;
    return [isBesideOthers ? readerId(name) : sourceId(mapping.source)];
  });
  const invoking = [...called].flatMap(([name, of]) => (of === fn ? [sourceId(name)] : []));
  return [...new Set([...read, ...invoking])];
}

function grouped(pairs: readonly (readonly [string, string])[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const [key, value] of pairs) groups.set(key, (groups.get(key) ?? new Set()).add(value));
  return groups;
}

/** As inputs write it; of names that need quotes nothing is found. */
function pathOf(...steps: readonly string[]): string {
  return steps.join('.');
}
