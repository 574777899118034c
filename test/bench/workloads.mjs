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

const pollers = (count) => ({ policy: 'fixed', count });

export const WORKLOADS = {
  W1: (units) => sqs(units, 45, '12 h', {}, { batchSize: 1, pollers: pollers(50) }),
  W3: (units) => sqs(units, 9000, '30 s', { invocationFails: '1 %' }, { batchSize: 10, pollers: pollers(1000) }),
  // W1 under a hundred times its load in batches of a hundred: what a large batch saves for each message.
  W1B100: (units) => sqs(units, 4500, '12 h', {}, { batchSize: 100, pollers: pollers(50) }),
  // W3's function under ten times its load, in batches of a hundred: what a large batch costs for each message.
  B100: (units) => sqs(units, 90_000, '30 s', { invocationFails: '1 %' }, { batchSize: 100, pollers: pollers(1000) }),
};

/** Million messages a second that are aimed at, at 20 million messages: 0.33 and 0.35 of a general C++ engine. Not reached: decision 12. */
export const TARGETS = { W1: 3.1, W3: 5.8 };
