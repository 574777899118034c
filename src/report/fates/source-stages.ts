/** The stage of a queue, of direct callers and of events: what became of their records, by their books and the causes beside them. Pure. */
import type { Dropped } from '../../metrics/events/result.ts';
import type { Books, DeadLetteredBy, Result, SourceResult } from '../../metrics/result.ts';
import { isCaller } from '../callers.ts';
import { count, list } from '../format.ts';
import { isAsync, nounOf } from '../streams.ts';
import { arriving } from './arriving.ts';
import { present, sourceId, type Share, type Stage, type Tone } from './stage.ts';
import { readersOf, type Wiring } from './wiring.ts';

export function sourceStage(name: string, result: Result, wiring: Wiring): Stage {
  const source = result.sources[name]!;
  return {
    id: sourceId(name),
    name,
    kind: isCaller(source) || isAsync(source) ? null : (KINDS.get(source.type) ?? source.type),
    noun: isCaller(source) ? 'direct call' : nounOf(source),
    in: arriving(name, source, result, wiring),
    out: present([
      ...handled(name, source, result, wiring),
      ...OTHERS.flatMap(([key, label, tone]) => [{ label, why: null, count: source.books.out[key], tone }]),
      ...left(source),
      ...refusals(source),
      ...givenUp(source, wiring),
      ...redriven(name, source, wiring),
      ...deadLettered(name, source, wiring),
    ]),
    outside: outside(source),
    copies: [],
  };
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['sqs', 'queue'],
  ['sqsFifo', 'FIFO queue'],
  ['mq', 'queue of a broker'],
]);

/** By whom, where the mappings' own counts are those of the whole run. */
function handled(name: string, source: SourceResult, result: Result, wiring: Wiring): Share[] {
  const { succeeded } = source.books.out;
  const readers = readersOf(name, result).map((reader) => result.mappings[reader]!);
  const called = wiring.called.get(name);
  const functions = called === undefined ? readers.map((reader) => reader.function) : [called];
  const label = isCaller(source) ? 'answered' : 'handled';
  if (readers.length > 1 && readers.reduce((sum, reader) => sum + reader.succeeded, 0) === succeeded) {
    return readers.map((reader) => done(label, [reader.function], reader.succeeded, source, wiring));
  }
  return [done(label, [...new Set(functions)], succeeded, source, wiring)];
}

function done(
  label: string,
  functions: readonly string[],
  count: number,
  { async }: SourceResult,
  wiring: Wiring,
): Share {
  const sent = functions.flatMap((fn) => [...(wiring.sends.get(fn) ?? [])]);
  const follows = [...sent, ...(async?.onSuccess ? [async.onSuccess.name] : [])].map(sourceId);
  const why = functions.length === 0 ? null : `by ${list(functions, 'and')}`;
  return { label, why, count, tone: 'good', ...(follows.length > 0 && { follows }) };
}

const OTHERS: readonly (readonly [keyof Books['out'], string, Tone])[] = [
  ['acknowledgedUnprocessed', 'deleted unprocessed', 'bad'],
  ['filtered', 'filtered out', 'aside'],
  ['passed', 'passed by all mappings', 'aside'],
];

/** What is still there at the end. */
function left(source: SourceResult): Share[] {
  const { inFlight, out } = source.books;
  const running = isCaller(source) ? 'still running' : 'in flight';
  return [
    { label: 'still waiting', why: 'at the end', count: out.waiting - inFlight, tone: 'open' },
    { label: running, why: 'at the end', count: inFlight, tone: 'open' },
  ];
}

function refusals(source: SourceResult): Share[] {
  const { refused, expired } = source.books.out;
  return [
    { label: 'refused', why: isCaller(source) ? 'with status 429' : null, count: refused, tone: 'bad' },
    ...(source.async === null
      ? ([{ label: 'expired', why: 'retention ran out', count: expired, tone: 'bad' }] as const)
      : []),
  ];
}

