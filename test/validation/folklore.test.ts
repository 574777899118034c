/** Folklore: that each claim is told apart from what the service does. The runs of all of them: npm run validation. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkObjective } from '../../src/metrics/figure.ts';
import type { Result } from '../../src/metrics/result.ts';
import { folklorePage } from '../../src/report/validation/folklore.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { Objective, Scenario } from '../../src/scenario/scenario.ts';
import type { Claim } from '../../src/validation/folklore/claim.ts';
import { CLAIMS, rowsOf } from '../../src/validation/folklore/section.ts';

const scenarios = new URL('../../scenarios/', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, scenarios), 'utf8');
const claimOf = (id: string): Claim => CLAIMS.find((claim) => claim.id === id)!;

const read = new Map<string, Scenario>();
function scenarioOf(path: string, text = textOf(path)): Scenario {
  const known = read.get(text);
  if (known !== undefined) return known;
  const result = readScenario(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems.filter(({ severity }) => severity === 'error')));
  read.set(text, result.scenario);
  return result.scenario;
}

/** Whether the objective would be met by that value; the value is written as a limit of it. */
function admits({ scenario }: Claim, objective: Objective, value: string): boolean {
  const { operator, text } = objective;
  const asLimit = text.slice(0, text.lastIndexOf(operator)) + `== ${value}`;
  const { objectives } = scenarioOf(scenario, textOf(scenario).replace(`- ${text}`, `- ${asLimit}`));
  const believed = objectives.find(({ text: written }) => written === asLimit)!.limit;
  // A figure of its own that has this value.
  const result = {
    sources: { it: { arrived: believed } },
    mappings: {},
    functions: {},
  } as unknown as Result;
  return checkObjective(result, { ...objective, name: 'it', figure: 'arrived', statistic: undefined }, 'count').met;
}

describe.each(CLAIMS)('$id', (claim) => {
  const { objectives } = scenarioOf(claim.scenario);

  it('names objectives of its scenario, which exclude what the claim would have', () => {
    for (const { objective: text, believed } of claim.shown) {
      const objective = objectives.find((one) => one.text === text);
      expect(objective, text).toBeDefined();
      if (believed !== undefined)
        expect([text, believed, admits(claim, objective!, believed)]).toEqual([text, believed, false]);
    }
    expect(claim.shown.some(({ believed }) => believed !== undefined)).toBe(true);
  });
});

it('there are claims of every kind of source, each once, and every scenario of the folder belongs to one', () => {
  expect(new Set(CLAIMS.map(({ id }) => id)).size).toBe(CLAIMS.length);
  const kinds = new Set(CLAIMS.map(({ id }) => /^F-([A-Z]+)-\d\d$/.exec(id)![1]));
  expect([...kinds].sort()).toEqual(['ASY', 'CON', 'DDB', 'DOC', 'ENV', 'FIFO', 'KAF', 'KIN', 'MQ', 'SQS']);
  const used = new Set(CLAIMS.map(({ scenario }) => scenario));
  const there = readdirSync(new URL('validation/folklore/', scenarios)).map((file) => `validation/folklore/${file}`);
  expect(there.filter((path) => !used.has(path))).toEqual([]);
});

describe('the judge', () => {
  const late = claimOf('F-SQS-01');

  it('passes what is so, with what the run gave', () => {
    const rows = rowsOf(late, textOf(late.scenario));
    expect(rows.map(({ verdict, found }) => [verdict, found])).toEqual([
      ['pass', '3'],
      ['pass', '49.99 s'],
    ]);
    expect(rows[1]!.why).toBe('were the claim true: 109 s');
  });

  it('misses when the run gives something else: a visibility timeout of a second is nearly what the claim says', () => {
    const spoilt = textOf(late.scenario).replace('visibilityTimeout: 60 s', 'visibilityTimeout: 10 s');
    expect(rowsOf(late, spoilt).map(({ verdict }) => verdict)).toEqual(['pass', 'miss']);
  });

  it('misses what is not refused', () => {
    const fifo = claimOf('F-FIFO-01');
    const rows = rowsOf(fifo, textOf(fifo.scenario));
    expect(rows.at(-1)).toMatchObject({ verdict: 'pass', ran: 'decision' });
    expect(rows.at(-1)!.found).toMatch(/^refused: /);
    const accepted = { ...fifo, refused: { ...fifo.refused!, believed: 'batchSize: 9' } };
    expect(rowsOf(accepted, textOf(fifo.scenario)).at(-1)).toMatchObject({ verdict: 'miss', found: 'accepted' });
  });

  it('throws when a scenario lacks what a claim names', () => {
    const [first] = late.shown;
    const other = { ...late, shown: [{ ...first!, objective: 'worker.invocations == 4' }] };
    expect(() => rowsOf(other, textOf(late.scenario))).toThrow(/no objective/);
    expect(() => rowsOf(late, 'lagcast: 1')).toThrow(/not a scenario/);
  });

  it('shows a miss on the page', () => {
    const rows = rowsOf(late, textOf(late.scenario)).map((row, i) =>
      i === 0 ? { ...row, verdict: 'miss' as const } : row,
    );
    const page = folklorePage(rows);
    expect(page).toContain('| attempts |  | `worker.invocations == 3` | **3**, which is a miss |');
    expect(page).toContain('### F-SQS-01: “A message goes to the dead-letter queue when its last attempt fails.”');
    for (const { id } of CLAIMS) expect(page).toContain(`### ${id}: `);
  });
});
