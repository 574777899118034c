/** What a scenario may say about streams and their mappings: shapes, defaults, refusals, and the rules across parts. */
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/scenario/explain.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import {
  streamMappingsOf,
  streamsOf,
  type DynamoDbStreamsScenario,
  type KinesisScenario,
  type Scenario,
} from '../../src/scenario/scenario.ts';

const [SECOND, HOUR] = [1_000_000, 3_600_000_000];
const START = 'startingPosition: TRIM_HORIZON';
/** A mapping that no rule has anything to say about. */
const QUIET = `${START}, maximumRetryAttempts: 3, onFailure: dlq`;

interface Parts {
  readonly stream?: string;
  readonly mapping?: string;
  /** Instead of the one mapping. */
  readonly mappings?: string;
  readonly worker?: string;
  readonly handler?: string;
  readonly more?: string;
  readonly rules?: string;
}

function scenario(parts: Parts): string {
  const { stream = 'type: kinesis, shards: 2', mapping = QUIET, worker = '', handler = 'duration: 1 ms' } = parts;
  const functions = 'abcdefghijklmnopqrstuvwxyz'.split('').map((name) => `${name}: { handler: { duration: 1 ms } }`);
  return `lagcast: 1
duration: 3 d
rules: ${parts.rules ?? 'current'}
sources: { s: { ${stream} }, dlq: { type: sqs } }
functions: { f1: { handler: { ${handler} }, ${worker} }, ${functions.join(', ')} }
mappings: { ${parts.mappings ?? `m: { source: s, function: f1, ${mapping} }`} }
${parts.more ?? ''}`;
}

/** Problems without their places and without the notes that tell what every sound stream needs. */
function told(parts: Parts, severities = ['error', 'warning']): string[] {
  const { problems } = readScenario(scenario(parts));
  const text = formatProblems(
    '',
    problems.filter(({ severity }) => severities.includes(severity)),
  );
  return text === '' ? [] : text.split('\n').map((line) => line.replace(/^:[\d:]+ /, ''));
}

const notes = (parts: Parts): string[] => told(parts, ['note']).filter((line) => !line.includes('nothing invokes it'));

function read(parts: Parts): Scenario {
  const result = readScenario(scenario(parts));
  if (!result.ok) throw new Error(formatProblems('', result.problems));
  return result.scenario;
}

const kinesis = (parts: Parts) => streamsOf(read(parts).sources)[0] as KinesisScenario;
const dynamodb = (parts: Parts) => streamsOf(read(parts).sources)[0] as DynamoDbStreamsScenario;
const mapping = (parts: Parts) => streamMappingsOf(read(parts).mappings)[0]!;

it('a sound stream is met with silence', () => expect(told({})).toEqual([]));

describe('a Kinesis stream', () => {
  it('has the defaults of the service', () => {
    const { options, sendsDuringOutage } = kinesis({});
    expect(options).toEqual({
      shards: 2,
      mode: 'provisioned',
      retentionPeriod: 24 * HOUR,
      partitionKey: undefined,
      explicitHashKey: undefined,
      maxRecordSize: 1_048_576,
      onThrottle: 'retry',
    });
    expect(sendsDuringOutage).toBe('wait');
    const { origins } = read({});
    expect(origins['sources.s.retentionPeriod']).toEqual({ from: 'service default', facts: ['kinesis.retention'] });
    expect(origins['sources.s.mode']).toEqual({ from: 'service default', facts: [] });
    expect(origins['sources.s.onThrottle']).toEqual({ from: 'our default', facts: [] });
  });

  it('has a number of shards, given or of a new stream on demand (KIN-08, KIN-09)', () => {
    expect(told({ stream: 'type: kinesis' })).toEqual([
      'error: sources.s.shards: is missing: a provisioned stream has a number of shards (shards: 4, or mode: onDemand) [KIN-08]',
    ]);
    expect(kinesis({ stream: 'type: kinesis, mode: onDemand' }).options.shards).toBe(4);
    expect(kinesis({ stream: 'type: kinesis, mode: onDemand, shards: 7' }).options.shards).toBe(7);
    const { origins } = read({ stream: 'type: kinesis, mode: onDemand' });
    expect(origins['sources.s.shards']).toEqual({ from: 'service default', facts: ['kinesis.onDemand.shards'] });
    expect(told({ stream: 'type: kinesis, shards: 10001' })).toEqual([
      'error: sources.s.shards: from 1 to 10000 is allowed; found 10001 [KIN-08]',
    ]);
  });

  it.each([
    ['retentionPeriod: 23 h', 'sources.s.retentionPeriod: from 1 d to 365 d is allowed; found "23 h" [KIN-06]'],
    ['retentionPeriod: 1441 min', 'sources.s.retentionPeriod: whole hours only; found "1441 min" [KIN-06]'],
    ['maxRecordSize: 11 MiB', 'sources.s.maxRecordSize: from 1 MiB to 10 MiB is allowed; found "11 MiB" [KIN-02]'],
    ['mode: on-demand', 'sources.s.mode: provisioned or onDemand is due; found "on-demand" (did you mean onDemand?)'],
    ['partitionKey: 5', 'sources.s.partitionKey: the name of an attribute is due; found 5'],
    ['partitionKey: ""', 'sources.s.partitionKey: the name of an attribute is due; found ""'],
    ['ShardCount: 8', 'sources.s.ShardCount: nothing is called "ShardCount" here (did you mean shards: 8?)'],
    [
      'RetentionPeriodHours: 48',
      'sources.s.RetentionPeriodHours: nothing is called "RetentionPeriodHours" here (did you mean retentionPeriod: 48 h?)',
    ],
    [
      'redrivePolicy: { deadLetterQueue: dlq }',
      'sources.s.redrivePolicy: a stream has no redrive policy: what its mapping gives up goes to onFailure of the mapping (maximumRetryAttempts: 3 and onFailure: NAME of a queue, in the mapping) [KIN-28]',
    ],
    [
      'messageRetentionPeriod: 1 d',
      'sources.s.messageRetentionPeriod: this is for queues (retentionPeriod of a Kinesis stream) [KIN-06]',
    ],
    [
      'arrivals: [ { records: [ { delay: 1 s } ] } ]',
      'sources.s.arrivals[0].records[0].delay: records of a stream have no delay: this is for queues [SQS-61]',
    ],
    [
      'arrivals: [ { records: [ { size: 2 MiB } ] } ]',
      'sources.s.arrivals[0].records[0].size: a record of 2 MiB is larger than the stream takes (at most 1 MiB) [KIN-02]',
    ],
  ])('refuses %s', (option, problem) => {
    expect(told({ stream: `type: kinesis, shards: 2, ${option}` })).toEqual([`error: ${problem}`]);
  });

  it('is no dead-letter queue', () => {
    const more = 'x-q: 1';
    const text = scenario({ more }).replace(
      'dlq: { type: sqs }',
      'dlq: { type: sqs, redrivePolicy: { deadLetterQueue: s } }',
    );
    expect(formatProblems('', readScenario(text).problems)).toContain('s is no queue: it is of type kinesis');
  });
});

