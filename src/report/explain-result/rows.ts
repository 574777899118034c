/** The tables of an explanation, as text in rows: for the terminal and for the page. Pure. */
import type { ExplainedTarget } from '../../explain/explaining.ts';
import { NOTHING_TO_LIFT } from '../../explain/verify.ts';
import { count, duration, instant, percent } from '../format.ts';
import { changeText } from './sentences.ts';
import { limitAt } from './words.ts';

export interface Rows {
  /** What the table is. */
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const CLOSED: Readonly<Record<string, string>> = {
  noWindow: 'no window',
  full: 'full',
  window: 'window over',
  payload: 'payload full',
};

export function spanRows({ spans }: ExplainedTarget): Rows {
  const rows = spans.map(({ from, until, limit, where }) => [limitAt(limit, where), instant(from), duration(until)]);
  return { caption: 'What bound it, span by span', head: ['bound by', 'from', 'to'], rows };
}

/** No rows where nothing was tried; what the scenario does not set cannot be lifted, and has none. */
export function triedRows({ tried, findings, harm }: ExplainedTarget): Rows {
  const liftable = tried.filter(({ why }) => why !== NOTHING_TO_LIFT);
  const rows = liftable.map(({ limit, where, lift, binds, why }) => {
    const change = findings.find((one) => one.limit === limit && one.where.name === where.name)?.change ?? null;
    const after = lift?.after;
    const verdict =
      lift === null ? why! : binds ? (change === null ? 'binds' : `binds; ${changeText(change)}`) : 'does not matter';
    const cells = after === undefined ? ['–', '–'] : [duration(after.time), percent(after.lostShare)];
    return [limitAt(limit, where), ...cells, verdict];
  });
  const base = ['as it was', duration(harm.time), percent(harm.lostShare), ''];
  return {
    caption: 'What the re-runs say',
    head: ['without', 'mean', 'lost', 'what the re-run says'],
    rows: rows.length === 0 ? [] : [base, ...rows],
  };
}

/** No row where nothing was given up. */
export function deadLetterRows({ deadLetters: of, target }: ExplainedTarget): Rows {
  const head = ['given up', 'all', 'never ran', 'sometimes throttled', 'handler errors', 'ran too long'];
  const rows =
    of === null
      ? []
      : [[target.name, ...[of.all, of.neverRan, of.sometimesThrottled, of.handlerErrors, of.ranTooLong].map(count)]];
  return { caption: 'What was given up, by whether the code ran', head, rows };
}

export function batchRows({ batches }: ExplainedTarget): Rows {
  const rows = batches.flatMap(({ mapping, mean, max, closed }): string[][] => {
    if (mean === null) return [];
    const total = Object.values(closed).reduce((sum, n) => sum + n, 0);
    const reasons = Object.entries(closed)
      .toSorted(([, a], [, b]) => b - a)
      .map(([reason, n]) => `${percent(n / total)} ${CLOSED[reason] ?? reason}`);
    return [[mapping, count(mean), count(max), reasons.join(' · ')]];
  });
  return { caption: 'Batches', head: ['batches of', 'mean', 'largest', 'closed because'], rows };
}
