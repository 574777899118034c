/** Scenarios that must read, from small to everything at once; shared by the tests of the reader and of the JSON Schema. */

/** W1 of the performance page: M/M/50 at 90 % load. */
export const W1 = `
duration: 1 h
rules: ideal
sources:   { q: { type: sqs, visibilityTimeout: 12 h, arrivals: [ { rate: { poisson: 45/s } } ] } }
functions: { f: { timeout: 15 min, handler: { perInvocation: { exponential: { mean: 1 s } } } } }
mappings:  { m: { source: q, function: f, batchSize: 1, pollers: { policy: fixed, count: 50 } } }
`;

/** W3: a busy mapping with failures that come back. */
export const W3 = `
duration: 1 h
rules: ideal
sources:   { q: { type: sqs, visibilityTimeout: 30 s, arrivals: [ { rate: { poisson: 9000/s } } ] } }
functions: { f: { timeout: 15 min, handler: { perInvocation: { exponential: { mean: 1 s } }, invocationFails: 1 % } } }
mappings:  { m: { source: q, function: f, batchSize: 10, pollers: { policy: fixed, count: 1000 } } }
`;

/** The smallest there is. */
export const SMALLEST = 'lagcast: 1\nduration: 1 min\nsources: { q: { type: sqs } }\n';

/** What the language page shows, as far as this version goes. */
export const ORDERS = `
lagcast: 1
name: Orders at peak
question: Does a reserved concurrency of 50 keep p99 latency under 30 s when traffic doubles?
seed: 7
duration: 2 h
warmUp: 10 min
rules: current
x-anything: &what
  type: { choice: { order: 90 %, refund: 10 % } }
  customer: { zipf: { values: 10000, exponent: 1.1 } }
  vip: true
  size: { lognormal: { median: 2 KiB, p99: 64 KiB } }
facts:
  sqs.pollers.ramp: 1/s
  sqs.inFlight.max: unlimited
  lambda.scaling.scope: account
account: { concurrency: 1000 }
functions:
  order-worker:
    memory: 1024 MB
    timeout: 30 s
    reservedConcurrency: 50
    coldStart: { runtime: nodejs22 }
    handler:
      perInvocation: 20 ms
      perRecord: { lognormal: { median: 40 ms, p99: 400 ms } }
      parallel: 5
      invocationFails: 0.05 %
      outcome:
        - when: { type: refund }
          fails: 2 %
        - fails: 0.1 %
      onRecordError: report
      uses: [ orders-db ]
  refund-worker: { timeout: 10 s, coldStart: none, handler: { perRecord: 30 ms } }
downstreams:
  orders-db: { latency: { exponential: { mean: 5 ms } } }
sources:
  orders:
    type: sqs
    visibilityTimeout: 181 s
    sendsDuringOutage: lost
    redrivePolicy: { maxReceiveCount: 5, deadLetterQueue: orders-dlq }
    arrivals:
      - rate: { steps: [ { at: 0 s, rate: 10/s }, { at: 5 min, rate: 0/s }, { at: 6 min, rate: 6000/min } ] }
        attributes: *what
      - rate: 200/s
  orders-dlq: { type: sqs, messageRetentionPeriod: 14 d }
mappings:
  orders-to-worker:
    source: orders
    function: order-worker
    batchSize: 10
    maximumBatchingWindow: 1 s
    maximumConcurrency: 40
    reportBatchItemFailures: true
events:
  - { at: 40 min, set: { functions.order-worker.reservedConcurrency: 100 } }
  - { at: 45 min, redrive: { from: orders-dlq, to: orders, rate: 50/s } }
  - { at: 50 min, for: 5 min, disable: orders-to-worker }
objectives:
  - p99(orders.latency) < 30 s
  - order-worker.throttles == 0
  - orders.deadLettered == 0
`;

