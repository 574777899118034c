/** Judges a recorded case of a mapping of a queue `q`, standard or FIFO, end to end. */
import type { Row } from '../row.ts';
import { same, within, type Bounds, type Comparison } from './comparison.ts';
import type { Entry } from './entry.ts';
import { rowsOf } from './rows.ts';
import { countsOf, idsOf, linesOf, runOf, type Line, type Run } from './run.ts';
import { batchesText, byIdText, idsText, sorted } from './words.ts';

interface Expected {
  readonly batches?: readonly (readonly string[])[];
  /** By record, what its invocations saw. */
  readonly receiveCounts?: Readonly<Record<string, readonly number[]>>;
  readonly receiveCountOfAll?: number;
  readonly attemptsPerRecord?: number;
  readonly recordCount?: number;
  /** How each invocation ended. */
  readonly outcomes?: readonly string[];
  readonly deleted?: readonly string[];
  readonly filtered?: readonly string[];
  readonly deadLettered?: readonly string[];
  readonly deadLetteredCount?: Bounds;
  /** How many invocations there were before the first move. */
  readonly deadLetteredAfterInvocations?: number;
  /** By record, the functions that were given it. */
  readonly deliveredTo?: Readonly<Record<string, readonly string[]>>;
  readonly waiting?: number;
  readonly invocations?: Bounds;
  readonly throttles?: Bounds;
  readonly errors?: number;
  readonly concurrencyAtMost?: number;
  readonly secondStartAtLeast_s?: number;
}

export interface SqsMappingEntry extends Entry {
  readonly scenario: object;
  readonly expect: Expected;
}

export function judgeSqsMapping(entry: SqsMappingEntry): Row[] {
  const run = runOf(entry.scenario);
  const { expect } = entry;
  const outcome = [...deliveries(expect, run), ...endings(expect, run), ...figures(expect, run)];
  return rowsOf(entry, 'scenario', { outcome, times: times(expect, run) });
}

function deliveries(expect: Expected, run: Run): Comparison[] {
  const invoked = linesOf(run, 'invoked');
  const found: Comparison[] = [];
  if (expect.batches) found.push(same('batches', expect.batches, [batchesOf(invoked)], batchesText));
  if (expect.receiveCounts)
    found.push(same('receive counts', sorted(expect.receiveCounts), [sorted(receiveCountsOf(invoked))], byIdText));
  if (expect.receiveCountOfAll !== undefined) {
    const counts = [...new Set(invoked.flatMap(({ receiveCounts }) => receiveCounts!))];
    found.push(same('receive counts of all', [expect.receiveCountOfAll], [counts], (all) => all.join(' ')));
  }
  if (expect.attemptsPerRecord !== undefined) {
    const attempts = Object.values(countsOf(idsOf(run, 'invoked')));
    found.push(within('times a record was delivered', exactly(expect.attemptsPerRecord), attempts));
    found.push(within('records delivered', exactly(expect.recordCount!), [attempts.length]));
  }
  if (expect.deliveredTo)
    found.push(same('delivered to', sorted(expect.deliveredTo), [sorted(functionsOf(invoked))], byIdText));
  return found;
}

function endings(expect: Expected, run: Run): Comparison[] {
  const ids = (label: string, event: string, expected: readonly string[] | undefined): Comparison[] =>
    expected === undefined ? [] : [same(label, expected, [idsOf(run, event)], idsText)];
  const found: Comparison[] = [];
  if (expect.outcomes) {
    const outcomes = linesOf(run, 'finished').map(({ outcome }) => outcome!);
    found.push(same('invocations ended', expect.outcomes, [outcomes], idsText));
  }
  found.push(...ids('deleted', 'deleted', expect.deleted));
  found.push(...ids('deleted by filters', 'filtered', expect.filtered));
  found.push(...ids('dead-lettered', 'deadLettered', expect.deadLettered));
  if (expect.deadLetteredAfterInvocations !== undefined) {
    const moved = run.lines.findIndex(({ event }) => event === 'deadLettered');
    const before = run.lines.slice(0, Math.max(0, moved)).filter(({ event }) => event === 'invoked').length;
    found.push(within('invocations before the move', exactly(expect.deadLetteredAfterInvocations), [before]));
  }
  return found;
}

function figures(expect: Expected, { result }: Run): Comparison[] {
  const queue = result.sources['q']!;
  const first = Object.values(result.functions)[0]!;
  const found: Comparison[] = [];
  const add = (label: string, bounds: Bounds | undefined, value: number): void => {
    if (bounds !== undefined) found.push(within(label, bounds, [value]));
  };
  add('invocations', expect.invocations, first.invocations);
  add('throttles', expect.throttles, first.throttles);
  add('errors', expect.errors === undefined ? undefined : exactly(expect.errors), first.errors);
  add('concurrency', limitOf(expect.concurrencyAtMost), first.concurrency.max);
  add('dead-lettered', expect.deadLetteredCount, queue.deadLettered);
  add('left in the queue', expect.waiting === undefined ? undefined : exactly(expect.waiting), queue.books.out.waiting);
  return found;
}

function times({ secondStartAtLeast_s: least }: Expected, run: Run): Comparison[] {
  if (least === undefined) return [];
  const [first, second] = linesOf(run, 'invoked');
  const apart = second === undefined ? [] : [(second.t - first!.t) / 1e6];
  return [within('from the first start to the second', { min: least }, apart, 's')];
}

function exactly(value: number): Bounds {
  return { min: value, max: value };
}

function limitOf(most: number | undefined): Bounds | undefined {
  return most === undefined ? undefined : { max: most };
}

function batchesOf(invoked: readonly Line[]): readonly (readonly string[])[] {
  return invoked.map(({ records }) => records!);
}

function receiveCountsOf(invoked: readonly Line[]): Readonly<Record<string, readonly number[]>> {
  const counts: Record<string, number[]> = {};
  for (const { records, receiveCounts } of invoked)
    records!.forEach((id, i) => (counts[id] ??= []).push(receiveCounts![i]!));
  return counts;
}

function functionsOf(invoked: readonly Line[]): Readonly<Record<string, readonly string[]>> {
  const names: Record<string, string[]> = {};
  for (const line of invoked) for (const id of line.records!) (names[id] ??= []).push(line.function!);
  return names;
}
