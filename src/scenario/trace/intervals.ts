/**
 * Counts of records: finds the interval they cover, puts them in order of time, multiplies them and drops empty ones.
 * Time without a row is time without records. How counts are spread inside their interval is the model's part.
 */
import { formatTime, type TimeForm } from '../timestamp.ts';
import { formatDuration } from './decimal.ts';
import { plural, type Findings } from './findings.ts';
import { noteOrder, numbered, pick, select, sortByTime, type Rows } from './rows.ts';
import type { Timeline } from './timeline.ts';
import type { TraceOptions } from './types.ts';

/** A row per interval; undefined, with a problem found, when the interval cannot be told or `scale` is too large. */
export function layIntervals(
  read: Rows,
  form: TimeForm,
  options: TraceOptions,
  findings: Findings,
): Timeline | undefined {
  const sorted = sortByTime(read);
  noteOrder(read, sorted, 'their counts add up', findings);
  const interval = options.interval ?? commonGap(sorted.at, findings);
  if (interval === undefined) return undefined;
  noteGaps(sorted.at, interval, form, findings);
  const [start = 0, end = 0] = [sorted.at[0], sorted.at.at(-1)];
  const timeline = { rows: sorted, widths: cutWidths(sorted.at, interval), start, end: end + interval };
  return multiply(timeline, options, findings);
}

/** Numbered intervals from time 0, all of one width; `span` is where the last one ends. */
export function layWide(
  read: Rows,
  interval: number,
  span: number,
  options: TraceOptions,
  findings: Findings,
): Timeline | undefined {
  const rows = sortByTime(read);
  const widths = new Float64Array(rows.at.length).fill(interval);
  return multiply({ rows, widths, start: 0, end: span }, options, findings);
}

/** Multiplies the counts and drops entries without records; a problem when they exceed exact whole numbers. */
function multiply(timeline: Timeline, { scale = 1 }: TraceOptions, findings: Findings): Timeline | undefined {
  const { rows, widths = new Float64Array(0) } = timeline;
  const { amounts = new Float64Array(0) } = rows;
  const total = scale * amounts.reduce((sum, amount) => sum + amount, 0);
  if (total > Number.MAX_SAFE_INTEGER) {
    findings.problem(`scale ${scale} makes ${total} records`, { hint: 'scale multiplies the counts' });
    return undefined;
  }
  const kept = numbered(rows).filter((entry) => (amounts[entry] ?? 0) > 0);
  if (total === 0) findings.note('the file holds no records at all: all counts are 0');
  const full = select(rows, kept);
  const counts = pick(amounts, kept).map((amount) => amount * scale);
  return { ...timeline, rows: { ...full, amounts: counts }, widths: pick(widths, kept) };
}

/** An interval ends early where the next one begins; rows at one time share theirs. */
function cutWidths(at: Float64Array, interval: number): Float64Array {
  const lengths = new Float64Array(at.length);
  let next = Infinity;
  for (let i = at.length - 1; i >= 0; i -= 1) {
    const start = at[i] ?? 0;
    if ((at[i + 1] ?? start) > start) next = at[i + 1] ?? Infinity;
    lengths[i] = Math.min(interval, next - start);
  }
  return lengths;
}

/** The gap between neighbouring times that occurs most often; of equally frequent ones the middle one. */
function commonGap(at: Float64Array, findings: Findings): number | undefined {
  const tally = new Map<number, number>();
  for (const { length } of gaps(at)) tally.set(length, (tally.get(length) ?? 0) + 1);
  const most = [...tally.values()].reduce((a, b) => Math.max(a, b), 0);
  const common = [...tally.keys()].filter((gap) => tally.get(gap) === most).sort((a, b) => a - b);
  const gap = common[Math.floor((common.length - 1) / 2)];
  const all = [...tally.values()].reduce((a, b) => a + b, 0);
  const share = `the most common gap between rows (${most} of ${all})`;
  if (gap !== undefined) findings.note(`interval of ${formatDuration(gap)}, ${share}`);
  else findings.problem('all rows have the same time, which tells no interval', { hint: 'say it: `interval: 1 min`' });
  return gap;
}

function noteGaps(at: Float64Array, interval: number, form: TimeForm, findings: Findings): void {
  let [longer, shorter, longest, since] = [0, 0, 0, 0];
  for (const gap of gaps(at)) {
    if (gap.length > interval) longer += 1;
    if (gap.length < interval) shorter += 1;
    if (gap.length > longest) [longest, since] = [gap.length, gap.since];
  }
  const largest = `the longest is ${formatDuration(longest)}, after ${formatTime(since, form)}`;
  if (longer > 0) findings.note(`${plural(longer, 'gap')} longer than the interval, without records; ${largest}`);
  if (shorter > 0) findings.note(`${plural(shorter, 'gap')} shorter than the interval, which is cut there`);
}

/** The gaps between neighbouring times that differ. */
function* gaps(at: Float64Array): Generator<{ readonly since: number; readonly length: number }> {
  for (let i = 1; i < at.length; i += 1) {
    const since = at[i - 1] ?? 0;
    const length = (at[i] ?? 0) - since;
    if (length > 0) yield { since, length };
  }
}
