/** The life of an environment: cold starts, INIT again, snapshots, age, and what memory does (F.2, F.3, M.2). */
import { describe, expect, it } from 'vitest';
import { INIT_TIMES, initTimes, measuredOf } from '../../src/aws/cold-starts.ts';
import type { Batch } from '../../src/model/batch.ts';
import { slowdown } from '../../src/model/lambda/cpu.ts';
import { Environment, Environments, type EnvironmentLimits } from '../../src/model/lambda/environments.ts';
import { Listener } from '../../src/model/observer.ts';
import { Lambda } from '../support/function.ts';
import { journaled, run, scenarioOf } from '../support/run.ts';

const SECOND = 1e6;

const scenario = (fn: object, records: object[] = [{}], more: object = {}) => ({
  lagcast: 1,
  duration: '5 min',
  functions: { f: { handler: { duration: '50 ms' }, ...fn } },
  sources: { q: { type: 'sqs', visibilityTimeout: '15 min', arrivals: [{ records }] } },
  mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  ...more,
});

const finished = (fn: object, records: object[]) => {
  const { lines, result } = journaled(scenario(fn, records));
  const ends = lines
    .filter(({ event }) => event === 'finished')
    .map(({ t, outcome, environment }) => [t, outcome, environment]);
  return { ends, result };
};

describe('an environment that was reset (ENV-07)', () => {
  const coldStart = { init: '300 ms', platform: '60 ms' };
  const two = [{}, { at: '10 s' }];

  it('by a crash runs INIT again within the next invocation, without the platform’s part', () => {
    const { ends, result } = finished({ coldStart, handler: { script: ['crash', 'succeed'], duration: '50 ms' } }, two);
    expect(ends).toEqual([
      [410_000, 'failed', 1],
      [10_350_000, 'succeeded', 1],
    ]);
    expect(result.functions['f']).toMatchObject({ coldStarts: 1, suppressedInits: 1, errors: 1 });
    expect(result.functions['f']!.duration.max).toBe(350_000);
  });

  it('is not: an exception leaves it warm', () => {
    const { ends, result } = finished({ coldStart, handler: { script: ['throw', 'succeed'], duration: '50 ms' } }, two);
    expect(ends[1]).toEqual([10_050_000, 'succeeded', 1]);
    expect(result.functions['f']!.suppressedInits).toBe(0);
  });

  it('costs nothing where there are no cold starts', () => {
    const handler = { script: ['crash', 'succeed'], duration: '50 ms' };
    expect(finished({ coldStart: 'none', handler }, two).ends[1]).toEqual([10_050_000, 'succeeded', 1]);
  });
});

describe('INIT over its limit (ENV-04)', () => {
  const coldStart = { init: '12 s', platform: '0 ms' };

  it('is cut off after 10 s and run again within the invocation: 3 s of timeout are not enough, ever', () => {
    const { ends, result } = finished({ coldStart, timeout: '3 s' }, [{}, { at: '60 s' }]);
    expect(ends).toEqual([
      [13 * SECOND, 'timedOut', 1],
      [63 * SECOND, 'timedOut', 1],
    ]);
    expect(result.functions['f']).toMatchObject({ timeouts: 2, suppressedInits: 2, coldStarts: 1 });
  });

  it('goes through when the timeout has room for it, once', () => {
    const { ends } = finished({ coldStart, timeout: '13 s' }, [{}, { at: '60 s' }]);
    expect(ends).toEqual([
      [22_050_000, 'succeeded', 1],
      [60_050_000, 'succeeded', 1],
    ]);
  });

  it('is no matter at the limit itself, or with another limit', () => {
    expect(finished({ coldStart: { ...coldStart, init: '10 s' } }, [{}]).ends).toEqual([[10_050_000, 'succeeded', 1]]);
    const facts = { 'lambda.init.max': '15 min' };
    const { functions } = run(scenario({ coldStart }, [{}], { facts }));
    expect(functions['f']).toMatchObject({ suppressedInits: 0, timeouts: 0 });
  });
});

describe('the platform’s part of a cold start', () => {
  /** Platform part and whole of the first cold start. */
  const parts = (coldStart: object) => {
    const told: number[] = [];
    class Starts extends Listener {
      override invoked(_fn: unknown, batch: Batch): void {
        told.push(batch.platformDuration, batch.initDuration);
      }
    }
    run(scenario({ coldStart }), { observers: [() => new Starts()] });
    return told;
  };

  it('is 60 ms of a zip package and 150 ms of an image (CLD-01)', () => {
    expect(parts({ init: '0 ms' })).toEqual([60_000, 60_000]);
    expect(parts({ init: '0 ms', package: 'image' })).toEqual([150_000, 150_000]);
  });

  it('is told apart from INIT, for only INIT is billed (CLD-02)', () => {
    expect(parts({ init: '200 ms', platform: '70 ms' })).toEqual([70_000, 270_000]);
  });
});

describe('the table of INIT times (M.2)', () => {
  it('has every row that was published', () => {
    const rows = Object.values(INIT_TIMES).flatMap((packages) => Object.values(packages));
    expect(rows).toHaveLength(20);
    expect(rows.filter((row) => 'arm64' in row)).toHaveLength(13);
  });

  it('is chosen from by runtime, package and architecture', () => {
    expect(initTimes('nodejs24', 'image', 'arm64')).toEqual({ p10: 168_000, p50: 226_000, p90: 637_000, p99: 735_000 });
    const { coldStart } = scenarioOf(
      scenario({ coldStart: { runtime: 'nodejs24', package: 'image', architecture: 'arm64' } }),
    ).functions[0]!;
    expect(coldStart!.init).toMatchObject({
      points: [
        [0, 134_400],
        [0.1, 168_000],
        [0.5, 226_000],
        [0.9, 637_000],
        [0.99, 735_000],
        [1, 1_102_500],
      ],
    });
    expect(measuredOf('java25')).toEqual(['zip on x86_64', 'zip on arm64']);
  });
});

