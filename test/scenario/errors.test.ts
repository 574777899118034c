import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario, readScenarioValue } from '../../src/scenario/read.ts';
import { ports } from './examples.ts';

/** Errors as `line:column path: message (hint) [source]`. */
function errors(text: string): string[] {
  const found = readScenario(text, { ports }).problems.filter(({ severity }) => severity === 'error');
  return found.map((problem) => formatProblems('', [problem]).slice(1).replace(' error:', ''));
}

/** Each case begins with these two lines, so that its own text begins on line 3. */
const HEAD = 'lagcast: 1\nduration: 1 h\n';
const QUEUE = 'sources: { q: { type: sqs } }\n';
const inSource = (text: string) => `${HEAD}sources:\n  q:\n    type: sqs\n    ${text}\n`;
const inArrival = (text: string) => inSource(`arrivals:\n      - ${text}`);
const inFunction = (text: string) => `${HEAD}${QUEUE}functions:\n  f:\n    handler: { duration: 1 ms }\n    ${text}\n`;
const inHandler = (text: string) => `${HEAD}${QUEUE}functions:\n  f:\n    handler:\n      ${text}\n`;
const inMapping = (text: string) =>
  `${HEAD}${QUEUE}functions: { f: { handler: { duration: 1 ms } } }\nmappings:\n  m:\n    source: q\n    function: f\n    ${text}\n`;
const inEvents = (text: string) => `${inMapping('batchSize: 1')}events:\n  - ${text}\n`;

type Case = readonly [text: string, ...errors: string[]];

const NOTHING = 'lagcast: 1';

const TOP: readonly Case[] = [
  [
    `${NOTHING}\nsources: {}`,
    '1:1 duration: is missing (a duration such as 30 s)',
    '2:10 sources: at least one source is due (such as orders: { type: sqs, arrivals: [ { rate: { poisson: 10/s } } ] })',
  ],
  [`${NOTHING}\nduration: 30\n${QUEUE}`, '2:11 duration: a duration needs a unit; did you mean 30 s?'],
  [`${NOTHING}\nduration: 0 s\n${QUEUE}`, '2:11 duration: more than 0 s is due; found "0 s"'],
  [
    `lagcast: 2\nduration: 1 s\n${QUEUE}`,
    '1:10 lagcast: this program reads version 1 of the format; found 2 (lagcast: 1)',
  ],
  [`${HEAD}${QUEUE}warmUp: 1 h`, '4:9 warmUp: the warm-up takes the whole run (it must be shorter than duration)'],
  [`${HEAD}${QUEUE}warmup: 5`, '4:1 warmup: nothing is called "warmup" here (did you mean warmUp: 5 min?)'],
  [`${HEAD}${QUEUE}seed: 1.5`, '4:7 seed: a seed is a whole number or a text; found 1.5'],
  [`${HEAD}${QUEUE}name: 7`, '4:7 name: text is due; found 7 ("7" in quotes is text)'],
  [
    `${HEAD}${QUEUE}rules: 2025-12`,
    '4:8 rules: current, 2025-11, 2023-10 or ideal is due; found "2025-12" (did you mean 2025-11?)',
  ],
  [
    `${HEAD}${QUEUE}rules: curent`,
    '4:8 rules: current, 2025-11, 2023-10 or ideal is due; found "curent" (did you mean current?)',
  ],
  [
    `${HEAD}${QUEUE}downstreams: { db: { onExhausted: wait, onRateExceeded: fail } }`,
    '4:22 downstreams.db.onExhausted: without connections there is no limit that could be reached',
    '4:41 downstreams.db.onRateExceeded: without requestRate there is no limit that could be exceeded',
  ],
  [
    `${HEAD}${QUEUE}downstreams: { db: { load: [ { calls: 5, slowdown: 2 }, { calls: 5, slowdown: 3 }, { calls: 9, slowdown: 1 } ] } }`,
    '4:57 downstreams.db.load[1]: calls must rise from row to row; 5 comes after 5',
    '4:84 downstreams.db.load[2]: load makes nothing faster; a slowdown of 1 comes after 3',
  ],
  [
    `${HEAD}${QUEUE}downstreams: { db: { latency: 5, whenOut: fall } }`,
    '4:31 downstreams.db.latency: a duration needs a unit; did you mean 5 s?',
    '4:43 downstreams.db.whenOut: fail or hang is due; found "fall" (did you mean fail?)',
  ],
  [
    `${HEAD}${QUEUE}downstreams: { db: { whenOut: hang, failAfter: 1 s } }`,
    '4:37 downstreams.db.failAfter: a call that hangs never fails',
  ],
  [`${HEAD}${QUEUE}tenants: {}`, '4:1 tenants: tenants are those of the tier (tier: { tenants: { quiet: { … } } })'],
  [`${HEAD}${QUEUE}Resources: {}`, '4:1 Resources: this looks like a CloudFormation template, not like a scenario'],
  [`${HEAD}${QUEUE}account: { concurrency: 0 }`, '4:25 account.concurrency: at least 1 is due; found 0 [CON-01]'],
  [`${HEAD}sources: [ q ]`, '3:10 sources: a mapping from names to sources is due; found a list of 1'],
  [`${HEAD}${QUEUE}events: {}`, '4:9 events: a list of events is due; found a mapping of 0'],
  [`${HEAD}${QUEUE}functions:`, '4:11 functions: a mapping from names to functions is due; found nothing'],
];

