/** Scenarios of the gallery about reading streams: keys and lanes, who shares reads, shards that come and go. By formula. */
import { describe, expect, it } from 'vitest';
import type { Line } from '../support/run.ts';
import { laneOf, of, play } from '../support/gallery.ts';

const SECOND = 1e6;

/** Records of a mapping that were handled, by lane. */
function byLane(lines: readonly Line[], mapping: string): Map<string, string[]> {
  const lanes = new Map<string, string[]>();
  for (const { lane, records } of of(lines, mapping, 'checkpointed')) {
    lanes.set(lane!, [...(lanes.get(lane!) ?? []), ...records!]);
  }
  return lanes;
}

/** Seconds from the first invocation of a mapping until the last of those that hold such records has ended. */
function drain(lines: readonly Line[], mapping: string, isOne: (id: string) => boolean = () => true): number {
  const first = of(lines, mapping, 'invoked')[0]!.t;
  const ends = of(lines, mapping, 'finished').filter(({ records }) => records!.some(isOne));
  return (ends.at(-1)!.t - first) / SECOND;
}

/** Batches of ten that take a second each, in lanes side by side. */
const drainOf = (lanes: Iterable<readonly unknown[]>): number =>
  Math.max(...[...lanes].map((records) => Math.ceil(records.length / 10)));

describe('16, a hot key', () => {
  const { lines, result } = play('16-hot-key.yaml');

  it('gets B / D = 10 / 0.5 s = 20/s, from eight shards with a factor of ten as from one lane (PLN-09)', () => {
    const hot = byLane(lines, 'wide-to-worker').get(laneOf('whale', 8, 10))!;
    const all = byLane(lines, 'narrow-to-worker').get(laneOf('whale', 1, 1))!;
    for (const handled of [hot, all]) {
      expect(handled.length / 120).toBeLessThanOrEqual(20);
      // From the first read on, at most 1.1 s after the beginning, but for the batch that is under way at the end.
      expect(handled.length).toBeGreaterThan(20 * (120 - 1.1 - 0.5) - 30);
    }
  });

  it('of the others, those in other lanes wait no longer than for the next read', () => {
    const lane = laneOf('whale', 8, 10);
    const sent = new Map(lines.filter(({ event }) => event === 'sent').map(({ records, t }) => [records![0]!, t]));
    const others = of(lines, 'wide-to-worker', 'checkpointed').filter((line) => line.lane !== lane);
    const waits = others.flatMap(({ records, t }) => records!.map((id) => t - sent.get(id)!));
    expect(waits.length).toBeGreaterThan(500);
    // 120 ms, up to a second until the next read, 0.5 s for the batch before and 0.5 s for its own.
    expect(Math.max(...waits)).toBeLessThan(2.2 * SECOND);
  });

  it('leaves 80 lanes idle but for one', () => {
    expect(result.functions['narrow-worker']!.concurrency.mean).toBeGreaterThan(0.98);
    expect(result.functions['wide-worker']!.concurrency.mean).toBeLessThan(4);
  });
});

describe('17, parallelization factor', () => {
  const { lines } = play('17-parallelization-factor.yaml');

  it('gains nothing for one key: 1,000 / 10 batches, one after the other', () => {
    for (const factor of [1, 3, 10]) expect(drain(lines, `one-key-by-${factor}`)).toBe(100);
  });

  it('is three at most for three keys, where each has a lane of its own: 334 records are 34 batches', () => {
    for (const factor of [3, 10]) {
      expect(new Set(['a', 'd', 'f'].map((key) => laneOf(key, 1, factor))).size).toBe(3);
      const lanes = [...byLane(lines, `three-keys-by-${factor}`).values()];
      expect(lanes.map(({ length }) => length).sort()).toEqual([333, 333, 334]);
      expect(drain(lines, `three-keys-by-${factor}`)).toBe(34);
    }
    expect(drain(lines, 'three-keys-by-1')).toBe(100);
  });

  it('is what the fullest lane leaves of it for ten thousand keys: about tenfold', () => {
    for (const factor of [1, 3, 10]) {
      const lanes = byLane(lines, `many-keys-by-${factor}`);
      expect(lanes.size).toBe(factor);
      expect(drain(lines, `many-keys-by-${factor}`)).toBe(drainOf(lanes.values()));
    }
    const gain = drain(lines, 'many-keys-by-1') / drain(lines, 'many-keys-by-10');
    expect(gain).toBeGreaterThan(7.5);
    expect(gain).toBeLessThanOrEqual(10);
  });
});

