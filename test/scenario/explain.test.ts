/** The explanation of small scenarios, written out by hand. */
import { describe, expect, it } from 'vitest';
import { explanationText } from '../../src/report/explain.ts';
import { explain } from '../../src/scenario/explain.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { Run } from '../../src/simulate.ts';
import { EXAMPLES, ports } from './examples.ts';

const SMALL = `
name: Small
duration: 90 s
rules: 2023-10
facts: { sqs.visibilityTimeout: 2 min }
functions: { f: { coldStart: none, handler: { perRecord: { lognormal: { mean: 1 s, cv: 0 } } } } }
sources: { q: { type: sqs, delay: 5 s, arrivals: [ { rate: { daily: { low: 0/s, high: 30/min, period: 1 h } } } ] } }
mappings: { m: { source: q, function: f, pollers: { policy: textbook, max: 2000 } } }
events: [ { at: 1 min, set: { mappings.m.batchSize: 5 } } ]
objectives: [ q.deadLettered == 0 ]
`;

const TEXT = `
name: Small                         # given
seed: 1                             # our default
duration: 90 s                      # given
warmUp: 0 s                         # our default
rules: 2023-10                      # given
account:
  concurrency: 1000                 # service default, CON-01
cost:
  freeTier: false                   # our default
functions:
  f:
    memory: 128 MB                  # service default, ENV-02
    architecture: x86_64            # service default
    timeout: 3 s                    # service default, ENV-01
    cpuShare: 0 %                   # our default
    ephemeralStorage: 512 MB        # service default, ENV-03
    reservedConcurrency: none       # not set
    provisionedConcurrency: none    # not set
    recursiveLoop: terminate        # service default
    coldStart: none                 # given
    handler:
      perRecord: { lognormal: { median: 1 s, p99: 1 s } }  # given
      parallel: 1                   # our default
      invocationFails: 0 %          # our default
      onRecordError: throw          # our default
sources:
  q:
    type: sqs                       # given
    visibilityTimeout: 2 min        # override of sqs.visibilityTimeout, SQS-45
    messageRetentionPeriod: 4 d     # service default, SQS-53
    delay: 5 s                      # given
    maximumMessageSize: 256 KiB     # rule set 2023-10, SQS-59
    duplicates: 0 %                 # assumed, UNK-21: share of deliveries that a standard queue makes twice: documented to happen, not how often (SQS-51)
    messageGroupId: none            # not set
    redrivePolicy: none             # not set
    sendsDuringOutage: wait         # our default
    arrivals:
      - rate:
          daily:
            low: 0/s                # given
            high: 0.5/s             # given
            period: 1 h             # given
            peakAt: 30 min          # our default
mappings:
  m:
    source: q                       # given
    function: f                     # given
    batchSize: 10                   # service default, SQS-30
    maximumBatchingWindow: 0 s      # service default
    maximumConcurrency: none        # not set
    reportBatchItemFailures: false  # service default
    lowTrafficHold: false           # service default
    pollers:
      policy: textbook              # given
      min: 1                        # our default
      max: 2000                     # given
      every: 1 s                    # assumed, UNK-02: how often the poller policy textbook decides; no such thing exists at AWS
    filters: none                   # not set
    enabledAt: 0 s                  # service default
events:
  - { at: 1 min, set: { mappings.m.batchSize: 5 } }  # given
objectives:
  - q.deadLettered == 0             # given

# Facts that the scenario overrides:
#   sqs.visibilityTimeout  2 min (else 30 s)  SQS-45  visibility timeout of a queue that sets none
`;

function read(text: string): Scenario {
  const result = readScenario(text, { ports });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.scenario;
}

function textOf(scenario: Scenario): string {
  const { lines, overrides } = explain(scenario);
  return explanationText(
    lines.map(({ text, value }) => ({ text, origin: value?.origin })),
    overrides,
    [],
  );
}

const lineOf = (scenario: Scenario, path: string) => explain(scenario).lines.find((line) => line.path === path);