const FACTS: readonly Case[] = [
  [
    `${HEAD}${QUEUE}facts: { sqs.poller.ramp: 1/s }`,
    '4:10 facts["sqs.poller.ramp"]: no fact has the path "sqs.poller.ramp" (did you mean sqs.pollers.ramp?)',
  ],
  [
    `${HEAD}${QUEUE}facts: { sqs.pollers.ramp: 60 }`,
    '4:28 facts["sqs.pollers.ramp"]: a rate needs a unit; did you mean 60/s?',
  ],
  [
    `${HEAD}${QUEUE}facts: { sqs.pollers.ramp: unlimited }`,
    '4:28 facts["sqs.pollers.ramp"]: a rate is a number and one of /s, /min, /h, /d, such as 200/s, 12000/min or 5/h; found "unlimited"',
  ],
  [`${HEAD}${QUEUE}facts: { sqs.batchSize: -1 }`, '4:25 facts["sqs.batchSize"]: at least 0 is due; found -1 [SQS-30]'],
  [
    `${HEAD}${QUEUE}facts: { lambda.scaling.scope: region }`,
    '4:32 facts["lambda.scaling.scope"]: function or account is due; found "region"',
  ],
];

const NAMES: readonly Case[] = [
  [
    `${HEAD}sources: { q: { type: sqs }, 1st: { type: sqs } }`,
    '3:30 sources["1st"]: "1st" is no name (a name begins with a letter and has letters, digits, - and _, at most 128)',
  ],
  [
    `${HEAD}sources: { q: { type: sqs }, "a\\eb": { type: sqs } }`,
    '3:30 sources["a\\u001bb"]: "a\\u001bb" is no name (a name begins with a letter and has letters, digits, - and _, at most 128)',
  ],
];

const TYPES = 'sqs, sqsFifo, sync, async, kinesis, dynamodbStreams, kafka, mq or documentDb';

/** Spellings of others, and what is meant. */
const SPELLINGS = [
  ['SQS', 'sqs'],
  ['AWS::SQS::Queue', 'sqs'],
  ['fifo', 'sqsFifo'],
  ['sqs-fifo', 'sqsFifo'],
  ['msk', 'kafka, with cluster: msk'],
  ['amazonMq', 'mq'],
  ['activemq', 'mq, with engine: activeMq'],
  ['rabbitmq', 'mq, with engine: rabbitMq'],
  ['docdb', 'documentDb'],
  ['dynamodb', 'dynamodbStreams'],
  ['kinesisDataStream', 'kinesis'],
  ['kineses', 'kinesis'],
] as const;

/** Services that nobody polls, and what is said of them. */
const PUSHING = [
  ['sns', said('sns', 'SNS', 'asynchronously', 'type: async with function: NAME and origin: sns')],
  ['s3', said('s3', 'S3', 'asynchronously', 'type: async with function: NAME and origin: s3')],
  [
    'eventBridge',
    said('eventBridge', 'EventBridge', 'asynchronously', 'type: async with function: NAME and origin: eventBridge'),
  ],
  [
    'scheduler',
    said(
      'scheduler',
      'EventBridge Scheduler',
      'asynchronously',
      'type: async with function: NAME and origin: scheduler',
    ),
  ],
  ['iot', said('iot', 'IoT', 'asynchronously', 'type: async with function: NAME and origin: direct')],
  ['apiGateway', said('apiGateway', 'API Gateway', 'and waits for the answer', 'type: sync with function: NAME')],
  ['alb', said('alb', 'a load balancer', 'and waits for the answer', 'type: sync with function: NAME')],
  ['functionUrl', said('functionUrl', 'a function URL', 'and waits for the answer', 'type: sync with function: NAME')],
  [
    'pipes',
    '"pipes": EventBridge Pipes is not modelled (a pipe polls as a mapping does: give its source, and a mapping with its filters and batch)',
  ],
] as const;

function said(type: string, service: string, how: string, hint: string): string {
  return `"${type}" is nothing that mappings poll: ${service} invokes functions by itself, ${how} (${hint})`;
}

const SOURCES: readonly Case[] = [
  [`${HEAD}sources: { q: {} }`, `3:15 sources.q.type: is missing (${TYPES})`],
  [`${HEAD}sources: { q: }`, '3:15 sources.q: a mapping of keys to values is due (the smallest is { type: sqs })'],
  ...SPELLINGS.map(([type, meant]): Case => {
    const said = `3:23 sources.q.type: ${TYPES} is due; found "${type}" (did you mean ${meant}?)`;
    return [`${HEAD}sources: { q: { type: "${type}" } }`, said];
  }),
  ...PUSHING.flatMap(([type, said]): Case[] => [
    [`${HEAD}sources: { q: { type: "${type}" } }`, `3:23 sources.q.type: ${said}`],
    [
      `${HEAD}mappings: { m: { source: "${type}", function: f } }
functions: { f: { handler: {} } }
sources: { q: { type: sqs } }`,
      `3:26 mappings.m.source: ${said}`,
    ],
  ]),
  [`${HEAD}sources: { q: { type: constructor } }`, `3:23 sources.q.type: ${TYPES} is due; found "constructor"`],
  [
    inSource('visibilityTimeout: 13 h'),
    '6:24 sources.q.visibilityTimeout: from 0 s to 12 h is allowed; found "13 h" [SQS-45]',
  ],
  [
    inSource('visibilityTimeout: 1500 ms'),
    '6:24 sources.q.visibilityTimeout: whole seconds only; found "1500 ms" [SQS-45]',
  ],
  [
    inSource('VisibilityTimeout: 180'),
    '6:5 sources.q.VisibilityTimeout: nothing is called "VisibilityTimeout" here (did you mean visibilityTimeout: 180 s?)',
  ],
  [
    inSource('MessageRetentionPeriod: 60'),
    '6:5 sources.q.MessageRetentionPeriod: nothing is called "MessageRetentionPeriod" here (did you mean messageRetentionPeriod: 60 s?)',
  ],
  [
    inSource('DelaySeconds: 5'),
    '6:5 sources.q.DelaySeconds: nothing is called "DelaySeconds" here (did you mean delay: 5 s?)',
  ],
  [
    inSource('maxReceiveCount: 3'),
    '6:5 sources.q.maxReceiveCount: nothing is called "maxReceiveCount" here (did you mean redrivePolicy: { maxReceiveCount: 3 }?)',
  ],
  [
    inSource('RedrivePolicy: {}'),
    '6:5 sources.q.RedrivePolicy: nothing is called "RedrivePolicy" here (did you mean redrivePolicy: { maxReceiveCount: 5, deadLetterQueue: NAME }?)',
  ],
  [inSource('redrivePolicy: { maxReceiveCount: 3 }'), '6:20 sources.q.redrivePolicy.deadLetterQueue: is missing'],
  [
    inSource('redrivePolicy: { deadLetterQueue: q }'),
    '6:39 sources.q.redrivePolicy.deadLetterQueue: a queue cannot be its own dead-letter queue [SQS-48]',
  ],
  [
    inSource('redrivePolicy: { deadLetterQueue: qq }'),
    '6:39 sources.q.redrivePolicy.deadLetterQueue: no other source is called "qq" (there is no other source)',
  ],
  [
    inSource('redrivePolicy: { maxReceiveCount: 1001, deadLetterQueue: dlq }\n  dlq: { type: sqs }'),
    '6:39 sources.q.redrivePolicy.maxReceiveCount: from 1 to 1000 is allowed; found 1001 [SQS-46]',
  ],
];

