/** The recorded cases of an SQS mapping, end to end: of standard queues, and of FIFO queues. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { journaled, type Line } from '../support/run.ts';

interface Range {
  readonly min?: number;
  readonly max?: number;
}

interface Case {
  readonly id: string;
  readonly title: string;
  readonly scenario: unknown;
  readonly expect: {
    readonly batches?: readonly (readonly string[])[];
    readonly receiveCounts?: Readonly<Record<string, readonly number[]>>;
    readonly deleted?: readonly string[];
    readonly filtered?: readonly string[];
    readonly deadLettered?: readonly string[];
    readonly deliveredTo?: Readonly<Record<string, readonly string[]>>;
    readonly deadLetteredCount?: Range;
    readonly deadLetteredAfterInvocations?: number;
    readonly waiting?: number;
    readonly secondStartAtLeast_s?: number;
    readonly invocations?: Range;
    readonly attemptsPerRecord?: number;
    readonly receiveCountOfAll?: number;
    readonly recordCount?: number;
    readonly concurrencyAtMost?: number;
    readonly throttles?: Range;
    readonly errors?: number;
  };
}

const cases = ['sqs-mapping.json', 'fifo-mapping.json'].flatMap(
  (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Case[],
);

describe.each(cases)('$id: $title', ({ scenario, expect: expected }) => {
  // As a user would run it: fresh messages take their time.
  const { result, lines } = journaled({ ...(scenario as object), facts: { 'sqs.startLatency': 'on' } });
  const invoked = lines.filter((line) => line.event === 'invoked');
  const idsOf = (event: string): string[] => lines.filter((line) => line.event === event).flatMap((line) => line.records!);
  const q = result.sources['q']!;
  const f = Object.values(result.functions)[0]!;

  it('does what the service did', () => {
    if (expected.batches) expect(invoked.map((line) => line.records)).toEqual(expected.batches);
    if (expected.receiveCounts) expect(countsOf(invoked)).toEqual(expected.receiveCounts);
    if (expected.deleted) expect(idsOf('deleted')).toEqual(expected.deleted);
    if (expected.filtered) expect(idsOf('filtered')).toEqual(expected.filtered);
    if (expected.deadLettered) expect(idsOf('deadLettered')).toEqual(expected.deadLettered);
    if (expected.deliveredTo) expect(targetsOf(invoked)).toEqual(expected.deliveredTo);
    if (expected.waiting !== undefined) expect(q.books.out.waiting).toBe(expected.waiting);
    if (expected.errors !== undefined) expect(f.errors).toBe(expected.errors);
    if (expected.concurrencyAtMost !== undefined) expect(f.concurrency.max).toBeLessThanOrEqual(expected.concurrencyAtMost);
    within(f.throttles, expected.throttles);
    within(f.invocations, expected.invocations);
    within(q.deadLettered, expected.deadLetteredCount);
  });

  it('at the times and as often as recorded', () => {
    if (expected.secondStartAtLeast_s !== undefined) {
      expect(invoked[1]!.t - invoked[0]!.t).toBeGreaterThanOrEqual(expected.secondStartAtLeast_s * 1e6);
    }
    if (expected.attemptsPerRecord !== undefined) {
      const attempts = Object.values(countsOf(invoked)).map((counts) => counts.length);
      expect(attempts).toEqual(Array(expected.recordCount).fill(expected.attemptsPerRecord));
    }
    if (expected.receiveCountOfAll !== undefined) {
      expect(new Set(invoked.flatMap((line) => line.receiveCounts))).toEqual(new Set([expected.receiveCountOfAll]));
    }
    if (expected.deadLetteredAfterInvocations !== undefined) {
      const moved = lines.findIndex((line) => line.event === 'deadLettered');
      const before = lines.slice(0, moved).filter((line) => line.event === 'invoked');
      expect(before.length).toBe(expected.deadLetteredAfterInvocations);
    }
    const invocations = Object.values(result.functions).map((fn) => fn.invocations);
    expect(invoked.length).toBe(invocations.reduce((total, one) => total + one, 0));
  });
});

/** For each record the functions that were given it, in order. */
function targetsOf(invoked: readonly Line[]): Record<string, string[]> {
  const targets: Record<string, string[]> = {};
  for (const line of invoked) for (const id of line.records!) (targets[id] ??= []).push(line.function!);
  return targets;
}

/** For each record the receive counts its invocations saw. */
function countsOf(invoked: readonly Line[]): Record<string, number[]> {
  const counts: Record<string, number[]> = {};
  for (const { records, receiveCounts } of invoked) records!.forEach((id, i) => (counts[id] ??= []).push(receiveCounts![i]!));
  return counts;
}

function within(value: number, range: Range | undefined): void {
  if (range?.min !== undefined) expect(value).toBeGreaterThanOrEqual(range.min);
  if (range?.max !== undefined) expect(value).toBeLessThanOrEqual(range.max);
}
