/** Scenarios of the gallery about failing records of a stream: which invocations there are, how long they block, what is lost. */
import { describe, expect, it } from 'vitest';
import { calls, of, play } from '../support/gallery.ts';
import { handle } from './retrying.ts';

const ids = (numbers: string, prefix = 'r'): string[] => [...numbers].map((number) => `${prefix}${number}`);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('15, a poison record', () => {
  const { lines, result } = play('15-poison-record-four-ways.yaml');
  const isBad = (id: string): boolean => id === 'poison';
  const ways = {
    skip: { retries: 5 },
    tell: { retries: 5 },
    'cut-out': { retries: 5, bisects: true, reports: true },
  };
  // One read a second brings what was put in a second, and the bad one.
  const batchOf = (mapping: string): readonly string[] => calls(lines, mapping).find((records) => records.some(isBad))!;

  it('comes in a batch of eleven', () => {
    for (const mapping of ['keep-blocking', ...Object.keys(ways)]) expect(batchOf(mapping)).toHaveLength(11);
  });

  it.each(Object.entries(ways))('%s: is tried as the rules say, and blocks for as long', (mapping, how) => {
    const all = of(lines, mapping, 'invoked');
    const first = all.findIndex(({ records }) => records!.some(isBad));
    const expected = handle(batchOf(mapping), isBad, how);
    expect(all.slice(first, first + expected.calls.length).map(({ records }) => records)).toEqual(expected.calls);
    const { records, after } = expected.givenUp[0]!;
    const end = lines.find(({ mapping: one, condition }) => one === mapping && condition !== undefined)!;
    expect(end.records).toEqual(records);
    expect(end.event).toBe(mapping === 'skip' ? 'skipped' : 'delivered');
    // The last try of the bad one, and the pauses before it: six tries of 0.1 s with 4.65 s of pauses, and what cutting takes.
    expect(end.t - all[first]!.t).toBe((after * 100 + sum(expected.pauses.slice(0, after - 1))) * 1000);
  });

  it('blocks for 5.25 s where it is given up whole, and less than a second longer where it is cut out', () => {
    const blocked = (mapping: string): number => {
      const start = of(lines, mapping, 'invoked').find(({ records }) => records!.some(isBad))!.t;
      return (lines.find(({ mapping: one, condition }) => one === mapping && condition !== undefined)!.t - start) / 1e6;
    };
    expect(blocked('skip')).toBeCloseTo(6 * 0.1 + 0.15 * 31, 6);
    expect(blocked('tell')).toBeCloseTo(5.25, 6);
    expect(blocked('cut-out')).toBeGreaterThan(5.25);
    expect(blocked('cut-out')).toBeLessThan(5.85);
  });

  it('loses ten good records with it, or none', () => {
    const { skip, tell } = result.mappings;
    expect([skip!.succeeded, tell!.succeeded, result.mappings['cut-out']!.succeeded]).toEqual([490, 490, 500]);
    expect(result.sources['readings']!.discarded).toBe(11);
    expect(result.sources['readings']!.toDestination).toBe(11 + 1);
  });

  it('keeps blocking: tried after 0.15 s, 0.3 s, 0.6 s …, and nothing behind it is handled', () => {
    const tries = of(lines, 'keep-blocking', 'invoked').filter(({ records }) => records!.some(isBad));
    // The n-th begins n · 0.1 s + (2^n − 1) · 0.15 s after the first; in the 48.5 s to 49.5 s that are left nine do.
    expect(tries.map(({ t }) => (t - tries[0]!.t) / 1000)).toEqual(tries.map((_, n) => n * 100 + (2 ** n - 1) * 150));
    expect(tries).toHaveLength(9);
    const checkpointed = of(lines, 'keep-blocking', 'checkpointed').flatMap(({ records }) => records!);
    expect(result.mappings['keep-blocking']!.succeeded).toBe(checkpointed.length);
    expect(Math.max(...of(lines, 'keep-blocking', 'checkpointed').map(({ t }) => t))).toBeLessThan(tries[0]!.t);
  });
});

describe('21, silent loss', () => {
  it('is the bad record, and what was put before the first try of the next day', () => {
    const { lines, result } = play('21-silent-loss-by-retention.yaml');
    const tries = of(lines, 'meters-to-bill', 'invoked').filter(({ records }) => records!.includes('broken'));
    // The first call passes over what came before it, the second begins with it and is repeated.
    const first = tries.find(({ records }) => records![0] === 'broken')!;
    const takes = 20e3 + 5e3 * first.records!.length;
    let [at, pause] = [first.t, 150e3];
    const due = (3600 + 86_400) * 1e6;
    for (; at < due; pause = Math.min(pause * 2, 60e6)) at += takes + pause;
    // A record every 3 s: those of 1 h, 1 h + 3 s … that are a day old at that try; one that was ahead of the bad one was done.
    const wasDone = tries[0]!.records!.slice(0, tries[0]!.records!.indexOf('broken')).includes('meters-1201') ? 1 : 0;
    const lost = 1 + Math.floor((at - due) / 3e6) + 1 - wasDone;
    expect(result.sources['meters']!.expired).toBe(lost);
    expect(lost).toBeGreaterThan(1);
    expect(of(lines, 'meters-to-bill', 'expired')).toHaveLength(lost);
    expect(result.mappings['meters-to-bill']!.succeeded).toBe(31_201 - lost);
    expect(result.functions['bill']).toMatchObject({ errors: 0, unusableAnswers: 0, timeouts: 0, throttles: 0 });
  });
});