const ARRIVALS: readonly Case[] = [
  [inArrival('{}'), '7:9 sources.q.arrivals[0]: one of rate, records or replay is due'],
  [inArrival('{ rate: 1/s, records: [] }'), '7:9 sources.q.arrivals[0]: only one of rate and records can be given'],
  [inArrival('rate: 30'), '7:15 sources.q.arrivals[0].rate: a rate needs a unit; did you mean 30/s?'],
  [inArrival('rate: 0/s'), '7:15 sources.q.arrivals[0].rate: more than 0/s is due; found "0/s"'],
  [inArrival('rate: { poisson: 0/s }'), '7:26 sources.q.arrivals[0].rate.poisson: more than 0/s is due; found "0/s"'],
  [
    inArrival('rate: { posson: 3/s }'),
    '7:17 sources.q.arrivals[0].rate.posson: nothing is called "posson" here (did you mean poisson?)',
  ],
  [
    inArrival('rate: { daily: { low: 1/s } }'),
    '7:24 sources.q.arrivals[0].rate.daily.high: is missing (a rate such as 200/s)',
  ],
  [
    inArrival('rate: { daily: { low: 9/s, high: 4/s, period: 0 s } }'),
    '7:55 sources.q.arrivals[0].rate.daily.period: more than 0 s is due; found "0 s"',
  ],
  [
    inArrival('rate: { daily: { low: 9/s, high: 4/s } }'),
    '7:31 sources.q.arrivals[0].rate.daily.low: low is more than high',
  ],
  [
    inArrival('rate: { daily: { low: -1/s, high: 4/s, peakAt: -1 h } }'),
    '7:31 sources.q.arrivals[0].rate.daily.low: a rate cannot be negative; found "-1/s"',
    '7:56 sources.q.arrivals[0].rate.daily.peakAt: at least 0 s is due; found "-1 h"',
  ],
  [
    inArrival('rate: { ramp: { from: 0/s, to: 0/s, over: 1 min } }'),
    '7:23 sources.q.arrivals[0].rate.ramp: a ramp from 0/s to 0/s sends nothing',
  ],
  [
    inArrival('rate: { ramp: { from: 0/s, too: 10/s, over: 0 s } }'),
    '7:23 sources.q.arrivals[0].rate.ramp.to: is missing (a rate such as 200/s)',
    '7:36 sources.q.arrivals[0].rate.ramp.too: nothing is called "too" here (did you mean to?)',
    '7:53 sources.q.arrivals[0].rate.ramp.over: more than 0 s is due; found "0 s"',
  ],
  [
    inArrival('rate: { bursty: { low: 9/s, high: 4/s, meanLow: 1 min, meanHigh: 1 us } }'),
    '7:74 sources.q.arrivals[0].rate.bursty.meanHigh: at least 1 ms is due; found "1 us"',
  ],
  [
    inArrival('rate: { bursty: { low: 9/s, high: 4/s, meanLow: 1 min, meanHigh: 1 s } }'),
    '7:32 sources.q.arrivals[0].rate.bursty.low: low is more than high',
  ],
  [
    inArrival('rate: { onOff: { rate: 9/s, on: 0 s, off: { uniform: { min: 0 s, max: 1 us } } } }'),
    '7:41 sources.q.arrivals[0].rate.onOff.on: at least 1 ms on average is due',
    '7:51 sources.q.arrivals[0].rate.onOff.off: at least 1 ms on average is due',
  ],
  [
    inArrival('{ rate: 1/s, startAt: 2 min, endAt: 1 min }'),
    '7:45 sources.q.arrivals[0].endAt: endAt is not after startAt',
  ],
  [
    inArrival('{ records: [ {} ], startAt: 2 min }'),
    '7:28 sources.q.arrivals[0].startAt: records have instants of their own',
  ],
  [inArrival('rate: { steps: [] }'), '7:24 sources.q.arrivals[0].rate.steps: at least one step is due'],
  [
    inArrival('rate: { steps: [ { at: 5 s, rate: 1/s }, { at: 5 s, rate: 2/s } ] }'),
    '7:56 sources.q.arrivals[0].rate.steps[1].at: steps must be in order of time',
  ],
  [
    inArrival('{ rate: 1/s, attributes: { type: { choice: { a: 50 %, b: 40 % } } } }'),
    '7:52 sources.q.arrivals[0].attributes.type.choice: the shares add up to 90 %, not to 100 %',
  ],
  [
    inArrival('{ rate: 1/s, attributes: { c: { zipf: { values: 0, exponent: 1 } } } }'),
    '7:57 sources.q.arrivals[0].attributes.c.zipf.values: from 1 to 10000000 is allowed; found 0',
  ],
  [
    inArrival('{ rate: 1/s, attributes: { c: [ 1 ] } }'),
    '7:39 sources.q.arrivals[0].attributes.c: text, a number, true or false is due; found a list of 1',
  ],
  [
    inArrival('{ rate: 1/s, attributes: { c: { uniform: { min: -1, max: 5 } } } }'),
    '7:57 sources.q.arrivals[0].attributes.c.uniform.min: from 0 to 2147483647 is allowed; found -1',
  ],
  [
    inArrival('{ rate: 1/s, attributes: { c: { uniform: { min: 1, max: 2.5 } } } }'),
    '7:65 sources.q.arrivals[0].attributes.c.uniform.max: a whole number is due; found 2.5',
  ],
  [
    inArrival('{ rate: 1/s, attributes: { c: { exponential: { mean: 3e9 } } } }'),
    '7:62 sources.q.arrivals[0].attributes.c.exponential.mean: more than 0 and at most 2147483647 is due; found 3000000000',
  ],
  [
    inArrival('{ rate: 1/s, attributes: { c: { exponential: { mean: 3 ms } } } }'),
    '7:62 sources.q.arrivals[0].attributes.c.exponential.mean: a number without a unit is due; found "3 ms"',
  ],
  [
    inArrival('{ rate: 1/s, attributes: { c: { exponential: { mean: "3" } } } }'),
    '7:62 sources.q.arrivals[0].attributes.c.exponential.mean: a number without a unit is due; found "3" (3 without quotes)',
  ],
  [
    inArrival('{ rate: 1/s, attributes: { c: { sequence: [] } } }'),
    '7:51 sources.q.arrivals[0].attributes.c.sequence: at least one entry is due',
  ],
  [
    inArrival('{ rate: 1/s, attributes: { c: { sequense: [ 1 ] } } }'),
    '7:41 sources.q.arrivals[0].attributes.c.sequense: nothing is called "sequense" here (did you mean sequence?)',
  ],
  [
    inArrival('{ rate: 1/s, attributes: { size: 2 MiB } }'),
    '7:42 sources.q.arrivals[0].attributes.size: a record of 2 MiB is larger than the queue takes (at most 1 MiB) [SQS-59]',
  ],
  [
    inArrival('records: [ { id: a }, { id: a } ]'),
    '7:37 sources.q.arrivals[0].records[1].id: the id "a" stands here twice',
  ],
  [
    inArrival('records: [ {}, { id: q-1 } ]'),
    '7:30 sources.q.arrivals[0].records[1].id: "q-1" is an id that records without one are given here',
  ],
  [
    inArrival('records: [ { id: 7 } ]'),
    '7:26 sources.q.arrivals[0].records[0].id: an id is text; found 7 ("7" in quotes is text)',
  ],
  [
    inArrival('records: [ { delay: 16 min } ]'),
    '7:29 sources.q.arrivals[0].records[0].delay: from 0 s to 15 min is allowed; found "16 min" [SQS-61]',
  ],
  [
    inArrival('records: [ { size: 2 MiB } ]'),
    '7:28 sources.q.arrivals[0].records[0].size: a record of 2 MiB is larger than the queue takes (at most 1 MiB) [SQS-59]',
  ],
  [
    inArrival('records: [ { key: a, attributes: { key: b } } ]'),
    '7:27 sources.q.arrivals[0].records[0].key: key stands among the attributes, too',
  ],
  [
    inArrival('records: [ { attributes: { size: 3 } } ]'),
    '7:36 sources.q.arrivals[0].records[0].attributes.size: size is no attribute of a single record (it is a property of the record, beside its attributes)',
  ],
  [
    inArrival('replay: { file: none.csv }'),
    '7:25 sources.q.arrivals[0].replay.file: "none.csv" cannot be read (the path is relative to the scenario)',
  ],
  [
    inArrival('replay: { file: clicks.csv, time: timestamp, attributes: { size: value } }'),
    '7:66 sources.q.arrivals[0].replay.attributes: the size of a record is not taken from a column (name it otherwise; bytes of replayed records are drawn: attributes: { size: … } of the entry)',
  ],
  [
    inArrival('replay: { file: clicks.csv, time: tmestamp }'),
    '7:25 sources.q.arrivals[0].replay.file: clicks.csv has no column "tmestamp"; it has "timestamp", "value", "type" (did you mean "timestamp"?)',
  ],
];

