import { describe, expect, it } from 'vitest';
import { FIGURES, type FigureKind } from '../../src/scenario/objective-figures.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';

const base = {
  lagcast: 1,
  duration: '1 h',
  rules: 'ideal',
  sources: { orders: { type: 'sqs' }, both: { type: 'sqs' } },
  functions: { 'order-worker': { handler: { duration: '1 ms' } } },
  mappings: { m: { source: 'orders', function: 'order-worker' }, both: { source: 'both', function: 'order-worker' } },
};

const withTier = {
  ...base,
  downstreams: { db: {} },
  tier: { tenants: { quiet: { service: '1 ms', arrivals: [{ rate: '1/s' }] } } },
};

const read = (objective: unknown, of: object = base) => readScenarioValue({ ...of, objectives: [objective] });

function parsed(objective: string, of: object = base) {
  const result = read(objective, of);
  if (!result.ok) throw new Error(formatProblems('', result.problems));
  return result.scenario.objectives[0]!;
}

function refused(objective: unknown, of: object = base): string {
  const errors = read(objective, of).problems.filter(({ severity }) => severity === 'error');
  return formatProblems('', errors).replace(/^ error: objectives\[0\]: /, '');
}

describe('an objective', () => {
  it('is a statistic of a figure, an operator and a limit', () => {
    expect(parsed('p99(orders.latency) < 30 s')).toEqual({
      text: 'p99(orders.latency) < 30 s',
      statistic: 'p99',
      name: 'orders',
      figure: 'latency',
      operator: '<',
      limit: 30_000_000,
    });
  });

  it('needs no statistic where there is one number', () => {
    expect(parsed('orders.deadLettered == 0')).toMatchObject({ statistic: undefined, operator: '==', limit: 0 });
    expect(parsed('order-worker.throttles != 1')).toMatchObject({ name: 'order-worker', operator: '!=', limit: 1 });
  });

  it('may be written close or wide', () => {
    const wide = parsed('  max ( m.batchSize )   <=   10 ');
    expect(wide).toMatchObject({ statistic: 'max', name: 'm', figure: 'batchSize', operator: '<=', limit: 10 });
    expect(parsed('max(m.batchSize)<=10')).toEqual({ ...wide, text: 'max(m.batchSize)<=10' });
  });

  it('takes percentiles with fractions, and means that are not whole', () => {
    expect(parsed('p99.99(orders.latency) <= 250 ms')).toMatchObject({ statistic: 'p99.99', limit: 250_000 });
    expect(parsed('mean(m.batchSize) >= 9.5')).toMatchObject({ limit: 9.5 });
    expect(parsed('last(orders.depth) < 5')).toMatchObject({ statistic: 'last' });
  });

  it('may name what two things have in common, when only one has the figure', () => {
    expect(parsed('p50(both.ageAtFirstAttempt) < 1 s')).toMatchObject({ name: 'both' });
    expect(parsed('max(both.pollers) < 100')).toMatchObject({ name: 'both' });
  });

  it('can be about every figure there is', () => {
    const names = {
      source: 'orders',
      mapping: 'm',
      function: 'order-worker',
      downstream: 'db',
      tier: 'tier',
      group: 'quiet',
      cost: 'cost',
      alarm: 'late',
    };
    const alarms = { late: { metric: 'Errors', of: 'order-worker', threshold: 1 } };
    const limits = {
      duration: ['1 s', 1_000_000],
      count: ['1', 1],
      share: ['2 %', 0.02],
      rate: ['60/min', 1],
      size: ['1 KiB', 1024],
      money: ['5 USD', 5],
    } as const;
    const all = Object.entries(FIGURES).flatMap(([owner, figures]) =>
      Object.entries<FigureKind>(figures).map(([figure, { unit, statistics }]) => {
        const subject = `${names[owner as keyof typeof names]}.${figure}`;
        const [written, limit] = limits[unit];
        return { text: `${statistics === 'none' ? subject : `max(${subject})`} < ${written}`, figure, limit };
      }),
    );
    const result = readScenarioValue({ ...withTier, alarms, objectives: all.map(({ text }) => text) });
    expect(result.ok && result.scenario.objectives).toMatchObject(all);
  });
});

