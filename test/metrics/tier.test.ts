/** Figures of the tier, each worked out by hand from a sequence of words: AP-3.2. */
import { describe, expect, it } from 'vitest';
import { TIER_FIGURES, tierFigureOf } from '../../src/metrics/tier/figures.ts';
import { gridPeriod } from '../../src/metrics/tier/queues.ts';
import { MOST_TENANTS } from '../../src/metrics/tier/result.ts';
import { curveRanks } from '../../src/metrics/tier/series.ts';
import { blastRadius, tierDiscrepancy } from '../../src/metrics/tier/summary.ts';
import { TierJournal } from '../../src/metrics/tier/tier-journal.ts';
import { RunEnd } from '../../src/model/tier/tier-observer.ts';
import { FIGURES } from '../../src/scenario/objective-figures.ts';
import { jain } from '../../src/stats/jain.ts';
import { S, TierByHand } from '../support/tier.ts';

/** Events of a tenant that waited so long each, one millisecond apart. */
function waits(tier: TierByHand, tenant: number, each: readonly number[], from = 0): void {
  each.forEach((wait, i) => tier.serve(tenant, wait, from + i * 1000));
}

const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);

describe('blast radius and severity', () => {
  it('p99 by nearest rank of n events is above the threshold when more than n/100 are, exactly', () => {
    const tier = new TierByHand({ groups: [['quiet', 5]] });
    waits(tier, 0, [...times(198, 0), S + 1, S + 1]);
    waits(tier, 1, [...times(197, 0), ...times(3, S + 1)]);
    waits(tier, 2, [...times(98, 0), S + 1]);
    waits(tier, 3, times(99, S));
    tier.goTo(400 * S);
    const { harm } = tier.result();
    // Two of 200 are the last hundredth; the third is p99. Of 99 events p99 is the greatest. A second is not above a second.
    expect(harm).toMatchObject({ tenants: 5, harmed: 2, blastRadius: 0.4, fewEvents: 2, censored: 0 });
  });

  it('the fifth tenant has no event, and is not harmed; only quiet tenants count', () => {
    const tier = new TierByHand({
      groups: [
        ['quiet', 3],
        ['noisy', 1, true],
      ],
    });
    for (const tenant of [0, 1, 3]) waits(tier, tenant, times(100, 3 * S));
    tier.goTo(400 * S);
    expect(tier.result(0.25).harm).toMatchObject({ tenants: 3, harmed: 2, without: 0.25, excess: 2 / 3 - 0.25 });
    expect(blastRadius(tier.recorder)).toBe(2 / 3);
  });

  it('events accepted outside the window do not count, however long they wait', () => {
    const tier = new TierByHand({ measure: { from: 60 * S, until: 180 * S }, groups: [['quiet', 2]] });
    tier.serve(0, 5 * S, 60 * S - 1);
    tier.serve(0, 0, 60 * S);
    tier.serve(0, 5 * S, 180 * S);
    tier.serve(1, 5 * S, 180 * S - 1);
    tier.goTo(400 * S);
    const result = tier.result();
    expect(result.harm).toMatchObject({ harmed: 1, from: 60 * S, until: 180 * S });
    expect(result.groups['quiet']).toMatchObject({
      firstAttemptAge: { count: 4, max: 5 * S },
      firstAttemptAgeInWindow: { count: 2, min: 0, max: 5 * S },
    });
    expect(result.worst).toEqual([
      { tenant: 'quiet/2', events: 1, p99: 5 * S, harmed: true },
      { tenant: 'quiet/1', events: 1, p99: 0, harmed: false },
    ]);
  });

  it('who still waits at the end is counted with the age by then, and that changes the answer', () => {
    const tier = new TierByHand({ groups: [['quiet', 4]] });
    for (const tenant of [0, 1, 2, 3]) tier.serve(tenant, 0, 390 * S);
    tier.now = 398 * S;
    tier.accept(0);
    tier.now = 399 * S + 1;
    tier.accept(1);
    tier.goTo(400 * S);
    const { harm, groups, work, worst } = tier.result();
    expect(harm).toMatchObject({ harmed: 1, blastRadius: 0.25, censored: 2 });
    expect(work.censored).toBe(2);
    expect(groups['quiet']).toMatchObject({ waiting: 2, censored: 2, firstAttemptAge: { count: 6, max: 2 * S } });
    expect(worst[0]).toEqual({ tenant: 'quiet/1', events: 2, p99: 2 * S, harmed: true });
  });

  it('who is given up without a run has waited until then', () => {
    const tier = new TierByHand();
    const slot = tier.accept(0);
    tier.goTo(3 * S);
    tier.conclude(slot, 'dropped');
    tier.goTo(400 * S);
    const { harm, groups } = tier.result();
    expect(harm).toMatchObject({ harmed: 1, censored: 0 });
    expect(groups['quiet']).toMatchObject({
      dropped: 1,
      droppedUnrun: 1,
      endedBy: { dropped: 1, ageExceeded: 0 },
      censored: 0,
    });
  });

  it('severity is the mean over harmed tenants of p99 over threshold; few events exactly, many within 3.1 %', () => {
    const tier = new TierByHand({ groups: [['quiet', 3]] });
    waits(tier, 0, [2 * S]);
    waits(tier, 1, [...times(100, 0), ...times(100, 4 * S)]);
    waits(tier, 2, [S / 2]);
    tier.goTo(400 * S);
    const { harm, worst } = tier.result();
    expect(worst[0]).toMatchObject({ tenant: 'quiet/2', events: 200, harmed: true });
    expect(Math.abs(worst[0]!.p99 / (4 * S) - 1)).toBeLessThan(1 / 32);
    expect(harm.severity).toBe((2 + worst[0]!.p99 / S) / 2);
    const other = new TierByHand();
    waits(other, 0, [...times(98, 0), ...times(102, 3_100_000), 60 * S]);
    other.goTo(400 * S);
    const { severity } = other.result().harm;
    expect(Math.abs(severity! / 3.1 - 1)).toBeLessThan(1 / 32);
  });
});

