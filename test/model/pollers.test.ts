/** Poller decisions: pure, so each is a line. */
import { describe, expect, it } from 'vitest';
import { Rules } from '../../src/aws/rules.ts';
import { doubling, throttlePause } from '../../src/model/mapping/back-off.ts';
import { grown, onDemandLimits, shrunk } from '../../src/model/mapping/pollers.ts';
import { run } from '../support/run.ts';

const current = new Rules('current');
const free = { min: undefined, max: undefined };
const limits = onDemandLimits(current, free, undefined);
const empty = { receives: 0, emptyReceives: 75, quietFor: 60e6 };

describe('on-demand limits', () => {
  it('begin with five and end at 1,250 (SQS-05, SQS-07); 1,000 under the rules of 2023-10', () => {
    expect(limits).toMatchObject({ start: 5, max: 1250, floor: 2 });
    expect(onDemandLimits(new Rules('2023-10'), free, undefined).max).toBe(1000);
  });

  it('a maximum concurrency caps the start, the ceiling, and rules out the floor of two (SQS-08, SQS-19)', () => {
    expect(onDemandLimits(current, free, 3)).toMatchObject({ start: 3, max: 3, floor: 3 });
    expect(onDemandLimits(current, free, 40)).toMatchObject({ start: 5, max: 40, floor: 5 });
  });

  it('are unbounded under the ideal rules', () => {
    expect(onDemandLimits(new Rules('ideal'), free, undefined).start).toBe(Infinity);
  });
});

describe('scaling', () => {
  it('grows a step at a time, to the ceiling', () => {
    expect(grown(5, limits)).toBe(6);
    expect(grown(1250, limits)).toBe(1250);
    expect(grown(1000, { ...limits, rampStep: 300 })).toBe(1250);
  });

  it('gives back a fifth when most receives are empty, down to five', () => {
    expect(shrunk(100, empty, limits)).toBe(80);
    expect(shrunk(6, empty, limits)).toBe(5);
    expect(shrunk(5, empty, limits)).toBe(5);
  });

  it('falls to two after a quarter of an hour without a message', () => {
    expect(shrunk(5, { ...empty, quietFor: 900e6 }, limits)).toBe(4);
    expect(shrunk(3, { ...empty, quietFor: 900e6 }, limits)).toBe(2);
    expect(shrunk(2, { ...empty, quietFor: 900e6 }, limits)).toBe(2);
  });

  it('stays when at least half of the receives find something, or none was made', () => {
    expect(shrunk(100, { receives: 50, emptyReceives: 50, quietFor: 0 }, limits)).toBe(100);
    expect(shrunk(100, { receives: 0, emptyReceives: 0, quietFor: 0 }, limits)).toBe(100);
  });
});

describe('back-off', () => {
  it('doubles from the first pause to the longest', () => {
    expect([1, 2, 3, 4, 9].map((n) => doubling(n, 1, 30))).toEqual([1, 2, 4, 8, 30]);
    expect([1, 5, 6].map((n) => throttlePause(n, current) / 1e6)).toEqual([1, 16, 30]);
  });
});

/** A million messages of ten seconds: the ramp alone decides. */
function ramp(seconds: number, rules: string): number {
  const result = run({
    lagcast: 1,
    rules,
    duration: `${seconds} s`,
    account: { concurrency: 5000 },
    functions: { f: { timeout: '30 s', coldStart: 'none', handler: { perInvocation: '10 s' } } },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '3 min',
        arrivals: [
          {
            rate: {
              steps: [
                { at: '0 s', rate: '1000000/s' },
                { at: '1 s', rate: '0/s' },
              ],
            },
          },
        ],
      },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  });
  return result.functions['f']!.concurrency.max;
}

describe('the ramp of an on-demand mapping with a backlog', () => {
  it('is at 5, 305, 605 after 0, 1, 2 minutes and at 1,250 after 249 s, never more', () => {
    expect(ramp(0.1, 'current')).toBe(5);
    expect(ramp(60.1, 'current')).toBeGreaterThanOrEqual(304);
    expect(ramp(60.1, 'current')).toBeLessThanOrEqual(305);
    expect(ramp(120.1, 'current')).toBeLessThanOrEqual(605);
    expect(ramp(248, 'current')).toBeLessThan(1250);
    expect(ramp(250, 'current')).toBe(1250);
    expect(ramp(300, 'current')).toBe(1250);
  });

  it('was at 1,000 after 995 s under the rules of 2023-10', () => {
    expect(ramp(994, '2023-10')).toBeLessThan(1000);
    expect(ramp(996, '2023-10')).toBe(1000);
    expect(ramp(1020, '2023-10')).toBe(1000);
  });
});

describe('idle pollers', () => {
  const idle = (seconds: number, pollers: object) =>
    run({
      lagcast: 1,
      duration: `${seconds} s`,
      functions: { f: { handler: { perInvocation: '1 s' } } },
      sources: { q: { type: 'sqs' } },
      mappings: { m: { source: 'q', function: 'f', pollers } },
    });

  it('make three empty receives a minute each: five of them 900 in an hour (SQS-04)', () => {
    expect(idle(3600, { policy: 'fixed', count: 5 }).sources['q']!.emptyReceives).toBe(900);
  });

  it('fall from five to two when the queue stays empty', () => {
    const { pollers } = idle(3600, { policy: 'onDemand' }).mappings['m']!;
    expect(pollers).toMatchObject({ max: 5, last: 2 });
  });

  it('cost next to nothing: an idle day is a handful of events', () => {
    expect(idle(86_400, { policy: 'onDemand' }).events).toBeLessThan(50);
  });
});