describe('an objective about a tier', () => {
  it('may have the figure before the name', () => {
    const plain = parsed('tier.blastRadius < 2 %', withTier);
    expect(plain).toMatchObject({ statistic: undefined, name: 'tier', figure: 'blastRadius', limit: 0.02 });
    expect(parsed('blastRadius(tier) < 2 %', withTier)).toEqual({ ...plain, text: 'blastRadius(tier) < 2 %' });
    expect(parsed('throttles(order-worker) == 0')).toMatchObject({ name: 'order-worker', figure: 'throttles' });
  });

  it.each([
    ['tier.blastRadius < 0.02', 'its limit: a share needs a unit; did you mean 2 %?'],
    ['tier.goodput > 900', 'its limit: a rate needs a unit; did you mean 900/s?'],
    ['tier.blastradius < 2 %', 'tier is the tier and has no figure "blastradius" (did you mean blastRadius?)'],
    ['max(tier.goodput) > 1/s', 'tier.goodput is a single number and needs no statistic (write tier.goodput)'],
    [
      'quiet.firstAttemptAge < 1 s',
      'quiet.firstAttemptAge needs a statistic (such as max(quiet.firstAttemptAge); what there is: min, max, mean, p50, p90, p95, p99, p99.9)',
    ],
    ['quiet.throtled < 1', 'quiet is a group of tenants and has no figure "throtled" (did you mean throttled?)'],
    [
      'quit.throttled < 1',
      'no source, mapping, function, downstream or group of tenants is called "quit" (did you mean quiet?)',
    ],
  ])('%s is refused', (objective, message) => expect(refused(objective, withTier)).toBe(message));

  it('needs one', () =>
    expect(refused('tier.blastRadius < 2 %')).toBe(
      'no source, mapping, function or downstream is called "tier" (there is: orders, both, m, order-worker, cost)',
    ));
});

describe('a wrong objective', () => {
  const grammar = (found: string) =>
    `an objective is statistic(name.figure), an operator and a limit; found ${found} (such as p99(orders.latency) < 30 s or orders.deadLettered == 0)`;

  it.each([
    ['orders', grammar('"orders"')],
    ['', grammar('""')],
    [7, grammar('7')],
    [null, grammar('null')],
    ['p99(orders.latency) = 3 s', grammar('"p99(orders.latency) = 3 s"')],
    ['p99(orders) < 3 s', grammar('"p99(orders) < 3 s"')],
    ['p99(ordrs.latency) < 3 s', 'no source, mapping, function or downstream is called "ordrs" (did you mean orders?)'],
    ['p99(orders.latncy) < 3 s', 'orders is a source and has no figure "latncy" (did you mean latency?)'],
    [
      'orders.constructor < 3',
      'orders is a source and has no figure "constructor" (what there is: latency, ageAtFirstAttempt, endToEnd, ageOfOldest, depth, inFlight, arrived, succeeded, acknowledged, deadLettered, expired, filtered, waiting, duplicates, emptyReceives, failed, refused, toDestination, discarded, putsRefused, groupsPresent, groupsInFlight, sendsHeld, sendDelay, deduplicated, outOfOrder, receivesThrottled, deletesThrottled, eventAge, published, attempts, executions, dropped, droppedUnrun, droppedUntried, functionErrors, throttled, systemErrors, dwell, quietDwell, noisyDwell, noisyGroups, quietDepth)',
    ],
    [
      'orders.latency < 3 s',
      'orders.latency needs a statistic (such as max(orders.latency); what there is: min, max, mean, p50, p90, p95, p99, p99.9)',
    ],
    ['max(orders.arrived) < 3', 'orders.arrived is a single number and needs no statistic (write orders.arrived)'],
    ['p99(orders.depth) < 3', 'orders.depth has no statistic "p99" (what there is: min, max, mean, last)'],
    ['mean(orders.ageOfOldest) < 3 s', 'orders.ageOfOldest has no statistic "mean" (did you mean max?)'],
    ['maxi(orders.latency) < 3 s', 'orders.latency has no statistic "maxi" (did you mean max?)'],
    ['p0(orders.latency) < 3 s', 'orders.latency has no statistic "p0" (did you mean p50?)'],
    ['p99(orders.latency) < 30', 'its limit: a duration needs a unit; did you mean 30 s?'],
    ['orders.arrived < 30 s', 'its limit: a number without a unit is due; found "30 s"'],
    [
      'p99(both.latency) < 3 s',
      'both is the name of a source and of a mapping, and both have latency (give one of them another name)',
    ],
  ])('%s', (objective, message) => expect(refused(objective)).toBe(message));
});
