/**
 * A sweep as text for the terminal: what was run, which cells are good and the cheapest of them, a table of all cells or of the best, and what
 * became of cells that are not done. Pure; the caller prints.
 */
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';
import { harmless, wrapped } from '../fit.ts';
import { PLAIN, type Kind, type Style } from '../style.ts';
import { table } from '../table.ts';
import { firstLine } from '../terminal.ts';
import { outcomeOf, type SweepOutcome } from './outcome.ts';
import { isGood, ranked } from './ranking.ts';
import { cellTable, tableNote } from './tables.ts';
import { answer, effort, sentences, troubles } from './words.ts';

/** All lines, joined; ends with a line break. Of cells that are not there it says that they are not. */
export function sweepText(header: SweepHeader, lines: readonly SweepLine[], style: Style = PLAIN): string {
  const outcome = outcomeOf(header, lines);
  const note = tableNote(outcome);
  const blocks = [
    head(outcome, style),
    found(outcome, style),
    [...table(cellTable(outcome), style), ...note.flatMap((line) => wrapped(line, style.width))],
    troubles(outcome).flatMap((line) => painted(line, 'warning', style)),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function head(outcome: SweepOutcome, style: Style): string[] {
  const { header } = outcome;
  const question = header.question === null ? [] : painted(harmless(header.question), 'faint', style);
  return [...painted(firstLine(header), 'strong', style), ...question, ...wrapped(effort(outcome), style.width)];
}

function found(outcome: SweepOutcome, style: Style): string[] {
  const { header } = outcome;
  const [best] = ranked(outcome);
  const kind: Kind = header.objectives.length === 0 ? 'strong' : best && isGood(best, header) ? 'good' : 'bad';
  return [
    ...painted(answer(outcome), kind, style),
    ...sentences(outcome).flatMap((sentence) => wrapped(sentence, style.width)),
  ];
}

function painted(text: string, kind: Kind, { width, paint }: Style): string[] {
  return wrapped(text, width).map((line) => paint(kind, line));
}