/** Exact stimuli, every distribution, and a trace. */
export const EXACT = `
lagcast: 1
duration: 10 min
seed: a text
functions:
  f:
    timeout: 5 s
    coldStart: { init: { quantiles: { p0: 10 ms, p50: 20 ms, p100: 1 s } }, platform: 5 ms, idleLifetime: 5 min }
    handler:
      duration: { choice: { 100 ms: 95 %, 1100 ms: 5 % } }
      script:
        - succeed
        - throw
        - timeout
        - { report: [ m1 ] }
        - { return: { batchItemFailures: null } }
        - { return: null }
        - { raw: "not json" }
      when:
        - { id: m1, receiveCount: { max: 1 }, then: throw }
        - { attributes: { poison: true, type: [ a, b ] }, then: report }
  g: { handler: { perRecord: { gamma: { mean: 30 ms, shape: 0.5 } } } }
  h: { handler: { perRecord: { erlang: { mean: 30 ms, phases: 3 } } } }
  i: { handler: { perRecord: { hyperexponential: { mean: 30 ms, squaredVariation: 4 } } } }
  j: { handler: { perRecord: { pareto: { min: 30 ms, shape: 2.5 } }, perInvocation: { weibull: { scale: 1 s, shape: 2 } } } }
  k: { handler: { perRecord: { uniform: { min: 0 s, max: 1 s } }, perInvocation: { lognormal: { mean: 1 s, cv: 2 } } } }
sources:
  q:
    type: sqs
    visibilityTimeout: 60 s
    arrivals:
      - records:
          - { id: m1, at: -5 s, body: { orderId: 7 }, attributes: { type: a, poison: true }, size: 200 B, key: a, group: g1 }
          - { at: 1 s, body: é, delay: 3 s, duration: 50 ms }
          - { id: m2 }
      - replay: { file: clicks.csv, time: timestamp, count: value, scale: 10, spread: random, attributes: { kind: type } }
mappings:
  m: { source: q, function: f, enabledAt: 5 s, reportBatchItemFailures: true, pollers: { min: 2, max: 8 } }
  off: { source: q, function: g, enabled: false }
`;

/** Everything the language has for streams. */
export const STREAMS = `
lagcast: 1
name: Streams
duration: 10 min
functions:
  worker: { timeout: 10 s, reservedConcurrency: 50, handler: { perRecord: 5 ms, onRecordError: report } }
  audit: { timeout: 10 s, handler: { perRecord: 1 ms } }
  index: { timeout: 10 s, handler: { perRecord: 1 ms } }
sources:
  clicks:
    type: kinesis
    shards: 4
    mode: provisioned
    retentionPeriod: 48 h
    partitionKey: customer
    explicitHashKey: hash
    maxRecordSize: 2 MiB
    onThrottle: drop
    sendsDuringOutage: lost
    arrivals:
      - rate: { poisson: 500/s }
        attributes: { customer: { zipf: { values: 10000, exponent: 1 } }, size: 2 KiB, hash: { sequence: [ 1, "99999999999999999999999" ] } }
      - records: [ { at: -1 s, key: a, size: 1 KiB }, { at: 5 s, key: b, attributes: { hash: 7 } } ]
  auto: { type: kinesis, mode: onDemand, arrivals: [ { rate: 10/s } ] }
  changes:
    type: dynamodbStreams
    table: { rcu: 6000, wcu: 1500, size: 25 GB }
    streamViewType: NEW_IMAGE
    rollover: 4 h
    arrivals: [ { rate: 20/s, attributes: { item: { zipf: { values: 50, exponent: 0 } } } } ]
    partitionKey: item
  failed: { type: sqs, messageRetentionPeriod: 14 d }
mappings:
  clicks-to-worker:
    source: clicks
    function: worker
    startingPosition: AT_TIMESTAMP
    startingPositionTimestamp: -1 h
    batchSize: 200
    maximumBatchingWindow: 2 s
    parallelizationFactor: 2
    maximumRetryAttempts: 3
    maximumRecordAge: -1
    bisectBatchOnFunctionError: true
    reportBatchItemFailures: true
    enhancedFanOut: true
    onFailure: failed
  clicks-to-audit: { source: clicks, function: audit, startingPosition: LATEST, maximumRecordAge: 1 h, onFailure: { s3: bucket } }
  changes-to-index: { source: changes, function: index, startingPosition: TRIM_HORIZON, tumblingWindow: 1 min, enabledAt: 5 s, maximumRetryAttempts: 0, onFailure: { sns: topic } }
  auto-to-audit: { source: auto, function: audit, startingPosition: TRIM_HORIZON, enabled: false }
events:
  - { at: 1 min, reshard: { stream: clicks, shards: 8 } }
  - { at: 2 min, for: 1 min, set: { mappings.clicks-to-worker.maximumRecordAge: 2 min, mappings.clicks-to-worker.maximumRetryAttempts: -1 } }
  - { at: 3 min, for: 30 s, outage: { source: clicks } }
  - { at: 4 min, for: 30 s, outage: { mapping: changes-to-index } }
  - { at: 4 min, for: 10 s, outage: { function: index } }
  - { at: 5 min, enable: auto-to-audit }
`;

