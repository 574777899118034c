/** How the validation judges and tells: cases that fail are defects, known misses are shown, and nothing is judged of a part. */
import { describe, expect, it } from 'vitest';
import { validationJson } from '../../src/report/validation/json.ts';
import { validationMarkdown } from '../../src/report/validation/markdown.ts';
import { validationText } from '../../src/report/validation/text.ts';
import { PLAIN } from '../../src/report/style.ts';
import type { Case, Section } from '../../src/validation/case.ts';
import { chosenCases } from '../../src/validation/choice.ts';
import { outcomesOf } from '../../src/validation/outcome.ts';
import type { Row } from '../../src/validation/row.ts';
import { runCase } from '../../src/validation/run-case.ts';
import { estimatedRow, estimateOf } from '../../src/validation/statistics.ts';

const row = (id: string, verdict: Row['verdict'], more: Partial<Row> = {}): Row => ({
  id,
  figure: 'wait, s',
  setting: 'λ 1/s',
  evidence: 'exact',
  source: 'Somebody, a book',
  ran: 'scenario',
  expected: '1',
  found: verdict === 'miss' ? '2' : '1',
  verdict,
  ...more,
});
const one = (id: string, verdict: Row['verdict'], more: Partial<Case> = {}): Case => ({
  id,
  seconds: 1,
  run: () => [row(id, verdict)],
  ...more,
});

describe('a case', () => {
  it('has no defect when it passes or is calibrated', () => {
    expect(runCase(one('Q-1', 'pass')).defects).toEqual([]);
    expect(runCase(one('Q-1', 'calibrated')).defects).toEqual([]);
  });

  it('has a defect when it misses, compares nothing or cannot be run', () => {
    expect(runCase(one('Q-1', 'miss')).defects).toEqual(['Q-1, wait, s (λ 1/s): expected 1, found 2']);
    expect(runCase({ id: 'Q-1', seconds: 1, run: () => [] }).defects).toEqual(['Q-1 compares nothing']);
    const broken = (): never => {
      throw new Error('no such file');
    };
    expect(runCase({ id: 'Q-1', seconds: 1, run: broken })).toEqual({
      id: 'Q-1',
      rows: [],
      defects: ['Q-1 could not be run: no such file'],
    });
  });

  it('tells the reason of a known miss, and is a defect when it misses no longer', () => {
    const known = runCase(one('Q-1', 'miss', { knownMiss: 'the tail is not modelled' }));
    expect(known.defects).toEqual([]);
    expect(known.rows[0]!.why).toBe('the tail is not modelled');
    const passing = runCase(one('Q-1', 'pass', { knownMiss: 'the tail is not modelled' }));
    expect(passing.defects[0]).toMatch(/^Q-1 misses no longer/);
  });

  it('has a defect when it has rows of ids that it does not name, or none of one that it names', () => {
    const rows = [row('Q-1', 'pass'), row('Q-2', 'pass')];
    const named = { id: 'Q-1, twice', seconds: 1, run: () => rows };
    expect(runCase(named).defects).toEqual(['Q-1, twice has rows of Q-2, which it does not name']);
    expect(runCase({ ...named, gives: ['Q-2'] }).defects).toEqual([]);
    expect(runCase({ ...named, gives: ['Q-2', 'Q-3'] }).defects).toEqual([
      'Q-1, twice names Q-3, and has no row of it',
    ]);
  });

  it('judges each row by itself where known misses are named by figure', () => {
    const run = () => [row('Q-1', 'miss', { figure: 'a' }), row('Q-1', 'miss', { figure: 'b' }), row('Q-1', 'pass')];
    const part = runCase({ id: 'Q-1', seconds: 1, run, knownMisses: { a: 'coarse', 'wait, s': 'short' } });
    expect(part.rows.map(({ why }) => why).slice(0, 2)).toEqual(['coarse', undefined]);
    expect(part.defects).toEqual([
      'Q-1, b (λ 1/s): expected 1, found 2',
      'Q-1, wait, s misses no longer; it was known to: short',
    ]);
    expect(runCase({ id: 'Q-1', seconds: 1, run, knownMisses: { a: 'coarse', b: 'coarse' } }).defects).toEqual([]);
  });
});

describe('the rule of acceptance', () => {
  const labels = { id: 'Q-1', figure: 'wait, s', setting: '', evidence: 'exact', source: '', ran: 'scenario' } as const;
  const verdictOf = (mean: number, standardError: number, tolerance = 0.03, referenceError = 0): Row['verdict'] =>
    estimatedRow(labels, { mean, standardError, replications: 40 }, { expected: 10, tolerance, referenceError })
      .verdict;

  it('takes what is near in standard errors when they are small, and what is near in itself', () => {
    expect(verdictOf(10.29, 1)).toBe('pass');
    expect(verdictOf(10.33, 0.0995)).toBe('pass');
    expect(verdictOf(9.71, 1)).toBe('pass');
  });

  it('refuses bias and noise, on both sides', () => {
    expect(verdictOf(10.4, 0.09)).toBe('miss');
    expect(verdictOf(9.6, 0.09)).toBe('miss');
    expect(verdictOf(10.4, 1)).toBe('miss');
    expect(verdictOf(10.36, 0.0995)).toBe('miss');
    expect(verdictOf(10.36, 0.0995, 0.03, 0.1)).toBe('pass');
  });

  it('says so when only the error of the expected value lets something pass', () => {
    const rowOf = (mean: number, standardError: number) =>
      estimatedRow(
        { ...labels, why: 'a note' },
        { mean, standardError, replications: 40 },
        { expected: 10, tolerance: 0.03, referenceError: 0.5 },
      );
    expect(rowOf(10.6, 0.09)).toMatchObject({ verdict: 'pass', expected: '10 ± 0.50' });
    expect(rowOf(10.6, 0.09).why).toMatch(/^a note; further off than the tolerance.* only because the expected value/);
    expect(rowOf(10.1, 0.09).why).toBe('a note');
    expect(rowOf(10.305, 0.09).why).toBe('a note');
  });

  it('estimates the mean and its standard error', () => {
    // Squared deviations 5 over 3, over 4 values.
    expect(estimateOf([1, 2, 3, 4])).toEqual({ mean: 2.5, standardError: Math.sqrt(5 / 3 / 4), replications: 4 });
  });
});

