// The workloads that speed is measured on, as scenarios. W1 is M/M/50 at 90 % load; W3 a busy SQS mapping.
const handler = { perInvocation: { exponential: { mean: '1 s' } } };

/** A scenario of about `units` messages. */
const sqs = (units, rate, visibilityTimeout, more, mapping) => ({
  lagcast: 1,
  rules: 'ideal',
  duration: `${Math.round((units / rate) * 1e3)} ms`,
  functions: { f: { timeout: '15 min', handler: { ...handler, ...more } } },
  sources: {
    q: {
      type: 'sqs',
      visibilityTimeout,
      messageRetentionPeriod: '14 d',
      arrivals: [{ rate: { poisson: `${rate}/s` } }],
    },
  },
  mappings: { m: { source: 'q', function: 'f', ...mapping } },
});

/** A Kinesis stream of `shards` under half of what they take, under the service's own rules: reads, lanes, checkpoints, retries. */
const kinesis = (units, shards, keys, mapping) => ({
  lagcast: 1,
  duration: `${Math.round((units / (500 * shards)) * 1e3)} ms`,
  functions: {
    f: { timeout: '10 s', handler: { perInvocation: { exponential: { mean: '50 ms' } }, invocationFails: '1 %' } },
  },
  sources: {
    q: {
      type: 'kinesis',
      shards,
      partitionKey: 'user',
      arrivals: [
        { rate: { poisson: `${500 * shards}/s` }, attributes: { user: { zipf: { values: keys, exponent: 0.5 } } } },
      ],
    },
  },
  mappings: { m: { source: 'q', function: 'f', startingPosition: 'TRIM_HORIZON', ...mapping } },
});

const pollers = (count) => ({ policy: 'fixed', count });

/** The asynchronous tier: single-server queues, best of two over all of them, live depth; service of mean 1 s at 95 % load. */
const tier = (units, queues, tenants, seconds = units / (0.95 * queues)) => ({
  lagcast: 1,
  rules: 'ideal',
  duration: `${Math.round(seconds * 1e3)} ms`,
  tier: {
    queues,
    placement: { strategy: 'bestOf', d: 2 },
    pollers: { slots: 1 },
    // A service of 1 s needs a patience of more than that.
    measure: { threshold: '60 s' },
    tenants: {
      all: {
        count: tenants,
        service: { exponential: { mean: '1 s' } },
        arrivals: [{ rate: { poisson: `${units / seconds}/s` } }],
      },
    },
  },
});

export const WORKLOADS = {
  W1: (units) => sqs(units, 45, '12 h', {}, { batchSize: 1, pollers: pollers(50) }),
  W3: (units) => sqs(units, 9000, '30 s', { invocationFails: '1 %' }, { batchSize: 10, pollers: pollers(1000) }),
  // W1 under a hundred times its load in batches of a hundred: what a large batch saves for each message.
  W1B100: (units) => sqs(units, 4500, '12 h', {}, { batchSize: 100, pollers: pollers(50) }),
  // W3's function under ten times its load, in batches of a hundred: what a large batch costs for each message.
  B100: (units) => sqs(units, 90_000, '30 s', { invocationFails: '1 %' }, { batchSize: 100, pollers: pollers(1000) }),
  // Four shards of ten lanes each, ten thousand keys, batches of up to a hundred.
  K4: (units) => kinesis(units, 4, 10_000, { parallelizationFactor: 10 }),
  // A hundred shards, a lane each, batches of up to five hundred.
  K100: (units) => kinesis(units, 100, 100_000, { batchSize: 500 }),
  // Five hundred queues, a thousand tenants.
  W2: (units) => tier(units, 500, 1000),
  // A million queues and tenants, events for ten seconds.
  T1M: (units) => tier(units, 1_000_000, 1_000_000, 10),
};

/** Million messages a second that are aimed at, at 20 million messages: 0.33, 0.40 and 0.35 of a general C++ engine. Not reached: decisions 12 and 17. */
export const TARGETS = { W1: 3.1, W2: 2.8, W3: 5.8 };