/** Handlers that send on, in every way there is. */
export const CHAINS = `
lagcast: 1
duration: 5 min
functions:
  checkout:
    recursiveLoop: allow
    handler:
      perRecord: 20 ms
      sends:
        - to: packing
        - { to: mails, share: 70 %, size: { lognormal: { median: 2 KiB, p99: 9 KiB } }, attributes: { kind: receipt, copy: { sequence: [ 1, 2 ] } } }
        - { to: audit, at: start, count: { choice: { '1': 90 %, '2': 10 % } } }
  pack: { handler: { perRecord: 30 ms, sends: [ { to: mails, for: invocation, at: end, when: { kind: [ order, gift ] }, count: 2 } ] } }
  mail: { recursiveLoop: terminate, handler: { perRecord: 40 ms, sends: [ { to: packing, share: 1 % } ] } }
sources:
  orders: { type: sqs, arrivals: [ { rate: 5/s, attributes: { kind: { choice: { order: 90 %, gift: 10 % } } } } ] }
  api: { type: sync, function: checkout, arrivals: [ { rate: 1/s } ] }
  packing: { type: sqs }
  mails: { type: sqs }
  audit: { type: kinesis, shards: 1, partitionKey: kind }
mappings:
  orders-to-checkout: { source: orders, function: checkout }
  packing-to-pack: { source: packing, function: pack }
  mails-to-mail: { source: mails, function: mail }
objectives:
  - p99(mails.endToEnd) < 2 s
  - checkout.sendsFailed == 0
  - mail.recursiveInvocationsDropped == 0
`;

/** Asynchronous invocation with all that can be said of it. */
export const EVENTS = `
lagcast: 1
name: Events
duration: 20 min
functions:
  thumbnail: { timeout: 10 s, reservedConcurrency: 5, handler: { perInvocation: 200 ms, invocationFails: 2 % } }
  notify: { timeout: 3 s, handler: { perInvocation: 20 ms } }
sources:
  uploads:
    type: async
    function: thumbnail
    origin: eventBridge
    maximumRetryAttempts: 1
    maximumEventAge: 1 h
    lostAcknowledgements: 0.1 %
    onSuccess: notices
    onFailure: { s3: failures }
    deadLetterQueue: dlq
    upstreamRetries: { attempts: 20, age: 10 min }
    arrivals:
      - rate: { poisson: 30/s }
        attributes: { size: { lognormal: { mean: 2 KiB, cv: 1 } }, type: { choice: { a: 25 %, b: 75 % } } }
  calls:
    type: async
    function: thumbnail
    sendsDuringOutage: lost
    onFailure: dlq
    onSuccess: { eventBridge: bus }
    deadLetterQueue: { sns: topic }
    arrivals: [ { records: [ { at: 0 s, id: a, size: 255 KiB }, { at: 5 s, id: b, duration: 3 s } ] } ]
  orders: { type: async, function: notify, origin: sns, onFailure: { sns: topic }, arrivals: [ { rate: 5/s } ] }
  notices: { type: async, function: notify, maximumRetryAttempts: 0 }
  jobs: { type: async, function: notify, origin: scheduler, arrivals: [ { rate: 1/min } ] }
  objects: { type: async, function: notify, origin: s3, onFailure: { eventBridge: bus }, arrivals: [ { rate: 1/s } ] }
  dlq: { type: sqs, messageRetentionPeriod: 14 d }
events:
  - { at: 1 s, for: 1 s, outage: { source: uploads } }
  - { at: 2 s, for: 1 min, outage: { source: calls } }
  - { at: 1 min, set: { sources.uploads.maximumEventAge: 60 s, sources.uploads.maximumRetryAttempts: 2 } }
  - { at: 2 min, for: 1 min, set: { functions.thumbnail.reservedConcurrency: 0 } }
`;

