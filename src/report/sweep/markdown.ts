/**
 * A sweep as Markdown, fit for a comment of a pull request. The first line is a mark by which a script finds its earlier comment. Pure.
 */
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';
import { groundMarkdown } from '../experiments/grounds.ts';
import { plain } from '../experiments/markdown.ts';
import { partMarkdown } from '../experiments/plan-parts.ts';
import { firstLine } from '../terminal.ts';
import { sweepGrounds } from './grounds.ts';
import { outcomeOf } from './outcome.ts';
import { sweepParts } from './parts.ts';
import { effort } from './words.ts';

/** What the text begins with. */
export const SWEEP_MARK = '<!-- lagcast sweep -->';

/** Ends with a line break. */
export function sweepMarkdown(header: SweepHeader, lines: readonly SweepLine[]): string {
  const outcome = outcomeOf(header, lines);
  const text = [
    SWEEP_MARK,
    `### lagcast sweep: ${plain(header.name)}`,
    ...sweepParts(outcome).flatMap(partMarkdown),
    ...groundMarkdown(sweepGrounds(header, lines)),
    '',
    `<sub>${plain(effort(outcome))}<br>${plain(firstLine(header))}</sub>`,
  ];
  return `${text.join('\n')}\n`;
}
