/** An explanation in words: what bound, when, what it cost, and what to change. Pure. */
import { LEAST_LOST, LEAST_TIME } from '../../explain/effect.ts';
import type { ExplainedTarget, ResultExplanation } from '../../explain/explaining.ts';
import type { Span } from '../../explain/spans.ts';
import type { Harm } from '../../explain/targets.ts';
import type { Change } from '../../explain/verify.ts';
import { count, duration, instant, list, percent, some } from '../format.ts';
import { noteSentences } from './notes.ts';
import { limitAt, LIMIT_WORDS } from './words.ts';

type Finding = ExplainedTarget['findings'][number];

/** Spans that are told in words; the table has all. */
const MOST_SPANS = 2;
/** So many times what work and ways take is too much for nothing to bind. */
const LONG = 3;
/** Suspects that are told where nothing was verified. */
const MOST_SUSPECTS = 3;

/** Of one target; the first sentence says what bound it. */
export function sentencesOf(explained: ExplainedTarget, { unverified }: ResultExplanation): string[] {
  const { target, findings, spans, suspects, harm } = explained;
  const notes = noteSentences(explained.notes);
  if (unverified !== null) return [suspected(target.name, suspects), ...notes];
  const [first, ...others] = findings;
  if (first === undefined)
    return [...(explained.together === null ? [noneOf(explained)] : severalOf(explained)), ...notes];
  const { limit, where } = first;
  return [
    `What bound ${target.name} was ${LIMIT_WORDS[limit].was(where.name, isOfLosses(first))}${when(spans, first)}.`,
    `Without it, ${costOf(first, harm)}.`,
    ...(limit === 'arrivalShape' ? [] : [changeOf(first)]),
    ...(others.length === 0
      ? []
      : [
          `Less, and not on top of it: ${list(
            others.map((one) => `${limitAt(one.limit, one.where)} (${sizeOf(one)})`),
            'and',
          )}.`,
        ]),
    ...leftOf(explained, first),
    ...notes,
  ];
}

/** None of them alone would help. */
function severalOf({ target, together, harm }: ExplainedTarget): string[] {
  const { limits, lifted, effect } = together!;
  const names = limits.map(({ limit, where }) => limitAt(limit, where));
  return [
    `No single limit bound ${target.name}; these did together: ${list(names, 'and')}.`,
    `Without all of them, ${costOf({ lifted, effect }, harm)}; without any one of them, little changes.`,
  ];
}

/** Whether re-runs decided, and how many; a sentence. */
export function verifiedBy({ unverified, runs, targets, hasTier }: ResultExplanation): string {
  const tier = 'What bounds the tenants of the tier is not explained.';
  if (targets.length === 0) return hasTier ? tier : 'There is nothing to explain: nobody works on records of a source.';
  const how =
    unverified ??
    (runs === 0
      ? 'No re-run was needed.'
      : `Each limit was verified by a run with that one change: ${some(runs, 'run')} in all, with the luck of the result.`);
  return hasTier ? `${how} ${tier}` : how;
}

/** Where the first limit hides another. */
function leftOf({ own, harm }: ExplainedTarget, { lifted, effect }: Finding): string[] {
  const isLong = own !== null && lifted.time !== null && lifted.time > LONG * own && effect.time < 1 - 1 / LONG;
  if (!isLong || harm.time === null) return [];
  return [
    `That is not all: its work and its ways take ${duration(own)}, and what is left then is bound by something else. Explain the run with that change to see it.`,
  ];
}

function noneOf({ target, tried, harm }: ExplainedTarget): string {
  if (harm.entered === 0) return `Nothing bound ${target.name}: it had no records.`;
  const ran = tried.filter(({ lift }) => lift !== null);
  const base = `Nothing bound ${target.name}`;
  if (ran.length === 0)
    return `${base}: there is no limit ${tried.length === 0 ? '' : 'of the scenario '}that its records waited for, or were lost by, to speak of.`;
  const them =
    ran.length === 1
      ? 'the one limit that was lifted'
      : `any of the ${count(ran.length)} limits that were lifted, each alone,`;
  return `${base}: without ${them} its records were not ${percent(LEAST_TIME)} faster, nor ${percent(LEAST_LOST)} fewer of them lost.`;
}