describe('keys of records (KIN-05)', () => {
  const attributesOf = (parts: Parts) => {
    const [first] = kinesis(parts).arrivals;
    return first!.when.kind === 'records' ? first!.when.records.map(({ attributes }) => attributes) : undefined;
  };
  const stream = (options: string, records: string) =>
    `type: kinesis, shards: 2, ${options} arrivals: [ { records: [ ${records} ] } ]`;

  it('written out become the attribute that is the partition key', () => {
    const named = { stream: stream('partitionKey: customer,', '{ key: a }, { attributes: { customer: b } }') };
    expect(attributesOf(named)).toEqual([{ customer: 'a' }, { customer: 'b' }]);
    expect(kinesis(named).options.partitionKey).toBe('customer');
  });

  it('written out without a partitionKey name it', () => {
    const unnamed = { stream: stream('', '{ key: a }, {}') };
    expect(attributesOf(unnamed)).toEqual([{ key: 'a' }, undefined]);
    expect(kinesis(unnamed).options.partitionKey).toBe('key');
    expect(read(unnamed).origins['sources.s.partitionKey']).toEqual({ from: 'our default', facts: [] });
    expect(kinesis({ stream: stream('', '{ id: x }') }).options.partitionKey).toBeUndefined();
  });

  it('cannot stand twice', () => {
    expect(told({ stream: stream('partitionKey: p,', '{ key: a, attributes: { p: b } }') })).toEqual([
      'error: sources.s.arrivals[0].records[0].key: p stands among the attributes, too',
    ]);
  });

  it('that no record carries are warned of', () => {
    const arrivals = 'arrivals: [ { rate: 1/s, attributes: { customer: a } } ]';
    expect(told({ stream: `type: kinesis, shards: 2, partitionKey: costumer, ${arrivals}` })).toEqual([
      'warning: sources.s.partitionKey: no record of it carries the attribute "costumer": every record has a key of its own (did you mean customer?) [KIN-05]',
    ]);
    expect(told({ stream: `type: kinesis, shards: 2, partitionKey: customer, ${arrivals}` })).toEqual([]);
    expect(told({ stream: 'type: kinesis, shards: 2, partitionKey: customer' })).toEqual([]);
    expect(told({ stream: `type: dynamodbStreams, shards: 2, partitionKey: item, ${arrivals}` })).toEqual([
      'warning: sources.s.partitionKey: no record of it carries the attribute "item": every record has a key of its own (they carry customer) [DDB-04]',
    ]);
  });

  it('that are hash keys are whole numbers of 128 bits', () => {
    const keyed = (values: string) => {
      const arrivals = `arrivals: [ { rate: 1/s, attributes: { h: { sequence: [ ${values} ] } } } ]`;
      return told({ stream: `type: kinesis, shards: 2, explicitHashKey: h, ${arrivals}` });
    };
    expect(keyed('0, 7, "340282366920938463463374607431768211455"')).toEqual([]);
    const refused = (value: string) => [
      `error: sources.s.explicitHashKey: a hash key is a whole number from 0 to 2^128 − 1; the attribute "h" may be ${value} (beyond 2^53 as text in quotes) [KIN-05]`,
    ];
    expect(keyed('"340282366920938463463374607431768211456"')).toEqual(
      refused('"340282366920938463463374607431768211456"'),
    );
    expect(keyed('1, a')).toEqual(refused('"a"'));
    expect(keyed('1.5')).toEqual(refused('1.5'));
    expect(keyed('-1')).toEqual(refused('-1'));
    expect(told({ stream: 'type: kinesis, shards: 2, explicitHashKey: h, arrivals: [ { rate: 1/s } ]' })).toEqual([
      'warning: sources.s.explicitHashKey: no record of it carries the attribute "h": partition keys decide (they carry none) [KIN-05]',
    ]);
  });
});