describe('pain and recovery', () => {
  /** One event a second, of which those in [from, until) seconds wait two seconds. */
  function suffering(from: number, until: number, to: number, trigger?: readonly [number, number]): TierByHand {
    const tier = new TierByHand({
      measure: trigger === undefined ? {} : { trigger: { from: trigger[0] * S, until: trigger[1] * S } },
    });
    const late: number[] = [];
    const serve = (slot: number): void => {
      tier.begin(slot);
      tier.succeed(slot, 0);
    };
    for (let second = 0; second < to; second++) {
      tier.goTo(second * S);
      if (second - 2 >= from && second - 2 < until) serve(late.shift()!);
      const slot = tier.accept(0);
      if (second >= from && second < until) late.push(slot);
      else serve(slot);
    }
    return tier.goTo(to * S);
  }

  it('a second of waiting too long is a pain for ten, whoever looks back so far', () => {
    expect(suffering(50, 51, 200).result().harm.painSeconds).toBe(10);
    expect(suffering(50, 60, 200).result().harm.painSeconds).toBe(19);
    expect(suffering(0, 0, 200).result().harm.painSeconds).toBe(0);
  });

  it('an event that is never served hurts as well, and one at the end only when it is old enough', () => {
    const tier = new TierByHand();
    tier.goTo(100 * S);
    tier.accept(0);
    expect(tier.goTo(200 * S).result().harm.painSeconds).toBe(10);
    const late = new TierByHand();
    late.goTo(199 * S + 1);
    late.accept(0);
    expect(late.goTo(200 * S).result().harm.painSeconds).toBe(0);
  });

  it('of a hundred events and more one in a hundred may wait', () => {
    const pain = (late: number): number | null => {
      const tier = new TierByHand();
      for (let i = 0; i < 200; i++) {
        tier.goTo(100 * S + i * 1000);
        const slot = tier.accept(0);
        if (i < late) continue;
        tier.begin(slot);
        tier.succeed(slot, 0);
      }
      return tier.goTo(300 * S).result().harm.painSeconds;
    };
    expect([pain(2), pain(3)]).toEqual([0, 10]);
  });

  it('recovered when sixty seconds without pain begin, counted from the end of the trigger', () => {
    // Pain from 50 to 78 s; the trigger ends at 60 s.
    expect(suffering(50, 69, 300, [50, 60]).result().harm.recovery).toEqual({
      mean: 18 * S,
      max: 18 * S,
      unrecovered: 0,
    });
    expect(suffering(50, 69, 100, [50, 60]).result().harm.recovery).toEqual({ mean: null, max: null, unrecovered: 1 });
    expect(suffering(0, 0, 300, [50, 60]).result().harm.recovery).toBeNull();
    expect(suffering(50, 69, 300).result().harm.recovery).toBeNull();
  });
});

