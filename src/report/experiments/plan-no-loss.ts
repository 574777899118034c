/** The answer to `no-loss` in words: of each mapping what each limit has to be, why, and what is lost below it. */
import { stringify } from 'csv-stringify/sync';
import type { LimitOutcome, MappingLimits, NoLossAnswer } from '../../plan/search/no-loss.ts';
import { harmless } from '../fit.ts';
import { count, list, percent, some } from '../format.ts';
import type { Cell } from '../table.ts';
import { formsTable } from './plan-forms.ts';
import type { Shown } from './plan-parts.ts';
import { searchSentences, valuesText, valueText, type Asked } from './plan-search.ts';
import type { QuestionReport } from './plan.ts';

const WHY: Readonly<Record<string, string>> = {
  maximumConcurrency:
    'fewer do not keep up (PLN-01); more than the function may run are refused, and their messages wait hidden (SQS-14)',
  visibilityTimeout:
    'a message that is not done in time comes back, is worked on twice, and counts as received again (SQS-33)',
  maxReceiveCount:
    'refused receives count as well: a message is given up after maxReceiveCount · visibilityTimeout of refusals (PLN-16)',
  together:
    'the smallest maximumConcurrency first, then maxReceiveCount, then visibilityTimeout, of a few values of each',
};

export const noLossReport: QuestionReport<NoLossAnswer> = {
  parts: (answer) => [
    { headlines: headlines(answer), sentences: promise(answer) },
    ...answer.mappings.flatMap((mapping) => [
      limitsTable(mapping),
      { sentences: sentences(mapping, answer) },
      formsTable(mapping.closedForms, ['PLN-01', 'PLN-02', 'PLN-16']),
    ]),
  ],
  csv: ({ mappings }) => {
    const rows = mappings.flatMap(({ mapping, limits }) =>
      limits.flatMap(({ limit, written, search }) =>
        Object.keys(written).map((path) => [
          ...[mapping, limit, path, csvText(written[path])],
          ...[csvText(search?.winner?.values[path] ?? null), search?.status ?? 'not asked', search?.runs ?? 0],
        ]),
      ),
    );
    return stringify([['mapping', 'limit', 'path', 'written', 'smallest', 'status', 'runs'], ...rows], {
      escape_formulas: true,
    });
  },
};

function csvText(value: unknown): string {
  return value === null ? '' : valueText(value);
}

/** Of each mapping what was found, all limits together where there are several. */
function headlines({ mappings }: NoLossAnswer): string[] {
  return mappings.map(({ mapping, queue, limits }) => {
    const found = limits.find(({ limit }) => limit === 'together') ?? limits[0];
    const winner = found?.search?.winner ?? null;
    if (found?.search?.status === 'silent')
      return `${harmless(mapping)}: nothing can be said, for nothing came to ${harmless(queue)}.`;
    return winner === null
      ? `${harmless(mapping)}: no limits were found with which nothing is lost.`
      : `${harmless(mapping)} loses nothing with ${valuesText(winner.values)}.`;
  });
}

function promise({ risk, confidence, runs, mappings }: NoLossAnswer): string[] {
  const demands = mappings.flatMap((mapping) => mapping.demands);
  return [
    `Demanded of a run: ${list(demands.map(harmless), 'and')}. Objectives are not looked at.`,
    `What was found was confirmed on fresh runs: a value with which more than ${percent(risk)} of runs lose something would have been found with a ` +
      `probability of ${percent(1 - confidence)} at most. ${some(runs, 'run')} in all.`,
  ];
}

function limitsTable({ mapping, limits }: MappingLimits): Shown {
  const rows = limits.map(({ limit, written, search }): Cell[] => [
    limit,
    Object.values(written).map(valueText).join(' / '),
    smallest(search),
    count(search?.runs ?? 0),
  ]);
  return { table: { head: [harmless(mapping), 'as written', 'smallest', 'runs'], rows } };
}

function smallest(search: LimitOutcome['search']): Cell {
  if (search === null) return { text: 'no runs left', kind: 'warning' };
  if (search.winner !== null)
    return { text: Object.values(search.winner.values).map(valueText).join(' / '), kind: 'good' };
  if (search.status === 'silent') return { text: 'nothing came', kind: 'warning' };
  return search.status === 'nothing' ? { text: 'none', kind: 'bad' } : { text: 'not confirmed', kind: 'warning' };
}

function sentences({ limits }: MappingLimits, answer: NoLossAnswer): string[] {
  const asked: Asked = { ...answer, minimise: 'settings' };
  return limits.map(({ limit, search }) => {
    const why = `${limit}: ${WHY[limit]!}.`;
    return [why, ...(search === null ? [] : [below(search, asked)])].join(' ');
  });
}

/** What is lost one step below; of what was not found, how far it came. */
function below(search: NonNullable<LimitOutcome['search']>, asked: Asked): string {
  const { next, winner } = search;
  if (winner === null) return searchSentences(search, asked).join(' ');
  if (next === null) return 'It is the smallest there can be.';
  const missed = next.demands.filter(({ missed: times }) => times > 0).map(({ text }) => harmless(text));
  return `With ${valuesText(next.values)}, ${count(next.misses)} of ${some(next.runs, 'run')} missed: ${list(missed, 'and')}.`;
}