const sections: readonly Section[] = [
  {
    name: 'theory',
    title: 'Theory',
    about: 'Of queues.',
    cases: [one('Q-MM1-01', 'pass'), one('Q-MM1-02', 'pass'), one('Q-MD1-01', 'miss', { knownMiss: 'too short' })],
    summary: (rows) => `${rows.length} in all.`,
    defects: (rows) => (rows.length === 3 ? ['they lean to one side'] : ['never']),
  },
  { name: 'measured', title: 'Measured', about: '', cases: [one('A-1', 'calibrated'), one('A-2', 'miss')] },
];
const outcomes = (...ids: string[]) =>
  outcomesOf(
    sections,
    new Map(
      sections
        .flatMap(({ cases }) => cases)
        .filter(({ id }) => ids.length === 0 || ids.includes(id))
        .map((each) => [each.id, runCase(each)]),
    ),
  );

describe('words of the command line', () => {
  it('mean a section, a case, or all that begin so', () => {
    const ids = (...words: string[]) => {
      const chosen = chosenCases(sections, words);
      return chosen.ok ? chosen.cases.map(({ id }) => id) : chosen.unknown;
    };
    expect(ids()).toHaveLength(5);
    expect(ids('measured')).toEqual(['A-1', 'A-2']);
    expect(ids('Q-MM1')).toEqual(['Q-MM1-01', 'Q-MM1-02']);
    expect(ids('A-1', 'Q-MD1-01')).toEqual(['Q-MD1-01', 'A-1']);
    // Half of a word of an id is none.
    expect(ids('A-1', 'Q-M')).toBe('Q-M');
  });

  it('mean a row of a case, and are in capitals or not', () => {
    const some: readonly Section[] = [
      {
        ...sections[0]!,
        cases: [
          one('Q-INV-01', 'pass', { gives: ['Q-INV-03', 'Q-FLUID-09'] }),
          one('Q-RETRY-05, batches of 10', 'pass'),
        ],
      },
    ];
    const ids = (word: string) => {
      const chosen = chosenCases(some, [word]);
      return chosen.ok ? chosen.cases.map(({ id }) => id) : chosen.unknown;
    };
    expect(ids('Q-INV-03')).toEqual(['Q-INV-01']);
    expect(ids('q-fluid')).toEqual(['Q-INV-01']);
    expect(ids('q-retry-05')).toEqual(['Q-RETRY-05, batches of 10']);
    expect(ids('Theory')).toHaveLength(2);
    expect(ids('Q-INV-02')).toBe('Q-INV-02');
  });
});

describe('what comes out', () => {
  it('has the rows in the order of the cases, and judges whole sections only', () => {
    const whole = outcomes();
    expect(whole.map(({ rows }) => rows.map(({ id }) => id))).toEqual([
      ['Q-MM1-01', 'Q-MM1-02', 'Q-MD1-01'],
      ['A-1', 'A-2'],
    ]);
    expect(whole[0]).toMatchObject({ summary: '3 in all.', defects: ['they lean to one side'] });
    const part = outcomes('Q-MM1-02');
    expect(part).toHaveLength(1);
    expect(part[0]).toMatchObject({ summary: '', defects: [] });
  });

  it('is a page with every row, its source, and the reasons of misses', () => {
    const page = validationMarkdown(outcomes());
    expect(page).toContain('2 of 5 comparisons pass, 1 calibrated, 2 miss.');
    expect(page).toContain('| [Theory](#theory) | 3 | 2 | 0 | 1 |');
    expect(page).toContain('| Q-MD1-01 | λ 1/s | wait, s | 1 | 2 | **miss** | exact | [1] |');
    expect(page).toContain('- Q-MD1-01 (miss): too short');
    expect(page).toContain('- A-2 (miss): the reason is not known');
    expect(page).toContain('1. Somebody, a book');
    expect(page).toContain('- they lean to one side');
  });

  it('is a summary in the terminal, with what misses, or with all rows', () => {
    const short = validationText({ sections: outcomes(), isDetailed: false }, PLAIN);
    expect(short).toMatch(/^2 of 5 comparisons pass, 1 calibrated, 2 miss\.\n/);
    expect(short).toContain('Q-MD1-01');
    expect(short).not.toContain('Q-MM1-01');
    expect(short).toContain('defect: A-2, wait, s (λ 1/s): expected 1, found 2');
    expect(validationText({ sections: outcomes(), isDetailed: true }, PLAIN)).toContain('Q-MM1-01');
  });

  it('is JSON that has everything', () => {
    const read = JSON.parse(validationJson('1.0', outcomes())) as { lagcast: string; sections: { rows: Row[] }[] };
    expect(read.lagcast).toBe('1.0');
    expect(read.sections.flatMap(({ rows }) => rows.map(({ verdict }) => verdict))).toEqual([
      ...['pass', 'pass', 'miss', 'calibrated', 'miss'],
    ]);
  });
});
