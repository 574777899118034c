/** Results for the tests of the report: one in which everything a result can hold is there, and one whose names are hostile. */
import { readScenario } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';
import type { Result } from '../../src/metrics/result.ts';
import type { Runtime } from '../../src/report/page/page.ts';

/** A stand-in that shows what it was asked for. */
export const RUNTIME: Runtime = { script: 'run()', sha256: (text) => `hash-of-${text.length}` };

export function resultOf(text: string): Result {
  const read = readScenario(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return simulate(read.scenario);
}

/** Queues with dead letters, streams of which one blocks, direct calls, asynchronous invocation, an outage, changes, provisioned concurrency, failures, objectives, an override. */
export const FULL = `
name: All of it
question: Is everything shown?
duration: 10 min
warmUp: 30 s
facts: { lambda.environment.maxLifetime: 1 h }
functions:
  worker:
    timeout: 3 s
    reservedConcurrency: 8
    provisionedConcurrency: 2
    coldStart: { runtime: java21 }
    handler: { perInvocation: { lognormal: { median: 500 ms, p99: 5 s } }, invocationFails: 30 % }
  thumbnail: { timeout: 2 s, reservedConcurrency: 1, handler: { duration: 300 ms, invocationFails: 10 % } }
  reader: { timeout: 3 s, handler: { duration: 20 ms, when: [ { attributes: { poison: true }, then: throw } ] } }
sources:
  jobs:
    type: sqs
    visibilityTimeout: 18 s
    redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: jobs-dlq }
    arrivals: [ { rate: { poisson: 20/s } } ]
  jobs-dlq: { type: sqs }
  clicks:
    type: kinesis
    shards: 2
    partitionKey: user
    arrivals:
      - { rate: 20/s, attributes: { user: { uniform: { min: 1, max: 9 } } } }
      - records: [ { id: bad, at: 2 min, key: x, attributes: { poison: true } } ]
  api: { type: sync, function: worker, arrivals: [ { rate: { poisson: 2/s } } ] }
  uploads:
    type: async
    function: thumbnail
    origin: s3
    maximumEventAge: 1 min
    lostAcknowledgements: 5 %
    onSuccess: { sns: done }
    onFailure: { s3: failures }
    deadLetterQueue: { sns: lost-events }
    arrivals: [ { rate: { poisson: 3/s } } ]
mappings:
  jobs-to-worker: { source: jobs, function: worker, batchSize: 2 }
  clicks-to-reader: { source: clicks, function: reader, startingPosition: TRIM_HORIZON, maximumRetryAttempts: 5, onFailure: { sns: given-up } }
events:
  - { at: 2 min, for: 30 s, outage: { source: jobs } }
  - { at: 4 min, set: { functions.worker.reservedConcurrency: 6 } }
  - { at: 4 min, set: { functions.worker.provisionedConcurrency: 3 } }
  - { at: 5 min, reshard: { stream: clicks, shards: 3 } }
objectives:
  - p99(jobs.latency) < 1 s
  - jobs.deadLettered > 0
`;

export const SCRIPT = '</script><script>window.hit = 1</script>';
/** What a name may be in a file that somebody made by hand. */
export const HOSTILE: readonly string[] = [
  SCRIPT,
  '<img src=x onerror="window.hit = 2">',
  '" onmouseover="window.hit = 3" x="',
  "' onfocus='window.hit = 4' autofocus='",
  'javascript:window.hit=5',
  '</style><style>body{display:none}</style>',
  '\u202egnp.exe \u2066right\u2069 to left',
  '<!--', // would hide the rest
  ']]>&lt;b&gt;&amp;',
  'x'.repeat(300),
  '{"signal":"1"}',
  "datum['a'] \\u003c \u2028 line",
  'constructor',
];

/** The result with every name and text of people's replaced by hostile ones, all of them used. */
export function hostile(result: Result): Result {
  let next = 0;
  const names = new Map<string, string>();
  const evil = (name: string): string => {
    if (!names.has(name)) names.set(name, HOSTILE[next++ % HOSTILE.length]! + (next > HOSTILE.length ? next : ''));
    return names.get(name)!;
  };
  const renamed = <T>(parts: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [evil(name), part]));
  const mappings = Object.fromEntries(
    Object.entries(result.mappings).map(([name, mapping]) => [
      name,
      {
        ...mapping,
        source: evil(mapping.source),
        function: evil(mapping.function),
        changes: [{ at: 1, change: evil('change') }],
      },
    ]),
  );
  const sources = Object.fromEntries(
    Object.entries(result.sources).map(([name, { async, ...source }]) => {
      const to = (end: NonNullable<typeof async>['onFailure']) => end && { ...end, name: evil(end.name) };
      const events = async && {
        ...{ ...async, function: evil(async.function), origin: evil(async.origin) },
        ...{
          onSuccess: to(async.onSuccess),
          onFailure: to(async.onFailure),
          deadLetterQueue: to(async.deadLetterQueue),
        },
      };
      return [name, { ...source, async: events }];
    }),
  );
  const { worst, causedBy = [] } = result.account;
  const owned = <T extends { readonly owner: string | null; readonly function: string | null }>(part: T): T => ({
    ...part,
    owner: evil(part.owner ?? 'nobody'),
    function: evil(part.function ?? 'no function'),
  });
  return {
    ...result,
    account: {
      ...result.account,
      worst: worst! && {
        ...worst,
        functions: worst.functions.map((one) => ({ ...one, function: evil(one.function) })),
        owners: worst.owners.map(owned),
      },
      causedBy: causedBy.map((cause) => ({ ...owned(cause), causedBy: cause.causedBy.map(owned) })),
    },
    name: evil('name of the run'),
    question: evil('question'),
    seed: evil('seed'),
    version: evil('version'),
    rules: evil('rules'),
    digest: evil('digest'),
    sources: renamed(sources),
    mappings: renamed(mappings),
    functions: renamed(result.functions),
    outages: result.outages.map((outage) => ({ ...outage, name: evil(outage.name) })),
    objectives: result.objectives.map((objective) => ({ ...objective, text: evil(objective.text) })),
    assumptions: result.assumptions.map((one) => ({
      ...one,
      path: evil(one.path),
      id: evil(one.id),
      says: evil(one.says),
    })),
    facts: result.facts.map((fact) => ({ ...fact, path: evil(fact.path), kind: evil(fact.kind) })),
    inputs: result.inputs.map(({ path, written, origin }) => ({
      path: evil(path),
      written: evil(written),
      origin: evil(origin),
    })),
    series: {
      ...result.series,
      sources: renamed(result.series.sources),
      mappings: renamed(result.series.mappings),
      functions: renamed(result.series.functions),
    },
  };
}
