/**
 * When events of the tier are tried again, how often they run, and when they are given up: schedules by arithmetic, and laws of chance
 * within three to four standard errors.
 */
import { describe, expect, it } from 'vitest';
import { atOnce, sends, TierListener, tierOf, tierScenario, watchTier, type TierAround } from '../../support/tiers.ts';
import { near } from '../../theory/tier-models.ts';

const HOUR = 3600;

/** Attempts of the last event that is accepted, and its end; in seconds after its acceptance. */
class LastEvent extends TierListener {
  runs: number[] = [];
  throttles: number[] = [];
  end: { at: number; as: string } | undefined;
  #slot = -1;
  #since = 0;
  readonly #clock: { readonly now: number };

  constructor(clock: { readonly now: number }) {
    super();
    this.#clock = clock;
  }

  get #age(): number {
    return (this.#clock.now - this.#since) / 1e6;
  }

  override accepted(slot: number): void {
    this.#slot = slot;
    this.#since = this.#clock.now;
  }

  override began(slot: number): void {
    if (slot === this.#slot) this.runs.push(this.#age);
  }

  override throttled(slot: number): void {
    if (slot === this.#slot) this.throttles.push(this.#age);
  }

  override concluded(slot: number, _tenant: number, _queue: number, as: string): void {
    if (slot === this.#slot) this.end = { at: this.#age, as };
  }
}

function lastEvent(around: Partial<TierAround> & Pick<TierAround, 'tenants'>): LastEvent {
  const value = tierScenario({ duration: HOUR, queues: 1, pollers: { slots: 10 }, ...around });
  return watchTier(value, ({ clock }) => new LastEvent(clock));
}

/** A tenant that has one run at once, which goes on for ever, and events that come a moment later. */
function busy(later: number): Record<string, object> {
  const records = [...atOnce(1), ...atOnce(later, 0.001)];
  return { t: { service: '100 h', concurrency: 1, arrivals: [{ records }] } };
}

describe('function errors', () => {
  const fails = { t: { service: '2 s', fails: '100 %', arrivals: [{ records: atOnce(1, 5) }] } };

  it('are tried again after one minute, then after two', () => {
    const { runs, end } = lastEvent({ tenants: fails });
    expect(runs).toEqual([0, 2 + 60, 2 * 2 + 180]);
    expect(end).toEqual({ at: 3 * 2 + 180, as: 'retriesExhausted' });
  });

  it.each([
    [0, [0], 2],
    [1, [0, 62], 64],
  ])('with %i retries at %j', (maximumRetryAttempts, runs, at) => {
    const seen = lastEvent({ tenants: fails, retries: { maximumRetryAttempts } });
    expect(seen.runs).toEqual(runs);
    expect(seen.end).toEqual({ at, as: 'retriesExhausted' });
  });

  it('that would be tried again too late are given up then, or, looking ahead, at once', () => {
    const around = { tenants: fails, maximumEventAge: '30 s' };
    expect(lastEvent(around).end).toEqual({ at: 62, as: 'ageExceeded' });
    expect(lastEvent({ ...around, ageRule: 'lookAhead' }).end).toEqual({ at: 2, as: 'ageExceeded' });
  });

  it('are not counted by throttles between them', () => {
    // It fails after ten seconds; another of its tenant is running when it is to be tried again, from 69.5 s to 79.5 s.
    const records = [...atOnce(1), ...atOnce(1, 69.5)];
    const tenants = { t: { service: '10 s', fails: '100 %', concurrency: 1, arrivals: [{ records }] } };
    const around = { duration: 1000, queues: 1, pollers: { slots: 10 }, retries: { jitter: 'none' }, tenants };
    const seen = watchTier(tierScenario(around), ({ clock }) => new FirstEvent(clock));
    expect(seen.throttles).toEqual([70, 71, 73, 77]);
    expect(seen.runs).toEqual([0, 85, 85 + 10 + 120]);
  });
});

/** The same of the first. */
class FirstEvent extends LastEvent {
  #count = 0;

  override accepted(slot: number): void {
    if (this.#count++ === 0) super.accepted(slot);
  }
}

describe('throttles', () => {
  it('double the wait up to five minutes', () => {
    const { throttles } = lastEvent({ tenants: busy(1), retries: { jitter: 'none' } });
    expect(throttles.slice(0, 13)).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1111, 1411]);
  });

  it.each([
    [60, 6],
    [300, 9],
    [HOUR, 20],
    [6 * HOUR, 80],
  ])('within %i s of age there are %i attempts', (age, attempts) => {
    const seen = lastEvent({
      tenants: busy(1),
      retries: { jitter: 'none' },
      maximumEventAge: `${age} s`,
      duration: age + 400,
    });
    expect(seen.throttles).toHaveLength(attempts);
    expect(seen.end!.as).toBe('ageExceeded');
    expect(seen.end!.at).toBeGreaterThanOrEqual(age);
  });

  it.each([
    ['full', 60, 7.5],
    ['full', HOUR, 31.9],
    ['equal', 60, 7.0],
    ['equal', HOUR, 23.8],
    ['decorrelated', 60, 8.6],
    ['decorrelated', HOUR, 40.8],
  ])('with %s jitter within %i s there are %f on average', (jitter, age, expected) => {
    const events = age > 60 ? 400 : 1500;
    const { of } = tierOf({
      ...{ duration: age + 400, queues: 1, pollers: { slots: 10 }, maximumEventAge: `${age} s` },
      ...{ retries: { jitter }, tenants: busy(events) },
    });
    expect(of('t').endedBy.ageExceeded).toBe(events);
    near(`attempts with ${jitter} jitter in ${age} s`, of('t').throttled / events, expected, 0.03);
  });

  it('burn the retries of an event whose receives are counted instead', () => {
    const counted = lastEvent({ tenants: busy(1), retries: { jitter: 'none', counter: 'receiveCount' } });
    expect(counted.throttles).toEqual([0, 1, 3]);
    expect(counted.end).toEqual({ at: 3, as: 'retriesExhausted' });
    const separate = tierOf({
      ...{ duration: HOUR, queues: 1, pollers: { slots: 10 }, retries: { counter: 'receiveCount' }, tenants: busy(7) },
    });
    expect(separate.of('t')).toMatchObject({ droppedUnrun: 7, runs: 1 });
  });

  it('of a tenant without any concurrency do not happen: its events end at their receive', () => {
    const tenants = { t: { service: '1 s', concurrency: 0, arrivals: [{ records: atOnce(3, 1) }] } };
    const { of } = tierOf({ duration: 10, queues: 1, tenants });
    expect(of('t')).toMatchObject({ endedBy: { zeroConcurrency: 3 }, throttled: 0, runs: 0, droppedUnrun: 3 });
  });

  it('keep events in flight, so that a queue hands out nothing at its limit', () => {
    const tenants = {
      ...busy(9),
      other: { service: '1 s', arrivals: [{ records: atOnce(1, 0.5) }] },
    };
    const around = {
      duration: 20,
      queues: 1,
      pollers: { slots: 50 },
      retries: { jitter: 'none', throttleBase: '4 s' },
    };
    const blocked = tierOf({ ...around, inFlightLimit: 10, tenants });
    // Ten are in flight until the nine are visible again, which is before another is received; then the oldest goes first.
    expect(blocked.of('other').firstAttemptAge.max! / 1e6).toBeGreaterThan(3.5);
    expect(blocked.tier.blocked / 1e6).toBeGreaterThan(3.5);
    const free = tierOf({ ...around, inFlightLimit: 11, tenants });
    expect(free.of('other').firstAttemptAge.max).toBe(0);
    expect(free.tier.blocked).toBe(0);
  });
});

describe('events that run more than once', () => {
  const many = (more: object): ReturnType<typeof tierOf> =>
    tierOf({
      ...{ duration: 100, queues: 1, placement: 'single', ...more },
      tenants: { t: { service: '1 ms', arrivals: [{ rate: { poisson: '500/s' }, endAt: '80 s' }] } },
    });

  it('lost acknowledgements: 1/(1 − p) runs an event', () => {
    const p = 0.05;
    const { of } = many({ lostAcknowledgements: '5 %', pollers: { slots: 100, visibilityTimeout: '1 s' } });
    const { accepted, runs, succeeded, duplicates, waiting } = of('t');
    expect(succeeded).toBe(accepted);
    expect(waiting).toBe(0);
    expect(duplicates).toBe(runs - accepted);
    // The number of runs of an event is geometric: its variance is p/(1 − p)².
    const error = Math.sqrt(p / accepted) / (1 - p);
    expect(Math.abs(runs / accepted - 1 / (1 - p))).toBeLessThan(3.5 * error);
  });

  it('visibility timeouts: a share of e^(−V/S) runs twice, and so on', () => {
    const { of } = tierOf({
      ...{ duration: 100, queues: 1, pollers: { slots: 1000, heartbeat: false, visibilityTimeout: '2 s' } },
      tenants: { t: { ...sends(200, 1), arrivals: [{ rate: { poisson: '200/s' }, endAt: '60 s' }] } },
    });
    const { accepted, runs, succeeded } = of('t');
    expect(succeeded).toBe(accepted);
    // As many runs as timeouts begin before it is done: geometric again.
    const p = Math.exp(-2);
    const error = Math.sqrt(p / accepted) / (1 - p);
    expect(Math.abs(runs / accepted - 1 / (1 - p))).toBeLessThan(3.5 * error);
  });

  it('heartbeats prevent that, however long it runs', () => {
    const { of } = tierOf({
      ...{ duration: 100, queues: 1, pollers: { slots: 1000, heartbeat: true, visibilityTimeout: '2 s' } },
      tenants: { t: { service: '9 s', arrivals: [{ rate: '10/s', endAt: '60 s' }] } },
    });
    expect(of('t').runs).toBe(of('t').accepted);
  });

  it('copies that the queue has: each receive leaves one with probability p', () => {
    const p = 0.1;
    const { of } = many({ duplicates: '10 %', pollers: { slots: 100 } });
    const { accepted, runs, succeeded } = of('t');
    expect(succeeded).toBe(accepted);
    const error = Math.sqrt(p / accepted) / (1 - p);
    expect(Math.abs(runs / accepted - 1 / (1 - p))).toBeLessThan(3.5 * error);
  });
});

describe('callers that send again', () => {
  /** Sendings for each call, and the share of calls that are answered, where a share of runs fails. */
  function calls(fails: number, callers: object): { load: number; success: number } {
    const { of } = tierOf({
      ...{
        duration: 210,
        queues: 1,
        placement: 'single',
        pollers: { slots: 1000 },
        retries: { maximumRetryAttempts: 0 },
      },
      tenants: {
        t: {
          ...{ service: '1 ms', fails: `${100 * fails} %`, callers: { timeout: '100 ms', ...callers } },
          arrivals: [{ rate: { poisson: '100/s' }, endAt: '200 s' }],
        },
      },
    });
    const { accepted, callers: seen } = of('t');
    const first = accepted - seen!.sentAgain;
    expect(seen!.answered + seen!.gaveUp).toBe(first);
    return { load: accepted / first, success: seen!.answered / first };
  }

  it.each([
    [0.05, 1.053, 0.99999],
    [0.3, 1.417, 0.9919],
    [0.9, 3.439, 0.344],
    [1, 4, 0],
  ])('three times, of which %f fail', (fails, load, success) => {
    const seen = calls(fails, { retries: 3 });
    near('load', seen.load, load, 0.015);
    expect(Math.abs(seen.success - success)).toBeLessThan(0.012);
  });

  it.each([
    [0.05, 1.053, 0.99999],
    [0.3, 1.075, 0.753],
    [0.9, 1.01, 0.101],
    [1, 1, 0],
  ])('with a budget of a tenth, of which %f fail', (fails, load, success) => {
    const seen = calls(fails, { retries: 3, budgetShare: 0.1 });
    near('load', seen.load, load, 0.01);
    expect(Math.abs(seen.success - success)).toBeLessThan(0.015);
  });

  it('a breaker leaves retries alone below its threshold, and none above', () => {
    near('below', calls(0.2, { retries: 1, breakerAt: '50 %' }).load, 1.2, 0.01);
    near('above', calls(0.95, { retries: 1, breakerAt: '50 %' }).load, 1, 0.01);
  });
});