describe('the explanation', () => {
  it('of a small scenario is what a person would write', () => expect(`\n${textOf(read(SMALL))}`).toBe(TEXT));

  it.each(Object.entries(EXAMPLES))('of %s names a place for every origin', (_, text) => {
    const scenario = read(text);
    const { lines } = explain(scenario);
    const explained = new Set(lines.map(({ path }) => path));
    const lost = Object.keys(scenario.origins).filter((path) => !explained.has(path));
    // Without cold starts there is no line for how long an environment would be kept.
    expect(lost.filter((path) => !path.endsWith('.idleLifetime'))).toEqual([]);
  });

  it('has values in the unit of the model, with their facts', () => {
    expect(lineOf(read(SMALL), 'sources.q.maximumMessageSize')?.value).toEqual({
      value: 256 * 1024,
      written: '256 KiB',
      from: 'rule set',
      facts: [{ path: 'sqs.maximumMessageSize', id: 'SQS-59', kind: 'documented' }],
      origin: 'rule set 2023-10, SQS-59',
    });
  });

  it('says of a function without coldStart that its runtime is assumed, and of a runtime that it was measured', () => {
    const functions = 'functions: { f: { handler: {} }, g: { coldStart: { runtime: nodejs22 }, handler: {} } }';
    const scenario = read(`duration: 1 s\nsources: { q: { type: sqs } }\n${functions}`);
    expect(lineOf(scenario, 'functions.f.coldStart.init')?.value?.origin).toMatch(/^assumed, CLD-01: runtime/);
    expect(lineOf(scenario, 'functions.g.coldStart.init')?.value?.origin).toMatch(/^measured, CLD-01/);
  });

  it('counts what is long', () => {
    const records = Array.from({ length: 3000 }, (_, i) => `{ at: ${i + 2} s }`).join(', ');
    const script = Array.from({ length: 10 }, () => 'throw').join(', ');
    const events = Array.from(
      { length: 25 },
      (_, i) => `{ at: ${i} s, ${i % 2 === 0 ? 'disable' : 'enable'}: m }`,
    ).join(', ');
    const scenario = read(`duration: 1 h
functions: { f: { handler: { script: [ ${script} ] } } }
sources: { q: { type: sqs, arrivals: [ { records: [ ${records} ] } ] } }
mappings: { m: { source: q, function: f } }
events: [ ${events} ]`);
    const text = textOf(scenario);
    expect(text).toContain('- records: 3000, the first at 2 s');
    expect(text).toContain('script: [ throw, throw, throw, throw, throw, throw, throw, … and 3 more ]');
    expect(text).toContain('… and 5 more');
  });

  it('keeps the default rate of a redrive with its event', () => {
    const scenario = read(`duration: 1 h
sources: { q: { type: sqs, redrivePolicy: { deadLetterQueue: d } }, d: { type: sqs, messageRetentionPeriod: 14 d } }
events: [ { at: 9 s, redrive: { from: d, rate: 5/s } }, { at: 2 s, redrive: { from: d } } ]`);
    expect(lineOf(scenario, 'events[1].redrive.rate')?.value?.origin).toBe('service default, SQS-50');
    expect(lineOf(scenario, 'events[0].redrive.rate')?.value?.origin).toBe('given');
  });

  it('lets nothing through that steers a terminal', () => {
    const scenario = read(`name: "a\\e[2J\\u202eb"\nduration: 1 s\nsources: { q: { type: sqs } }`);
    expect(lineOf(scenario, 'name')?.text).toBe('name: a\\u001b[2J\\u202eb');
  });

  it('knows before the run what the run relies on', () => {
    const run = new Run(read(SMALL));
    const before = run.assumptions();
    while (!run.advance());
    const known = before.map(({ path }) => path);
    // Which prices the bill needs is known when there is something to be charged.
    const after = run.result().assumptions.filter(({ path }) => known.includes(path) || !path.startsWith('price.'));
    expect(after.map(({ path }) => path)).toEqual(known);
  });
});
