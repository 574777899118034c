/** A sweep as text for the terminal. Pure; the caller prints. */
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';
import { groundBlocks } from '../experiments/grounds.ts';
import { partLines } from '../experiments/plan-parts.ts';
import { harmless, wrapped } from '../fit.ts';
import { PLAIN, type Kind, type Style } from '../style.ts';
import { firstLine } from '../terminal.ts';
import { sweepGrounds } from './grounds.ts';
import { outcomeOf, type SweepOutcome } from './outcome.ts';
import { sweepParts } from './parts.ts';
import { effort } from './words.ts';

/** All lines, joined; ends with a line break. `lines`: those there are, in the order of their cells; that others are missing is said. */
export function sweepText(header: SweepHeader, lines: readonly SweepLine[], style: Style = PLAIN): string {
  const outcome = outcomeOf(header, lines);
  const blocks = [
    head(outcome, style),
    ...sweepParts(outcome).map((part) => partLines(part, style)),
    ...groundBlocks(sweepGrounds(header, lines), style),
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

function painted(text: string, kind: Kind, { width, paint }: Style): string[] {
  return wrapped(text, width).map((line) => paint(kind, line));
}
