/**
 * The explanation of a result for the terminal: words first, then the spans, what was tried and with what effect, dead letters by cause, and
 * batches with why they were closed. Pure; the caller prints.
 */
import type { ExplainedTarget, ResultExplanation } from '../../explain/explaining.ts';
import { harmless, wrapped } from '../fit.ts';
import { count } from '../format.ts';
import { PLAIN, type Style } from '../style.ts';
import { table } from '../table.ts';
import { batchRows, deadLetterRows, spanRows, triedRows, type Rows } from './rows.ts';
import { sentencesOf, verifiedBy } from './sentences.ts';

/** Rows of a table of spans; runs that go to and fro have hundreds. */
const MOST_SPANS = 20;

/** All lines, joined; ends with a line break. */
export function resultExplanationText(explanation: ResultExplanation, style: Style = PLAIN): string {
  const { name, targets } = explanation;
  const head = style.paint('strong', harmless(name));
  const blocks = [
    [head],
    ...targets.flatMap((target) => blocksOf(target, explanation, style)),
    wrapped(verifiedBy(explanation), style.width),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function blocksOf(target: ExplainedTarget, explanation: ResultExplanation, style: Style): string[][] {
  const words = sentencesOf(target, explanation).flatMap((sentence) => wrapped(harmless(sentence), style.width));
  return [
    words,
    spans(target, style),
    lines(triedRows(target), style, true),
    lines(deadLetterRows(target), style),
    lines(batchRows(target), style, true),
  ];
}

function spans(target: ExplainedTarget, style: Style): string[] {
  const { head, rows } = spanRows(target);
  if (rows.length < 2) return [];
  const more =
    rows.length > MOST_SPANS ? [`… and ${count(rows.length - MOST_SPANS)} more spans, which --json has`] : [];
  return [...table({ head, rows: rows.slice(0, MOST_SPANS) }, style), ...more];
}

/** `remark`: whether the last column is a sentence. */
function lines({ head, rows }: Pick<Rows, 'head' | 'rows'>, style: Style, remark = false): string[] {
  return rows.length === 0 ? [] : table({ head, rows, remark }, style);
}