const FUNCTIONS: readonly Case[] = [
  [
    `${HEAD}${QUEUE}functions: { f: {} }`,
    '4:17 functions.f.handler: is missing: the simulator must know how long the code takes (the smallest one is handler: { perInvocation: 100 ms })',
  ],
  [inFunction('memory: 64 MB'), '7:13 functions.f.memory: from 128 MB to 10240 MB is allowed; found "64 MB" [ENV-02]'],
  [
    inFunction('MemorySize: 512'),
    '7:5 functions.f.MemorySize: nothing is called "MemorySize" here (did you mean memory: 512 MB?)',
  ],
  [inFunction('Timeout: 5'), '7:5 functions.f.Timeout: nothing is called "Timeout" here (did you mean timeout: 5 s?)'],
  [
    inFunction('timeout: 16 min'),
    '7:14 functions.f.timeout: from 1 s to 15 min is allowed; found "16 min" (more is for functions on Managed Instances, which are not modelled: LMI-01) [ENV-01]',
  ],
  [inFunction('timeout: 2500 ms'), '7:14 functions.f.timeout: whole seconds only; found "2500 ms" [ENV-01]'],
  [inFunction('reservedConcurrency: -1'), '7:26 functions.f.reservedConcurrency: at least 0 is due; found -1 [CON-02]'],
  [
    inFunction('reservedConcurrency: "50"'),
    '7:26 functions.f.reservedConcurrency: a whole number is due; found "50" (50 without quotes)',
  ],
  [
    inFunction('ReservedConcurrentExecutions: 50'),
    '7:5 functions.f.ReservedConcurrentExecutions: nothing is called "ReservedConcurrentExecutions" here (did you mean reservedConcurrency: 50?)',
  ],
  [
    inFunction('provisionedConcurrency: 0'),
    '7:29 functions.f.provisionedConcurrency: from 1 to 1000000 is allowed; found 0 [CON-04]',
  ],
  [
    inFunction('coldStart: { runtime: node22 }'),
    '7:27 functions.f.coldStart.runtime: nodejs24, nodejs22, python3.13, python3.14, java21, java25, dotnet8, dotnet8-aot, dotnet10, ruby3.4, go, rust or llrt is due; found "node22" (did you mean nodejs22?)',
  ],
  [inFunction('coldStart: never'), '7:16 functions.f.coldStart: none is due; found "never"'],
  [inFunction('coldStart: { platform: 1 s }'), '7:16 functions.f.coldStart: one of runtime or init is due'],
];

