/** Whether runs are in a steady state: what is told of a short warm-up, of a growing backlog, and of conditions that change. */
import { describe, expect, it } from 'vitest';
import { replicate, type Replications } from '../../src/plan/replicate.ts';
import { changesAfterWarmUp } from '../../src/plan/steadiness.ts';
import { mmc } from '../support/mmc.ts';
import { scenarioOf } from '../support/run.ts';

const looked = (scenario: Parameters<typeof replicate>[0]): Replications['steadyState'] =>
  replicate(scenario, { replications: 12, figures: ['cost.total'] }).steadyState;

describe('the steady state', () => {
  it('has no sign against it where the warm-up is long enough, and says what could not have been seen', () => {
    const { watched, ...rest } = looked(mmc({ servers: 2, load: 0.5, warmUp: 30, measured: 300 }));
    expect(rest).toEqual({ verdict: 'no sign', reason: null, changes: [], shortWarmUps: [], growing: [] });
    const { mostGrowth, ...what } = watched[0]!;
    expect(what).toEqual({ source: 'q', of: 'backlog' });
    // One a second comes.
    expect(mostGrowth!.ofArrivals).toBeCloseTo(mostGrowth!.perSecond, 1);
    expect(mostGrowth!.perSecond).toBeGreaterThan(0);
    expect(mostGrowth!.perSecond).toBeLessThan(0.1);
  });

  it('is not asked for where nothing comes, or in few runs', () => {
    const sources = { q: { type: 'sqs', visibilityTimeout: '12 h', arrivals: [{ rate: { poisson: '0.000001/s' } }] } };
    const none = mmc({ servers: 1, load: 0.5, warmUp: 1, measured: 99 }, { sources });
    expect(looked(none)).toMatchObject({ verdict: 'notAsked', reason: 'nothing', watched: [] });
    const few = replicate(mmc({ servers: 2, load: 0.5, warmUp: 5, measured: 60 }), { replications: 9, figures: [] });
    expect(few.steadyState).toMatchObject({ verdict: 'notAsked', reason: 'fewRuns' });
  });

  it('is not there while a backlog of the beginning is worked off: the warm-up should be as long as that takes', () => {
    // 120 messages at once; the server handles 1/s and 0.5/s come: the backlog is gone after about 240 s.
    const arrivals = [{ rate: { poisson: '0.5/s' } }, { rate: '120/s', endAt: '1 s' }];
    const sources = { q: { type: 'sqs', visibilityTimeout: '12 h', arrivals } };
    const scenario = mmc({ servers: 1, load: 0.5, warmUp: 1, measured: 999 }, { sources });
    const { verdict, shortWarmUps, growing } = looked(scenario);
    expect(verdict).toBe('not steady');
    expect(growing).toEqual([]);
    const backlog = shortWarmUps.find(({ of }) => of === 'backlog')!;
    expect(backlog).toMatchObject({ source: 'q', isBound: false });
    expect(backlog.bias).toBeGreaterThan(0.5);
    expect(backlog.due / 1e6).toBeGreaterThan(150);
    expect(backlog.due / 1e6).toBeLessThan(400);
  });

  it('is never there where more comes than is handled: the backlog grows by the difference', () => {
    const { verdict, growing, shortWarmUps } = looked(mmc({ servers: 2, load: 1.5, warmUp: 60, measured: 240 }));
    expect(verdict).toBe('not steady');
    expect(shortWarmUps).toEqual([]);
    expect(growing).toHaveLength(1);
    // 3/s come, 2/s are handled.
    expect(growing[0]!.interval.low).toBeLessThan(1);
    expect(growing[0]!.interval.high).toBeGreaterThan(1);
    expect(growing[0]!.interval.low).toBeGreaterThan(0.4);
  });

  it('is not asked for where conditions change after the warm-up', () => {
    const daily = { rate: { daily: { low: '0.2/s', high: '1/s' } } };
    const sources = { q: { type: 'sqs', visibilityTimeout: '12 h', arrivals: [daily] } };
    const scenario = mmc({ servers: 2, load: 0.5, warmUp: 60, measured: 540 }, { sources });
    expect(looked(scenario)).toMatchObject({
      verdict: 'notAsked',
      changes: [{ what: 'the arrivals of q', last: null }],
      shortWarmUps: [],
    });
  });
});

describe('what changes by the clock', () => {
  const of = (arrivals: unknown[], more: object = {}): ReturnType<typeof changesAfterWarmUp> =>
    changesAfterWarmUp(
      scenarioOf({
        lagcast: 1,
        duration: '10 min',
        warmUp: '1 min',
        sources: { q: { type: 'sqs', arrivals } },
        functions: { f: { handler: { perInvocation: '1 s' } } },
        mappings: { m: { source: 'q', function: 'f' } },
        ...more,
      }),
    );

  it.each([
    [{ rate: '1/s' }, undefined],
    [{ rate: { poisson: '1/s' } }, undefined],
    [{ rate: { bursty: { low: '1/s', high: '5/s', meanLow: '1 min', meanHigh: '10 s' } } }, undefined],
    [{ rate: { onOff: { rate: '5/s', on: { exponential: { mean: '10 s' } }, off: '20 s' } } }, undefined],
    [{ rate: { onOff: { rate: '5/s', on: '10 s', off: '20 s' } } }, null],
    [{ rate: '1/s', startAt: '30 s' }, undefined],
    [{ rate: '1/s', startAt: '2 min' }, 120e6],
    [{ rate: '1/s', endAt: '5 min' }, 300e6],
    [
      {
        rate: {
          steps: [
            { at: '0 s', rate: '1/s' },
            { at: '30 s', rate: '2/s' },
          ],
        },
      },
      undefined,
    ],
    [
      {
        rate: {
          steps: [
            { at: '0 s', rate: '1/s' },
            { at: '4 min', rate: '2/s' },
          ],
        },
      },
      240e6,
    ],
    [{ records: [{ at: '0 s' }] }, null],
  ])('%j', (arrival, last) => {
    expect(of([arrival])).toEqual(last === undefined ? [] : [{ what: 'the arrivals of q', last }]);
  });

  it('events count until their end', () => {
    const outage = (at: string): object => ({ events: [{ at, for: '30 s', outage: { source: 'q' } }] });
    expect(of([{ rate: '1/s' }], outage('10 s'))).toEqual([]);
    expect(of([{ rate: '1/s' }], outage('2 min'))).toEqual([{ what: 'the outage of q', last: 150e6 }]);
    const set = { events: [{ at: '3 min', set: { 'functions.f.reservedConcurrency': 5 } }] };
    expect(of([{ rate: '1/s' }], set)).toEqual([{ what: 'reservedConcurrency of f', last: 180e6 }]);
  });
});
