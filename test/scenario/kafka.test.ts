/** What a scenario may say about topics of Kafka and their mappings, and what is said of it. */
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../src/scenario/read.ts';

interface Said {
  readonly topic?: string;
  readonly mapping?: string;
  readonly fn?: string;
  readonly handler?: string;
  readonly events?: string;
}

const START = 'startingPosition: TRIM_HORIZON';
const POLLERS = 'provisionedPollerConfig: { maximumPollers: 4 }';

function read({ topic = '', mapping = START, fn = '', handler = 'duration: 10 ms', events = '[]' }: Said) {
  return readScenario(`lagcast: 1
duration: 10 min
functions: { f: { handler: { ${handler} }, ${fn} } }
sources: { t: { type: kafka, ${topic} }, dlq: { type: sqs }, u: { type: kafka } }
mappings: { m: { source: t, function: f, ${mapping} } }
events: ${events}
`);
}

function problems(said: Said): string[] {
  return read(said).problems.map(({ severity, path, message }) => `${severity} ${path}: ${message}`);
}

function errors(said: Said): string[] {
  return problems(said).filter((one) => one.startsWith('error'));
}

describe('a mapping of Kafka', () => {
  it('has to say where it begins, but of a cluster of one’s own (R-KAF-01)', () => {
    expect(errors({ mapping: '' })).toEqual([
      'error mappings.m.startingPosition: is missing: TRIM_HORIZON, LATEST or AT_TIMESTAMP is due',
    ]);
    const own = read({ topic: 'cluster: selfManaged', mapping: '' });
    expect(own.ok && own.scenario.mappings[0]).toMatchObject({
      startingPosition: 'TRIM_HORIZON',
      options: { batchSize: 100, maximumBatchingWindow: 500_000 },
    });
  });

  it.each([
    'maximumRetryAttempts: 3',
    'maximumRecordAge: 1 h',
    'bisectBatchOnFunctionError: true',
    'reportBatchItemFailures: true',
  ])('has %s in provisioned mode only (J.4 rule 9)', (control) => {
    expect(errors({ mapping: `${START}, ${control}` }).join()).toContain('goes with provisioned mode only');
    expect(errors({ mapping: `${START}, ${control}, ${POLLERS}` })).toEqual([]);
  });

  it('has at most ten more tries where it has a destination and no limit (KAF-07)', () => {
    const made = read({ mapping: `${START}, onFailure: u` });
    expect(made.ok && made.scenario.mappings[0]!.options).toMatchObject({ maximumRetryAttempts: 10 });
  });

  it('sends the news of what it gives up to a queue or a topic, and to nothing else (KAF-08)', () => {
    for (const onFailure of ['dlq', 'u', '{ s3: b }', '{ sns: n }', '{ kafka: k }'])
      expect(errors({ mapping: `${START}, onFailure: ${onFailure}` })).toEqual([]);
    expect(errors({ mapping: `${START}, onFailure: nobody` })).toHaveLength(1);
  });

  it('gets no more pollers than there are partitions, which is said (J.4 rule 9)', () => {
    const said = problems({ topic: 'partitions: 3', mapping: `${START}, ${POLLERS}` });
    expect(said).toContain(
      'note mappings.m.provisionedPollerConfig: up to 4 pollers, and t has 3 partitions: there will be no more than 3',
    );
    expect(problems({ topic: 'partitions: 4', mapping: `${START}, ${POLLERS}` }).join()).not.toContain('up to 4');
  });

  it.each(['parallelizationFactor: 2', 'maximumConcurrency: 5', 'pollers: { policy: fixed, count: 2 }'])(
    'has no %s',
    (key) => expect(errors({ mapping: `${START}, ${key}` })).toHaveLength(1),
  );

  it('has a function of 14 minutes at the most (KAF-06, J.4 rule 10)', () => {
    expect(errors({ fn: 'timeout: 841 s' }).join()).toContain('14 min');
    expect(errors({ fn: 'timeout: 840 s' })).toEqual([]);
  });
});

