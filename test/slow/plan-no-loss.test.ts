import { expect, it } from 'vitest';
import { PlanError } from '../../src/plan/answer.ts';
import { plan } from '../../src/plan/questions.ts';
import { planCsv, planMarkdown, planText } from '../../src/report/experiments/plan.ts';
import { Template } from '../../src/scenario/template.ts';

function ask(text: string) {
  const made = Template.fromText(text);
  if (!made.ok) throw new Error(made.problems[0]!.message);
  return plan(made.template, { ask: 'no-loss' });
}

/** 8 jobs of 10 s at once, two of which may run: the last are refused for 30 s. */
const REFUSED = `
lagcast: 1
duration: 3 min
functions: { f: { timeout: 10 s, reservedConcurrency: 2, coldStart: none, handler: { duration: 10 s } } }
sources:
  q:
    type: sqs
    visibilityTimeout: 12 s
    redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: dlq }
    arrivals: [ { rate: 80/s, startAt: 1 s, endAt: 1100 ms } ]
  dlq: { type: sqs }
mappings: { m: { source: q, function: f, batchSize: 1 } }
plan: { risk: 30 %, confidence: 80 % }`;

it('finds the least of each limit, with the others as written, and together', () => {
  const answer = ask(REFUSED);
  const [{ limits, closedForms, demands }] = answer.mappings as [(typeof answer.mappings)[0]];
  expect(demands).toEqual(['q.deadLettered == 0', 'q.expired == 0', expect.stringContaining('backlog of q')]);
  const found = Object.fromEntries(
    limits.map(({ limit, search }) => [limit, Object.values(search?.winner?.values ?? {})]),
  );
  // Pollers that read no more than may run refuse nothing.
  expect(found['maximumConcurrency']).toEqual([2]);
  expect(limits.map(({ limit }) => limit)).toEqual([
    'maximumConcurrency',
    'visibilityTimeout',
    'maxReceiveCount',
    'together',
  ]);
  // The formula: what is refused for maxReceiveCount · visibilityTimeout is lost; some wait 30 s.
  expect(closedForms.find(({ id }) => id === 'PLN-16')?.value).toBe(24e6);
  const least = Number.parseInt(String(found['visibilityTimeout']![0]), 10);
  expect(least).toBeGreaterThan(12);
  expect(found['maxReceiveCount']![0]).toBeGreaterThan(2);
  expect(found['together']).toEqual([2, '10 s', 1]);
  expect(answer.met).toBe(true);
  const text = planText('no-loss', answer);
  expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect(planMarkdown('no-loss', answer)).toContain(
    '**m loses nothing with maximumConcurrency 2, visibilityTimeout 10 s and maxReceiveCount 1',
  );
  expect(planMarkdown('no-loss', answer)).toMatch(/\n\|---\|---:\|/);
  expect(planCsv('no-loss', answer).split('\n')[1]).toBe(
    'm,maximumConcurrency,mappings.m.maximumConcurrency,,2,found,' + String(limits[0]!.search!.runs),
  );
});

it('takes a backlog that grows for a loss', () => {
  const answer = ask(`
lagcast: 1
duration: 30 s
functions: { f: { timeout: 2 s, coldStart: none, handler: { duration: 1 s } } }
sources: { q: { type: sqs, visibilityTimeout: 12 s, arrivals: [ { rate: 10/s } ] } }
mappings: { m: { source: q, function: f, batchSize: 1, maximumConcurrency: 20 } }
plan: { risk: 30 %, confidence: 80 % }`);
  const [{ limits }] = answer.mappings as [(typeof answer.mappings)[0]];
  const [concurrency] = limits;
  // Nothing is lost within the run with two; ten keep up.
  expect(Object.values(concurrency!.search!.winner!.values)).toEqual([10]);
  expect(concurrency!.search!.next!.demands.filter(({ missed }) => missed > 0).map(({ text }) => text)).toEqual([
    expect.stringContaining('backlog'),
  ]);
  // No dead-letter queue, no maxReceiveCount.
  expect(limits.map(({ limit }) => limit)).toEqual(['maximumConcurrency', 'visibilityTimeout', 'together']);
});

it('has nothing to say of a scenario without a queue', () => {
  const text =
    'duration: 1 min\nfunctions: { f: { handler: { duration: 1 s } } }\nsources: { s: { type: sync, function: f } }\n';
  expect(() => ask(text)).toThrow(PlanError);
});