describe('queues', () => {
  it('imbalance is deepest over mean on the grid; readings without anything stored have none', () => {
    const tier = new TierByHand({ queues: 4, drainRate: 0.25 });
    tier.goTo(S);
    expect(tier.result().queueing.imbalance).toBeNull();
    const other = new TierByHand({ queues: 4, drainRate: 0.25 });
    other.goTo(S - 1);
    for (let i = 0; i < 3; i++) other.accept(0, 1);
    other.accept(0, 2);
    other.goTo(S);
    // 3 over a mean of 1; then 4 over 5/4.
    other.accept(0, 1);
    other.goTo(2 * S);
    const { queueing, series } = other.result();
    expect(queueing.imbalance).toEqual({ mean: (3 + 3.2) / 2, p99: 3.2 });
    // Three of them take 12 s at a quarter a second, and four 16 s: hot; one takes 4 s.
    expect(queueing).toMatchObject({ hotTime: 2 / 8, mostHot: 1, deepest: 4, every: S });
    expect(series.depth).toEqual({ mean: [(1 + 1.25) / 2], max: [4] });
    other.goTo(4 * S);
    expect(other.result().series).toMatchObject({
      ...{
        period: 2 * S,
        depth: { mean: [(1 + 1.25) / 2, 1.25], max: [4, 4] },
        hot: [1, 1],
        hottest: [16 * S, 16 * S],
      },
    });
  });

  it('the grid is thinned where more than 2e8 depths would be read', () => {
    expect(gridPeriod(S, 100, 400 * S)).toBe(S);
    expect(gridPeriod(S, 4_000_000, 400 * S)).toBe(8 * S);
    expect(gridPeriod(1, 1, 400 * S)).toBe(4000);
  });
});

