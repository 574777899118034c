/** Invariants: each holds where it should, and fails where it does not, with words and a scenario. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import '../../src/testing/vitest.ts';
import type { Result } from '../../src/metrics/result.ts';
import { compare } from '../../src/plan/compare.ts';
import { replicate } from '../../src/plan/replicate.ts';
import {
  booksBalance,
  Case,
  caseOf,
  everyFigureIsFinite,
  type InvariantError,
  isDeterministic,
  keepsOrder,
  losesNoMoreWith,
  losesNothing,
  meetsObjectives,
  satisfiesObjective,
  soundRun,
  staysWithinLimits,
} from '../../src/testing/index.ts';
import { Template } from '../../src/scenario/template.ts';

const tree = {
  lagcast: 1,
  name: 'tested',
  duration: '30 s',
  functions: { worker: { timeout: '3 s', handler: { perRecord: '50 ms', invocationFails: '0 %' } } },
  sources: {
    orders: {
      type: 'sqs',
      visibilityTimeout: '5 s',
      redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'dead' },
      arrivals: [{ rate: '5/s', endAt: '20 s' }],
    },
    dead: { type: 'sqs' },
  },
  mappings: { m: { source: 'orders', function: 'worker', batchSize: 1, maximumConcurrency: 2 } },
  objectives: ['orders.deadLettered == 0', 'p99(orders.latency) < 2 s'],
};
const template = new Template(tree);
const good = caseOf(template);
const failing = caseOf(template, { 'functions.worker.handler.invocationFails': '30 %' });

function thrownBy(what: () => void): unknown {
  try {
    what();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** A case whose result is another than what its scenario gives. */
function spoilt(
  spoil: (result: { sources: Record<string, { books: { out: { succeeded: number } }; succeeded: number }> }) => void,
): Case {
  const result = structuredClone(good.result);
  spoil(result as never);
  class Spoilt extends Case {
    override get result(): Result {
      return result;
    }
  }
  return new Spoilt(template, good.scenario);
}

const INVARIANTS = {
  booksBalance,
  everyFigureIsFinite,
  isDeterministic,
  keepsOrder,
  losesNothing,
  meetsObjectives,
  soundRun,
  staysWithinLimits,
};

describe('of a sound pipeline', () => {
  it.each(Object.entries(INVARIANTS))('%s holds', (_name, invariant) => {
    expect(() => invariant(good)).not.toThrow();
  });
});

describe('an invariant that does not hold says so', () => {
  it.each<[string, () => void, RegExp]>([
    [
      'books',
      () => booksBalance(spoilt(({ sources }) => sources['orders']!.books.out.succeeded++)),
      /books of orders do not balance: 100 came in, and 101/,
    ],
    [
      'figures',
      () => everyFigureIsFinite(spoilt(({ sources }) => (sources['orders']!.succeeded = NaN))),
      /sources\.orders\.succeeded is no finite number/,
    ],
    [
      'the same bytes',
      () => isDeterministic(spoilt(({ sources }) => sources['orders']!.succeeded++)),
      /another result/,
    ],
    ['nothing lost', () => losesNothing(failing), /records were lost: orders: \d+ dead-lettered/],
    ['objectives', () => meetsObjectives(failing), /missed: orders\.deadLettered == 0 \(it is \d+\)/],
    [
      'an objective of the test',
      () => satisfiesObjective(good, 'p99(orders.latency) < 1 ms'),
      /missed: p99\(orders\.latency\) < 1 ms/,
    ],
    [
      'more, lost more',
      () => losesNoMoreWith(good, { 'functions.worker.handler.invocationFails': '30 %' }),
      /records were lost with .*, and 0 without/,
    ],
  ])('%s', (_name, check, said) => {
    expect(check).toThrow(said);
    expect(check).toThrow(/a scenario, to run with lagcast run FILE:\n[\s\S]*name: tested/);
  });

  it('and nothing else: not the numbers of the result, which a test runner would print', () => {
    const error = thrownBy(() => losesNothing(failing)) as InvariantError;
    expect(error.case).toBe(failing);
    expect(inspect(error, { depth: Infinity }).length).toBeLessThan(3 * error.message.length);
    expect(JSON.parse(JSON.stringify(error))).toEqual({ name: 'InvariantError', message: error.message });
    expect(JSON.parse(JSON.stringify({ failing }))).toEqual({
      failing: { changes: [expect.stringContaining('invocationFails=30 %')], yaml: failing.yaml },
    });
  });

  it('nothing lost, of some sources only', () => {
    expect(() => losesNothing(failing, 'dead')).not.toThrow();
    expect(() => losesNothing(failing, 'odrers')).toThrow(/no source is called odrers; there is: orders, dead/);
  });

  it('order in FIFO queues, where the visibility timeout is too short', () => {
    const fifo = caseOf(template, {
      'sources.orders': {
        type: 'sqsFifo',
        visibilityTimeout: '3 s',
        messageGroupId: 'g',
        arrivals: [{ rate: '5/s', attributes: { g: 'one' } }],
      },
      'mappings.m': { source: 'orders', function: 'worker', batchSize: 10 },
      'functions.worker.handler': { perRecord: '50 ms', outcome: [{ fails: '20 %' }], onRecordError: 'report' },
      'mappings.m.reportBatchItemFailures': true,
    });
    expect(() => keepsOrder(fifo)).toThrow(/messages were handled before an earlier one of their group/);
  });
});