describe('a DynamoDB stream', () => {
  const type = 'type: dynamodbStreams';

  it('has shards, or a table that they are estimated from (DDB-05)', () => {
    const estimated = (table: string) => dynamodb({ stream: `${type}, table: { ${table} }` }).options.shards;
    expect(dynamodb({ stream: `${type}, shards: 3` }).options.shards).toBe(3);
    expect(estimated('rcu: 3000, wcu: 0, size: 0 B')).toBe(1);
    expect(estimated('rcu: 3000, wcu: 1, size: 0 B')).toBe(2);
    expect(estimated('rcu: 1500, wcu: 500, size: 0 B')).toBe(1);
    expect(estimated('rcu: 6000, wcu: 1500, size: 35 GB')).toBe(4);
    expect(estimated('rcu: 0, wcu: 0, size: 35 GB')).toBe(4);
    expect(estimated('rcu: 0, wcu: 0, size: 0 B')).toBe(1);
    expect(read({ stream: `${type}, table: { rcu: 1, wcu: 1, size: 1 GB }` }).origins['sources.s.shards']).toEqual({
      from: 'assumed',
      facts: ['dynamodb.partition.rcu', 'dynamodb.partition.wcu', 'dynamodb.partition.size'],
    });
  });

  it.each([
    [
      '',
      'sources.s.shards: is missing: one of shards and table is due (shards: 1, or table: { rcu: 3000, wcu: 1000, size: 10 GB }) [DDB-05]',
    ],
    [
      'shards: 2, table: { rcu: 1, wcu: 1, size: 1 GB }',
      'sources.s.table: only one of shards and table can be given [DDB-05]',
    ],
    [
      'shards: 2, retentionPeriod: 48 h',
      'sources.s.retentionPeriod: a DynamoDB stream keeps its records for a day: this cannot be changed [DDB-02]',
    ],
    ['shards: 2, rollover: 2 d', 'sources.s.rollover: from 1 s to 1 d is allowed; found "2 d" [DDB-06]'],
    [
      'shards: 2, streamViewType: NEW',
      'sources.s.streamViewType: KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES is due; found "NEW"',
    ],
  ])('refuses %s', (options, problem) => {
    expect(told({ stream: `${type}, ${options}` })).toEqual([`error: ${problem}`]);
  });

  it('is off with rollover unless said (UNK-24)', () => {
    const { options } = dynamodb({ stream: `${type}, shards: 1` });
    expect(options).toEqual({
      shards: 1,
      partitionKey: undefined,
      streamViewType: 'NEW_AND_OLD_IMAGES',
      rollover: undefined,
    });
    expect(dynamodb({ stream: `${type}, shards: 1, rollover: 4 h` }).options.rollover).toBe(4 * HOUR);
  });
});