describe('work', () => {
  it('the gap is slot-time that is idle while some event is visible', () => {
    const tier = new TierByHand({ queues: 2 });
    tier.recorder.slotsChanged(2);
    tier.goTo(10 * S);
    const slot = tier.accept(0);
    tier.goTo(14 * S);
    tier.begin(slot);
    const other = tier.accept(0, 1);
    tier.goTo(20 * S);
    tier.succeed(slot, 6 * S);
    tier.begin(other);
    tier.goTo(40 * S);
    // Both slots idle for 4 s, then one for 6 s, of 2 slots for 40 s.
    expect(tier.result().work.conservationGap).toBe((2 * 4 + 6) / 80);
    // Queue 0 is empty for 36 s, the other for 34 s: 70 s make three receives of 20 s.
    expect(tier.result().work.emptyReceives).toBe(3);
  });

  it('goodput, amplification, retries and duplicates', () => {
    const tier = new TierByHand({ measure: { goodWithin: 2 * S, duration: 100 * S } });
    const [a, b, c] = [tier.accept(0), tier.accept(0), tier.accept(0)];
    tier.goTo(S);
    tier.begin(a);
    tier.throttle(b);
    tier.recorder.occupied();
    tier.goTo(2 * S);
    tier.recorder.letGo();
    // The answer to the first is lost: it runs again.
    tier.end(a, RunEnd.succeeded, S);
    tier.appear(a);
    tier.appear(b);
    tier.goTo(3 * S);
    tier.begin(a, true);
    tier.begin(b);
    tier.goTo(4 * S);
    tier.end(a, RunEnd.duplicate, S);
    tier.conclude(a, 'succeeded');
    tier.end(b, RunEnd.failed, S);
    tier.appear(b);
    tier.goTo(5 * S);
    tier.begin(b);
    tier.succeed(b, 0);
    tier.begin(c);
    tier.end(c, RunEnd.failed, 0);
    tier.conclude(c, 'retriesExhausted');
    tier.goTo(100 * S);
    const { work, groups } = tier.result();
    // Runs: a twice, b twice, c once; attempts: those and a throttle. First attempts: a, b by its throttle, c.
    expect(work).toMatchObject({
      ...{ goodput: 1 / 100, throughput: 5 / 100, workAmplification: 5 / 2 },
      ...{ retryFraction: 3 / 6, duplicateRate: 1 / 2 },
    });
    expect(groups['quiet']).toMatchObject({
      ...{ accepted: 3, succeeded: 2, dropped: 1, runs: 5, duplicates: 1, failures: 2, throttled: 1, waiting: 0 },
      ...{ throttlesPerCompletion: 1 / 2, lastDoneAt: 5 * S, droppedUnrun: 0 },
      firstAttemptAge: { count: 3, min: S, max: 5 * S },
      eventAge: { count: 6, min: S, max: 5 * S },
      // a: 1 s, 1 s; b: 1 s, 1 s, 1 s; c: 5 s.
      dwell: { count: 6, min: S, max: 5 * S },
      completionAge: { count: 2, min: 2 * S, max: 5 * S },
    });
  });

  it('drained when no more than twice the mean from before is stored', () => {
    // Two stored before, so four at the most; six more come with the trigger.
    const filled = (): { tier: TierByHand; more: number[] } => {
      const tier = new TierByHand({ measure: { trigger: { from: 10 * S, until: 20 * S } } });
      const before = [tier.accept(0), tier.accept(0)];
      tier.goTo(10 * S);
      const more = before.map(() => tier.accept(0)).concat([tier.accept(0)]);
      return { tier, more };
    };
    const { tier, more } = filled();
    tier.goTo(23 * S);
    tier.begin(more[0]!);
    tier.succeed(more[0]!, 0);
    tier.goTo(50 * S);
    expect(tier.result().work).toMatchObject({ drainTime: 3 * S, backlogBefore: 2 });
    expect(
      filled()
        .tier.goTo(50 * S)
        .result().work.drainTime,
    ).toBeNull();
    const early = filled();
    early.tier.goTo(15 * S);
    early.tier.begin(early.more[0]!);
    early.tier.succeed(early.more[0]!, 0);
    expect(early.tier.goTo(50 * S).result().work.drainTime).toBe(0);
  });

  it('looks for each event, escapes, blocked queues, lanes, leases and callers', () => {
    const tier = new TierByHand({ measure: { called: new Set(['quiet']) }, lanes: 1 });
    tier.goTo(S);
    tier.accept(0);
    tier.accept(0);
    tier.probe.looks = 5;
    tier.probe.escapes = 1;
    const { recorder } = tier;
    recorder.blocked(0, true);
    tier.goTo(3 * S);
    recorder.blocked(0, false);
    recorder.laneOpened();
    recorder.laneDenied();
    recorder.leaseMoved(0, 4, -1);
    recorder.leaseMoved(0, -1, 4);
    recorder.leaseMoved(0, 4, 5);
    recorder.leaseMoved(1, 2, 3);
    recorder.callerTimedOut(0, true);
    recorder.callerTimedOut(0, false);
    recorder.callerAnswered(0);
    recorder.rejected(0, 'queueFull');
    tier.goTo(4 * S);
    const result = tier.result();
    expect(result.work).toMatchObject({ looksPerEvent: 2.5, escapes: 1 });
    expect(result).toMatchObject({
      blocked: 2 * S,
      lanes: { opened: 1, closed: 0, denied: 1, firstAt: 3 * S },
      leases: { moved: 2, lapsed: 1 },
    });
    expect(result.groups['quiet']).toMatchObject({
      rejected: { admission: 0, queueFull: 1 },
      callers: { answered: 1, timedOut: 2, sentAgain: 1, gaveUp: 1 },
    });
  });

  it('what was before the end of the warm-up is left out, and the books count it', () => {
    const tier = new TierByHand({ measure: { warmUp: 10 * S, from: 10 * S } });
    tier.recorder.slotsChanged(1);
    const before = tier.accept(0);
    tier.goTo(10 * S);
    tier.recorder.restart(10 * S);
    tier.begin(before);
    tier.succeed(before, 0);
    tier.goTo(20 * S);
    const { groups, work, harm } = tier.result();
    expect(groups['quiet']).toMatchObject({ accepted: 0, succeeded: 1, firstAttemptAge: { count: 1, max: 10 * S } });
    expect(work).toMatchObject({ conservationGap: 0, throughput: 0.1 });
    expect(harm.harmed).toBe(0);
  });
});

