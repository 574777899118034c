/**
 * A comparison as Markdown, fit for a comment of a pull request: what was found, figures that differ in a table, the others
 * folded. The first line is a mark by which a script finds its earlier comment. Pure.
 */
import type { Comparison, FigureComparison } from '../../plan/comparison.ts';
import type { Difference, Verdict } from '../../plan/paired.ts';
import { inUnit } from '../format.ts';
import { firstLine } from '../terminal.ts';
import { effort, remarks, said } from './compare-words.ts';
import { differenceText, intervalText, ofRuns, verdictText } from './difference-words.ts';
import { groundMarkdown } from './grounds.ts';
import { folded, markdownTable, plain } from './markdown.ts';

/** What the text begins with. */
export const COMPARISON_MARK = '<!-- lagcast compare -->';

/** Ends with a line break. */
export function comparisonMarkdown(comparison: Comparison): string {
  const lines = [
    COMPARISON_MARK,
    `### lagcast compare: ${plain(comparison.name)}`,
    ...comparison.variants.slice(1).flatMap((_, i) => variantLines(comparison, i + 1)),
    ...objectives(comparison),
    ...remarks(comparison).flatMap((remark) => ['', `Note: ${plain(remark)}`]),
    ...groundMarkdown(comparison),
    '',
    `<sub>${plain(effort(comparison))}<br>${plain(firstLine(comparison))}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

function variantLines(comparison: Comparison, variant: number): string[] {
  const { answer, sentences } = said(comparison, variant);
  const rows = comparison.figures.flatMap((of) => {
    const difference = of.differences[variant - 1] ?? null;
    return difference === null ? [] : [{ of, difference }];
  });
  const isQuiet = ({ difference: { verdict } }: (typeof rows)[number]): boolean => QUIET.includes(verdict);
  const cells = rows.map(({ of, difference }) => cellsOf(of, difference, comparison.margin));
  const told = cells.filter((_, i) => !isQuiet(rows[i]!));
  const quiet = cells.filter((_, i) => isQuiet(rows[i]!));
  const labels = [0, variant].map((one) => plain(comparison.variants[one]!.label));
  const tableOf = (some: typeof cells): string[] =>
    markdownTable(['figure', ...labels, 'difference', 'interval', 'verdict'], some, { remark: true });
  return [
    '',
    `**${plain(answer)}**`,
    '',
    ...sentences.map((sentence) => `- ${plain(sentence)}`),
    ...(told.length === 0 ? [] : ['', ...tableOf(told)]),
    ...(quiet.length === 0 ? [] : ['', ...folded(`${quiet.length} without a difference`, tableOf(quiet))]),
  ];
}

const QUIET: readonly Verdict[] = ['equal', 'negligible'];
const SIGNS: Readonly<Partial<Record<Verdict, string>>> = { better: '✓ ', worse: '✗ ' };

function cellsOf({ figure }: FigureComparison, difference: Difference, margin: number): string[] {
  return [
    plain(figure.text),
    inUnit(figure.unit, difference.base),
    inUnit(figure.unit, difference.other),
    differenceText(figure.unit, difference),
    intervalText(figure.unit, difference),
    `${SIGNS[difference.verdict] ?? ''}${verdictText(difference, margin)}`,
  ].map((cell, i) => (i === 0 ? cell : plain(cell)));
}

function objectives({ objectives: all, variants, runs }: Comparison): string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ text, met }) => [plain(text), ...met.map((times) => ofRuns(times, runs))]);
  const lines = markdownTable(['objective met in', ...variants.map(({ label }) => plain(label))], rows);
  const isMissed = all.some(({ met }) => met.some((times) => times !== null && times < runs));
  const summary = isMissed ? 'Objectives' : 'Objectives: all met in every run';
  return ['', ...(isMissed ? lines : folded(summary, lines))];
}