describe('a mapping of a stream', () => {
  it('has the defaults of the service', () => {
    const { options, ...rest } = mapping({ mapping: START });
    expect(options).toEqual({
      batchSize: 100,
      maximumBatchingWindow: 0,
      parallelizationFactor: 1,
      maximumRetryAttempts: -1,
      maximumRecordAge: undefined,
      bisectBatchOnFunctionError: false,
      tumblingWindow: 0,
      reportBatchItemFailures: false,
      enhancedFanOut: false,
    });
    expect(rest).toEqual({
      name: 'm',
      source: 's',
      function: 'f1',
      type: 'kinesis',
      filters: [],
      enabledAt: 0,
      startingPosition: 'TRIM_HORIZON',
      startingPositionTimestamp: undefined,
      onFailure: undefined,
    });
  });

  it('says -1 for no limit, as the service does', () => {
    const { options } = mapping({ mapping: `${START}, maximumRetryAttempts: -1, maximumRecordAge: -1` });
    expect([options.maximumRetryAttempts, options.maximumRecordAge]).toEqual([-1, undefined]);
    expect(mapping({ mapping: `${START}, maximumRecordAge: 60 s` }).options.maximumRecordAge).toBe(60 * SECOND);
  });

  it('has a destination inside or outside the scenario', () => {
    const to = (written: string) =>
      mapping({ mapping: `${START}, maximumRetryAttempts: 1, onFailure: ${written}` }).onFailure;
    expect(to('dlq')).toEqual({ kind: 'queue', name: 'dlq' });
    expect(to('{ s3: bucket }')).toEqual({ kind: 's3', name: 'bucket' });
    expect(to('{ sns: topic }')).toEqual({ kind: 'sns', name: 'topic' });
  });

  it.each([
    ['', 'error: mappings.m.startingPosition: is missing (TRIM_HORIZON, LATEST or AT_TIMESTAMP)'],
    [
      'startingPosition: EARLIEST',
      'error: mappings.m.startingPosition: TRIM_HORIZON, LATEST or AT_TIMESTAMP is due; found "EARLIEST"',
    ],
    [
      `${QUIET}, maximumRecordAge: 59 s`,
      'error: mappings.m.maximumRecordAge: from 1 min to 7 d is allowed; found "59 s" [KIN-24]',
    ],
    [`${QUIET}, maximumRecordAge: 0`, 'error: mappings.m.maximumRecordAge: a duration needs a unit; did you mean 0 s?'],
    [
      `${START}, maximumRetryAttempts: -2`,
      'error: mappings.m.maximumRetryAttempts: from -1 to 10000 is allowed; found -2 [KIN-23]',
    ],
    [
      `${QUIET}, parallelizationFactor: 11`,
      'error: mappings.m.parallelizationFactor: from 1 to 10 is allowed; found 11 [KIN-14]',
    ],
    [
      `${QUIET}, tumblingWindow: 901 s`,
      'error: mappings.m.tumblingWindow: from 0 s to 15 min is allowed; found "901 s" [KIN-31]',
    ],
    [`${QUIET}, batchSize: 10001`, 'error: mappings.m.batchSize: from 1 to 10000 is allowed; found 10001 [J.1]'],
    [
      `${QUIET}, pollers: { min: 2 }`,
      'error: mappings.m.pollers: pollers are for queues: a stream has one reader for each shard, and parallelizationFactor batches of it at once [KIN-14]',
    ],
    [
      `${QUIET}, maximumConcurrency: 5`,
      'error: mappings.m.maximumConcurrency: maximumConcurrency is for queues: a stream runs shards × parallelizationFactor batches at once at most (fewer shards, or a reservedConcurrency of the function) [KIN-14]',
    ],
    [
      `${QUIET}, lowTrafficHold: true`,
      'error: mappings.m.lowTrafficHold: lowTrafficHold is for queues: shards are asked at a base rate, and no long poll holds a batch [KIN-11]',
    ],
    [
      `${QUIET}, MaximumRecordAgeInSeconds: 3600`,
      'error: mappings.m.MaximumRecordAgeInSeconds: nothing is called "MaximumRecordAgeInSeconds" here (did you mean maximumRecordAge: 3600 s?)',
    ],
    [
      'startingPosition: AT_TIMESTAMP',
      'error: mappings.m.startingPositionTimestamp: is missing: AT_TIMESTAMP reads from an instant on (startingPositionTimestamp: -1 h is an hour before the run) [J.1]',
    ],
    [
      `${START}, startingPositionTimestamp: 0 s`,
      'error: mappings.m.startingPositionTimestamp: goes with startingPosition: AT_TIMESTAMP only [J.1]',
    ],
    [
      'startingPosition: AT_TIMESTAMP, startingPositionTimestamp: 1 s',
      'error: mappings.m.startingPositionTimestamp: the mapping exists from 0 s, and cannot begin to read at 1 s, which is in the future then [J.1]',
    ],
    [
      `${START}, maximumRetryAttempts: 1, onFailure: nowhere`,
      'error: mappings.m.onFailure: no source is called "nowhere" (there is: s, dlq)',
    ],
    [
      `${START}, maximumRetryAttempts: 1, onFailure: s`,
      'error: mappings.m.onFailure: s is no queue: it is of type kinesis',
    ],
    [
      `${START}, maximumRetryAttempts: 1, onFailure: { s3: b, sns: t }`,
      'error: mappings.m.onFailure: only one of s3 and sns can be given',
    ],
  ])('refuses { %s }', (written, problem) => expect(told({ mapping: written })).toEqual([problem]));

  it('reads from an instant that is not in the future when it begins to poll', () => {
    const at = 'startingPosition: AT_TIMESTAMP, startingPositionTimestamp';
    expect(mapping({ mapping: `${at}: 10 s, enabledAt: 10 s` }).startingPositionTimestamp).toBe(10 * SECOND);
    expect(mapping({ mapping: `${at}: -1 h` }).startingPositionTimestamp).toBe(-HOUR);
  });

  it('of DynamoDB has neither AT_TIMESTAMP nor fan-out (J.4 rule 7, KIN-12)', () => {
    const stream = 'type: dynamodbStreams, shards: 1';
    expect(told({ stream, mapping: 'startingPosition: AT_TIMESTAMP, startingPositionTimestamp: 0 s' })).toEqual([
      'error: mappings.m.startingPosition: a DynamoDB stream is read from TRIM_HORIZON or LATEST: it has no AT_TIMESTAMP [J.4 rule 7]',
      'error: mappings.m.startingPositionTimestamp: a DynamoDB stream is read from TRIM_HORIZON or LATEST: it has no AT_TIMESTAMP [J.4 rule 7]',
    ]);
    expect(told({ stream, mapping: `${QUIET}, enhancedFanOut: true` })).toEqual([
      'error: mappings.m.enhancedFanOut: enhanced fan-out is for Kinesis: a DynamoDB stream is polled [KIN-12]',
    ]);
  });

  it('of a queue has no destination: that is what redrive policies are for (CTR-20)', () => {
    const mappings = 'm: { source: dlq, function: f1, onFailure: dlq }';
    expect(told({ mappings })).toContainEqual(
      'error: mappings.m.onFailure: onFailure is for streams: a mapping of a queue has no destination, and what fails too often goes to the dead-letter queue (redrivePolicy: { maxReceiveCount: 5, deadLetterQueue: NAME } of the queue) [CTR-20]',
    );
  });

  it('can be set to another batch, window, number of attempts and age while the run goes on', () => {
    const set = (what: string) =>
      read({ more: `events: [ { at: 1 s, set: { mappings.m.${what} } } ]` }).events.map((event) =>
        event.kind === 'set' ? event.value : undefined,
      );
    expect(set('batchSize: 5')).toEqual([5]);
    expect(set('maximumBatchingWindow: 2 s')).toEqual([2 * SECOND]);
    expect(set('maximumRetryAttempts: -1')).toEqual([-1]);
    expect(set('maximumRecordAge: 2 min')).toEqual([120 * SECOND]);
    expect(set('maximumRecordAge: -1')).toEqual([undefined]);
    expect(set('maximumRecordAge: null')).toEqual([undefined]);
    expect(told({ more: 'events: [ { at: 1 s, set: { mappings.m.parallelizationFactor: 5 } } ]' })).toEqual([
      'error: events[0].set["mappings.m.parallelizationFactor"]: "parallelizationFactor" of mappings cannot change during a run (what can: batchSize, maximumBatchingWindow, maximumRetryAttempts, maximumRecordAge)',
    ]);
  });
});

