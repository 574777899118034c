/** Searches of `plan --ask pollers`, which take long: an optimum that is known. */
import { describe, expect, it } from 'vitest';
import { plan } from '../../src/plan/questions.ts';
import { planCsv, planMarkdown, planText } from '../../src/report/experiments/plan.ts';
import { Template } from '../../src/scenario/template.ts';

const SCENARIO = `
lagcast: 1
duration: 2 min
functions: { f: { timeout: 10 s, coldStart: none, handler: { duration: 1 s } } }
sources: { q: { type: sqs, visibilityTimeout: 1 min, arrivals: [ { rate: 29/s } ] } }
mappings: { m: { source: q, function: f, batchSize: 1 } }
objectives: [ max(q.latency) < 1.2 s ]
plan: { risk: 50 %, confidence: 60 %, maxRuns: 400 }
`;

describe('pollers', () => {
  it('finds as many as the formula says where nothing may wait: 3 for 29 a second of 1 s', () => {
    const made = Template.fromText(SCENARIO);
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    const answer = plan(made.template, { ask: 'pollers' });
    expect(answer.found!.minimumPollers).toBe(3);
    expect(answer.formula).toMatchObject({ mean: 3, peak: 3 });
    expect(answer.found!.maximumPollers).toBeGreaterThanOrEqual(3);
    expect(answer.perMonth).toBeCloseTo(3 * 730 * 0.00925, 6);
    expect(planMarkdown('pollers', answer)).toContain('**m needs minimumPollers: 3');
    expect(planMarkdown('pollers', answer)).toMatch(/\n\|---\|---:\|/);
    expect(planText('pollers', answer)).toContain('m needs minimumPollers: 3');
    expect(planCsv('pollers', answer)).toContain('m,3,');
  });
});
