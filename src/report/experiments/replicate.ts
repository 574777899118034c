/**
 * Replications as text for the terminal: first line, what was found in words, tables of objectives and figures, what else there
 * is to know. Pure; the caller prints.
 */
import type { FigureEstimate } from '../../plan/figure-sample.ts';
import type { ObjectiveShare } from '../../plan/objective-share.ts';
import type { Replications } from '../../plan/replicate.ts';
import { harmless, wrapped } from '../fit.ts';
import { count, inUnit, percent } from '../format.ts';
import { PLAIN, type Kind, type Style } from '../style.ts';
import { table, type Cell } from '../table.ts';
import { firstLine } from '../terminal.ts';
import { groundBlocks } from './grounds.ts';
import {
  answer,
  effort,
  halfText,
  intervalText,
  methods,
  scope,
  sentences,
  spreadText,
  valueText,
  warnings,
} from './replicate-words.ts';

/** All lines, joined; ends with a line break. */
export function replicationsReport(outcome: Replications, style: Style = PLAIN): string {
  const blocks = [
    head(outcome, style),
    found(outcome, style),
    objectives(outcome.objectives, style),
    figures(outcome.figures, style),
    rest(outcome, style),
    ...groundBlocks(outcome, style),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function head(outcome: Replications, style: Style): string[] {
  const question = outcome.question === null ? [] : painted(harmless(outcome.question), 'faint', style);
  return [...painted(firstLine(outcome), 'strong', style), ...question, ...wrapped(effort(outcome), style.width)];
}

function found(outcome: Replications, style: Style): string[] {
  const isMissed = outcome.objectives.some(({ met, runs }) => met < runs);
  const kind: Kind = isMissed ? 'bad' : outcome.objectives.length > 0 ? 'good' : 'strong';
  return [
    ...painted(answer(outcome), kind, style),
    ...warnings(outcome).flatMap((warning) => painted(warning, 'warning', style)),
    ...sentences(outcome).flatMap((sentence) => wrapped(sentence, style.width)),
  ];
}

function objectives(all: readonly ObjectiveShare[], style: Style): string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ text, unit, met, runs, interval, worst }): Cell[] => [
    text,
    { text: `${count(met)} of ${count(runs)}`, kind: met === runs ? 'good' : 'bad' },
    `${percent(interval.low)} to ${percent(interval.high)}`,
    worst === null ? '–' : inUnit(unit, worst.value),
    worst === null ? '–' : String(worst.replication),
  ]);
  return table({ head: ['objective', 'met in', 'of all runs', 'worst', 'in replication'], rows, texts: true }, style);
}

function figures(all: readonly FigureEstimate[], style: Style): string[] {
  const rows = all.map((one): Cell[] => [
    one.figure.text,
    valueText(one),
    intervalText(one),
    halfText(one),
    spreadText(one),
    missingText(one),
  ]);
  const hasMissing = all.some(({ perRun: { missing } }) => missing > 0);
  const columns = [
    'figure',
    'estimate',
    'interval',
    'give or take',
    'single runs',
    ...(hasMissing ? ['runs without'] : []),
  ];
  return table({ head: columns, rows: rows.map((row) => row.slice(0, columns.length)), texts: true }, style);
}

function missingText({ perRun: { missing } }: FigureEstimate): string {
  return count(missing);
}

function rest(outcome: Replications, { width }: Style): string[] {
  return [...scope(outcome), methods(outcome)].flatMap((line) => wrapped(line, width));
}

function painted(text: string, kind: Kind, { width, paint }: Style): string[] {
  return wrapped(text, width).map((line) => paint(kind, line));
}