describe('where reading begins (KIN-18)', () => {
  const arrivals = 'arrivals: [ { rate: 1/s, startAt: 5 s } ]';
  const latest = (enabledAt: string) => ({
    stream: `type: kinesis, shards: 2, ${arrivals}`,
    mapping: `startingPosition: LATEST, maximumRetryAttempts: 3, onFailure: dlq, enabledAt: ${enabledAt}`,
  });

  it('after records were put is warned of', () => {
    expect(told(latest('6 s'))).toEqual([
      'warning: mappings.m.startingPosition: records that are put into s before 6 s, when it begins to read, are missed (startingPosition: TRIM_HORIZON) [KIN-18]',
    ]);
    expect(told(latest('5 s'))).toEqual([]);
    expect(
      told({ ...latest('0 s'), stream: 'type: kinesis, shards: 1, arrivals: [ { records: [ { at: -1 s } ] } ]' }),
    ).toHaveLength(1);
  });

  it('with LATEST is noted, but in the ideal model', () => {
    const note =
      'note: mappings.m.startingPosition: at AWS a new mapping may begin to read minutes after it was made, and misses what is put until then (here after stream.startDelay) (startingPosition: TRIM_HORIZON) [KIN-18]';
    expect(notes(latest('0 s'))).toContainEqual(note);
    expect(notes({ ...latest('0 s'), rules: 'ideal' })).not.toContainEqual(note);
    expect(notes({})).not.toContainEqual(note);
  });
});

describe('what becomes of a batch that fails (J.4 rule 8)', () => {
  const blocking =
    'note: mappings.m: without maximumRetryAttempts and maximumRecordAge a batch that always fails is sent again until s drops it after 1 d: nothing behind it in its shard is handled until then (maximumRetryAttempts: 3 with onFailure: NAME gives it up and tells of it; a finite number always gives up) [KIN-22]';

  it('without limits blocks its shard until the stream drops it (KIN-22)', () => {
    expect(notes({ mapping: START })).toContainEqual(blocking);
    expect(notes({ mapping: START, stream: 'type: kinesis, shards: 2, retentionPeriod: 7 d' })).toContainEqual(
      blocking.replace('1 d', '7 d'),
    );
    expect(notes({ mapping: START, stream: 'type: dynamodbStreams, shards: 2' })).toContainEqual(blocking);
  });

  it('without limits never reaches a destination (KIN-22)', () => {
    expect(told({ mapping: `${START}, onFailure: dlq` })).toEqual([
      'warning: mappings.m.onFailure: nothing is ever given up, so nothing goes there (maximumRetryAttempts: 3, or a maximumRecordAge) [KIN-22]',
    ]);
  });

  it('with limits is skipped, or told of (KIN-28)', () => {
    const skipped = (when: string) =>
      `note: mappings.m: a batch is given up ${when}: its records are skipped, and nobody is told (onFailure: NAME of a queue) [KIN-28]`;
    expect(notes({ mapping: `${START}, maximumRetryAttempts: 0` })).toContainEqual(skipped('after its first attempt'));
    expect(notes({ mapping: `${START}, maximumRetryAttempts: 3` })).toContainEqual(skipped('after 4 attempts'));
    expect(notes({ mapping: `${START}, maximumRetryAttempts: 3, maximumRecordAge: 1 h` })).toContainEqual(
      skipped('after 4 attempts or when it is older than 1 h'),
    );
    const aged = `${START}, maximumRecordAge: 1 h`;
    expect(notes({ mapping: aged })).toContainEqual(skipped('when it is older than 1 h'));
    expect(notes({ mapping: aged })).not.toContainEqual(blocking);
    expect(notes({})).toContainEqual(
      'note: mappings.m.onFailure: a batch is given up after 4 attempts; the news of it goes to dlq, without its records: they are in s until it drops them, to be read again by shard and sequence number [KIN-28]',
    );
    expect(notes({ mapping: `${START}, maximumRetryAttempts: 3, onFailure: { s3: b } ` })).toContainEqual(
      'note: mappings.m.onFailure: a batch is given up after 4 attempts; the news of it goes to b, with its records [KIN-28]',
    );
  });

  it('at an age that no record reaches is warned of (KIN-24)', () => {
    expect(told({ mapping: `${QUIET}, maximumRecordAge: 1 d` })).toEqual([
      'warning: mappings.m.maximumRecordAge: s drops records after 1 d, so none gets as old as 1 d (less than 1 d) [KIN-24]',
    ]);
    expect(told({ mapping: `${QUIET}, maximumRecordAge: 23 h` })).toEqual([]);
  });

  it('of one record is not split (KIN-25)', () => {
    expect(notes({ mapping: `${QUIET}, batchSize: 1, bisectBatchOnFunctionError: true` })).toContainEqual(
      'note: mappings.m.bisectBatchOnFunctionError: a batch of one record cannot be split [KIN-25]',
    );
    expect(notes({ mapping: `${QUIET}, batchSize: 2, bisectBatchOnFunctionError: true` }).join()).not.toContain(
      'split',
    );
  });

  it('is not noticed where the answer is not listened to (KIN-26)', () => {
    expect(told({ handler: 'onRecordError: report' })).toEqual([
      'warning: mappings.m: f1 reports failed records, but this mapping does not listen: such a batch counts as a success (reportBatchItemFailures: true) [KIN-26]',
    ]);
    expect(told({ handler: 'onRecordError: report', mapping: `${QUIET}, reportBatchItemFailures: true` })).toEqual([]);
  });
});

it('a batching window longer than the tumbling window is warned of (J.4 rule 8)', () => {
  const windows = (tumbling: string) => `${QUIET}, tumblingWindow: ${tumbling}, maximumBatchingWindow: 30 s`;
  expect(told({ mapping: windows('20 s') })).toEqual([
    'warning: mappings.m.maximumBatchingWindow: records are gathered for 30 s, longer than the tumbling window of 20 s (at most 20 s) [J.4 rule 8]',
  ]);
  expect(told({ mapping: windows('30 s') })).toEqual([]);
  expect(told({ mapping: windows('0 s') })).toEqual([]);
  expect(told({ mapping: windows('20 s'), rules: 'ideal' })).toEqual([]);
});