describe('SnapStart (ENV-12)', () => {
  it('restores instead of running INIT: half within 300 ms, 99 % within 1 s, unless said', () => {
    const { coldStart } = scenarioOf(scenario({ coldStart: { runtime: 'java21', snapStart: true } })).functions[0]!;
    const { mu, sigma } = coldStart!.init as { mu: number; sigma: number };
    expect(Math.exp(mu)).toBeCloseTo(300_000, 3);
    // 2.326348 standard deviations above the median lies the 99th percentile of a normal distribution.
    expect(Math.exp(mu + 2.3263478740408408 * sigma)).toBeCloseTo(1_000_000, 3);
  });

  it('takes the time that is given, and at most 10 s', () => {
    const took = (restore: object | string) =>
      run(scenario({ coldStart: { restore, platform: '0 ms' } })).functions['f']!;
    expect(took('400 ms').initDuration.max).toBe(400_000);
    // The mean must not be longer; single draws are, with a share of a half.
    const slow = { restore: { uniform: { min: '1 s', max: '19 s' } }, platform: '0 ms' };
    const runs = [1, 2, 3, 4, 5, 6, 7, 8].map(
      (seed) => run({ ...scenario({ coldStart: slow }), seed }).functions['f']!,
    );
    expect(Math.max(...runs.map((fn) => fn.initDuration.max!))).toBe(10 * SECOND);
    expect(runs.map((fn) => fn.suppressedInits)).toEqual(runs.map(() => 0));
  });
});

describe('memory and CPU (ENV-02)', () => {
  it.each([
    [1, 1769, 1],
    [1, 884.5, 2],
    [0.5, 884.5, 1.5],
    [0, 128, 1],
    [1, 10_240, 1],
    [0.5, 128, 7.41015625],
  ])('a share of %d computing with %d MB takes %d times as long', (share, memory, times) => {
    expect(slowdown(share, memory, 1769)).toBe(times);
  });

  it('stretches the handler’s time only where the function says what part of it computes', () => {
    const took = (fn: object) =>
      run(scenario({ coldStart: 'none', memory: '128 MB', ...fn })).functions['f']!.duration.max;
    expect(took({})).toBe(50_000);
    expect(took({ cpuShare: '50 %' })).toBe(Math.round(50_000 * 7.41015625));
    expect(took({ cpuShare: '50 %', memory: '3008 MB' })).toBe(50_000);
  });

  it('can make it run into its timeout', () => {
    const handler = { duration: '1 s' };
    const { functions } = run(scenario({ timeout: '13 s', cpuShare: '100 %', coldStart: 'none', handler }));
    expect(functions['f']!.timeouts).toBe(1); // 13.8 s
  });
});

describe('age and order of reuse', () => {
  const pool = (limits: Partial<EnvironmentLimits>, below: (n: number) => number = () => 0) => {
    const environments = new Environments(
      { idleLifetime: 1000 * SECOND, maxLifetime: Infinity, order: 'mru', ...limits },
      below,
    );
    for (let id = 1; id <= 3; id++) {
      environments.add();
      environments.release(new Environment(id, 0, false), id);
    }
    return environments;
  };
  const drain = (environments: Environments, now = 10) => [1, 2, 3, 4].map(() => environments.takeIdle(now)?.id);

  it('takes the one used last, or the one idle for longest, or any (ENV-10)', () => {
    expect(drain(pool({}))).toEqual([3, 2, 1, undefined]);
    expect(drain(pool({ order: 'lru' }))).toEqual([1, 2, 3, undefined]);
    expect(drain(pool({ order: 'random' }, (n) => (n > 1 ? 1 : 0)))).toEqual([2, 3, 1, undefined]);
  });

  it('spreads calls over all environments when the one idle for longest serves (ENV-10)', () => {
    const used = (order: string) => {
      const lambda = new Lambda(1000, { 'lambda.environment.reuse': order });
      const f = lambda.add();
      lambda.calls(f, 3);
      const ids = [1, 2, 3].map((n) => {
        lambda.until(n * SECOND);
        return (lambda.call(f) as Batch).environment;
      });
      return new Set(ids).size;
    };
    expect([used('mru'), used('lru')]).toEqual([1, 3]);
  });

  it('ends one that is four hours old, however busy it is (ENV-09)', () => {
    const lambda = new Lambda(1000);
    const f = lambda.add();
    const ids = new Set<number>();
    for (let minute = 0; minute < 9 * 60; minute += 5) {
      if (minute > 0) lambda.until(minute * 60 * SECOND);
      ids.add((lambda.call(f) as Batch).environment);
    }
    expect([...ids]).toEqual([1, 2, 3]);
  });

  it('ends it when it is set free at that age, and not a microsecond earlier (ENV-09)', () => {
    const environments = pool({ maxLifetime: 100 });
    expect(environments.takeIdle(99)!.id).toBe(3);
    environments.release(new Environment(3, 0, false), 100);
    expect(environments.takeIdle(100)).toBeUndefined();
  });

  it('waits for its own cold start although another becomes idle meanwhile (ENV-11)', () => {
    const records = [{}, { at: '61 ms' }];
    const { ends } = finished(
      { coldStart: { init: '1 s', platform: '0 ms' }, handler: { duration: '20 ms' } },
      records,
    );
    expect(ends).toEqual([
      [1_020_000, 'succeeded', 1],
      [1_081_000, 'succeeded', 2],
    ]);
  });
});
