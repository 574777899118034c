/**
 * One record a row: puts the rows in order of time and multiplies them.
 * Says what is remarkable about the order and the pauses; times stay the file's own.
 */
import { formatTime, type TimeForm } from '../timestamp.ts';
import { formatDuration } from './decimal.ts';
import { plural, type Findings } from './findings.ts';
import { noteOrder, select, sortByTime, type Rows } from './rows.ts';
import type { Timeline } from './timeline.ts';

/** Records that fit in the memory of an ordinary machine, at some tens of bytes each. */
const MOST_RECORDS = 50_000_000;

/** A factor such as 0.29 is not exact in binary: its hundredfold must still count as 29. */
const SLACK = 1e-9;

/** Undefined, with a problem found, when `scale` makes too many records of the rows, of which there is at least one. */
export function layEvents(read: Rows, form: TimeForm, scale: number, findings: Findings): Timeline | undefined {
  const sorted = sortByTime(read);
  noteOrder(read, sorted, 'their records arrive together', findings);
  noteLongestPause(sorted.at, form, findings);
  const total = recordsUpTo(sorted.at.length, scale);
  if (total > MOST_RECORDS) {
    const hint = `at most ${MOST_RECORDS}; a file of counts per interval, read with \`count\`, has no such limit`;
    findings.problem(`scale ${scale} makes ${total} records of ${plural(sorted.at.length, 'row')}`, { hint });
    return undefined;
  }
  if (scale !== 1) findings.note(`scale ${scale}: ${plural(total, 'record')} of ${plural(sorted.at.length, 'row')}`);
  const rows = scale === 1 ? sorted : select(sorted, repeatedRows(sorted.at.length, scale));
  return { rows, start: sorted.at[0] ?? 0, end: sorted.at.at(-1) ?? 0 };
}

/** Records that the first rows make together: rounding the sum, not each row, carries the fractions over. */
function recordsUpTo(rows: number, scale: number): number {
  return Math.floor(rows * scale + SLACK);
}

/** For each record the number of its row. */
function repeatedRows(rows: number, scale: number): Int32Array {
  const order = new Int32Array(recordsUpTo(rows, scale));
  for (let row = 0; row < rows; row += 1) order.fill(row, recordsUpTo(row, scale), recordsUpTo(row + 1, scale));
  return order;
}

function noteLongestPause(at: Float64Array, form: TimeForm, findings: Findings): void {
  let [longest, since] = [0, 0];
  for (let i = 1; i < at.length; i += 1) {
    const before = at[i - 1] ?? 0;
    const pause = (at[i] ?? 0) - before;
    if (pause > longest) [longest, since] = [pause, before];
  }
  if (longest === 0) return;
  findings.note(`longest pause between arrivals: ${formatDuration(longest)}, after ${formatTime(since, form)}`);
}