describe('26, six records with a bad third', () => {
  const { lines } = play('26-six-records-each-failure-setting.yaml');

  it.each([
    // The n-th try begins n · 0.1 s + (2^n − 1) · 0.15 s after the first: the sixth at 5.15 s, a seventh would at 10.05 s.
    ['defaults', ['123456', '123456', '123456', '123456', '123456', '123456'], []],
    ['retries', ['123456', '123456'], ['skipped 123456']],
    ['destination', ['123456', '123456'], ['delivered 123456']],
    ['bisect', ['123456', '123', '12', '3', '3', '456'], ['skipped 3']],
    ['report', ['123456', '3456', '3456'], ['skipped 3456']],
    ['both', ['123456', '3456', '34', '3', '3', '4', '56'], ['skipped 3']],
  ])('%s: %j, and %j', (mapping, invocations, ends) => {
    expect(calls(lines, mapping)).toEqual(invocations.map((numbers) => ids(numbers)));
    const given = lines.filter(({ mapping: one, condition }) => one === mapping && condition !== undefined);
    expect(given.map(({ event, records }) => `${event} ${records!.join('').replaceAll('r', '')}`)).toEqual(ends);
    // Retries + 1 of the batch as it was given up (R-KIN-02, R-KIN-03).
    expect(given.map(({ approximateInvokeCount }) => approximateInvokeCount)).toEqual(given.map(() => 2));
  });

  it.each([
    ['retries', { retries: 1 }],
    ['bisect', { retries: 1, bisects: true }],
    ['report', { retries: 1, reports: true }],
    ['both', { retries: 1, bisects: true, reports: true }],
  ])('%s: as the rules of another hand say', (mapping, how) => {
    const expected = handle(ids('123456'), (id) => id === 'r3', how);
    expect(calls(lines, mapping)).toEqual(expected.calls);
    // 100 ms each, and the pauses between.
    const { t } = of(lines, mapping, 'invoked').at(-1)!;
    const took = 100 * (expected.calls.length - 1) + sum(expected.pauses);
    expect((t - of(lines, mapping, 'invoked')[0]!.t) / 1000).toBe(took);
  });
});

describe('27, one bad record of ten', () => {
  const { lines, result } = play('27-one-bad-of-ten-queue-and-stream.yaml');
  const sightings = (mapping: string, id: string): number =>
    calls(lines, mapping).filter((records) => records.includes(id)).length;

  it('of a queue: only the bad one comes back, alone, and nothing waits', () => {
    const all = calls(lines, 'of-queue');
    expect(all.map((records) => records.length)).toEqual([10, 1, 1, 1, 1, 1]);
    expect(all.slice(1)).toEqual([['late'], ['bad'], ['bad'], ['bad'], ['bad']]);
    expect(result.sources['queue']).toMatchObject({ succeeded: 10, deadLettered: 1 });
  });

  it('of a stream: what is behind it comes again and again, and what comes later waits', () => {
    const first = calls(lines, 'of-stream')[0]!;
    expect(first).toHaveLength(10);
    const expected = handle(first, (id) => id === 'bad', { retries: 4, bisects: true, reports: true });
    // 1…10: 3 are done; 4…10 is cut into 4567 and 8 9 10, that into 45 and 67, that into 4 and 5.
    expect(expected.calls.map((records) => records.length)).toEqual([10, 7, 4, 2, 1, 1, 1, 1, 1, 1, 2, 3]);
    expect(calls(lines, 'of-stream')).toEqual([...expected.calls, ['late']]);
    const of4to10 = first.slice(3).map((id) => sightings('of-stream', id));
    expect(of4to10).toEqual([9, 5, 4, 4, 3, 3, 3]);
    expect(first.slice(0, 3).map((id) => sightings('of-stream', id))).toEqual([1, 1, 1]);
    const late = of(lines, 'of-stream', 'invoked').at(-1)!;
    const done = lines.find(({ event }) => event === 'delivered')!;
    expect(late.t).toBeGreaterThan(done.t);
    expect(result.sources['stream']).toMatchObject({ succeeded: 10, toDestination: 1 });
  });
});
