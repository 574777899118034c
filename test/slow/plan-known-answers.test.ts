/** `plan` on scenarios whose answer is known without it; risk and confidence such that few runs will do. */
import { describe, expect, it } from 'vitest';
import { plan } from '../../src/plan/questions.ts';
import type { SettingsAnswer } from '../../src/plan/search/settings.ts';
import { Template } from '../../src/scenario/template.ts';

const FEW_RUNS = 'risk: 30 %, confidence: 80 %';

function ask(text: string): SettingsAnswer {
  const made = Template.fromText(text);
  if (!made.ok) throw new Error(made.problems[0]!.message);
  return plan(made.template);
}

function queue(rate: string, time: string, rest: string, duration = '2 min'): string {
  return `
lagcast: 1
duration: ${duration}
rules: ideal
functions: { f: { timeout: 1 min, handler: { perInvocation: ${time} } } }
sources: { q: { type: sqs, visibilityTimeout: 10 min, arrivals: [ { rate: ${rate} } ] } }
mappings: { m: { source: q, function: f, batchSize: 1, maximumConcurrency: 50 } }
${rest}`;
}

describe('the least that will do, where a formula knows it', () => {
  it('is λ · D without chance (PLN-01)', () => {
    const rest = `
objectives: [ max(q.ageAtFirstAttempt) < 500 ms ]
plan: { vary: { mappings.m.maximumConcurrency: { from: 2, to: 40 } }, ${FEW_RUNS} }`;
    const answer = ask(queue('10/s', '950 ms', rest));
    expect(answer.search.winner?.values).toEqual({ 'mappings.m.maximumConcurrency': 10 });
    expect(answer.search.next?.values).toEqual({ 'mappings.m.maximumConcurrency': 9 });
    const need = answer.closedForms.find(({ id }) => id === 'PLN-01');
    expect(need?.value).toBeCloseTo(9.5, 6);
    expect(answer.search.candidates.length).toBeLessThan(15);
  });

  it('is that of Erlang’s formula with chance', () => {
    // 4 at once on average: five servers wait 277 ms on average, six 71 ms.
    const rest = `
objectives: [ mean(q.ageAtFirstAttempt) < 150 ms ]
plan: { vary: { mappings.m.maximumConcurrency: { from: 2, to: 12 } }, ${FEW_RUNS} }`;
    const answer = ask(queue('{ poisson: 8/s }', '{ exponential: { mean: 500 ms } }', rest, '10 min'));
    expect(answer.search.winner?.values).toEqual({ 'mappings.m.maximumConcurrency': 6 });
    const wait = answer.closedForms.find(({ id }) => id === 'erlangC');
    expect(wait!.value! / 1000).toBeCloseTo(71.2, 0);
    const [mean] = answer.search.winner!.demands;
    expect(mean!.mean! / 1000).toBeGreaterThan(50);
    expect(mean!.mean! / 1000).toBeLessThan(95);
  });

  it('is λ · D / B groups of a FIFO queue (PLN-10)', () => {
    const groups = [1, 2, 3, 4, 5, 6].map((n) => `{ sequence: [ ${'abcdef'.slice(0, n).split('').join(', ')} ] }`);
    const answer = ask(`
lagcast: 1
duration: 1 min
rules: ideal
functions: { f: { timeout: 1 min, handler: { perInvocation: 900 ms } } }
sources:
  q: { type: sqsFifo, messageGroupId: g, visibilityTimeout: 10 min, arrivals: [ { rate: 4/s, attributes: { g: a } } ] }
mappings: { m: { source: q, function: f, batchSize: 1 } }
objectives: [ max(q.ageAtFirstAttempt) < 1 s ]
plan: { vary: { 'sources.q.arrivals[0].attributes.g': [ ${groups.join(', ')} ] }, ${FEW_RUNS} }`);
    expect(answer.search.winner?.values).toEqual({
      'sources.q.arrivals[0].attributes.g': { sequence: ['a', 'b', 'c', 'd'] },
    });
    expect(answer.search.directions).toBe('unused');
  });
});

describe('a setting that is not monotone', () => {
  // More pollers than the reservation lets run are refused, and what they hold is dead-lettered; fewer are too slow.
  const text = `
lagcast: 1
duration: 2 min
functions: { f: { timeout: 15 s, reservedConcurrency: 5, coldStart: none, handler: { duration: 10 s } } }
sources:
  q:
    type: sqs
    visibilityTimeout: 20 s
    redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: dlq }
    arrivals: [ { rate: 250/s, startAt: 1 s, endAt: 1100 ms } ]
  dlq: { type: sqs }
mappings: { m: { source: q, function: f, batchSize: 1 } }
objectives: [ q.deadLettered == 0, max(q.latency) < 70 s ]
plan: { vary: { mappings.m.maximumConcurrency: { from: 2, to: 30 }, mappings.m.batchSize: [ 1 ] }, ${FEW_RUNS} }`;

  it('is caught: the answer lies below what failed', () => {
    const { search, met } = ask(text);
    expect(met).toBe(true);
    expect(search.directions).toBe('broken');
    expect(search.winner?.values).toEqual({ 'mappings.m.maximumConcurrency': 4, 'mappings.m.batchSize': 1 });
  });
});