const HANDLERS: readonly Case[] = [
  [
    inHandler('uses: [ db ]'),
    '7:15 functions.f.handler.uses[0]: no downstream is called "db" (there is no downstream)',
  ],
  [
    inHandler('{ duration: 1 s, perRecord: 1 s, perInvocation: 2 s }'),
    '7:9 functions.f.handler.duration: duration is the whole time of an invocation, so perInvocation and perRecord cannot be given beside it',
  ],
  [
    inHandler('perRecord: [ { when: { type: a }, tim: 1 s } ]'),
    '7:20 functions.f.handler.perRecord[0].time: is missing (a duration such as 30 s)',
    '7:41 functions.f.handler.perRecord[0].tim: nothing is called "tim" here (did you mean time?)',
  ],
  [inHandler('perRecord: []'), '7:18 functions.f.handler.perRecord: at least one entry is due'],
  [
    inHandler('perRecord: [ { time: 30 } ]'),
    '7:28 functions.f.handler.perRecord[0].time: a duration needs a unit; did you mean 30 s?',
  ],
  [
    inHandler('perRecord: { attribute: { name: work, unit: sec } }'),
    '7:51 functions.f.handler.perRecord.attribute.unit: us, ms, s, min or h is due; found "sec" (did you mean s?)',
  ],
  [
    inHandler('perRecord: { attribute: work, uniform: { min: 0 s, max: 1 s } }'),
    '7:18 functions.f.handler.perRecord: only one of uniform and attribute can be given',
  ],
  [inHandler('perKiB: 3'), '7:15 functions.f.handler.perKiB: a duration needs a unit; did you mean 3 s?'],
  [
    inHandler('{ duration: 1 s, perKiB: 1 ms }'),
    '7:9 functions.f.handler.duration: duration is the whole time of an invocation, so perKiB cannot be given beside it',
  ],
  [inHandler('perRecord: 30'), '7:18 functions.f.handler.perRecord: a duration needs a unit; did you mean 30 s?'],
  [inHandler('perRecord: -1 s'), '7:18 functions.f.handler.perRecord: at least 0 s is due; found "-1 s"'],
  [
    inHandler('perRecord: { exponental: { mean: 1 s } }'),
    '7:20 functions.f.handler.perRecord.exponental: nothing is called "exponental" here (did you mean exponential?)',
  ],
  [
    inHandler('perRecord: { exponential: { mean: 0 s } }'),
    '7:41 functions.f.handler.perRecord.exponential.mean: more than 0 s is due; found "0 s"',
  ],
  [
    inHandler('perRecord: { exponential: {} }'),
    '7:33 functions.f.handler.perRecord.exponential.mean: is missing (a duration such as 30 s)',
  ],
  [
    inHandler('perRecord: { uniform: { min: 2 s, max: 1 s } }'),
    '7:46 functions.f.handler.perRecord.uniform.max: max is less than min',
  ],
  [
    inHandler('perRecord: { lognormal: { median: 2 s, p99: 1 s } }'),
    '7:51 functions.f.handler.perRecord.lognormal.p99: p99 is less than the median',
  ],
  [
    inHandler('perRecord: { lognormal: { median: 2 s, cv: 1 } }'),
    '7:31 functions.f.handler.perRecord.lognormal: a lognormal is given by median and p99, or by mean and cv',
  ],
  [
    inHandler('perRecord: { hyperexponential: { mean: 2 s, squaredVariation: 0.5 } }'),
    '7:69 functions.f.handler.perRecord.hyperexponential.squaredVariation: a number of at least 1 and at most 1000000 is due; found 0.5',
  ],
  [
    inHandler('perRecord: { erlang: { mean: 2 s, phases: 1.5 } }'),
    '7:49 functions.f.handler.perRecord.erlang.phases: a whole number is due; found 1.5',
  ],
  [
    inHandler('perRecord: { pareto: { min: 2 s, shape: 0 } }'),
    '7:47 functions.f.handler.perRecord.pareto.shape: a number above 0 is due; found 0',
  ],
  [
    inHandler('perRecord: { quantiles: { p0: 1 s, p50: 2 s } }'),
    '7:31 functions.f.handler.perRecord.quantiles.p100: is missing',
  ],
  [
    inHandler('perRecord: { quantiles: { p0: 1 s, p50: 3 s, p100: 2 s } }'),
    '7:31 functions.f.handler.perRecord.quantiles: a higher percentile cannot have a lower value',
  ],
  [
    inHandler('perRecord: { quantiles: { p0: 1 s, p101: 2 s, p100: 2 s } }'),
    '7:42 functions.f.handler.perRecord.quantiles.p101: "p101" is no percentile from p0 to p100',
  ],
  [
    inHandler('perRecord: { choice: { 1 s: 50 %, 2: 50 % } }'),
    '7:41 functions.f.handler.perRecord.choice: every key in a scenario is text; found 2 (quotes make it text)',
  ],
  [
    inHandler('perRecord: { choice: { 1 s: 50 %, "2": 50 % } }'),
    '7:41 functions.f.handler.perRecord.choice["2"]: a duration needs a unit; did you mean 2 s?',
  ],
  [inHandler('parallel: 0'), '7:17 functions.f.handler.parallel: from 1 to 1000 is allowed; found 0'],
  [
    inHandler('invocationFails: 0.05'),
    '7:24 functions.f.handler.invocationFails: a share needs a unit; did you mean 5 %?',
  ],
  [inHandler('outcome: { fails: 1 % }'), '7:16 functions.f.handler.outcome: a list is due; found a mapping of 1'],
  [
    inHandler('outcome: [ { when: { a: [] }, fails: 1 % } ]'),
    '7:31 functions.f.handler.outcome[0].when.a: at least one entry is due',
  ],
  [
    inHandler('onRecordError: stop'),
    '7:22 functions.f.handler.onRecordError: throw, stopAndReport, report, reportOrThrow or firstRecordOnly is due; found "stop"',
  ],
  [
    inHandler('script: [ suceed ]'),
    '7:17 functions.f.handler.script[0]: succeed, throw, crash or timeout is due; found "suceed" (did you mean succeed?)',
  ],
  [inHandler('script: [ { report: m1 } ]'), '7:27 functions.f.handler.script[0].report: a list is due; found "m1"'],
  [
    inHandler('when: [ { then: throw } ]'),
    '7:15 functions.f.handler.when[0]: a condition is due: id, attributes or receiveCount',
  ],
  [
    inHandler('when: [ { id: a } ]'),
    '7:15 functions.f.handler.when[0].then: is missing (succeed, throw, crash, timeout or report)',
  ],
  [
    inHandler('when: [ { receiveCount: { min: 3, max: 2 }, then: throw } ]'),
    '7:46 functions.f.handler.when[0].receiveCount.max: max is less than min',
  ],
];

