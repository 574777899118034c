/** Provisioned concurrency that changes: by a schedule, and by target tracking of Application Auto Scaling (AAS-01, AAS-02). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideScaling, type TrackingPolicy } from '../../src/model/lambda/auto-scaling.ts';
import { verdict } from '../../src/report/verdict.ts';
import { journaled, run } from '../support/run.ts';

const policy: TrackingPolicy = { min: 2, max: 20, target: 0.7, outDatapoints: 3, inDatapoints: 15, inThreshold: 0.9 };
const fifteen = (use: number | null) => Array.from({ length: 15 }, () => use);

describe('the decision', () => {
  it('scales out after three datapoints above the target, to what the newest needs', () => {
    expect(decideScaling(10, [0.71, 0.8, 1], policy)).toEqual({ why: 'scaleOut', to: 15 }); // 10 / 0.7 = 14.3
    expect(decideScaling(10, [0.7, 0.8, 1], policy)).toBeUndefined();
    expect(decideScaling(10, [1, 1], policy)).toBeUndefined();
    expect(decideScaling(10, [null, 1, 1], policy)).toBeUndefined();
    expect(decideScaling(18, [1, 1, 1], policy)).toEqual({ why: 'scaleOut', to: 20 });
    expect(decideScaling(20, [1, 1, 1], policy)).toBeUndefined();
  });

  it('scales in after fifteen below nine tenths of it', () => {
    expect(decideScaling(10, fifteen(0.35), policy)).toEqual({ why: 'scaleIn', to: 5 });
    expect(decideScaling(10, fifteen(0.35).slice(1), policy)).toBeUndefined();
    expect(decideScaling(10, [0.63, ...fifteen(0.35).slice(1)], policy)).toBeUndefined();
    expect(decideScaling(10, fifteen(0.64), policy)).toBeUndefined();
    expect(decideScaling(10, fifteen(0.01), policy)).toEqual({ why: 'scaleIn', to: 2 });
    expect(decideScaling(2, fifteen(0.01), policy)).toBeUndefined();
  });

  it('keeps what it has when nothing runs, for there is nothing to look at', () => {
    expect(decideScaling(10, fifteen(null), policy)).toBeUndefined();
    expect(decideScaling(10, [...fifteen(0.1).slice(1), null], policy)).toBeUndefined();
  });

  it('is not misled by the last bit', () => {
    for (let current = 1; current <= 20; current++)
      expect(decideScaling(current, [0.8, 0.8, 0.7], { ...policy, min: 1, outDatapoints: 1 })).toBeUndefined();
  });

  it('stays within the bounds, and moves only the way it says', () => {
    const use = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.array(use, { maxLength: 15 }), (current, uses) => {
        const decision = decideScaling(current, uses, policy);
        if (decision === undefined) return;
        expect(decision.to).toBeGreaterThanOrEqual(policy.min);
        expect(decision.to).toBeLessThanOrEqual(policy.max);
        expect(decision.why).toBe(decision.to > current ? 'scaleOut' : 'scaleIn');
      }),
    );
  });
});

/** Callers that keep about `rate` executions of a second each under way. */
const scenario = (provisionedConcurrency: object, arrivals: object[], more: object = {}) => ({
  lagcast: 1,
  duration: '20 min',
  functions: {
    f: {
      timeout: '10 s',
      coldStart: { init: '200 ms', platform: '0 ms' },
      provisionedConcurrency,
      handler: { duration: '1 s' },
    },
  },
  sources: { api: { type: 'sync', function: 'f', arrivals } },
  ...more,
});
const MINUTE = 60e6;
const autoScaling = { min: 10, max: 100, target: '70 %' };
const changesOf = (value: object) => run(value).functions['f']!.provisioned!.changes;

