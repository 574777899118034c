/** The theory section: its shape, a few cases that are quick, and that its judges can fail. */
import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/validation/row.ts';
import { estimatedRow, estimateOf, type Labels } from '../../src/validation/statistics.ts';
import { exactly, exactlyAll } from '../../src/validation/theory/exact.ts';
import {
  chanceBeyond,
  defectsOf,
  familyDefects,
  familyOf,
  familySummary,
  rangeOf,
} from '../../src/validation/families.ts';
import { Fate, type Batch } from '../../src/model/batch.ts';
import { Whereabouts } from '../../src/validation/theory/conservation.ts';
import { differences, SETTINGS } from '../../src/validation/theory/identities.ts';
import { modelCase, type Model } from '../../src/validation/theory/model.ts';
import { line, meanWait } from '../../src/validation/theory/line.ts';
import { ON_THE_ENGINE, theoryCases } from '../../src/validation/theory/section.ts';
import { constant } from '../../src/validation/theory/service.ts';
import { traceCases } from '../../src/validation/theory/traces.ts';

const LABELS: Labels = {
  id: 'Q-X-01',
  figure: 'mean wait, s',
  setting: 'any',
  evidence: 'exact',
  source: 'nobody',
  ran: 'scenario',
  family: 'X',
  why: undefined,
};

describe('the section', () => {
  it('has each case once, and says what is left to the engine', () => {
    const ids = theoryCases.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => (ON_THE_ENGINE as readonly string[]).includes(id))).toEqual([]);
  });

  it.each(traceCases)('$id runs as printed', (one) => {
    expect(one.run().map(({ verdict }) => verdict)).toEqual(one.run().map(() => 'pass'));
  });
});

describe('a model', () => {
  const model = (expected: number): Model => ({
    id: 'M/D/1, quick',
    setting: 'any',
    source: 'Pollaczek and Khinchine',
    family: 'M/D/1',
    seconds: 0.3,
    scenario: line({ name: 'quick', messages: 20_000, arrivalRate: 0.5, service: constant(1), servers: 1 }),
    figures: [{ figure: 'mean wait, s', of: meanWait, expected, tolerance: 0.06 }],
  });

  it('passes with the value of the formula, and misses with another', () => {
    expect(modelCase(model(0.5)).run()[0]).toMatchObject({ verdict: 'pass', family: 'M/D/1', ran: 'scenario' });
    expect(modelCase(model(0.6)).run()[0]).toMatchObject({ verdict: 'miss' });
  });
});

describe('identities', () => {
  it('hold in a run with throttles', () => {
    const { little, busy } = differences(SETTINGS.find(({ title }) => title === 'throttles')!);
    expect(Math.max(little, busy)).toBeLessThan(1e-9);
  });

  it('pass nowhere when the run did not do what it is for', () => {
    expect(
      differences({
        title: 'too slow',
        handler: { perInvocation: '2 s' },
        mapping: { batchSize: 1, pollers: { policy: 'fixed', count: 1 } },
      }),
    ).toEqual({
      little: NaN,
      busy: NaN,
    });
  });
});

describe('whereabouts of messages', () => {
  const [q, dead] = [
    { name: 'q', index: 0 },
    { name: 'dead', index: 1 },
  ];
  const batch = (slots: readonly number[], fate: number): Batch =>
    ({
      slots: Int32Array.from(slots),
      fates: Uint8Array.from(slots, () => fate),
      size: slots.length,
      held: slots.length,
    }) as unknown as Batch;
  const told = (...steps: readonly ((watch: Whereabouts) => void)[]): Whereabouts => {
    const watch = new Whereabouts();
    for (const step of steps) step(watch);
    return watch;
  };
  const [sent, received, deleted] = [
    (watch: Whereabouts) => watch.sent(q, 7, false),
    (watch: Whereabouts) => watch.received(q, batch([7], Fate.kept), 0),
    (watch: Whereabouts) => watch.deleted(q, batch([7], Fate.deleted)),
  ];

  it('follow a message to its end, and into a dead-letter queue', () => {
    expect(told(sent, received, deleted)).toMatchObject({ steps: 3, impossible: 0, greatest: 0 });
    const moved = told(
      sent,
      received,
      (watch) => watch.returned(q, 7),
      (watch) => watch.deadLettered(q, dead, 7),
    );
    expect([moved.impossible, moved.inQueue(0), moved.inQueue(1)]).toEqual([0, 0, 1]);
  });

  it('tell what cannot be: to leave twice, to be received in flight, to be sent while there, to leave another queue', () => {
    expect(told(sent, received, deleted, deleted)).toMatchObject({ impossible: 1, greatest: 1 });
    expect(told(sent, received, received).impossible).toBe(1);
    expect(told(sent, sent)).toMatchObject({ impossible: 1, greatest: 1 });
    expect(told(sent, (watch) => watch.expired(dead, 7)).impossible).toBe(1);
    expect(told(received).impossible).toBe(1);
  });
});

