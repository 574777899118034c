/** Sobol's indices through scenarios, with an answer that is known in closed form: too many scenarios to be read every time. */
import { expect, it } from 'vitest';
import { conduct, type Cell } from '../../src/plan/experiment.ts';
import { sensing } from '../../src/plan/sensitivity/sensitivity.ts';
import type { Result } from '../../src/metrics/result.ts';
import { Template } from '../../src/scenario/template.ts';

const template = new Template({
  lagcast: 1,
  duration: '30 s',
  functions: { worker: { handler: { perRecord: { exponential: { mean: '100 ms' } } } } },
  downstreams: { idle: { latency: '20 ms' } },
  sources: { orders: { type: 'sqs', arrivals: [{ rate: { poisson: '10/s' } }] } },
  mappings: { m: { source: 'orders', function: 'worker' } },
  guesses: {
    'functions.worker.handler.perRecord': { times: 2 },
    'sources.orders.arrivals[0].rate': { from: '5/s', to: '20/s' },
    'downstreams.idle.latency': { times: 2 },
  },
});

/** A run that costs its time times the square of its rate, whatever the luck. */
function known({ scenario }: Cell): Result {
  const [worker, orders] = [scenario.functions[0]!, scenario.sources[0]!] as never as [
    { handler: { perRecord: { time: { mean: number } }[] } },
    { arrivals: { when: { perSecond: number } }[] },
  ];
  const rate = orders.arrivals[0]!.when.perSecond;
  const total = (worker.handler.perRecord[0]!.time.mean / 1e6) * rate * rate;
  return {
    digest: '',
    cost: { total },
    objectives: [],
    sources: {},
    mappings: {},
    functions: {},
    tier: null,
    assumptions: [],
  } as never;
}

it('the shares of a product are those that can be worked out', () => {
  const outcome = conduct(sensing(template, { method: 'sobol', samples: 256, figures: ['cost.total'] }), known);
  if (outcome.method !== 'sobol') throw new Error('unreachable');
  // Independent factors: 1 + C² = Π (1 + c²). The time is between a half and the double on a logarithmic scale, so that E t = (2 − ½) / ln 4
  // and E t² = (4 − ¼) / (2 ln 4) times its median and the square of it; the square of the rate is between ¼ and 4 likewise.
  const ln = Math.log(4);
  const ofTime = 3.75 / (2 * ln) / ((1.5 / ln) * (1.5 / ln)) - 1;
  const ofRate = (16 - 1 / 16) / (4 * ln) / ((3.75 / (2 * ln)) * (3.75 / (2 * ln))) - 1;
  const all = (1 + ofTime) * (1 + ofRate) - 1;
  const [rate, time, idle] = outcome.guesses.map(({ effects }) => effects[0]!);
  expect(outcome.guesses.map(({ path }) => path)[0]).toBe('sources.orders.arrivals[0].rate');
  expect(Math.abs(rate!.first! - ofRate / all)).toBeLessThan(0.08);
  expect(Math.abs(time!.first! - ofTime / all)).toBeLessThan(0.08);
  expect(Math.abs(rate!.total! - (ofRate * (1 + ofTime)) / all)).toBeLessThan(0.08);
  expect(Math.abs(time!.total! - (ofTime * (1 + ofRate)) / all)).toBeLessThan(0.08);
  expect(idle).toMatchObject({ first: 0, total: 0 });
  expect(Math.abs(outcome.totals[0]!.luck!)).toBeLessThan(0.08);
});