describe('target tracking in a run', () => {
  it('grows step by step while all is used, and stops at the target', () => {
    const changes = changesOf(scenario({ readyAt: '0 s', autoScaling }, [{ rate: '21/s' }]));
    // 10 all used from the start: after three minutes 10 / 0.7 = 15, ready 90.15 s later, at 270.15 s. The first whole minute
    // after that ends at 360 s: 15 / 0.7 = 22, ready at 450.22 s. Then 21 of 22 are used: at 540 s 22 × (21 / 22) / 0.7 = 30.
    expect(changes).toEqual([
      { at: 3 * MINUTE, to: 15, why: 'scaleOut' },
      { at: 6 * MINUTE, to: 22, why: 'scaleOut' },
      { at: 9 * MINUTE, to: 30, why: 'scaleOut' },
    ]);
  });

  it('shrinks after a quarter of an hour, and not at all when nobody calls', () => {
    const busy = (endAt: string, then: string) => [
      { rate: '7/s', endAt },
      { rate: then, startAt: endAt },
    ];
    const provisioned = { environments: 50, readyAt: '0 s', autoScaling: { ...autoScaling, min: 5 } };
    expect(changesOf(scenario(provisioned, busy('1 min', '7/s')))).toEqual([
      { at: 15 * MINUTE, to: 10, why: 'scaleIn' },
    ]);
    expect(changesOf(scenario(provisioned, [{ rate: '7/s', endAt: '10 min' }]))).toEqual([]);
  });

  it('waits for the cooldown after a change is ready (AAS-02)', () => {
    const slow = { ...autoScaling, scaleOutCooldown: '10 min' };
    const changes = changesOf(scenario({ readyAt: '0 s', autoScaling: slow }, [{ rate: '21/s' }]));
    // Ready at 270.15 s, and ten minutes later at 870.15 s: the next minute ends at 900 s.
    expect(changes.slice(0, 2).map(({ at }) => at / MINUTE)).toEqual([3, 15]);
  });

  it('looks at the greatest use when told to', () => {
    // Every minute 20 calls at one instant: on average 20 / 60 of 20, at the most all of them.
    const records = Array.from({ length: 18 * 20 }, (_, i) => ({ at: `${60 * Math.floor(i / 20) + 1} s` }));
    const of = (statistic: string) =>
      changesOf(
        scenario({ environments: 20, readyAt: '0 s', autoScaling: { ...autoScaling, statistic } }, [{ records }]),
      );
    expect(of('maximum')[0]).toEqual({ at: 3 * MINUTE, to: 29, why: 'scaleOut' });
    expect(of('average')[0]).toEqual({ at: 15 * MINUTE, to: 10, why: 'scaleIn' });
  });

  it('is part of the journal, the verdict and the account', () => {
    const { result, lines } = journaled(scenario({ readyAt: '0 s', autoScaling }, [{ rate: '21/s' }]));
    expect(lines.filter(({ event }) => event === 'provisionedRequested')[0]).toMatchObject({
      t: 3 * MINUTE,
      ...{ function: 'f', environments: 15, why: 'scaleOut' },
    });
    expect(verdict(result).join('\n')).toContain(
      'The provisioned concurrency of f was scaled out 3 times, to between 15 and 30 environments.',
    );
    expect(result.account.claimed!.last).toBe(30);
    expect(result.functions['f']!.provisioned).toMatchObject({ requested: 30, ready: { last: 30 }, changesLeftOut: 0 });
  });
});

describe('a schedule', () => {
  const calls = [{ records: [{ at: '1 s' }] }];
  const hour = { duration: '60 min' };

  it('changes the number, and begins anew every so often', () => {
    const schedule = [
      { at: '5 min', environments: 20 },
      { at: '15 min', environments: 0 },
    ];
    const changes = changesOf(scenario({ schedule, every: '20 min' }, calls, hour));
    expect(changes.map(({ at, to, why }) => [at / MINUTE, to, why])).toEqual([
      ...[
        [5, 20, 'schedule'],
        [15, 0, 'schedule'],
        [25, 20, 'schedule'],
      ],
      ...[
        [35, 0, 'schedule'],
        [45, 20, 'schedule'],
        [55, 0, 'schedule'],
      ],
    ]);
    const { ready } = run(scenario({ schedule, every: '20 min' }, calls, hour)).functions['f']!.provisioned!;
    // Ready 90.2 s after the request, gone at once: 3 × (600 − 90.2) s of 20.
    expect(ready.mean).toBeCloseTo((3 * (600 - 90.2) * 20) / 3600, 6);
  });

  it('moves the bounds of auto scaling, and the number with them', () => {
    const schedule = [
      { at: '10 min', min: 40 },
      { at: '30 min', min: 5, max: 12 },
    ];
    const changes = changesOf(scenario({ readyAt: '0 s', schedule, autoScaling }, calls, hour));
    expect(changes).toEqual([
      { at: 10 * MINUTE, to: 40, why: 'schedule' },
      { at: 30 * MINUTE, to: 12, why: 'schedule' },
    ]);
  });

  it('is told apart from an event', () => {
    const events = [{ at: '1 min', set: { 'functions.f.provisionedConcurrency': 30 } }];
    const result = run(scenario({ environments: 20, readyAt: '0 s' }, calls, { events }));
    expect(result.functions['f']!.provisioned!.changes).toEqual([{ at: MINUTE, to: 30, why: 'set' }]);
    expect(verdict(result).join('\n')).toContain('was changed by an event once, to 30 environments.');
  });
});
