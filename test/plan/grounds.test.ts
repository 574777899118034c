/** What outcomes of experiments stand and fall with: of all runs together, and told at the end of each report. */
import { describe, expect, it } from 'vitest';
import { comparing } from '../../src/plan/compare.ts';
import { conduct, runCell } from '../../src/plan/experiment.ts';
import { replicate } from '../../src/plan/replicate.ts';
import { sensitivity } from '../../src/plan/sensitivity/sensitivity.ts';
import { groundBlocks, groundMarkdown } from '../../src/report/experiments/grounds.ts';
import { PLAIN } from '../../src/report/style.ts';
import { sweepGrounds } from '../../src/report/sweep/grounds.ts';
import { Template } from '../../src/scenario/template.ts';
import { simulate } from '../../src/simulate.ts';
import { HEADER } from '../support/sweep-lines.ts';

function template(rest = ''): Template {
  const made = Template.fromText(`
lagcast: 1
duration: 10 s
functions: { worker: { handler: { perRecord: 50 ms } } }
sources: { orders: { type: sqs, arrivals: [ { rate: 5/s } ] } }
mappings: { m: { source: orders, function: worker } }
${rest}`);
  if (!made.ok) throw new Error(made.problems[0]!.message);
  return made.template;
}
const kindsOf = ({ assumptions }: { assumptions: readonly { path: string; overridden: boolean }[] }) =>
  new Map(assumptions.map(({ path, overridden }) => [path, overridden]));

describe('grounds', () => {
  it('of replications are those of each of their runs, and the limits that the scenario meets', () => {
    const { scenario } = template().variant();
    const outcome = replicate(scenario, { replications: 2 });
    expect(outcome.assumptions).toEqual(simulate(scenario).assumptions.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
    expect(outcome.notModelled.map(({ part }) => part)).toEqual(['SQS queues', 'Mappings', 'Functions', 'The bill']);
  });

  it('of a comparison are those of all variants, and what any of them overrides is overridden', () => {
    const base = template();
    const variants = [
      base.variant(),
      base.variant({ 'facts.sqs.pollers.max': 7, 'sources.orders.visibilityTimeout': '7 s' }),
    ];
    const outcome = conduct(comparing(variants, { replications: 2 }), runCell);
    expect(kindsOf(outcome).get('sqs.pollers.max')).toBe(true);
    expect(kindsOf(outcome).get('sqs.duplicates')).toBe(false);
  });

  it('do not take for overridden what the experiment itself varies', () => {
    const guesses = { 'facts.sqs.pollers.shrinkBy': { times: 2 }, 'facts.sqs.pollers.max': { times: 2 } };
    const outcome = sensitivity(template(), { replications: 2, guesses });
    expect(kindsOf(outcome).get('sqs.pollers.shrinkBy')).toBe(false);
    expect(kindsOf(outcome).has('sqs.pollers.max')).toBe(false);
  });

  it('stand at the end of texts, the usual last, and folded in Markdown', () => {
    const outcome = replicate(template('facts: { sqs.pollers.start: 3 }').variant().scenario, { replications: 2 });
    const [relied, limits] = groundBlocks(outcome, { ...PLAIN, width: 10_000 });
    expect(relied![0]).toMatch(/^relied on \d+ numbers that AWS does not document or the scenario overrides/);
    expect(relied![1]).toBe('  1 overridden: sqs.pollers.start');
    expect(limits![0]).toContain('not modelled, of what these runs have (docs/limits.md');
    expect(limits!.at(-1)).toMatch(/^as in nearly every run: /);
    const markdown = groundMarkdown(outcome).join('\n');
    expect(markdown.match(/<details>/g)).toHaveLength(2);
    expect(markdown).toContain('- 1 overridden: sqs.pollers.start');
    expect(groundMarkdown({ rules: 'current', assumptions: [], notModelled: [] })).toEqual([]);
  });

  it('of a sweep are those of the scenario and what cells rely on beyond them; documented numbers are not told', () => {
    const done = { status: 'done', settings: {}, why: null, values: [], met: [] } as const;
    const lines = [
      { ...done, cell: 0 },
      { ...done, cell: 1, also: ['sqs.throttleRetry.first', 'sqs.pollers.max'] },
    ];
    const { assumptions } = sweepGrounds(HEADER, lines);
    expect(assumptions).toMatchObject([{ path: 'sqs.throttleRetry.first', kind: 'assumed', overridden: false }]);
  });
});