describe('fairness', () => {
  it("Jain's index: all alike 1, one has all 1/n, nobody has anything null", () => {
    expect(jain([3, 3, 3])).toBe(1);
    expect(jain([5, 0, 0, 0])).toBe(0.25);
    expect(jain([1, 2])).toBe(9 / 10);
    expect([jain([]), jain([0, 0])]).toEqual([null, null]);
  });

  it('of what each tenant offered in the window and was served; who offered nothing is left out', () => {
    const tier = new TierByHand({ groups: [['quiet', 4]] });
    const slots = [0, 0, 1, 1].map((tenant) => tier.accept(tenant));
    tier.goTo(S);
    for (const slot of slots.slice(0, 3)) tier.begin(slot);
    tier.goTo(2 * S);
    for (const slot of slots.slice(0, 3)) tier.succeed(slot, S);
    tier.recorder.rejected(2, 'admission');
    tier.goTo(400 * S);
    const { fairness } = tier.result();
    // 2 of 2, 1 of 2, 0 of 1.
    expect(fairness.satisfaction).toBeCloseTo(2.25 / (3 * 1.25), 12);
    // Each took twice as long as it ran; the third was never served.
    expect(fairness.slowdown).toBeCloseTo(1 / (3 * 0.5), 12);
  });
});

it('the p99 by tenant: greatest first, the few at the top one by one', () => {
  const tier = new TierByHand({
    groups: [
      ['quiet', 3],
      ['noisy', 1, true],
    ],
  });
  [0, 2 * S, 5000, 9 * S].forEach((wait, tenant) => tier.serve(tenant, wait, 0));
  tier.goTo(400 * S);
  expect(tier.result().series.tenants).toEqual({
    quiet: { tenants: 3, rank: [1, 2, 3], p99: [2 * S, 5000, 0] },
    noisy: { tenants: 1, rank: [1], p99: [9 * S] },
  });
  const ranks = curveRanks(100_000);
  expect(ranks).toHaveLength(MOST_TENANTS);
  expect([...ranks.slice(0, 2), ranks.at(-1)]).toEqual([1, 3, 100_000]);
  expect(ranks.every((rank, i) => i === 0 || rank > ranks[i - 1]!)).toBe(true);
});

it('books that do not balance are found', () => {
  const tier = new TierByHand();
  const slot = tier.accept(0);
  expect(tierDiscrepancy(tier.recorder)).toBeUndefined();
  tier.recorder.concluded(slot, 0, 0, 'succeeded', true);
  expect(tierDiscrepancy(tier.recorder)).toBe('of quiet 1 were accepted, 1 ended, and 1 are stored');
});

it('figures go by the names that objectives have', () => {
  const tier = new TierByHand();
  tier.recorder.rejected(0, 'admission');
  const slot = tier.accept(0);
  tier.goTo(2 * S);
  tier.begin(slot);
  const result = tier.result();
  expect(tierFigureOf(result, 'tier', 'blastRadius')).toBe(1);
  expect(tierFigureOf(result, 'tier', 'rejected')).toBe(1);
  expect(tierFigureOf(result, 'quiet', 'firstAttemptAge')).toMatchObject({ p99: 2 * S });
  expect(tierFigureOf(result, 'quiet', 'callersAnswered')).toBeNull();
  expect(tierFigureOf(result, 'quiet', 'depth')).toBeUndefined();
  expect(tierFigureOf(result, 'nobody', 'runs')).toBeUndefined();
  expect(TIER_FIGURES).toEqual({ tier: Object.keys(FIGURES.tier), group: Object.keys(FIGURES.group) });
});

it('the journal says each thing that happens in the tier', () => {
  const tier = new TierByHand();
  const lines: string[] = [];
  const journal = new TierJournal((line) => lines.push(line), {
    clock: tier,
    probe: tier.probe,
    idOf: (slot) => `e${slot}`,
  });
  tier.goTo(5);
  journal.accepted(1, 0, 2);
  journal.ended(1, 0, 2, RunEnd.lost, 7);
  journal.leaseMoved(3, -1, 0);
  journal.concluded(1, 0, 2, 'ageExceeded', false);
  expect(lines).toEqual([
    '{"t":5,"event":"tier.accepted","tenant":"quiet/1","queue":2,"records":["e1"]}',
    '{"t":5,"event":"tier.ended","tenant":"quiet/1","queue":2,"records":["e1"],"outcome":"lost","duration":7}',
    '{"t":5,"event":"tier.leaseMoved","queue":3,"from":null,"to":0}',
    '{"t":5,"event":"tier.concluded","tenant":"quiet/1","queue":2,"records":["e1"],"condition":"ageExceeded"}',
  ]);
});
