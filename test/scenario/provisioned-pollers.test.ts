/** What scenarios say about provisioned pollers: ranges, defaults, what excludes what, changes by events, and the explanation. */
import { describe, expect, it } from 'vitest';
import { explanationText } from '../../src/report/explain.ts';
import { explain } from '../../src/scenario/explain.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { provisionedPollersOf, type Scenario } from '../../src/scenario/scenario.ts';

const QUEUE = 'type: sqs, visibilityTimeout: 18 s';
const FIFO = `type: sqsFifo, messageGroupId: g, visibilityTimeout: 18 s, arrivals: [ { rate: 1/s, attributes: { g: { choice: { a: 100 % } } } } ]`;
const TOPIC = 'type: kafka, partitions: 300';

/** `mapping`: what the mapping says beside its two ends. */
const scenario = (mapping: string, source = QUEUE, more = '', rules = 'current') => `lagcast: 1
duration: 1 h
rules: ${rules}
sources: { q: { ${source} } }
functions: { f: { handler: { duration: 1 ms } } }
mappings: { m: { source: q, function: f, ${mapping} } }
${more}`;

function told(...given: Parameters<typeof scenario>): string[] {
  const text = formatProblems('', readScenario(scenario(...given)).problems);
  return text.split('\n').flatMap((line) => (line.includes('ovisioned') ? [line.replace(/^:[\d:]+ /, '')] : []));
}

function pollersOf(...given: Parameters<typeof scenario>) {
  return provisionedPollersOf(readWell(...given).mappings[0]!);
}

function readWell(...given: Parameters<typeof scenario>): Scenario {
  const read = readScenario(scenario(...given));
  if (!read.ok) throw new Error(formatProblems('', read.problems));
  return read.scenario;
}

const of = (text: string) => `provisionedPollerConfig: { ${text} }`;
const topic = (text: string) => `${of(text)}, startingPosition: TRIM_HORIZON`;

describe('SQS-21, KAF-03: minimum and maximum of pollers', () => {
  it('by default', () => {
    expect(pollersOf(of(''))).toEqual({ minimumPollers: 2, maximumPollers: 200 });
    expect(pollersOf(of('maximumPollers: 50'))).toEqual({ minimumPollers: 2, maximumPollers: 50 });
    expect(pollersOf(topic(''), TOPIC)).toEqual({ minimumPollers: 1, maximumPollers: 200 });
    expect(pollersOf('batchSize: 1')).toBeUndefined();
  });

  it('of FIFO queues as of others', () => {
    expect(pollersOf(of('minimumPollers: 3'), FIFO)).toEqual({ minimumPollers: 3, maximumPollers: 200 });
  });

  it.each([
    ['minimumPollers: 1', QUEUE, 'minimumPollers: from 2 to 200 is allowed; found 1'],
    ['minimumPollers: 201, maximumPollers: 300', QUEUE, 'minimumPollers: from 2 to 200 is allowed; found 201'],
    ['maximumPollers: 10001', QUEUE, 'maximumPollers: from 2 to 10000 is allowed; found 10001'],
    ['maximumPollers: 2001', TOPIC, 'maximumPollers: from 1 to 2000 is allowed; found 2001'],
    ['minimumPollers: 0', TOPIC, 'minimumPollers: from 1 to 200 is allowed; found 0'],
  ])('%s of a source of %s', (text, source, problem) => {
    const written = source === TOPIC ? topic(text) : of(text);
    const problems = told(written, source).filter((line) => line.startsWith('error'));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`mappings.m.provisionedPollerConfig.${problem}`);
  });

  it('10,000 since 2026-08-03, 2,000 before', () => {
    expect(pollersOf(of('maximumPollers: 10000'))?.maximumPollers).toBe(10_000);
    expect(told(of('maximumPollers: 2001'), QUEUE, '', '2025-11')).toHaveLength(1);
  });

  it('the most is not below the least', () => {
    expect(told(of('minimumPollers: 20, maximumPollers: 10'))).toContain(
      'error: mappings.m.provisionedPollerConfig.maximumPollers: maximumPollers, 10, is less than minimumPollers, 20: the service refuses this [SQS-21, J.4 rule 3]',
    );
  });

  it('the mode was not there in 2023', () => {
    expect(told(of(''), QUEUE, '', '2023-10')).toEqual([
      'warning: mappings.m.provisionedPollerConfig: under rules: 2023-10 the service had no provisioned mode [SQS-21]',
    ]);
  });
});