describe('readers of one stream', () => {
  const readers = (count: number, option = '') =>
    'abcdefghijklmnopqrstuvwxyz'
      .slice(0, count)
      .split('')
      .map((name) => `m${name}: { source: s, function: ${name}, ${QUIET}${option} }`)
      .join(', ');

  it('that poll share five reads a second of each shard (KIN-04, PLN-11)', () => {
    expect(told({ mappings: readers(5) })).toEqual([]);
    expect(told({ mappings: readers(7) })).toEqual([
      'warning: sources.s: 7 mappings poll it: 7 reads of each shard a second, and a shard answers 5 of all of them together; 29 % are refused, and every mapping reads later (enhancedFanOut: true for 2 of them) [KIN-04]',
    ]);
    expect(told({ mappings: readers(7), rules: 'ideal' })).toEqual([]);
    expect(told({ mappings: readers(7, ', enhancedFanOut: true') })).toEqual([]);
  });

  it('are two of a DynamoDB stream (DDB-03, J.4 rule 7)', () => {
    const stream = 'type: dynamodbStreams, shards: 1';
    expect(told({ stream, mappings: readers(2) })).toEqual([]);
    expect(told({ stream, mappings: readers(3) })).toEqual([
      'warning: sources.s: 3 mappings read it, and DynamoDB serves 2 readers of a shard: they make 12 reads a second of each, and 8 are answered: 33 % are refused, and every mapping reads later (one mapping whose function passes the changes on to the others) [DDB-03]',
    ]);
    expect(told({ stream, mappings: readers(3), rules: 'ideal' })).toEqual([]);
  });

  it('by fan-out are twenty at most (KIN-10)', () => {
    expect(told({ mappings: readers(20, ', enhancedFanOut: true') })).toEqual([]);
    expect(told({ mappings: readers(21, ', enhancedFanOut: true') })).toEqual([
      'error: sources.s: 21 mappings read it by enhanced fan-out, and a stream has at most 20 registered consumers (the others can poll: enhancedFanOut: false) [KIN-10]',
    ]);
  });

  it('each have a pair of their own (R-SQS-09)', () => {
    const mappings = `m: { source: s, function: a, ${QUIET} }, n: { source: s, function: a, ${QUIET} }`;
    expect(told({ mappings })).toEqual([
      'warning: mappings.n: m maps s to a already: at AWS each has to name an alias or a version of its own, or the service answers ResourceConflictException (or enhancedFanOut: true, so that each is a consumer of its own) [R-SQS-09]',
    ]);
    // Registered consumers have ARNs of their own.
    const pushed = `m: { source: s, function: a, ${QUIET}, enhancedFanOut: true }, n: { source: s, function: a, ${QUIET}, enhancedFanOut: true }`;
    expect(told({ mappings: pushed })).toEqual([]);
    expect(told({ mappings: `${pushed}, o: { source: s, function: a, ${QUIET} }` })).toEqual([]);
  });
});

describe('the load of a stream', () => {
  const sent = (arrivals: string, options = 'shards: 2') => ({
    stream: `type: kinesis, ${options}, arrivals: [ ${arrivals} ]`,
  });

  it('of records (KIN-01, KIN-07)', () => {
    expect(told(sent('{ rate: 2000/s }'))).toEqual([]);
    expect(told(sent('{ rate: 2000/s }, { rate: { poisson: 1/s } }'))).toEqual([
      'warning: sources.s.shards: 2001 records/s are put, and 2 shards take 2000 records/s and 2 MiB/s at most: the others are refused, and producers fall behind (shards: 3, and more where keys are uneven) [KIN-07]',
    ]);
    expect(told(sent('{ rate: 1001/s }', 'shards: 1, onThrottle: drop')).join()).toContain(
      '1 shard takes 1000 records/s and 1 MiB/s at most: the others are refused and lost',
    );
    expect(told(sent('{ rate: 4001/s }', 'mode: onDemand')).join()).toContain(
      'some are refused until the service has split shards',
    );
    expect(told({ ...sent('{ rate: 2001/s }'), rules: 'ideal' })).toEqual([]);
  });

  it('counts what is put at the same time', () => {
    const during = (from: string, to: string) => `{ rate: 1500/s, startAt: ${from}, endAt: ${to} }`;
    expect(told(sent(`${during('0 s', '1 h')}, ${during('1 h', '2 h')}`))).toEqual([]);
    expect(told(sent(`${during('0 s', '61 min')}, ${during('1 h', '2 h')}`)).join()).toContain('3000 records/s');
  });

  it('of bytes (KIN-01, KIN-07)', () => {
    expect(told(sent('{ rate: 1024/s, attributes: { size: 2 KiB } }'))).toEqual([]);
    expect(told(sent('{ rate: 1025/s, attributes: { size: 2 KiB } }'))[0]).toContain(
      '1025 records/s and 2 MiB/s are put, and 2 shards take',
    );
    expect(told(sent('{ rate: 1025/s, attributes: { size: 2 KiB } }'))[0]).toContain('(shards: 3, ');
  });

  it('that polling mappings read (KIN-04, KIN-07)', () => {
    const mappings = ['a', 'b', 'c', 'd'].map((name) => `m${name}: { source: s, function: ${name}, ${QUIET} }`);
    const load = sent('{ rate: 900/s, attributes: { size: 2 KiB } }');
    expect(told({ ...load, mappings: mappings.slice(0, 2).join() })).toEqual([]);
    expect(told({ ...load, mappings: mappings.join() })).toEqual([
      'warning: sources.s.shards: 4 mappings that poll read 7.03 MiB/s, and 2 shards hand out 4 MiB/s at most: they fall behind (shards: 4, or enhancedFanOut: true for some of them) [KIN-07]',
    ]);
  });

  it('of records that no invocation can hold (KIN-02)', () => {
    const large = (size: string) => sent(`{ records: [ { size: ${size} } ] }`, 'shards: 2, maxRecordSize: 10 MiB');
    // (6 MiB − 600 B) × 3 / 4
    expect(told(large('4718142 B'))).toEqual([]);
    expect(told(large('4718143 B'))).toEqual([
      'warning: sources.s.arrivals[0].records[0]: a record of 4718143 B does not fit into an invocation: no function gets it, only the news that it was given up (at most 4718142 B) [KIN-02]',
    ]);
    expect(told({ ...large('5 MiB'), mappings: '' })).toEqual([]);
    expect(told(sent('{ rate: 1/min, attributes: { size: 5 MiB } }', 'shards: 2, maxRecordSize: 10 MiB'))).toHaveLength(
      1,
    );
  });
});

