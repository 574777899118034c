/**
 * A comparison as text for the terminal: first line, how it was made, for each variant what was found in words and a table of
 * all figures. Pure; the caller prints.
 */
import type { Comparison, FigureComparison } from '../../plan/comparison.ts';
import type { Difference } from '../../plan/paired.ts';
import { harmless, wrapped } from '../fit.ts';
import { inUnit, some, was } from '../format.ts';
import { PLAIN, type Kind, type Style } from '../style.ts';
import { table, type Cell } from '../table.ts';
import { firstLine } from '../terminal.ts';
import { columnsOf } from '../width.ts';
import { effort, remarks, said } from './compare-words.ts';
import { groundBlocks } from './grounds.ts';
import { differenceText, intervalText, ofRuns, verdictText } from './difference-words.ts';

/** All lines, joined; ends with a line break. */
export function comparisonReport(comparison: Comparison, style: Style = PLAIN): string {
  const { paint, width } = style;
  const head = [
    ...wrapped(firstLine(comparison), width).map((line) => paint('strong', line)),
    ...wrapped(effort(comparison), width),
    ...remarks(comparison).flatMap((remark) => wrapped(`Note: ${remark}`, width).map((line) => paint('warning', line))),
  ];
  const variants = comparison.variants
    .slice(1)
    .flatMap((_, i) => [answer(comparison, i + 1, style), figures(comparison, i + 1, style)]);
  const blocks = [head, ...variants, objectives(comparison, style), ...groundBlocks(comparison, style)];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function answer(comparison: Comparison, variant: number, { paint, width }: Style): string[] {
  const { answer: first, sentences } = said(comparison, variant);
  return [
    ...wrapped(first, width).map((line) => paint('strong', line)),
    ...sentences.flatMap((sentence) => wrapped(sentence, width)),
  ];
}

function figures({ figures: all, variants, margin }: Comparison, variant: number, style: Style): string[] {
  const rows = all.flatMap((of) => {
    const difference = of.differences[variant - 1] ?? null;
    return difference === null ? [] : [row(of, difference, margin)];
  });
  if (rows.length === 0) return [];
  const [base, other] = [headOf(variants[0]!.label, 'baseline'), headOf(variants[variant]!.label, 'variant')];
  return table(
    { head: ['figure', base, other, 'difference', 'interval', 'verdict'], rows, texts: true, remark: true },
    style,
  );
}

/** Of a longer name the title would be a tower of letters; the sentences above the table have it. */
const LONGEST_HEAD = 16;

function headOf(label: string, otherwise: string): string {
  const said = harmless(label);
  return columnsOf(said) <= LONGEST_HEAD ? said : otherwise;
}

function row({ figure }: FigureComparison, difference: Difference, margin: number): Cell[] {
  const kind = KINDS[difference.verdict];
  return [
    figure.text,
    inUnit(figure.unit, difference.base),
    inUnit(figure.unit, difference.other),
    painted(differenceText(figure.unit, difference), kind),
    intervalText(figure.unit, difference),
    painted(verdictText(difference, margin), kind),
  ];
}

function painted(text: string, kind: Kind | undefined): Cell {
  return kind === undefined ? text : { text, kind };
}

const KINDS: Readonly<Partial<Record<Difference['verdict'], Kind>>> = {
  better: 'good',
  worse: 'bad',
  undecided: 'warning',
  selected: 'warning',
  unknown: 'warning',
  equal: 'faint',
  negligible: 'faint',
};

/** Those that some run missed; of the others there is nothing to tell but that. */
function objectives({ objectives: all, variants, runs }: Comparison, style: Style): string[] {
  const missed = all.filter(({ met }) => met.some((times) => times !== null && times < runs));
  const others = all.length - missed.length;
  const which = missed.length === 0 ? `All ${some(others, 'objective')}` : `${some(others, 'other objective')}`;
  const quiet = others === 0 ? [] : wrapped(`${which} ${was(others)} met in every run.`, style.width);
  if (missed.length === 0) return quiet;
  const rows = missed.map(({ text, met }): Cell[] => [
    text,
    ...met.map((times) => painted(ofRuns(times, runs), times === null ? undefined : times === runs ? 'good' : 'bad')),
  ]);
  const head = ['objective met in', ...variants.map(({ label }) => harmless(label))];
  return [...table({ head, rows, texts: true }, style), ...quiet];
}
