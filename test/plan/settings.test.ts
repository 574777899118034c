/** What `plan` can be asked of a scenario, and how it answers; known answers are in test/slow. */
import { describe, expect, it } from 'vitest';
import { PlanError } from '../../src/plan/answer.ts';
import { plan, type AnswerTo } from '../../src/plan/questions.ts';
import { planCsv, planMarkdown, planText } from '../../src/report/experiments/plan.ts';
import { Template, VariantError } from '../../src/scenario/template.ts';

const FEW_RUNS = 'risk: 30 %, confidence: 80 %';

function ask(text: string): AnswerTo<'settings'> {
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

describe('what cannot be asked', () => {
  const plain = queue('1/s', '1 s', '');
  it.each([
    [
      'nothing to find out',
      plain.replace(/arrivals[^}]*} ]/, 'arrivals: [ ]').replace(/mappings.*/, ''),
      PlanError,
      /nothing may vary/,
    ],
    ['no such part', `${plain}plan: { vary: { mappings.n.batchSize: [ 1 ] } }`, VariantError, /what there is: m/],
    ['no such setting', `${plain}plan: { vary: { mappings.m.batchSiez: [ 1, 2 ] } }`, VariantError, /batchSize/],
    ['values of the wrong kind', `${plain}plan: { vary: { functions.f.timeout: [ 5 ] } }`, VariantError, /5 s/],
  ])('%s', (_, text, kind, message) => {
    expect(() => ask(text)).toThrow(kind);
    expect(() => ask(text)).toThrow(message);
  });

  it('chooses what varies where nobody says it, says so, and asks that all keeps up', () => {
    const answer = ask(
      queue('3/s', '1 s', `plan: { ${FEW_RUNS} }`, '4 min').replace('Concurrency: 50', 'Concurrency: 9'),
    );
    expect(answer.demands).toBe('keeps up');
    expect(answer.chosen!.settings).toMatchObject([{ path: 'mappings.m.maximumConcurrency', from: 1, to: 12 }]);
    expect(answer.search.winner!.values).toEqual({ 'mappings.m.maximumConcurrency': 3 });
    const text = planText('settings', answer).replace(/\s+/g, ' ');
    expect(text).toContain(
      'this was chosen (limits that the file writes): mappings.m.maximumConcurrency from 1 to 12 (the load needs 3 on average, PLN-01).',
    );
    expect(text).toContain('--vary mappings.m.maximumConcurrency=1..12, or plan: { vary: … } in the file.');
  });

  it('says so when there are no objectives, and asks that all keeps up', () => {
    const text = queue(
      '1/s',
      '1 s',
      `plan: { vary: { mappings.m.maximumConcurrency: [ 2, 3 ] }, ${FEW_RUNS} }`,
      '10 s',
    );
    const answer = ask(text);
    expect(answer.demands).toBe('keeps up');
    expect(answer.search.winner?.demands.map(({ text }) => text)).toEqual([
      'q.deadLettered == 0',
      'q.expired == 0',
      'max(q.ageOfOldest) < 1 min',
      expect.stringContaining('the backlog of q grows by less than'),
    ]);
    expect(planText('settings', answer)).toContain('has no objectives');
  });
});

describe('the answer in words', () => {
  const rest = `
objectives: [ max(q.ageAtFirstAttempt) < 500 ms ]
plan: { vary: { mappings.m.maximumConcurrency: { from: 2, to: 40 } }, ${FEW_RUNS} }`;
  const answer = ask(queue('10/s', '950 ms', rest, '20 s'));

  it.each([40, 60, 100])('fits a terminal of %d columns', (width) => {
    const lines = planText('settings', answer, { width, paint: (_, text) => text }).split('\n');
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  });

  it('says what was found, first, and what the next one misses', () => {
    const text = planText('settings', answer).replace(/\s+/g, ' ');
    expect(text).toMatch(
      /· lagcast \S+ The smallest that meets what is asked for: maximumConcurrency 10\. It missed none/,
    );
    expect(text).toMatch(
      /The next smaller, maximumConcurrency 9, missed 10 of 10 runs: max\(q.ageAtFirstAttempt\) < 500 ms/,
    );
  });

  it('is Markdown with the answer first, and real tables', () => {
    const markdown = planMarkdown('settings', answer);
    const lines = markdown.split('\n');
    expect(lines.slice(0, 2)).toEqual(['<!-- lagcast plan -->', '### lagcast plan, settings: scenario']);
    expect(lines[3]).toBe('**The smallest that meets what is asked for: maximumConcurrency 10.**');
    expect(markdown).toContain(
      '| over 6 fresh runs | mean | worst | to spare | missed |\n|---|---:|---:|---:|---:|\n| ✓ max',
    );
    expect(markdown).toContain('| ✓ max(q.ageAtFirstAttempt) &#60; 500 ms |');
    expect(markdown).not.toContain('```');
  });

  it('has a row for each candidate and each confirmation as CSV', () => {
    const rows = planCsv('settings', answer).trimEnd().split('\n');
    expect(rows).toHaveLength(1 + answer.search.candidates.length + answer.search.confirmations.length);
    expect(rows.at(-1)).toMatch(/^confirmation,10,\d+,0,,accepted$/);
  });
});