describe('resharding (KIN-08)', () => {
  const resharded = (events: string, options = 'shards: 4', rules = 'current') =>
    told({ stream: `type: kinesis, ${options}`, more: `events: [ ${events} ]`, rules });
  const to = (at: string, shards: number) => `{ at: ${at}, reshard: { stream: s, shards: ${shards} } }`;

  it('to half and to twice as many is what the service does', () => {
    expect(resharded(`${to('1 min', 8)}, ${to('10 min', 16)}, ${to('20 min', 8)}, ${to('30 min', 4)}`)).toEqual([]);
    const refused = (entry: number, has: number, least: number, most: number) =>
      `error: events[${entry}].reshard.shards: s has ${has} shards then: one change leads to ${least} to ${most} (several changes, one after the other) [KIN-08]`;
    expect(resharded(to('1 min', 9))).toEqual([refused(0, 4, 2, 8)]);
    expect(resharded(to('1 min', 1))).toEqual([refused(0, 4, 2, 8)]);
    expect(resharded(`${to('1 min', 6)}, ${to('10 min', 13)}`)).toEqual([refused(1, 6, 3, 12)]);
    expect(resharded(to('1 min', 2), 'shards: 5')).toEqual([refused(0, 5, 3, 10)]);
    expect(resharded(to('1 min', 20), 'shards: 4', 'ideal')).toEqual([]);
  });

  it('is one at a time', () => {
    // Four splits of 30 s each.
    expect(resharded(`${to('1 min', 8)}, ${to('179 s', 16)}`)).toEqual([
      'warning: events[1].reshard.stream: the change before goes on until 3 min (assumed: kinesis.reshard.time for each split or merge): this one begins then, where the service refuses it (at: 3 min) [KIN-08]',
    ]);
    expect(resharded(`${to('1 min', 8)}, ${to('3 min', 16)}`)).toEqual([]);
  });

  it('happens ten times in any 24 hours', () => {
    const ten = Array.from({ length: 10 }, (_, i) => to(`${i + 1} h`, i % 2 === 0 ? 8 : 4));
    expect(resharded([...ten, to('25 h', 8)].join())).toEqual([]);
    expect(resharded([...ten, to('24.9 h', 8)].join())).toEqual([
      'error: events[10].reshard.stream: the 11th change within 24 h, and the service makes 10 (not before 25 h) [KIN-08]',
    ]);
  });

  it('is for provisioned Kinesis streams', () => {
    expect(resharded(to('1 min', 8), 'mode: onDemand')).toEqual([
      'error: events[0].reshard.stream: s is in mode onDemand: the service splits its shards itself [KIN-08]',
    ]);
    expect(told({ stream: 'type: dynamodbStreams, shards: 4', more: `events: [ ${to('1 min', 8)} ]` })).toEqual([
      'error: events[0].reshard.stream: s is the stream of a table: DynamoDB splits its shards itself [KIN-08]',
    ]);
    const reshard = (what: string) => told({ more: `events: [ { at: 1 s, reshard: { ${what} } } ]` });
    expect(reshard('stream: dlq, shards: 2')).toEqual([
      'error: events[0].reshard.stream: dlq is no stream: it is of type sqs [KIN-08]',
    ]);
    expect(reshard('stream: q, shards: 2')).toEqual([
      'error: events[0].reshard.stream: no source is called "q" (there is: s, dlq)',
    ]);
    expect(reshard('stream: s, shards: 0')).toEqual([
      'error: events[0].reshard.shards: from 1 to 10000 is allowed; found 0 [KIN-08]',
    ]);
  });

  it('is not undone, and says so when it does nothing', () => {
    expect(told({ more: 'events: [ { at: 1 s, for: 1 min, reshard: { stream: s, shards: 4 } } ]' })).toEqual([
      'error: events[0].for: a reshard is not undone: another reshard leads back',
    ]);
    expect(resharded(to('1 min', 4))).toEqual(['warning: events[0].reshard.shards: it has 4 shards already']);
  });
});