describe('rows', () => {
  const reference = { expected: 10, tolerance: 0.03 };
  const estimate = (mean: number, standardError: number) => ({ mean, standardError, replications: 40 });

  it('pass what is near in standard errors when they are small, and what is near in itself', () => {
    expect(estimatedRow(LABELS, estimate(10.33, 0.099), reference).verdict).toBe('pass');
    expect(estimatedRow(LABELS, estimate(10.2, 1), reference).verdict).toBe('pass');
    expect(
      estimatedRow(LABELS, estimate(10.05, 0.03), { ...reference, referenceError: 0.04 }).statistics!.z,
    ).toBeCloseTo(1, 10);
  });

  it('refuse bias, noise, and what is no number', () => {
    expect(estimatedRow(LABELS, estimate(10.4, 0.09), reference).verdict).toBe('miss');
    expect(estimatedRow(LABELS, estimate(10.4, 0.5), reference).verdict).toBe('miss');
    expect(estimatedRow(LABELS, estimate(NaN, NaN), reference).verdict).toBe('miss');
    expect(exactly(LABELS, 9, 10, 0.02).verdict).toBe('miss');
    expect(exactly(LABELS, 9, NaN, 0.02).verdict).toBe('miss');
    expect(exactlyAll(LABELS, [0, 3, 6], [0, 3]).verdict).toBe('miss');
    expect(exactlyAll(LABELS, [0, 3, 6], [0, 3, 6.1]).verdict).toBe('miss');
  });

  it('are estimated from independent values', () => {
    expect(estimateOf([1, 2, 3])).toEqual({ mean: 2, standardError: Math.sqrt(1 / 3), replications: 3 });
  });
});

describe('families', () => {
  const wrong = (scores: readonly number[]) => defectsOf(familyOf('X', scores)).join(' ');
  const mixed = (size: number, n: number) => Array.from({ length: n }, (_, i) => (i % 2 === 0 ? size : -size));

  it('are refused when they are too good, too bad, of one sign, or no numbers', () => {
    expect(wrong(mixed(1, 30))).toBe('');
    expect(wrong(mixed(0.5, 30))).toMatch(/mean z² of 30 is 0.25/);
    expect(wrong(mixed(1.4, 30))).toMatch(/mean z² of 30 is 1.96/);
    expect(wrong(Array.from({ length: 8 }, () => 1))).toMatch(/8 of 8 are above/);
    expect(wrong([NaN, 1, -1])).toMatch(/NaN/);
    expect(wrong([0.5, -0.3])).toBe('');
    expect(wrong([4.5, -3])).toMatch(/mean z² of 2/);
  });

  it('have as much room as chance leaves to so many', () => {
    expect(rangeOf(300)).toEqual({ from: 0.85, to: 1.15 });
    expect(rangeOf(40)).toEqual({ from: 0.6, to: 1.5 });
    // Chi-square with ten degrees of freedom: one in a thousand is below 1.48, and one above 29.6.
    expect(rangeOf(10).from).toBeCloseTo(0.15, 1);
    expect(rangeOf(10).to).toBeCloseTo(2.96, 1);
  });

  it('know chance', () => {
    // Student's t with 39 degrees of freedom.
    expect(chanceBeyond(2.0227, 40)).toBeCloseTo(0.05, 4);
  });

  it('are told of by the section', () => {
    const row = (family: string, z: number): Row => ({
      ...LABELS,
      family,
      expected: '1',
      found: '1',
      statistics: { expected: 1, mean: 1, standardError: 0.01, z, replications: 40, tolerance: 0.02 },
      verdict: 'pass',
    });
    const rows = [...mixed(1, 30).map((z) => row('X', z)), ...Array.from({ length: 9 }, () => row('Y', 0.9))];
    expect(familyDefects(rows).join(' ')).toMatch(/^Y: 9 of 9 are above what they should be$/);
    expect(familySummary(rows)).toContain('| X | 30 | 1.00 | 0.60 to 1.50 | 15 | 15 | 0 | 0 |');
    expect(familySummary([])).toBe('');
  });
});
