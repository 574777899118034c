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
  // W3's function under ten times its load, in batches of a hundred: what a large batch costs for each message.
  B100: (units) => sqs(units, 90_000, '30 s', { invocationFails: '1 %' }, { batchSize: 100, pollers: pollers(1000) }),
};