describe('an event', () => {
  const set = (mapping: string, setting: string, value: unknown) =>
    read({ mapping: `${START}, ${mapping}`, events: `[ { at: 1 min, set: { mappings.m.${setting}: ${value} } } ]` });
  const refused = (...said: Parameters<typeof set>) =>
    set(...said).problems.filter(({ severity }) => severity === 'error');

  it.each([
    ['maximumRetryAttempts', '2'],
    ['maximumRecordAge', '2 min'],
  ])('sets %s in provisioned mode only (J.4 rule 9)', (setting, value) => {
    expect(refused('', setting, value)).toMatchObject([
      { message: expect.stringContaining('goes with provisioned mode only') as string, source: 'J.4 rule 9' },
    ]);
    expect(refused(POLLERS, setting, value)).toEqual([]);
    expect(refused('', 'maximumBatchingWindow', '2 s')).toEqual([]);
  });

  it('leaves retries a limit where there is a destination (KAF-07)', () => {
    const limit = (mapping: string) => {
      const made = set(`${POLLERS}, ${mapping}`, 'maximumRetryAttempts', -1);
      return made.ok && made.scenario.events[0];
    };
    expect(limit('onFailure: dlq, maximumRetryAttempts: 20')).toMatchObject({ kind: 'set', value: 10 });
    expect(limit('maximumRetryAttempts: 20')).toMatchObject({ kind: 'set', value: -1 });
  });
});

it('of a record that no invocation can hold it is said that no function gets it (KAF-08)', () => {
  const topic = (size: string) =>
    `arrivals: [ { records: [ { at: 1 s, size: ${size} } ] }, { rate: 1/s, attributes: { size: ${size} } } ]`;
  const [most, more] = ['4718292 B', '4718293 B'];
  const said = `a record of ${more} does not fit into an invocation: no function gets it, only the news that it was given up`;
  expect(problems({ topic: topic(more) }).filter((one) => one.includes('does not fit'))).toEqual([
    `warning sources.t.arrivals[0].records[0]: ${said}`,
    `warning sources.t.arrivals[1].attributes.size: ${said}`,
  ]);
  expect(problems({ topic: topic(most) }).join()).not.toContain('does not fit');
});

describe('what is needed at once (PLN-14)', () => {
  // 100 records of 100 ms: 10 s a full batch, 10 at once for 100 a second.
  const load = { handler: 'perRecord: 100 ms', fn: 'timeout: 60 s' };
  const topic = (partitions: number) => `partitions: ${partitions}, arrivals: [ { rate: 100/s } ]`;
  const behind = (said: Said) => problems(said).filter((one) => one.includes('falls behind'));

  it('is more than the partitions on demand', () => {
    expect(behind({ ...load, topic: topic(9) })).toHaveLength(1);
    expect(behind({ ...load, topic: topic(10) })).toEqual([]);
  });

  it('is more than the pollers × 5 in provisioned mode, and than the partitions', () => {
    const one = `${START}, provisionedPollerConfig: { maximumPollers: 1 }`;
    expect(behind({ ...load, topic: topic(20), mapping: one }).join()).toContain('1 poller × 5');
    const two = `${START}, provisionedPollerConfig: { maximumPollers: 2 }`;
    expect(behind({ ...load, topic: topic(20), mapping: two })).toEqual([]);
    expect(behind({ ...load, topic: topic(9), mapping: two })).toHaveLength(1);
  });
});

it('of a key that one partition cannot take it is said, where shares of keys are known (PLN-14)', () => {
  const keyed = (choice: string, partitions = 20) => ({
    topic: `partitions: ${partitions}, partitionKey: user, arrivals: [ { rate: 30/s, attributes: { user: ${choice} } } ]`,
    mapping: `${START}, batchSize: 10`,
    handler: 'duration: 1 s',
  });
  const hot = (said: Said) => problems(said).filter((one) => one.includes('one key'));
  const choice = '{ choice: { a: 90 %, b: 10 % } }';
  expect(hot(keyed(choice))).toEqual([
    'warning mappings.m: one key of t gets 27 records/s, all in one partition, which can be handled at 10/s at the most: it falls behind',
  ]);
  expect(hot(keyed('only'))).toHaveLength(1);
  // Of one partition it is all that comes, which is said already.
  expect(hot(keyed(choice, 1))).toEqual([]);
  expect(hot(keyed('{ choice: { a: 1, b: 1, c: 1 } }'))).toEqual([]);
  expect(hot({ ...keyed('{ choice: { a: 1, b: 1, c: 1, d: 1 } }') })).toEqual([]);
});

describe('a topic', () => {
  it('says so where no record carries its key (KAF-01)', () => {
    const said = problems({ topic: 'partitionKey: user, arrivals: [ { rate: 1/s } ]' });
    expect(said.join('\n')).toContain('records go to the partitions in turn');
  });

  it('keeps its records for a week unless it says otherwise, and has no delays', () => {
    const made = read({});
    expect(made.ok && made.scenario.sources[0]!.options).toMatchObject({
      retentionPeriod: 7 * 86_400e6,
      partitions: 1,
    });
    expect(errors({ topic: 'arrivals: [ { records: [ { delay: 1 s } ] } ]' })).toHaveLength(1);
  });
});