/** A tier with all that can be said of it, beside a function whose events go through it. */
export const TIER = `
lagcast: 1
name: Tier
duration: 400 s
functions:
  resize: { timeout: 10 s, handler: { perInvocation: 100 ms } }
sources:
  uploads: { type: async, function: resize, arrivals: [ { rate: 1/s } ] }
tier:
  queues: 50
  frontHosts: 2
  placement: { strategy: shuffle, shardSize: 3, sample: 2, shardConstruction: ring, virtualNodes: 20, zones: 4, maximumOverlap: 1 }
  discipline: { type: lifoUnderBacklog, after: 30 s }
  depth: { metric: estimatedWait, view: periodic, refreshEvery: 10 s, phase: staggered, delay: 1 s, inFlightCorrection: true, driftCorrection: true }
  tieBreak: lowestIndex
  queueLimit: 100000
  inFlightLimit: 1000
  maximumEventAge: 1 h
  ageRule: lookAhead
  lostAcknowledgements: 1 %
  duplicates: 0.1 %
  pollers: { model: leased, slots: 20, hosts: 12, zones: 2, receiveBatch: 5, receiveLatency: 1 ms, receiveEvery: 100 ms, prefetch: 10, visibilityTimeout: 30 s, heartbeat: false, expiryCheck: true, longPoll: 10 s }
  leases: { ttl: 20 s, renewEvery: 5 s, takeEvery: 4 s, mostTaken: 99, sticky: false, evacuateAfter: 5 s }
  retries: { maximumRetryAttempts: 1, firstErrorDelay: 2 s, laterErrorDelay: 3 s, throttleBase: 100 ms, throttleCap: 10 s, jitter: decorrelated, throttleHold: 1 ms, counter: receiveCount, placeAnew: true }
  pacing: { policy: aimd, first: 3, increase: 0.5, keep: 70 % }
  isolation: { window: 1 s, consecutive: 2, hotAfter: 3 s, shareOfQueue: 30 %, growthFactor: 3, shareOfDrain: 20 %, releaseIdle: 30 s, releaseFactor: 0.4, minimumDwell: 40 s, mostLanes: 5, laneSlots: 10, suspendAfter: 1 min }
  ramp: { normal: 1000/s, first: 10 %, every: 1 s, growth: 0.2, back: 40 %, most: 2, health: 80 % }
  measure: { threshold: 2 s, from: 50 s, until: 300 s, hotAfter: 5 s, every: 500 ms, goodWithin: 3 s, excess: false }
  tenants:
    quiet:
      count: 1000
      popularity: { zipf: 1.1 }
      service: { exponential: { mean: 10 ms } }
      fails: 2 %
      concurrency: 10
      weight: 2
      admissionRate: 100/s
      admissionBurst: 50
      arrivals: [ { rate: { poisson: 2000/s } } ]
    noisy: { noisy: true, service: 10 ms, arrivals: [ { rate: { poisson: 3000/s }, startAt: 60 s, endAt: 120 s }, { records: [ { at: 3 s } ] } ] }
    impatient:
      count: 3
      callers: { timeout: 2 s, retries: 2, backoffBase: 10 ms, backoffCap: 1 s, budgetShare: 0.1, budgetMost: 5, breakerAt: 50 %, breakerCalls: 20 }
      service: 0 s
      arrivals: [ { replay: { file: clicks.csv, time: timestamp, count: value } } ]
  incidents:
    - { at: 60 s, for: 10 s, pollersDown: true }
    - { at: 70 s, for: 60 s, slow: 20 % }
    - { at: 100 s, for: 60 s, zoneDown: 2 }
    - { at: 110 s, for: 60 s, leaseServiceDown: true }
    - { at: 120 s, for: 5 s, queuesDown: { first: 10, count: 2 } }
    - { at: 200 s, queuesDown: 2 }
objectives:
  - tier.blastRadius < 2 %
  - goodput(tier) > 900/s
  - p99(quiet.firstAttemptAge) < 1 s
`;

/** All forms of `sweep:`. */
const SWEEP = `${SMALLEST}
sweep:
  vary:
    sources.q.delay: [ 1 s, ~ ]
    sources.q.visibilityTimeout: { from: 30 s, to: 90 s, step: 30 s }
    functions.f.memory: { from: 128 MB, to: 1024 MB, values: 4, scale: log }
    functions.f.timeout: { from: 3 s, to: 60 s }
    load: { cases: { calm: {}, storm: { functions.f.reservedConcurrency: 5, account.concurrency: ~ } } }
  design: latin-hypercube
  samples: 10
  replications: 1
  figures: [ p99(q.latency), cost.perMonth ]
`;

export const CLICKS = 'timestamp,value,type\n2026-01-01T00:00:00Z,3,a\n2026-01-01T00:01:00Z,4,b\n';

/** Reads the one trace there is. */
export const ports = { readText: (path: string) => (path === 'clicks.csv' ? CLICKS : undefined) };

export const EXAMPLES: Readonly<Record<string, string>> = {
  W1,
  W3,
  SMALLEST,
  ORDERS,
  EXACT,
  STREAMS,
  CHAINS,
  EVENTS,
  TIER,
  SWEEP,
};