const MAPPINGS: readonly Case[] = [
  [
    `rules: ideal\n${inMapping('batchSize: 1').replace('type: sqs', 'type: sqs, visibilityTimeout: 0 s')}`,
    '8:5 mappings.m: under rules: ideal it has endless pollers, and q hides what they receive for 0 s: time would stand still (visibilityTimeout: 30 s for q, or pollers: { policy: fixed, count: 10 })',
  ],
  [
    `rules: ideal\n${inEvents('{ at: 1 s, set: { sources.q.visibilityTimeout: 0 s } }')}`,
    '12:52 events[0].set["sources.q.visibilityTimeout"]: under rules: ideal, time stands still at 0 s (more than 0 s is due)',
  ],
  [inMapping('batchSize: 0'), '9:16 mappings.m.batchSize: from 1 to 10000 is allowed; found 0 [SQS-30]'],
  [
    inMapping('maximumConcurrency: 1'),
    '9:25 mappings.m.maximumConcurrency: from 2 to 1000 is allowed; found 1 [SQS-14]',
  ],
  [
    inMapping('BatchSize: 5'),
    '9:5 mappings.m.BatchSize: nothing is called "BatchSize" here (did you mean batchSize: 5?)',
  ],
  [
    inMapping('MaximumBatchingWindowInSeconds: 5'),
    '9:5 mappings.m.MaximumBatchingWindowInSeconds: nothing is called "MaximumBatchingWindowInSeconds" here (did you mean maximumBatchingWindow: 5 s?)',
  ],
  [
    inMapping('maximumBatchingWindowInSeconds: 5 s'),
    '9:5 mappings.m.maximumBatchingWindowInSeconds: nothing is called "maximumBatchingWindowInSeconds" here (did you mean maximumBatchingWindow: 5 s?)',
  ],
  [
    inMapping('ScalingConfig: { MaximumConcurrency: 40 }'),
    '9:5 mappings.m.ScalingConfig: nothing is called "ScalingConfig" here (did you mean maximumConcurrency: 40?)',
  ],
  [
    inMapping('FunctionResponseTypes: [ ReportBatchItemFailures ]'),
    '9:5 mappings.m.FunctionResponseTypes: nothing is called "FunctionResponseTypes" here (did you mean reportBatchItemFailures: true?)',
  ],
  [
    inMapping('FunctionName: f'),
    '9:5 mappings.m.FunctionName: nothing is called "FunctionName" here (did you mean function: NAME?)',
  ],
  [
    inMapping('reportBatchItemFailures: yes'),
    '9:30 mappings.m.reportBatchItemFailures: true or false is due; found "yes"',
  ],
  [
    inMapping('startingPosition: LATEST'),
    '9:5 mappings.m.startingPosition: startingPosition is for streams: a mapping of a queue has none [J.4 rule 6]',
  ],
  [
    inMapping('bisectBatchOnFunctionError: true'),
    '9:5 mappings.m.bisectBatchOnFunctionError: bisectBatchOnFunctionError is for streams: a mapping of a queue has none [J.4 rule 6]',
  ],
  [
    inMapping('filters: [ { body: { type: [ { wildcard: "a*" } ] } } ]'),
    '9:34 mappings.m.filters[0].body.type[0]: wildcard is for EventBridge buses: no mapping takes it [FIL-23]',
  ],
  [
    inMapping('pollers: { policy: provisioned }'),
    '9:24 mappings.m.pollers.policy: provisioned pollers are a setting of the service, not one of our policies (provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 200 } of the mapping) [SQS-21]',
  ],
  [
    inMapping('pollers: { policy: textbok }'),
    '9:24 mappings.m.pollers.policy: onDemand, textbook, naive or fixed is due; found "textbok" (did you mean textbook?)',
  ],
  [inMapping('pollers: { policy: fixed }'), '9:14 mappings.m.pollers.count: is missing'],
  [inMapping('pollers: { count: 5 }'), '9:16 mappings.m.pollers.count: count goes with policy: naive or fixed'],
  [inMapping('pollers: { min: 5, max: 4 }'), '9:24 mappings.m.pollers.max: max is less than min'],
  [inMapping('pollers: { every: 5 s }'), '9:16 mappings.m.pollers.every: every goes with policy: textbook'],
  [
    inMapping('pollers: { policy: naive, sleep: 0 s }'),
    '9:38 mappings.m.pollers.sleep: more than 0 s is due; found "0 s"',
  ],
  [
    inMapping('pollers: { policy: textbook, sleep: 1 s, count: 5 }'),
    '9:34 mappings.m.pollers.sleep: sleep goes with policy: naive',
    '9:46 mappings.m.pollers.count: count goes with policy: naive or fixed',
  ],
  [
    inMapping('pollers: { policy: naive, min: 2, count: 1001 }'),
    '9:31 mappings.m.pollers.min: min goes with policy: onDemand or textbook',
    '9:46 mappings.m.pollers.count: from 1 to 1000 loops are allowed; found 1001',
  ],
  [
    inMapping('pollers: { policy: fixed, count: 5, max: 9, every: 3 s }'),
    '9:41 mappings.m.pollers.max: max goes with policy: onDemand or textbook',
    '9:49 mappings.m.pollers.every: every goes with policy: textbook',
  ],
  [
    inMapping('pollers: { policy: naive }\n    lowTrafficHold: true'),
    '10:5 mappings.m.lowTrafficHold: a loop of policy: naive has no long polls that could hold a batch [SQS-74]',
  ],
  [inMapping('lowTrafficHold: 20 s'), '9:21 mappings.m.lowTrafficHold: true or false is due; found "20 s"'],
  [
    inMapping('enabled: false\n    enabledAt: 5 s'),
    '9:5 mappings.m.enabled: a mapping that is not enabled cannot be enabledAt some time',
  ],
  [
    inMapping('{}').replace('source: q', 'source: orders').replace('{}', ''),
    '7:13 mappings.m.source: no source is called "orders" (there is: q)',
  ],
  [
    inMapping('').replace('function: f', 'function: ff'),
    '8:15 mappings.m.function: no function is called "ff" (did you mean f?)',
  ],
  [inMapping('').replace('function: f', ''), '7:5 mappings.m.function: is missing'],
];

