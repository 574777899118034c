/** What is not modelled: every limit is met by a run that has to do with it, and by no other; reports end with those that are met. */
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { limitsPage } from '../../src/report/not-modelled/markdown.ts';
import { notModelled } from '../../src/report/not-modelled/text.ts';
import { LIMITED_PARTS, touchedBy } from '../../src/limits/touched.ts';
import type { Entry } from '../../src/report/page/entry.ts';
import { limits } from '../../src/report/page/limits.ts';
import { PLAIN } from '../../src/report/style.ts';
import { explain } from '../../src/scenario/explain.ts';
import { readScenario } from '../../src/scenario/read.ts';

/** What a result has of a scenario, without the run. */
function resultOf(text: string): Result {
  const read = readScenario(`lagcast: 1\nduration: 10 min\n${text}`);
  if (!read.ok) throw new Error(JSON.stringify(read.problems.filter(({ severity }) => severity === 'error')));
  const inputs = explain(read.scenario).lines.flatMap(({ path, value }) =>
    value === undefined ? [] : [{ path, written: value.written, origin: value.origin }],
  );
  const sources = Object.fromEntries(read.scenario.sources.map(({ name, type }) => [name, { type }]));
  return { rules: read.scenario.rules, inputs, sources } as unknown as Result;
}
const metBy = (text: string): string[] =>
  touchedBy(resultOf(text)).flatMap(({ title, limits: met }) => met.map(({ what }) => `${title}: ${what}`));

const QUEUE = `
functions: { worker: { timeout: 10 s, coldStart: none, handler: { duration: 1 s } } }
sources: { jobs: { type: sqs, visibilityTimeout: 60 s, arrivals: [ { rate: 1/s } ] } }
mappings: { jobs-to-worker: { source: jobs, function: worker } }
`;

/** Something of every part, and every setting that meets a limit of its own. */
const EVERYTHING = `
functions:
  worker:
    timeout: 10 s
    memory: 512 MB
    coldStart: { runtime: java21, packageSize: 50 MB }
    provisionedConcurrency: { environments: 2, autoScaling: { min: 2, max: 5, target: 70 % } }
    handler:
      perRecord: 100 ms
      memory: { base: 90 MiB }
      effects: {}
      transaction: perBatch
      uses: [ db ]
      sends: [ { to: clicks } ]
  snapped: { timeout: 10 s, coldStart: { runtime: java21, snapStart: true }, handler: { duration: 1 s } }
sources:
  jobs: { type: sqs, visibilityTimeout: 60 s, arrivals: [ { rate: 1/s } ], outbox: { every: 1 s } }
  orders: { type: sqsFifo, messageGroupId: id, visibilityTimeout: 60 s, arrivals: [ { rate: 1/s, attributes: { id: a } } ] }
  broker: { type: mq, engine: activeMq, arrivals: [ { rate: 1/s } ] }
  clicks: { type: kinesis, mode: onDemand, arrivals: [ { rate: 1/s } ] }
  changes: { type: dynamodbStreams, shards: 1, arrivals: [ { rate: 1/s } ] }
  topic: { type: kafka, cluster: msk, arrivals: [ { rate: 1/s } ] }
  documents: { type: documentDb, arrivals: [ { rate: 1/s } ] }
  uploads: { type: async, function: snapped, origin: s3, onFailure: jobs, arrivals: [ { rate: 1/s } ] }
  api: { type: sync, function: snapped, arrivals: [ { rate: 1/s } ] }
downstreams: { db: { latency: 10 ms, connections: 5 } }
mappings:
  jobs-to-worker:
    source: jobs
    function: worker
    provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 5 }
    filters: [ { body: { type: [ a ] } } ]
  clicks-to-worker: { source: clicks, function: worker, startingPosition: TRIM_HORIZON, enhancedFanOut: true }
alarms: { late: { of: jobs, metric: ApproximateAgeOfOldestMessage, statistic: Maximum, period: 1 min, threshold: 90 s, comparison: GreaterThanThreshold, evaluationPeriods: 1 } }
events:
  - { at: 1 min, disable: clicks-to-worker }
  - { at: 2 min, enable: clicks-to-worker }
tier: { queues: 4, tenants: { all: { count: 2, service: 1 s, arrivals: [ { rate: 1/s } ] } } }
`;

const all = LIMITED_PARTS.flatMap(({ title, limits: of }) => of.map(({ what }) => `${title}: ${what}`));

