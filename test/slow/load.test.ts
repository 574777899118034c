/** Cases under any load: sound, of the template, told in words, and shrunk to what it takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';
import {
  anyLoad,
  caseOf,
  losesNothing,
  soundRun,
  templateOf,
  type Case,
  type LoadOptions,
} from '../../src/testing/index.ts';

const TEXT = `
lagcast: 1
name: tested
duration: 20 s
functions:
  worker:
    timeout: 1 s
    reservedConcurrency: 5
    handler: { perRecord: { exponential: { mean: 50 ms } }, onRecordError: report }
sources:
  orders:
    type: sqs
    visibilityTimeout: 6 s
    redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: dead }
    arrivals: [ { rate: { poisson: 5/s }, attributes: { size: 2 KiB } } ]
  dead: { type: sqs }
mappings:
  m: { source: orders, function: worker, maximumConcurrency: 5, reportBatchItemFailures: true }
`;
const template = templateOf(TEXT);
const NOTHING: LoadOptions = {
  traffic: false,
  burst: false,
  slow: false,
  failures: false,
  poison: false,
  outage: false,
  luck: false,
};
const sample = (options: LoadOptions, numRuns = 16): Case[] =>
  fc.sample(anyLoad(template, options), { numRuns, seed: 1 });

describe('a pipeline under any load', () => {
  it('is the template where nothing may happen', () => {
    for (const one of sample(NOTHING, 3)) {
      expect(one.changes).toEqual([]);
      expect(one.scenario).toEqual(template.variant().scenario);
    }
  });

  it.each<[keyof LoadOptions, RegExp]>([
    ['traffic', /^traffic × (0\.[3-9]|[1-3])/],
    ['burst', /^a burst of \d+ records to orders at /],
    ['slow', /^the handler of worker takes × [1-4]/],
    ['failures', /^(20|1?\d(\.\d+)?) % of the invocations of worker fail$/],
    ['poison', /^a poison record to orders at /],
    ['outage', /^the (function worker|mapping m|source orders) is out for .* from /],
    ['luck', /^seed \d+$/],
  ])('may have %s, and says so', (option, said) => {
    const { [option]: _on, ...off } = NOTHING;
    const changes = sample(off).flatMap((one) => one.changes);
    expect(changes.length).toBeGreaterThan(3);
    for (const change of changes) expect(change).toMatch(said);
    // What is bounded stays within its bounds.
    if (option !== 'traffic') return;
    const factors = sample({ ...NOTHING, traffic: 1.5 }).flatMap(({ changes }) => changes);
    for (const change of factors)
      expect(Math.abs(Math.log(Number(change.slice(10))))).toBeLessThanOrEqual(Math.log(1.5) + 0.01);
  });

  it.each<[LoadOptions, RegExp]>([
    [{ failures: 20 }, /^failures is a share above 0 and up to 1, or false; found 20$/],
    [{ failures: -1 }, /failures is a share/],
    [{ burst: -5 }, /burst is a whole number from 1/],
    [{ traffic: NaN }, /traffic is a factor from 1/],
    [{ slow: 0.5 }, /slow is a factor from 1/],
    [{ outage: 30 }, /outage is a share/],
  ])('is refused with %j', (options, said) => {
    expect(() => anyLoad(template, options)).toThrow(RangeError);
    expect(() => anyLoad(template, options)).toThrow(said);
  });

  it('is refused where what is asked for could never happen', () => {
    const still = template.with({ 'sources.orders.arrivals': [{ records: [{ id: 'a', at: '1 s' }] }] });
    expect(() => anyLoad(still, { traffic: 2 })).toThrow(/^traffic never happens in this scenario: it has nothing/);
    expect(() => anyLoad(still)).not.toThrow();
    expect(() => anyLoad(still, { burst: 10, poison: true })).not.toThrow();
  });

  it('has poison records in FIFO queues, of a group of their own', () => {
    const fifo = template.with({
      'sources.orders.type': 'sqsFifo',
      'sources.orders.messageGroupId': 'g',
      'sources.orders.arrivals': [{ rate: '5/s', attributes: { g: 'one' } }],
      'sources.dead.type': 'sqsFifo',
    });
    const found = fc.sample(anyLoad(fifo, { ...NOTHING, poison: true }), { numRuns: 8, seed: 1 });
    const poisoned = found.find(({ changes }) => changes.some((change) => change.startsWith('a poison record')));
    expect(poisoned!.result.sources['orders']!.deadLettered).toBe(1);
  });

  it('loses whole changes before the others become small', () => {
    // Fails of a burst of 300, and of a smaller one only with an outage besides.
    const fails = ({ changes }: Case) => {
      const burst = Number(/burst of (\d+)/.exec(changes.join())?.[1] ?? 0);
      return burst >= 300 || (burst >= 10 && changes.some((change) => change.includes('is out')));
    };
    const { counterexample } = fc.check(
      fc.property(anyLoad(template), (one) => !fails(one)),
      { seed: 1, numRuns: 100 },
    );
    expect(counterexample![0].changes).toEqual([expect.stringMatching(/^a burst of 300 /)]);
  });

  it('has traffic, slowness and failures in its scenario', () => {
    const [one] = sample({ ...NOTHING, traffic: 3 }).filter(({ changes }) => changes.length > 0);
    const factor = Number(one!.changes[0]!.slice('traffic × '.length));
    expect(one!.scenario.sources[0]!.arrivals[0]!.when).toMatchObject({
      perSecond: expect.closeTo(5 * factor, 6) as number,
    });
    const [slow] = sample({ ...NOTHING, slow: 4 }).filter(({ changes }) => changes.length > 0);
    expect(slow!.result.functions['worker']!.duration.mean!).toBeGreaterThan(
      1.2 * caseOf(template).result.functions['worker']!.duration.mean!,
    );
    const [failing] = sample({ ...NOTHING, failures: 0.5 }).filter(({ changes }) => changes.length > 0);
    expect(failing!.result.functions['worker']!.errors).toBeGreaterThan(0);
  });

  it('runs its poison record until it is dead-lettered', () => {
    const [one] = sample({ ...NOTHING, poison: true }).filter(({ changes }) =>
      changes.some((change) => /at \d(\.\d+)? s$/.test(change)),
    );
    expect(one!.result.sources['orders']!.deadLettered).toBeGreaterThanOrEqual(1);
  });

  it('can be run from its YAML, with the same result', () => {
    for (const one of sample({}, 5)) {
      const read = readScenario(one.yaml);
      expect(read.ok && simulate(read.scenario).digest).toBe(one.result.digest);
      for (const change of one.changes) expect(one.yaml).toContain(`# ${change}\n`);
    }
  });

  it('may be shorter than the template', () => {
    expect(sample({ ...NOTHING, duration: '10 s' }, 1)[0]!.scenario.duration).toBe(10e6);
  });

  it('is sound', () => {
    fc.assert(fc.property(anyLoad(template, { duration: '10 s' }), soundRun), { numRuns: 8, seed: 2 });
  });

  it('shrinks to what it takes, and the message is a scenario to run', () => {
    const check = () =>
      fc.assert(
        fc.property(anyLoad(template, { traffic: false, slow: false }), (one) => losesNothing(one)),
        {
          numRuns: 50,
          seed: 3,
        },
      );
    expect(check).toThrow();
    try {
      check();
    } catch (error) {
      const { message } = error as Error;
      const text = /to run with lagcast run FILE:\n([\s\S]*?)\n(?:\n|Shrunk)/.exec(message)![1]!;
      const changes = text.split('\n').filter((line) => line.startsWith('# '));
      // One thing is enough to lose a record here.
      expect(changes.filter((line) => !line.startsWith('# seed'))).toHaveLength(1);
      const read = readScenario(text.replace(/\]?$/, ''));
      expect(read.ok && simulate(read.scenario).sources['orders']!.deadLettered).toBeGreaterThan(0);
    }
  });
});