const EVENTS: readonly Case[] = [
  [inEvents('{ at: 1 s }'), '11:5 events[0]: one of set, redrive, enable, disable, outage or reshard is due'],
  [inEvents('{ enable: m }'), '11:5 events[0].at: is missing (a duration such as 30 s)'],
  [inEvents('{ at: -1 s, enable: m }'), '11:11 events[0].at: at least 0 s is due; found "-1 s"'],
  [inEvents('{ at: 1 s, enable: m, disable: m }'), '11:5 events[0]: only one of enable and disable can be given'],
  [inEvents('{ at: 1 s, enable: q }'), '11:24 events[0].enable: no mapping is called "q" (there is: m)'],
  [
    inEvents('{ at: 1 s, outage: { source: nosuch } }'),
    '11:34 events[0].outage.source: no source is called "nosuch" (there is: q)',
  ],
  [
    inEvents('{ at: 1 s, outage: { function: nosuch } }'),
    '11:36 events[0].outage.function: no function is called "nosuch" (there is: f)',
  ],
  [
    inEvents('{ at: 1 s, outage: { downstream: db } }'),
    '11:38 events[0].outage.downstream: no downstream is called "db" (there is no downstream)',
  ],
  [
    inEvents('{ at: 1 s, outage: { source: q, mapping: m } }'),
    '11:24 events[0].outage: only one of source and mapping can be given',
  ],
  [inSource('sendsDuringOutage: drop'), '6:24 sources.q.sendsDuringOutage: wait or lost is due; found "drop"'],
  [
    inEvents('{ at: 1 s, set: { functions.g.reservedConcurrency: 3 } }'),
    '11:56 events[0].set["functions.g.reservedConcurrency"]: no function is called "g" (there is: f)',
  ],
  [
    inEvents('{ at: 1 s, set: { function.f.reservedConcurrency: 3 } }'),
    '11:23 events[0].set["function.f.reservedConcurrency"]: what to set is section.name.setting; found "function.f.reservedConcurrency" (such as functions.worker.reservedConcurrency)',
  ],
  [
    inEvents('{ at: 1 s, set: { functions.f.reserved: 3 } }'),
    '11:23 events[0].set["functions.f.reserved"]: "reserved" of functions cannot change during a run (what can: reservedConcurrency, provisionedConcurrency)',
  ],
  [
    inEvents('{ at: 1 s, set: { sources.q.maximumMessageSize: 1 KiB } }'),
    '11:23 events[0].set["sources.q.maximumMessageSize"]: "maximumMessageSize" of sources cannot change during a run (what can: visibilityTimeout, messageRetentionPeriod, delay)',
  ],
  [
    inEvents('{ at: 1 s, set: { mappings.m.batchSize: 0 } }'),
    '11:45 events[0].set["mappings.m.batchSize"]: from 1 to 10000 is allowed; found 0 [SQS-30]',
  ],
  [
    inEvents('{ at: 1 s, set: { mappings.m.batchSize: null } }'),
    '11:45 events[0].set["mappings.m.batchSize"]: a whole number such as 10 is due; found nothing',
  ],
  [
    inEvents('{ at: 1 s, redrive: { from: q } }'),
    '11:33 events[0].redrive.from: q is no queue’s dead-letter queue [SQS-50]',
  ],
  [
    inEvents('{ at: 1 s, for: 5 s, redrive: { from: q, rate: 501/s } }'),
    '11:16 events[0].for: a redrive cannot be undone',
    '11:52 events[0].redrive.rate: more than 0/s and at most 500/s is due; found "501/s" [SQS-50]',
  ],
];