/** The first of them. That arrivals came in bursts says something only where nothing else does. */
export function firstSuspects(suspects: ExplainedTarget['suspects']): ExplainedTarget['suspects'] {
  const others = suspects.filter(({ limit }) => limit !== 'arrivalShape');
  return (others.length === 0 ? suspects : others).slice(0, MOST_SUSPECTS);
}

function suspected(name: string, suspects: ExplainedTarget['suspects']): string {
  if (suspects.length === 0) return `Nothing is suspected of having bound ${name}; that is not verified.`;
  const names = firstSuspects(suspects).map(({ limit, where }) => limitAt(limit, where));
  return `Suspected of having bound ${name}, and not verified: ${list(names, 'or')}.`;
}

/** ` from 5 s to 1 min`; nothing where it was the whole run, or shows nowhere. */
function when(spans: readonly Span[], { limit, where }: Finding): string {
  const own = spans.filter((span) => span.limit === limit && span.where?.name === where.name);
  if (own.length === 0) return '';
  if (spans.length === 1) return ', throughout the run';
  if (own.length > MOST_SPANS) {
    const time = own.reduce((sum, { from, until }) => sum + until - from, 0);
    return `, for ${duration(time)} in ${count(own.length)} spans`;
  }
  return `, ${list(
    own.map(({ from, until }) => `from ${instant(from)} to ${duration(until)}`),
    'and',
  )}`;
}

function costOf({ lifted, effect }: Pick<Finding, 'lifted' | 'effect'>, before: Harm): string {
  const said: string[] = [];
  if (effect.lost >= LEAST_LOST)
    said.push(`${percent(lifted.lostShare)} of the records are lost instead of ${percent(before.lostShare)}`);
  if (effect.time >= LEAST_TIME)
    said.push(`a record takes ${duration(lifted.time)} on average instead of ${duration(before.time)}`);
  return list(said, 'and');
}

/** Whether it cost records, and no time. */
function isOfLosses({ effect }: Finding): boolean {
  return effect.lost >= LEAST_LOST && effect.time < LEAST_TIME;
}

function sizeOf({ effect }: Finding): string {
  return effect.lost >= LEAST_LOST && effect.lost > effect.time
    ? `${percent(effect.lost)} of the records`
    : `${percent(effect.time)} of the time`;
}

function changeOf({ change, before, limit, isSought }: Finding): string {
  if (change === null)
    return isSought
      ? 'None of the changes that were run removes most of that by itself.'
      : 'No re-run was left to find the smallest change that removes it; --what-if-runs allows more.';
  const { after } = change;
  const lost = after.lostShare >= before.lostShare + LEAST_LOST / 10;
  const price = lost ? `; ${some(after.lost, 'record')} ${after.lost === 1 ? 'is' : 'are'} given up for it` : '';
  const figures = `mean ${duration(after.time)}, p99 ${duration(after.p99)}, ${percent(after.lostShare)} lost`;
  // Where no run was left, a smaller one may be enough as well.
  const isSmallest = isSought && limit !== 'blockedByRecord';
  const which = isSmallest ? 'The smallest change that was run and removes' : 'A change that removes';
  return `${which} most of it: ${changeText(change)} (${figures}${price}).`;
}

/** `functions.f.reservedConcurrency: 3 → 8`. */
export function changeText({ settings, now }: Pick<Change, 'settings' | 'now'>): string {
  const parts = Object.entries(settings).map(([path, value]) =>
    path.endsWith('.arrivals')
      ? `${path}: ${arrivalText(value, now[path])}`
      : `${path}: ${written(now[path])} → ${written(value)}`,
  );
  return parts.join(', ');
}

type Entry = Readonly<Record<string, unknown>>;

/** Arrivals are long: what is another attribute, or that they are even. */
function arrivalText(value: unknown, now: unknown): string {
  const [after, before] = [(value as Entry[])[0]!, (now as Entry[])[0]!];
  const [attributes, old] = [after['attributes'] as Entry | undefined, before['attributes'] as Entry | undefined];
  const others = Object.entries(attributes ?? {}).filter(([key, of]) => written(of) !== written(old?.[key]));
  if (others.length === 0) return 'evenly over the run';
  return others.map(([key, of]) => `${key} ${written(of)}`).join(', ');
}

function written(value: unknown): string {
  if (value === undefined || value === null) return 'not set';
  return typeof value === 'object'
    ? JSON.stringify(value)
        .replaceAll('"', '')
        .replaceAll(/([:,])/g, '$1 ')
    : String(value as string | number);
}