describe('which limits a run meets', () => {
  it('each of them is met by a run that has everything', () => {
    const met = new Set(metBy(EVERYTHING));
    expect(all.filter((one) => !met.has(one))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('a queue with a function meets those of queues and functions, without cold starts none of theirs', () => {
    const met = metBy(QUEUE);
    expect(new Set(met.map((one) => one.split(': ')[0]))).toEqual(
      new Set(['SQS queues', 'Mappings', 'Functions', 'The bill']),
    );
    expect(
      met.filter((one) => /cold|ahead of demand|snapshots|packages|provisioned|filter|takes effect/.test(one)),
    ).toEqual([]);
    expect(metBy(QUEUE.replace('coldStart: none, ', ''))).toContain(
      'Functions: environments that Lambda starts ahead of demand',
    );
  });

  it('a FIFO queue has no order of best effort', () => {
    const fifo = QUEUE.replace('type: sqs,', 'type: sqsFifo, messageGroupId: id,').replace(
      'rate: 1/s',
      'rate: 1/s, attributes: { id: a }',
    );
    expect(metBy(QUEUE)).toContain('SQS queues: order that is best effort');
    expect(metBy(fifo)).not.toContain('SQS queues: order that is best effort');
    expect(metBy(fifo)).toContain('FIFO queues: receive request attempt ids');
  });

  it('a setting in the run meets the time that settings take', () => {
    const what = 'Mappings: the time until a change of settings takes effect';
    expect(metBy(`${QUEUE}\nevents: [ { at: 1 min, set: { sources.jobs.visibilityTimeout: 90 s } } ]`)).toContain(what);
    expect(metBy(`${QUEUE}\nevents: [ { at: 1 min, for: 1 min, outage: { source: jobs } } ]`)).not.toContain(what);
  });

  it('under the ideal rules nothing is told that they leave out on purpose', () => {
    const ideal = metBy(`rules: ideal\n${QUEUE.replace('coldStart: none, ', '')}`);
    expect(ideal).toContain('SQS queues: consumers that are no mapping');
    expect(ideal).toContain('Functions: what code does, but for its time and its outcome');
    expect(ideal.filter((one) => /slower under load|best effort|need time to start|ahead of demand/.test(one))).toEqual(
      [],
    );
  });

  it('brokers, clusters and databases cost something that is in no bill, queues do not', () => {
    const what = 'The bill: brokers, clusters and databases';
    expect(metBy(`${QUEUE}\ndownstreams: { db: { latency: 10 ms } }`)).toContain(what);
    expect(metBy(QUEUE)).not.toContain(what);
  });

  it('goes by the types of sources where inputs are left out', () => {
    const titles = touchedBy({ ...resultOf(EVERYTHING), inputs: [] }).map(({ title }) => title);
    expect(titles).toContain('Kafka');
    expect(titles).not.toContain('Downstreams');
  });
});

describe('the end of a report', () => {
  it.each([60, 100])('has a line for each part, no wider than %i columns', (width) => {
    const result = resultOf(EVERYTHING);
    const lines = notModelled(result, { ...PLAIN, width });
    for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
    const text = lines.join(' ').replace(/\s+/g, ' ');
    for (const { title, limits: met } of touchedBy(result))
      for (const { what } of met) expect(`${title} ${text}`).toContain(what);
  });

  it('has what nearly every run meets last, in one line', () => {
    const lines = notModelled(resultOf(QUEUE), { ...PLAIN, width: 10_000 });
    expect(lines.at(-1)).toMatch(/^as in nearly every run: what code does, .*; data transfer/);
    expect(lines.slice(0, -1).join('\n')).not.toMatch(/what code does|discounts|^Functions|^The bill/m);
    expect(lines.slice(0, -1).join('\n')).toContain('code that changes the visibility of its messages');
  });

  it('says nothing where nothing is met', () => {
    const nothing = { rules: 'current', inputs: [], sources: {} } as unknown as Result;
    expect(notModelled(nothing, PLAIN)).toEqual([]);
    expect(limits([{ label: 'one', result: nothing } as Entry])).toBeNull();
  });

  it('on the page has what each means; of several results once', () => {
    const [one, two] = [resultOf(QUEUE), resultOf(EVERYTHING)];
    const textOf = (...results: Result[]): string =>
      limits(results.map((result) => ({ label: 'r', result }) as Entry))!
        .map(({ text }) => text)
        .join('');
    const means = LIMITED_PARTS.flatMap(({ limits: of }) => of.map((limit) => limit.means));
    const text = textOf(two);
    expect(means.filter((sentence) => !text.includes(sentence))).toEqual([]);
    expect(textOf(one, two)).toBe(textOf(two).replace('this run has', 'these runs have'));
    expect(textOf(two).indexOf('Nearly every run')).toBeGreaterThan(textOf(two).indexOf('The tier'));
    expect(textOf(one)).not.toContain('Kafka');
  });
});

it('docs/limits.md has all of them, as sentences', () => {
  const page = limitsPage();
  for (const { title, limits: of } of LIMITED_PARTS) {
    expect(page).toContain(`\n## ${title}\n`);
    for (const { what, means } of of) {
      expect(page).toContain(`| ${what} | ${means} |`);
      expect(means).toMatch(/^[A-Z][^`|<>]*\.$/);
      expect(what).toMatch(/^[^A-Z`|.;<>]/);
    }
  }
});