describe('SQS-20, J.4 rule 3: what excludes it', () => {
  it('maximumConcurrency', () => {
    expect(told(`${of('')}, maximumConcurrency: 25`)).toEqual([
      'error: mappings.m.provisionedPollerConfig: the service refuses maximumConcurrency together with provisionedPollerConfig (maximumPollers: 3 bounds it, 10 invocations for each) [SQS-20, J.4 rule 3]',
    ]);
  });

  it('maximumConcurrency by an event', () => {
    const event = 'events: [ { at: 1 s, set: { mappings.m.maximumConcurrency: 25 } } ]';
    expect(told(of(''), QUEUE, event)[0]).toContain('error: events[0].set: from then on, mappings.m.provisioned');
  });

  it('a policy of our own', () => {
    expect(told(`${of('')}, pollers: { policy: fixed, count: 3 }`)).toEqual([
      'error: mappings.m.pollers: pollers that are provisioned have no other policy',
    ]);
  });

  it('sources that have no such mode, and groups of pollers', () => {
    const kinesis = told(`${of('')}, startingPosition: LATEST`, 'type: kinesis, shards: 1');
    expect(kinesis).toEqual([
      'error: mappings.m.provisionedPollerConfig: provisioned pollers are for queues of SQS and for Kafka [J.1]',
    ]);
    expect(told(topic('pollerGroupName: g'), TOPIC)[0]).toContain('each mapping pays for its own');
  });
});

describe('changes while it runs', () => {
  const set = (key: string, value: number) =>
    `events: [ { at: 1 min, for: 1 min, set: { mappings.m.provisionedPollerConfig.${key}: ${value} } } ]`;

  it('both numbers, and back', () => {
    const read = readWell(of('minimumPollers: 5'), QUEUE, set('minimumPollers', 20));
    const option = 'provisionedPollerConfig.minimumPollers';
    expect(read.events).toMatchObject([
      { at: 60e6, option, value: 20 },
      { at: 120e6, option, value: 5 },
    ]);
  });

  it('within the range, and not past each other', () => {
    expect(told(of(''), QUEUE, set('maximumPollers', 1))).toHaveLength(1);
    expect(told(of('minimumPollers: 20'), QUEUE, set('maximumPollers', 10))).toEqual([
      'error: events[0].set: from then on, mappings.m.provisionedPollerConfig.maximumPollers: maximumPollers, 10, is less than minimumPollers, 20: the service refuses this [SQS-21, J.4 rule 3]',
    ]);
  });

  it('not of a mapping that has no provisioned pollers, and nothing else of it', () => {
    expect(told('batchSize: 1', QUEUE, set('minimumPollers', 20))[0]).toContain('cannot change during a run');
    expect(told(of(''), QUEUE, set('pollers', 20))[0]).toContain('cannot change during a run');
  });
});

it('is explained with where its numbers come from', () => {
  const read = readWell(of('minimumPollers: 4'), QUEUE, 'facts: { sqs.provisioned.maximumPollers: 90 }');
  const explained = explain(read).lines.map(({ text, value }) => ({ text, origin: value?.origin }));
  const lines = explanationText(explained, [], []).split('\n');
  const at = lines.findIndex((line) => line.includes('provisionedPollerConfig:'));
  expect(lines.slice(at, at + 3).map((line) => line.trim().replace(/ +/g, ' '))).toEqual([
    'provisionedPollerConfig:',
    'minimumPollers: 4 # given',
    'maximumPollers: 90 # override of sqs.provisioned.maximumPollers, SQS-21',
  ]);
  expect(lines.some((line) => line.includes('policy:'))).toBe(false);
});