const SECTIONS = { TOP, FACTS, NAMES, SOURCES, ARRIVALS, FUNCTIONS, HANDLERS, MAPPINGS, EVENTS };

for (const [section, cases] of Object.entries(SECTIONS)) {
  describe(section.toLowerCase(), () => {
    for (const [text, ...expected] of cases) {
      it(expected[0]!.replace(/^\S+ /, ''), () => expect(errors(text)).toEqual(expected));
    }
  });
}

describe('all at once', () => {
  it('what a mapping names is looked up although something else about it is wrong', () => {
    const text = `lagcast: 1
duration: 1 min
functions: { f: { handler: {} } }
sources: { q: { type: sqs } }
mappings: { m: { source: qq, function: g, BatchSize: 1 } }
`;
    expect(errors(text).map((error) => error.replace(/: .*/, ''))).toEqual([
      '5:26 mappings.m.source',
      '5:40 mappings.m.function',
      '5:43 mappings.m.BatchSize',
    ]);
  });

  it('one bad part hides no problem of another', () => {
    const text = `lagcast: 1
duration: never
functions:
  f: { timeout: 0 s, handler: { perRecord: 5 } }
  g: { handler: { duration: 1 ms }, reservedConcurrency: 950 }
sources:
  q: { type: sqs, delay: 1 h, arrivals: [ { rate: 5 }, { rats: 5/s } ] }
  k: { type: kaffka, shards: 3 }
mappings:
  m: { source: q, function: f, batchSize: 0 }
  n: { source: k, function: g, startingPosition: LATEST }
  o: { source: q, function: gg }
events: [ { at: 5, enable: m }, { at: 5 s, enable: oo } ]
objectives: [ p99(q.latncy) < 3 s, nonsense ]
`;
    expect(errors(text).map((error) => error.replace(/: .*/, ''))).toEqual([
      '2:11 duration',
      '4:17 functions.f.timeout',
      '4:44 functions.f.handler.perRecord',
      '5:58 functions.g.reservedConcurrency',
      '7:26 sources.q.delay',
      '7:51 sources.q.arrivals[0].rate',
      '7:58 sources.q.arrivals[1].rats',
      '8:14 sources.k.type',
      '10:43 mappings.m.batchSize',
      '12:29 mappings.o.function',
      '13:17 events[0].at',
      '13:52 events[1].enable',
      '14:15 objectives[0]',
      '14:36 objectives[1]',
    ]);
  });

  it('syntax errors come alone, because nothing else can be known', () => {
    expect(errors('duration: [ 1 s')).toHaveLength(1);
  });

  it('plain data have paths and no places', () => {
    const result = readScenarioValue({ lagcast: 1, duration: '1 s', sources: { q: { type: 'sqs', delay: 5 } } });
    expect(result.problems).toContainEqual({
      severity: 'error',
      path: 'sources.q.delay',
      message: 'a duration needs a unit; did you mean 5 s?',
    });
  });

  it('what is no mapping is no scenario', () => {
    for (const value of [undefined, null, 3, 'text', []]) expect(readScenarioValue(value).ok).toBe(false);
  });
});

describe('notes', () => {
  const notes = (text: string) => formatProblems('', readScenario(text, { ports }).problems).split('\n');

  it('name what is never used, and what never happens', () => {
    const text = `${HEAD}sources: { q: { type: sqs, arrivals: [ { records: [ { at: 2 h } ] }, { rate: { steps: [ { at: 1 h, rate: 1/s } ] } } ] } }
functions: { f: { handler: { duration: 1 ms, outcome: [ { when: { kind: a }, fails: 1 % } ] } } }
`;
    expect(notes(text)).toEqual([
      ':3:12 note: sources.q: no mapping reads from it',
      ':3:59 warning: sources.q.arrivals[0].records[0].at: the run has ended by then: this is never sent',
      ':3:95 warning: sources.q.arrivals[1].rate.steps[0].at: this step begins after the end of the run',
      ':4:14 note: functions.f: nothing invokes it',
      ':4:67 warning: functions.f.handler.outcome[0].when.kind: no record carries the attribute "kind", so this never matches',
    ]);
  });

  it('name events after the end', () => {
    const text = `${HEAD}sources: { q: { type: sqs, visibilityTimeout: 18 s } }
functions: { f: { handler: { duration: 1 ms } } }
mappings: { m: { source: q, function: f } }
events: [ { at: 1 h, enable: m }, { at: 61 min, enable: m } ]`;
    expect(notes(text)).toEqual([':6:41 warning: events[1].at: the run has ended by then: this never happens']);
  });
});