describe('the watcher', () => {
  it('counts for itself what runs at once, and against which limits', () => {
    const { scenario } = good;
    const watch = good.watch;
    expect(watch.beyondLimits).toEqual([]);
    const batch = {
      owner: { mapping: { index: 0, name: 'm' }, source: { index: 0 } },
      slots: new Int32Array(0),
      size: 0,
    };
    for (let i = 0; i < 3; i++) watch.invoked({ index: 0, name: 'worker' }, batch as never);
    expect(watch.beyondLimits).toEqual([expect.stringMatching(/3 ran at once of m with maximumConcurrency 2/)]);
    expect(scenario.mappings[0]!.name).toBe('m');
  });

  it('looks at the order of keys of a stream', () => {
    const stream = caseOf(
      new Template({
        lagcast: 1,
        duration: '20 s',
        functions: { worker: { handler: { perRecord: '10 ms', invocationFails: '20 %' } } },
        sources: {
          s: {
            type: 'kinesis',
            shards: 2,
            partitionKey: 'key',
            arrivals: [{ rate: '20/s', attributes: { key: 'one' } }],
          },
        },
        mappings: {
          m: {
            source: 's',
            function: 'worker',
            batchSize: 5,
            bisectBatchOnFunctionError: true,
            startingPosition: 'TRIM_HORIZON',
          },
        },
      }),
    );
    keepsOrder(stream);
    const { watch } = stream;
    expect(watch.ordered).toBeGreaterThan(100);
    expect(watch.outOfOrder).toEqual([]);
    // Two records of one key, handed over the wrong way round.
    for (const slot of [0, 1]) watch.sent({ index: 0, name: 's' }, slot);
    const owner = { mapping: { index: 0, name: 'm' }, source: { index: 0 } };
    for (const slot of [1, 0])
      watch.invoked({ index: 0, name: 'worker' }, { owner, slots: Int32Array.of(slot), size: 1 } as never);
    expect(watch.outOfOrder).toEqual([expect.stringMatching(/m: .* of key one came after a later record/)]);
  });
});

describe('matchers', () => {
  it('take a result or a case', () => {
    expect(good.result).toMeetObjectives();
    expect(good).toMeetObjectives();
    expect(good).toLoseNothing();
    expect(good).toLoseNothing('orders');
    expect(good.result).toBalance();
    expect(good).toSatisfyObjective('max(worker.concurrency) <= 2');
    expect(failing).not.toMeetObjectives();
    expect(failing).not.toLoseNothing();
    expect(failing).not.toSatisfyObjective('orders.deadLettered == 0');
  });

  it('say what is wrong', () => {
    expect(() => expect(failing).toMeetObjectives()).toThrow(
      /missed: orders.deadLettered == 0 .*[\s\S]*invocationFails: 30 %/,
    );
    expect(() => expect(failing.result).toLoseNothing()).toThrow(/records were lost: orders: \d+ dead-lettered/);
    expect(() => expect(good).toSatisfyObjective('p99(orders.latency) < 1 ms')).toThrow(
      /missed: p99\(orders.latency\) < 1 ms \(it is \d+, and the limit 1000/,
    );
    expect(() => expect(good).toSatisfyObjective('p99(orders.latencey) < 1 ms')).toThrow(/did you mean latency/);
    expect(() => expect(good).toSatisfyObjective('p99(orders.latency) < 1')).toThrow(/a duration needs a unit/);
    expect(() => expect(spoilt(({ sources }) => sources['orders']!.books.out.succeeded++)).toBalance()).toThrow(
      /orders: 100 came in, and 101/,
    );
    expect(() => expect(caseOf(template, { objectives: [] })).toMeetObjectives()).toThrow(/has no objectives/);
  });

  it('of something else say what is due', () => {
    expect(() => expect(42).toLoseNothing()).toThrow(/^a result of simulate or a case is due; found 42$/);
    expect(() => expect({ a: 1 }).toMeetObjectives()).toThrow(/found an object with a$/);
    expect(() => expect(undefined).toBeWorse()).toThrow(/^a comparison is due, as compare gives it; found undefined$/);
  });

  it('of replications want each run', () => {
    const of = (limit: string) =>
      replicate(template.with({ objectives: [`max(orders.latency) < ${limit}`] }), { replications: 6 });
    const worst = of('1 h').objectives[0]!.worst!.value!;
    const many = of(`${worst} us`);
    expect(many.objectives[0]!.met).toBe(5);
    expect(() => expect(many).toMeetObjectives()).toThrow(/met in 5 of 6 runs, not in replication \d/);
    expect(of('1 h')).toMeetObjectives();
  });

  it('of comparisons want to know', () => {
    const figures = ['p50(orders.latency)'];
    const bare = template.with({ objectives: [] });
    const slower = [{}, { 'functions.worker.handler.perRecord': '60 ms' }].map((one) => bare.variant(one));
    const same = [slower[0]!, slower[0]!];
    expect(compare(same, { replications: 2, figures })).toBeNoWorse();
    expect(() => expect(compare(slower, { replications: 2, figures })).toBeNoWorse()).toThrow(
      /p50\(orders.latency\) of perRecord=60 ms \((worse|undecided)\)/,
    );
    expect(compare(slower, { replications: 2, figures })).toBeNoWorse('100 %');
    expect(() => expect(compare(same, { replications: 2, figures })).toBeNoWorse('5')).toThrow(/the margin: /);
  });

  it('compare', () => {
    const variants = [{}, { 'functions.worker.handler.perRecord': '1500 ms' }].map((settings) =>
      template.variant(settings),
    );
    const worse = compare(variants, { replications: 2, figures: ['p50(orders.latency)'] });
    expect(worse).toBeWorse();
    expect(() => expect(worse).not.toBeWorse()).toThrow(
      /worse than in the baseline: p50\(orders.latency\) of perRecord=1500 ms/,
    );
    expect(
      compare([variants[0]!, variants[0]!], { replications: 2, figures: ['p50(orders.latency)'] }),
    ).not.toBeWorse();
  });
});