describe('18, five readers of a table', () => {
  const { lines, result } = play('18-five-readers-of-one-table.yaml');
  const crowded = ['a', 'b', 'c', 'd', 'e'].map((name) => `crowded-${name}`);

  it('ask 20 times a second and are answered 8 times: 12 a second are refused', () => {
    const refused = crowded.map((name) => of(lines, name, 'readThrottled').length);
    const all = refused.reduce((sum, n) => sum + n, 0);
    // A reader that is refused waits for 250 ms on average, as one that is not.
    expect(all / 300).toBeGreaterThan(12 * 0.97);
    expect(all / 300).toBeLessThan(12 * 1.03);
    // Nobody is spared.
    for (const one of refused) expect(one).toBeGreaterThan(all / 5 / 1.2);
    expect(of(lines, 'quiet-a', 'readThrottled')).toEqual([]);
  });

  it('are later for it: half of the records of two readers are there after 95 + 125 + 10 ms (PLN-12)', () => {
    for (const name of ['quiet-a', 'quiet-b']) {
      const { p50, p99 } = result.mappings[name]!.latency;
      expect(Math.abs(p50! / 230e3 - 1)).toBeLessThan(0.1);
      expect(p99!).toBeLessThan((95 + 250 + 2 * 10) * 1000);
    }
    // The eight reads of a second are over after 0.4 s of it: whoever misses them waits for the next second.
    for (const name of crowded) {
      expect(result.mappings[name]!.latency.p50!).toBeGreaterThan(1.5 * 230e3);
      expect(result.mappings[name]!.latency.p99!).toBeGreaterThan(0.9 * SECOND);
    }
  });
});

describe('19, fan-out against shared reads', () => {
  const { lines, result } = play('19-fan-out-against-shared-reads.yaml');
  const latency = (name: string) => result.mappings[name]!.latency;

  it('polled, a record waits 120 ms and half a second on average; pushed, 49.4 ms (M.1, PLN-12)', () => {
    expect(Math.abs(latency('quiet-polled').p50! / 630e3 - 1)).toBeLessThan(0.1);
    expect(Math.abs(latency('quiet-pushed').p50! / 59.4e3 - 1)).toBeLessThan(0.1);
  });

  it('three that poll share 2 MiB/s; one that is pushed to has as much for itself', () => {
    const polled = ['busy-polled-a', 'busy-polled-b', 'busy-polled-c'];
    const mebibytes = polled.reduce((sum, name) => sum + result.mappings[name]!.succeeded / 16, 0);
    // A read that brings more than is due is paid for afterwards: the last one, of 10 MiB at most, is not yet.
    expect(mebibytes).toBeLessThanOrEqual(2 * 120 + 10);
    expect(mebibytes).toBeGreaterThan(2 * 120 * 0.95);
    for (const name of polled) expect(of(lines, name, 'readThrottled').length).toBeGreaterThan(10);
    expect(of(lines, 'busy-pushed', 'readThrottled')).toEqual([]);
    expect(result.mappings['busy-pushed']!.succeeded).toBeGreaterThan(14 * 120 - 5);
  });
});

