/** Small queues to compare: so many servers, one line, answers known from theory. */
import { scenarioOf } from './run.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** M/M/c for ten minutes: 2 arrivals a second, a mean service of 1 s. */
export function servers(count: number, more: object = {}): Scenario {
  return scenarioOf({
    lagcast: 1,
    name: `M/M/${count}`,
    rules: 'ideal',
    duration: '5 min',
    warmUp: '30 s',
    sources: { q: { type: 'sqs', visibilityTimeout: '12 h', arrivals: [{ rate: { poisson: '2/s' } }] } },
    functions: { f: { timeout: '12 h', handler: { perInvocation: { exponential: { mean: '1 s' } } } } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count } } },
    ...more,
  });
}
