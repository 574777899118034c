/**
 * The explanation of a result for the terminal: words first, then the spans, what was tried and with what effect, dead letters by cause, and
 * batches with why they were closed. Pure; the caller prints.
 */
import type { ExplainedTarget, ResultExplanation } from '../../explain/explaining.ts';
import { NOTHING_TO_LIFT } from '../../explain/verify.ts';
import { harmless, wrapped } from '../fit.ts';
import { count, duration, instant, percent, some } from '../format.ts';
import { PLAIN, type Style } from '../style.ts';
import { table, type Cell } from '../table.ts';
import { changeText, sentencesOf } from './sentences.ts';
import { limitAt } from './words.ts';

/** Rows of a table of spans; runs that go to and fro have hundreds. */
const MOST_SPANS = 20;
const CLOSED: Readonly<Record<string, string>> = {
  noWindow: 'no window',
  full: 'full',
  window: 'window over',
  payload: 'payload full',
};

/** All lines, joined; ends with a line break. */
export function resultExplanationText(explanation: ResultExplanation, style: Style = PLAIN): string {
  const { name, unverified, runs, targets, hasTier } = explanation;
  const head = style.paint('strong', harmless(name));
  const how =
    unverified ??
    (runs === 0
      ? 'No re-run was needed.'
      : `Each limit was verified by a run with that one change: ${some(runs, 'run')} in all, with the luck of the result.`);
  const nothing = 'There is nothing to explain: nobody works on the records of any source.';
  const tier = 'What bounds the tenants of the tier is not explained.';
  const blocks = [
    [head],
    ...targets.flatMap((target) => blocksOf(target, explanation, style)),
    ...(hasTier ? [wrapped(tier, style.width)] : []),
    wrapped(targets.length === 0 && !hasTier ? nothing : how, style.width),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function blocksOf(target: ExplainedTarget, explanation: ResultExplanation, style: Style): string[][] {
  const words = sentencesOf(target, explanation).flatMap((sentence) => wrapped(harmless(sentence), style.width));
  return [words, spans(target, style), triedOf(target, style), deadLetters(target, style), batches(target, style)];
}

function spans({ spans: all }: ExplainedTarget, style: Style): string[] {
  if (all.length < 2) return [];
  const rows = all
    .slice(0, MOST_SPANS)
    .map(({ from, until, limit, where }): Cell[] => [limitAt(limit, where), instant(from), duration(until)]);
  const more = all.length > MOST_SPANS ? [`… and ${count(all.length - MOST_SPANS)} more spans, which --json has`] : [];
  return [...table({ head: ['bound by', 'from', 'to'], rows }, style), ...more];
}

/** What the scenario has not set cannot be lifted, and is no row. */
function triedOf({ tried, findings, harm }: ExplainedTarget, style: Style): string[] {
  const all = tried.filter(({ why }) => why !== NOTHING_TO_LIFT);
  if (all.length === 0) return [];
  const rows = all.map(({ limit, where, lift, binds, why }): Cell[] => {
    const change = findings.find((one) => one.limit === limit && one.where.name === where.name)?.change ?? null;
    const after = lift?.after;
    const verdict =
      lift === null ? why! : binds ? (change === null ? 'binds' : `binds; ${changeText(change)}`) : 'does not matter';
    const cells = after === undefined ? ['–', '–'] : [duration(after.time), percent(after.lostShare)];
    return [limitAt(limit, where), ...cells, verdict];
  });
  const base: Cell[] = ['as it was', duration(harm.time), percent(harm.lostShare), ''];
  return table(
    { head: ['without', 'mean', 'lost', 'what the re-run says'], rows: [base, ...rows], remark: true },
    style,
  );
}

function deadLetters({ deadLetters: of, target }: ExplainedTarget, style: Style): string[] {
  if (of === null) return [];
  const head = ['given up', 'all', 'never ran', 'sometimes throttled', 'handler errors', 'ran too long'];
  const cells = [of.all, of.neverRan, of.sometimesThrottled, of.handlerErrors, of.ranTooLong].map(count);
  return table({ head, rows: [[target.name, ...cells]] }, style);
}

function batches({ batches: all }: ExplainedTarget, style: Style): string[] {
  const rows = all.flatMap(({ mapping, mean, max, closed }): Cell[][] => {
    if (mean === null) return [];
    const total = Object.values(closed).reduce((sum, n) => sum + n, 0);
    const reasons = Object.entries(closed)
      .toSorted(([, a], [, b]) => b - a)
      .map(([reason, n]) => `${percent(n / total)} ${CLOSED[reason] ?? reason}`);
    return [[mapping, count(mean), count(max), reasons.join(' · ')]];
  });
  if (rows.length === 0) return [];
  return table({ head: ['batches of', 'mean', 'largest', 'closed because'], rows, remark: true }, style);
}