/** Direct calls that failed; events, by why they were given up. Those of the warm-up are in the books only. */
function givenUp({ async, books }: SourceResult, wiring: Wiring): Share[] {
  const { failed, expired } = books.out;
  if (async === null) return [{ label: 'failed', why: null, count: failed, tone: 'bad' }];
  const ends = [async.onFailure, async.deadLetterQueue].filter((to) => to !== null);
  const told = ends.map(({ name, failed: lost }) => (lost === 0 ? name : `${name} (${count(lost)} not delivered)`));
  const follows = ends.filter(({ name }) => wiring.origins.has(name)).map(({ name }) => sourceId(name));
  const share = (cause: string, n: number): Share => {
    const why = told.length === 0 ? cause : `${cause}, told to ${list(told, 'and')}`;
    return { label: 'given up', why, count: n, tone: 'bad', ...(follows.length > 0 && { follows }) };
  };
  const causes = CONDITIONS.map(([condition, why]) => share(why, async.droppedBy[condition]));
  const counted = CONDITIONS.reduce((sum, [condition]) => sum + async.droppedBy[condition], 0);
  return [...causes, share('in the warm-up', failed - counted), share('too old', expired)];
}

const CONDITIONS: readonly (readonly [Exclude<Dropped, 'EventAgeExceeded'>, string])[] = [
  ['RetriesExhausted', 'retries exhausted'],
  ['ZeroReservedConcurrency', 'concurrency 0'],
  ['RecursiveInvocation', 'stopped as a loop'],
];

function redriven(name: string, { books }: SourceResult, { redrivenTo }: Wiring): Share[] {
  const to = redrivenTo.get(name);
  const why = to === undefined ? null : `back to ${list([...to], 'and')}`;
  return [{ label: 'redriven', why, count: books.out.redrivenOut, tone: 'moved' }];
}

/** By what ended the last receive of each. Those of the warm-up are in the books only. */
function deadLettered(name: string, source: SourceResult, { deadLetterQueues }: Wiring): Share[] {
  const { deadLettered: all } = source.books.out;
  const queue = deadLetterQueues.get(name);
  const share = (why: string, count: number): Share => {
    return { label: 'dead-lettered', why, count, tone: 'dead', ...(queue !== undefined && { link: sourceId(queue) }) };
  };
  const causes = (Object.keys(CAUSES) as (keyof DeadLetteredBy)[]).map(
    (cause) => [cause, source.deadLetteredBy[cause]] as const,
  );
  const counted = causes.reduce((sum, [, count]) => sum + count, 0);
  // Only who was not given to an invocation in the end may never have been: of one such cause the number is known.
  const untaken = causes.filter(([cause, count]) => UNTAKEN.has(cause) && count > 0);
  const unseen = untaken.length === 1 ? source.deadLetteredUnseen : 0;
  const shares = causes.flatMap(([cause, count]) => {
    if (unseen === 0 || cause !== untaken[0]![0]) return [share(CAUSES[cause], count)];
    return [share(`never ran: ${CAUSES[cause]}`, unseen), share(CAUSES[cause], count - unseen)];
  });
  return [...shares, share('in the warm-up', all - counted)];
}

const UNTAKEN: ReadonlySet<keyof DeadLetteredBy> = new Set([
  'refused',
  'systemError',
  'held',
  'dropped',
  'earlier',
  'stopped',
]);

const CAUSES: Readonly<Record<keyof DeadLetteredBy, string>> = {
  refused: 'throttled to the end',
  systemError: 'system errors to the end',
  held: 'held by a poller',
  dropped: 'let go by its poller',
  earlier: 'received too often before',
  stopped: 'stopped as a loop',
  failed: 'handler errors',
  timedOut: 'timeouts',
  outOfMemory: 'out of memory',
  unusableAnswer: 'unusable answers',
  reported: 'reported by the handler',
  late: 'visibility ran out at work',
  notDeleted: 'handled, not deleted',
};

/** What never came in, or waits before it. Drops are counted after the warm-up only. */
function outside({ async, fifo, putsDropped }: SourceResult): Share[] {
  return present([
    { label: 'dropped', why: 'by the producer, after refusals', count: putsDropped, tone: 'bad' },
    { label: 'duplicate sends', why: 'deduplicated', count: fifo?.deduplicated ?? 0, tone: 'aside' },
    { label: 'held back', why: 'by the quota, at the end', count: fifo?.sendsHeld.last ?? 0, tone: 'open' },
    { label: 'dropped', why: 'by the service in front', count: async?.upstream.dropped ?? 0, tone: 'bad' },
    { label: 'not accepted', why: 'at the end', count: async?.upstream.waiting ?? 0, tone: 'open' },
  ]);
}
