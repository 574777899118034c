/** Textbook models as scenarios under `rules: ideal`. */
import type { Result, SourceResult } from '../../src/metrics/result.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { scenarioOf } from '../support/run.ts';
import { REPLICATIONS } from './acceptance.ts';
import type { ExpiryCase, FailureCase, FixedDelayCase, QueueCase, WindowCase } from './cases.ts';

/** The warm-up, as a share of the time that is measured. */
const WARM_UP = 0.1;
/** Longer than any service time of the cases: no message comes back while it is worked on. */
const NEVER_BACK = '12 h';

/** The head of a scenario that sends the messages of a case in its replications; its name is its seed. Times in seconds. */
function head(name: string, messages: number, arrivalRate: number, warmUpAtLeast = 1): object {
  const measured = Math.ceil(messages / REPLICATIONS / arrivalRate);
  const warmUp = Math.ceil(Math.max(measured * WARM_UP, warmUpAtLeast));
  const duration = `${warmUp + measured} s`;
  return { lagcast: 1, name, seed: name, rules: 'ideal', duration, warmUp: `${warmUp} s` };
}

/** One line, so many servers: a fixed fleet of pollers, one message at a time. */
export function queue(
  { id, messages, arrivalRate, service, servers }: QueueCase,
  rate: unknown = { poisson: `${arrivalRate}/s` },
): Scenario {
  return scenarioOf({
    ...head(id, messages, arrivalRate),
    sources: { q: { type: 'sqs', visibilityTimeout: NEVER_BACK, arrivals: [{ rate }] } },
    functions: { f: { timeout: NEVER_BACK, handler: { perInvocation: service.written } } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: servers } } },
  });
}

/** The same with one server, and messages that are dropped when they have waited for the retention. */
export function expiringQueue(one: ExpiryCase): Scenario {
  const { id, messages, arrivalRate, service, retention } = one;
  const limits = { visibilityTimeout: NEVER_BACK, messageRetentionPeriod: `${retention} s` };
  return scenarioOf({
    ...head(id, messages, arrivalRate),
    sources: { q: { type: 'sqs', ...limits, arrivals: [{ rate: { poisson: `${arrivalRate}/s` } }] } },
    functions: { f: { timeout: NEVER_BACK, handler: { perInvocation: service.written } } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 1 } } },
  });
}

/**
 * Throttled messages without a queue: as many pollers as there are messages against a reserved concurrency. A throttled
 * message is not tried again within its receive; it is back when its visibility timeout ends, and given up after the last.
 */
export function throttled(
  one: QueueCase & Partial<Pick<FixedDelayCase, 'attempts' | 'delay'>>,
  name = one.id,
): Scenario {
  const { messages, arrivalRate, service, servers, attempts = 1, delay = 120 } = one;
  const redrivePolicy = { maxReceiveCount: attempts, deadLetterQueue: 'dead' };
  const arrivals = [{ rate: { poisson: `${arrivalRate}/s` } }];
  return scenarioOf({
    // Until as many are given up as will ever be.
    ...head(name, messages, arrivalRate, 2 * attempts * delay),
    facts: { 'sqs.throttleRetry.first': '12 h', 'sqs.throttleRetry.max': '12 h' },
    sources: { q: { type: 'sqs', visibilityTimeout: `${delay} s`, redrivePolicy, arrivals }, dead: { type: 'sqs' } },
    functions: {
      f: { timeout: NEVER_BACK, reservedConcurrency: servers, handler: { perInvocation: service.written } },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  });
}

/** Calls that find a server or are refused: the loss system itself. */
export function directCalls({ messages, arrivalRate, service, servers }: QueueCase, name: string): Scenario {
  const arrivals = [{ rate: { poisson: `${arrivalRate}/s` } }];
  return scenarioOf({
    ...head(name, messages, arrivalRate),
    sources: { api: { type: 'sync', function: 'f', arrivals } },
    functions: {
      f: { timeout: NEVER_BACK, reservedConcurrency: servers, handler: { perInvocation: service.written } },
    },
  });
}

/**
 * Messages that fail by chance, all of them to the end: after the last is sent there is time for every receive. A window
 * far longer than a batch needs to fill makes every batch a full one, but for a few at the end.
 */
export function failing(one: FailureCase): Scenario {
  const { id, messages, fails, maxReceiveCount, batchSize, reports } = one;
  const name = `${id} in batches of ${batchSize}`;
  const rate = {
    steps: [
      { at: '0 s', rate: '2000/s' },
      { at: `${messages / REPLICATIONS / 2000} s`, rate: '0/s' },
    ],
  };
  const redrivePolicy = { maxReceiveCount, deadLetterQueue: 'dead' };
  const share = `${100 * fails} %`;
  const single = { perInvocation: '1 ms', invocationFails: share };
  const each = { perInvocation: '1 ms', outcome: [{ fails: share }], onRecordError: reports ? 'report' : 'throw' };
  const batches = { batchSize, reportBatchItemFailures: reports, maximumBatchingWindow: batchSize > 1 ? '1 s' : '0 s' };
  return scenarioOf({
    lagcast: 1,
    name,
    seed: name,
    rules: 'ideal',
    duration: '1 h',
    sources: {
      q: { type: 'sqs', visibilityTimeout: '3 s', redrivePolicy, arrivals: [{ rate }] },
      dead: { type: 'sqs' },
    },
    functions: { f: { timeout: NEVER_BACK, handler: batchSize > 1 ? each : single } },
    mappings: { m: { source: 'q', function: 'f', ...batches } },
  });
}

/** What the scenario needs to know of a case. */
export type WindowSettings = Pick<WindowCase, 'id' | 'messages' | 'arrivalRate' | 'batchSize' | 'window'>;

/** Batches that close by size or by time; a function that takes no time. Without a number of pollers there is one open batch at a time. */
export function windowed(one: WindowSettings, pollers?: number): Scenario {
  const { id, messages, arrivalRate, batchSize, window } = one;
  const fleet = pollers === undefined ? {} : { pollers: { policy: 'fixed', count: pollers } };
  return scenarioOf({
    ...head(pollers === undefined ? id : `${id} with ${pollers} pollers`, messages, arrivalRate),
    sources: {
      q: { type: 'sqs', visibilityTimeout: NEVER_BACK, arrivals: [{ rate: { poisson: `${arrivalRate}/s` } }] },
    },
    functions: { f: { timeout: NEVER_BACK, handler: { perInvocation: '0 s' } } },
    mappings: { m: { source: 'q', function: 'f', batchSize, maximumBatchingWindow: `${window} s`, ...fleet } },
  });
}

/** The only queue, mapping and function of these models. */
export function partsOf(result: Result) {
  return { q: result.sources['q']!, m: result.mappings['m']!, f: result.functions['f']! };
}

/** Mean seconds from sent until first invoked. */
export function waitOf({ ageAtFirstAttempt }: SourceResult): number {
  return ageAtFirstAttempt.mean! / 1e6;
}

/** The share that waited at all: bin 0 of the histogram holds the zeros. */
export function shareThatWaited({ ageAtFirstAttempt }: SourceResult): number {
  const zeros = ageAtFirstAttempt.histogram.find(([bin]) => bin === 0)?.[1] ?? 0;
  return 1 - zeros / ageAtFirstAttempt.count;
}