describe('what a design needs (KIN-14)', () => {
  const design = (line: string) => `note: sources.s: ${line} [KIN-14]`;
  const two = (first: string, second: string) =>
    `m: { source: s, function: a, ${QUIET}${first} }, n: { source: s, function: b, ${QUIET}${second} }`;

  it('is counted for each stream', () => {
    expect(notes({})).toContainEqual(
      design(
        '1 function, 1 mapping: 2 shards × 1 mapping × factor 1 = 2 invocations at once at most; 1 reader of each shard',
      ),
    );
    const factor = ', parallelizationFactor: 3';
    expect(notes({ mappings: two(factor, factor) })).toContainEqual(
      design(
        '2 functions, 2 mappings: 2 shards × 2 mappings × factor 3 = 12 invocations at once at most; 2 readers of each shard',
      ),
    );
    expect(notes({ mappings: two(factor, ', enhancedFanOut: true') })).toContainEqual(
      design(
        '2 functions, 2 mappings: 2 shards × (factors 3 + 1) = 8 invocations at once at most; 2 readers of each shard, 1 of them by fan-out',
      ),
    );
    const pushed = ', enhancedFanOut: true';
    expect(notes({ mappings: two(pushed, pushed) }).join()).toContain(
      '2 readers of each shard, all of them by fan-out',
    );
    expect(notes({ stream: 'type: kinesis, mode: onDemand' }).join()).toContain(
      '4 invocations at once at most to begin with, and more as the service splits shards; 1 reader',
    );
    expect(notes({ more: 'events: [ { at: 1 min, reshard: { stream: s, shards: 4 } } ]' }).join()).toContain(
      '4 shards × 1 mapping × factor 1 = 4 invocations',
    );
  });

  it('is compared with what the function reserves', () => {
    const reserved = (worker: string, mappings?: string) =>
      told({ worker: `reservedConcurrency: ${worker}`, ...(mappings !== undefined && { mappings }) });
    expect(reserved('2')).toEqual([]);
    expect(reserved('1')).toEqual([
      'warning: functions.f1.reservedConcurrency: its streams may invoke it 2 times at once, more than the 1 it reserves: the others are refused, and the batches of streams wait and are tried again while their shards stand still (at least 2) [KIN-14]',
    ]);
    const both = (queue: string) =>
      `m: { source: s, function: f1, ${QUIET} }, n: { source: dlq, function: f1, ${queue} }`;
    expect(reserved('7', both('maximumConcurrency: 5'))).toEqual(
      expect.not.arrayContaining([expect.stringContaining('KIN-14')]),
    );
    expect(reserved('6', both('maximumConcurrency: 5')).join()).toContain(
      'its streams may invoke it 2 times at once and its queues 5, more than the 6 it reserves',
    );
    expect(reserved('6', both('pollers: { policy: fixed, count: 5 }')).join()).toContain('and its queues 5, more');
    expect(reserved('50', both('batchSize: 1')).join()).toContain(
      '2 times at once and its queues as many as their pollers reach, more than the 50 it reserves',
    );
    expect(told({ worker: 'reservedConcurrency: 1', rules: 'ideal' })).toEqual([]);
  });

  it('counts shards at their greatest number', () => {
    const more = 'events: [ { at: 1 min, reshard: { stream: s, shards: 4 } } ]';
    expect(told({ worker: 'reservedConcurrency: 3', more })).toHaveLength(1);
    expect(told({ worker: 'reservedConcurrency: 4', more })).toEqual([]);
  });

  it('is compared with what the account has left', () => {
    const stream = 'type: kinesis, shards: 101';
    const mapping = `${QUIET}, parallelizationFactor: 10`;
    expect(told({ stream, mapping })).toEqual([
      'warning: account.concurrency: streams may invoke functions without a reservation 1010 times at once, more than the 1000 that are not reserved: the others are refused, and their shards stand still (fewer shards, a smaller parallelizationFactor, or a larger account) [KIN-14]',
    ]);
    expect(told({ stream: 'type: kinesis, shards: 100', mapping })).toEqual([]);
  });
});

describe('nobody reads it', () => {
  it('is noted of a stream, and not of a destination', () => {
    expect(notes({ mappings: '' })).toEqual([
      'note: sources.s: no mapping reads from it',
      'note: sources.dlq: no mapping reads from it',
    ]);
    expect(notes({}).join()).not.toContain('no mapping reads');
  });
});

it('percentiles of the fan-out latency are in order', () => {
  expect(told({ more: 'facts: { kinesis.fanOut.latency.p50: 20 ms }' })).toEqual([
    'error: facts["kinesis.fanOut.latency.p50"]: a higher percentile cannot have a lower value: kinesis.fanOut.latency.p10 is 28.8 ms',
  ]);
});

it('is explained with its origins', () => {
  const { lines } = explain(
    read({
      stream: 'type: kinesis, shards: 2, partitionKey: customer',
      mapping: 'startingPosition: AT_TIMESTAMP, startingPositionTimestamp: -1 min, onFailure: { s3: failed }',
      more: 'events: [ { at: 1 min, reshard: { stream: s, shards: 4 } } ]',
    }),
  );
  const shown = lines
    .filter(({ path }) => /^(sources\.s|mappings\.m|events)\b/.test(path))
    .map(({ text, value }) => `${text.trim()}${value === undefined ? '' : ` # ${value.origin}`}`);
  expect(shown).toEqual([
    's:',
    'type: kinesis # given',
    'shards: 2 # given',
    'mode: provisioned # service default',
    'retentionPeriod: 1 d # service default, KIN-06',
    'partitionKey: customer # given',
    'explicitHashKey: none # not set',
    'maxRecordSize: 1 MiB # service default, KIN-02',
    'onThrottle: retry # our default',
    'sendsDuringOutage: wait # our default',
    'arrivals: none # not set',
    'm:',
    'source: s # given',
    'function: f1 # given',
    'batchSize: 100 # service default, J.1',
    'maximumBatchingWindow: 0 s # service default',
    'parallelizationFactor: 1 # service default, KIN-14',
    'maximumRetryAttempts: -1 # service default',
    'maximumRecordAge: none # not set',
    'bisectBatchOnFunctionError: false # service default',
    'tumblingWindow: 0 s # service default',
    'reportBatchItemFailures: false # service default',
    'enhancedFanOut: false # service default',
    'startingPosition: AT_TIMESTAMP # given',
    'startingPositionTimestamp: -1 min # given',
    'onFailure: { s3: failed } # given',
    'filters: none # not set',
    'enabledAt: 0 s # service default',
    'events:',
    '- { at: 1 min, reshard: { stream: s, shards: 4 } } # given',
  ]);
});