describe('20, a reshard under backlog', () => {
  const { lines } = play('20-reshard-under-backlog.yaml');
  const isOld = (id: string): boolean => Number(id.split('-')[1]) <= 2400;

  it('does not drain the old backlog any faster: the fuller of two shards decides', () => {
    for (const name of ['kept', 'resharded']) {
      const shards = [...byLane(lines, `${name}-to-worker`).values()].map((records) => records.filter(isOld));
      const old = shards.filter(({ length }) => length > 0);
      expect(old).toHaveLength(2);
      expect(old.flat()).toHaveLength(2400);
      for (const [lane, records] of byLane(lines, `${name}-to-worker`)) {
        const backlog = records.filter(isOld);
        if (backlog.length === 0) continue;
        const own = lines.filter((line) => line.lane === lane);
        expect(drain(own, `${name}-to-worker`, isOld)).toBe(drainOf([backlog]));
      }
      // 2,400 records at 2 × 10/s, and what the shards are uneven by.
      expect(drainOf(old)).toBeGreaterThanOrEqual(120);
      expect(drainOf(old)).toBeLessThan(127);
    }
  });

  it('hands out no record of a child before its parent is done (KIN-32)', () => {
    const names = lines.filter(({ event }) => event === 'resharded') as unknown as {
      t: number;
      closed: string[];
      opened: string[];
    }[];
    expect(names.map(({ t }) => t / SECOND)).toEqual([35, 65]);
    for (const { closed, opened } of names) {
      const parent = of(lines, 'resharded-to-worker', 'finished').filter(({ lane }) => lane === closed[0]);
      const children = of(lines, 'resharded-to-worker', 'invoked').filter(({ lane }) => opened.includes(lane!));
      expect(children.length).toBeGreaterThan(4);
      expect(children[0]!.t).toBeGreaterThanOrEqual(parent.at(-1)!.t);
    }
  });
});

describe('28, a tumbling window', () => {
  it('ends with a call of its own: four when the next minute is read, the last after two minutes of silence', () => {
    const { lines } = play('28-tumbling-window.yaml');
    const last = of(lines, 'sales-to-sum', 'invoked').filter(({ final }) => final !== undefined);
    expect(last.map(({ records, final }) => [records, final])).toEqual(last.map(() => [[], 'windowEnded']));
    expect(last).toHaveLength(5);
    // Within a read of the minute's end, 120 ms and a second; the last 60 × 5 s and 120 s after the beginning.
    last.slice(0, 4).forEach(({ t }, i) => {
      expect(t / SECOND).toBeGreaterThan(60 * (i + 1));
      expect(t / SECOND).toBeLessThan(60 * (i + 1) + 1.2);
    });
    expect(last[4]!.t / SECOND).toBe(420);
  });
});

describe('29, changes of a table', () => {
  it('go to who wants them: a fifth of ten a second is inserted, one a second expires', () => {
    const { result } = play('29-table-changes-by-kind.yaml');
    expect(result.functions['welcome']!.invocations).toBeLessThanOrEqual(1200);
    expect(result.mappings['new-items']!.filtered + result.mappings['new-items']!.succeeded).toBeGreaterThan(6600 - 10);
    expect(result.mappings['new-items']!.succeeded).toBeGreaterThan(1200 - 3);
    expect(result.mappings['expired-items']!.succeeded).toBeGreaterThan(600 - 2);
    expect(result.mappings['expired-items']!.filtered).toBeGreaterThan(6000 - 8);
  });
});

describe('30, on-demand capacity', () => {
  it('goes from 4 to 8 to 16 shards, each time within two minutes of the step', () => {
    const { lines, result } = play('30-on-demand-under-a-doubling-load.yaml');
    const splits = lines.filter(({ event }) => event === 'resharded').map(({ t }) => t / 60 / SECOND);
    const [first, second] = [splits.filter((at) => at < 10), splits.filter((at) => at >= 10)];
    expect([first.length, second.length]).toEqual([4, 8]);
    // A look each minute, and 30 s for a split; a look just after the step may not see enough of it.
    expect(Math.min(...first)).toBeGreaterThan(5.5);
    expect(Math.max(...first)).toBeLessThanOrEqual(7.5);
    expect(Math.max(...second)).toBeLessThanOrEqual(12.5);
    const refused = lines.filter(({ event }) => event === 'refused').map(({ t }) => t / 60 / SECOND);
    expect(result.sources['events']!.putsRefused).toBe(refused.length);
    // 3 a second and shard are hardly ever 9; 6 often are.
    const per = (from: number, until: number): number =>
      refused.filter((at) => at >= from && at < until).length / (until - from);
    expect(per(5, 6)).toBeGreaterThan(10 * per(2, 5));
    expect(per(5, 6)).toBeGreaterThan(10 * per(8, 10));
  });
});
