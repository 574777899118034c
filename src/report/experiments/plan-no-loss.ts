/** The answer to `no-loss` in words: of each mapping what each limit has to be, why, and what is lost below it. */
import { stringify } from 'csv-stringify/sync';
import type { LimitOutcome, MappingLimits, NoLossAnswer } from '../../plan/search/no-loss.ts';
import { harmless, wrapped } from '../fit.ts';
import { count, list, percent, some } from '../format.ts';
import type { Style } from '../style.ts';
import { table, type Cell } from '../table.ts';
import { formsTable } from './plan-forms.ts';
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
  blocks: (answer, style) => [
    [...promise(answer)].flatMap((sentence) => wrapped(sentence, style.width)),
    ...answer.mappings.flatMap((mapping) => [
      limitsTable(mapping, style),
      sentences(mapping, answer, style),
      forms(mapping, style),
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

function promise({ risk, confidence, runs, mappings }: NoLossAnswer): string[] {
  const demands = mappings.flatMap((mapping) => mapping.demands);
  return [
    `Demanded of a run: ${list(demands.map(harmless), 'and')}. Objectives are not looked at.`,
    `Each value was confirmed on fresh runs: one with which more than ${percent(risk)} of runs lose something would have been found with a ` +
      `probability of ${percent(1 - confidence)} at most. ${some(runs, 'run')} in all.`,
  ];
}

function limitsTable({ mapping, limits }: MappingLimits, style: Style): string[] {
  const rows = limits.map(({ limit, written, search }): Cell[] => [
    limit,
    Object.values(written).map(valueText).join(' / '),
    smallest(search),
    count(search?.runs ?? 0),
  ]);
  return table({ head: [harmless(mapping), 'as written', 'smallest', 'runs'], rows }, style);
}

function smallest(search: LimitOutcome['search']): Cell {
  if (search === null) return { text: 'no runs left', kind: 'warning' };
  if (search.winner !== null)
    return { text: Object.values(search.winner.values).map(valueText).join(' / '), kind: 'good' };
  return search.status === 'nothing' ? { text: 'none', kind: 'bad' } : { text: 'not confirmed', kind: 'warning' };
}

function sentences({ limits }: MappingLimits, answer: NoLossAnswer, { width }: Style): string[] {
  const asked: Asked = { ...answer, minimise: 'settings' };
  return limits.flatMap(({ limit, search }) => {
    const why = `${limit}: ${WHY[limit]!}.`;
    return wrapped([why, ...(search === null ? [] : [below(search, asked)])].join(' '), width);
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

function forms({ closedForms }: MappingLimits, style: Style): string[] {
  return formsTable(closedForms, style, ['PLN-01', 'PLN-02', 'PLN-16']);
}
