/** What a search found, in sentences, tables and CSV. Questions that search share it. */
import { stringify } from 'csv-stringify/sync';
import type {
  CandidateOutcome,
  ConfirmationOutcome,
  DemandOutcome,
  SearchOutcome,
  Values,
} from '../../plan/search/outcome.ts';
import { harmless } from '../fit.ts';
import { count, inUnit, list, percent, some } from '../format.ts';
import type { Cell } from '../table.ts';
import type { Shown } from './plan-parts.ts';

/** What the search was asked. */
export interface Asked {
  readonly minimise: string;
  readonly risk: number;
  readonly confidence: number;
  readonly maxRuns: number;
}

/** What is asked for where nobody says it. */
export const KEEPS_UP =
  'The scenario has no objectives: what is asked for is that nothing is lost or refused, nothing waits longer than a minute, and no ' +
  'backlog of a queue grows.';

const MOST_ROWS = 16;

/** `maximumConcurrency 24`; with the whole path where two settings have the same last name. */
export function valuesText(values: Values): string {
  const names = namesOf(Object.keys(values));
  return list(
    Object.values(values).map((value, i) => `${names[i]!} ${valueText(value)}`),
    'and',
  );
}

function namesOf(paths: readonly string[]): string[] {
  const short = paths.map((path) => path.slice(path.lastIndexOf('.') + 1));
  return paths.map((path, i) => harmless(short.filter((name) => name === short[i]).length > 1 ? path : short[i]!));
}

export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  return harmless(typeof value === 'string' ? value : JSON.stringify(value));
}

/** What was found, how sure it is, and what the next one misses. */
export function searchSentences(search: SearchOutcome, asked: Asked): string[] {
  const { status, winner } = search;
  if (status === 'found') return foundSentences(winner!, search, asked);
  if (status === 'silent') return silent(search);
  return status === 'runs' ? unfinished(search, asked) : nothing(search);
}

function foundSentences(winner: ConfirmationOutcome, search: SearchOutcome, asked: Asked): string[] {
  const { minimise, risk, confidence } = asked;
  const { next, equal, confirmations } = search;
  const what = minimise === 'settings' ? 'The smallest' : `The least ${minimise}`;
  const price =
    winner.price?.mean === null || winner.price === null
      ? ''
      : `, ${inUnit(winner.price.figure.unit, winner.price.mean)} on average`;
  const sentences = [
    `${what} that meets what is asked for: ${valuesText(winner.values)}${price}.`,
    `It missed ${winner.misses === 0 ? 'none' : count(winner.misses)} of ${some(winner.runs, 'fresh run')}. ` +
      `A setting that misses more than ${percent(risk)} of runs would have been recommended with a probability of ` +
      `${percent(1 - confidence)} at most.`,
  ];
  const before = confirmations.filter(({ accepted }) => !accepted);
  if (before.length > 0)
    sentences.push(
      `Before it, ${list(before.map(refusedText), 'and')}: looked good in the search, and ${before.length === 1 ? 'was' : 'were'} not confirmed.`,
    );
  if (equal.length > 0)
    sentences.push(
      `No dearer by more than 1 %, or than these runs can tell, and larger: ${list(equal.map(valuesText), 'and')}.`,
    );
  // What was refused on fresh runs was named above, with how often it missed there.
  if (next !== null) sentences.push(...(next.standing === 'unconfirmed' ? [] : [nextSentence(next, minimise)]));
  else if (search.combinations > 1 && search.notLookedAt + search.candidates.length === search.combinations)
    sentences.push(`Nothing ${minimise === 'settings' ? 'smaller' : 'cheaper'} was to be tried.`);
  return sentences;
}

function silent({ confirmations }: SearchOutcome): string[] {
  const [last] = confirmations.slice(-1);
  return [
    `Nothing can be said: in none of ${some(last!.runs, 'run')} did anything come that could be late or lost.`,
    'A load is due, or a run that is long enough for it.',
  ];
}

function refusedText({ values, runs, misses }: ConfirmationOutcome): string {
  return `${valuesText(values)} missed ${count(misses)} of ${some(runs, 'fresh run')}`;
}

function nextSentence(next: CandidateOutcome, minimise: string): string {
  const what = minimise === 'settings' ? 'smaller' : 'cheaper';
  return `The next ${what}, ${valuesText(next.values)}, missed ${missText(next)}.`;
}

/** `12 of 20 runs: p99(orders.latency) < 30 s (12), orders.deadLettered == 0 (3)`. */
function missText({ runs, misses, demands }: CandidateOutcome): string {
  const missed = demands.filter((demand) => demand.missed > 0).map((demand) => demandText(demand, demands.length));
  const what = missed.length === 0 ? '' : `: ${list(missed, 'and')}`;
  return `${count(misses)} of ${some(runs, 'run')}${what}`;
}

function demandText({ text, missed, withoutValue, worst, unit }: DemandOutcome, of: number): string {
  const how = [
    ...(of > 1 ? [some(missed, 'time')] : []),
    // Met where nothing came is no miss; an objective that nothing could be measured for is one.
    ...(withoutValue > 0 && missed >= withoutValue ? [`${some(withoutValue, 'run')} without a value`] : []),
    ...(worst === null ? [] : [`at worst ${inUnit(unit, worst)}`]),
  ];
  return `${harmless(text)}${how.length === 0 ? '' : ` (${how.join(', ')})`}`;
}

function nothing(search: SearchOutcome): string[] {
  const { closest, combinations, candidates, refused, notLookedAt, confirmations } = search;
  const sentences = [`Nothing meets what is asked for, among ${some(combinations, 'combination')}.`];
  if (closest !== null) sentences.push(`The closest, ${valuesText(closest.values)}, missed ${missText(closest)}.`);
  for (const one of confirmations) sentences.push(`Not confirmed: ${refusedText(one)}.`);
  if (notLookedAt > 0)
    sentences.push(
      `${some(candidates.length, 'combination')} ran; ${count(notLookedAt)} others did not, because they are harder than ones that failed.`,
    );
  if (refused.first !== null) sentences.push(refusedSentence(search));
  return sentences;
}

function unfinished(search: SearchOutcome, { maxRuns }: Asked): string[] {
  const { closest, confirmations } = search;
  const sentences = [
    `The ${count(maxRuns)} runs that were allowed did not suffice: nothing is confirmed (${count(search.runs)} were made; --max-runs allows more).`,
  ];
  for (const one of confirmations) sentences.push(`Not confirmed: ${refusedText(one)}.`);
  if (closest !== null)
    sentences.push(`Best so far, not confirmed: ${valuesText(closest.values)}, which missed ${missText(closest)}.`);
  return sentences;
}

function refusedSentence({ refused: { count: refused, first } }: SearchOutcome): string {
  return `${some(refused, 'combination')} cannot be: ${valuesText(first!.values)} (${harmless(first!.why)}).`;
}

/** What the winner has to spare. */
export function marginTable({ winner }: SearchOutcome): Shown {
  const rows = (winner?.demands ?? []).map((demand): Cell[] => [
    {
      text: `${demand.missed === 0 ? '✓' : '✗'} ${harmless(demand.text)}`,
      kind: demand.missed === 0 ? 'good' : 'warning',
    },
    inUnit(demand.unit, demand.mean),
    inUnit(demand.unit, demand.worst),
    demand.margin === null ? '–' : percentOf(demand.margin),
    demand.missed === 0 ? '–' : count(demand.missed),
  ]);
  const head = [`over ${some(winner?.runs ?? 0, 'fresh run')}`, 'mean', 'worst', 'to spare', 'missed'];
  return { table: { head, rows, texts: true } };
}

function percentOf(share: number): string {
  return share < 0 ? `−${percent(-share)}` : percent(share);
}

const STANDINGS: Readonly<Record<CandidateOutcome['standing'], string>> = {
  open: 'not decided',
  good: 'looks good',
  bad: 'misses too often',
  presumed: 'not decided',
  unconfirmed: 'not confirmed',
  refused: '',
};

/** What was spent on whom, in order of size. Of very many those with most runs. */
export function candidateTable(search: SearchOutcome, minimise: string): Shown {
  const { candidates, confirmations, winner } = search;
  const shown = candidates.length < 2 ? [] : mostRun(candidates);
  const fresh = new Map(confirmations.map((one) => [JSON.stringify(one.values), one]));
  const hasPrice = minimise !== 'settings';
  const unit = minimise.startsWith('cost.') ? 'money' : (winner?.price?.figure.unit ?? 'count');
  const rows = shown.map((one): Cell[] => {
    const confirmed = fresh.get(JSON.stringify(one.values));
    return [
      valuesText(one.values),
      count(one.runs),
      count(one.misses),
      ...(hasPrice ? [inUnit(unit, one.price)] : []),
      confirmed === undefined ? '' : `${count(confirmed.runs)} fresh, ${count(confirmed.misses)} missed`,
      confirmed?.accepted === true ? { text: 'recommended', kind: 'good' } : STANDINGS[one.standing],
    ];
  });
  const head = ['tried', 'runs', 'missed', ...(hasPrice ? [minimise] : []), 'confirmation', ''];
  const left = candidates.length - shown.length;
  const after = left === 0 ? {} : { after: `… and ${some(left, 'combination')} more: plan.csv has them all` };
  return { table: { head, rows, remark: true }, ...after };
}

function mostRun(candidates: readonly CandidateOutcome[]): readonly CandidateOutcome[] {
  if (candidates.length <= MOST_ROWS) return candidates;
  const kept = new Set(candidates.toSorted((a, b) => b.runs - a.runs).slice(0, MOST_ROWS));
  return candidates.filter((one) => kept.has(one));
}

/** What was expected of settings, whether it was so, and how many runs it took: `of` goes on after their number. */
export function howItWasSearched(search: SearchOutcome, of = 'in all'): string[] {
  const { vary, directions, surprises, runs, combinations, candidates, notLookedAt, refused, status } = search;
  const known = vary.filter(({ easier }) => easier !== null);
  const sentences: string[] = [];
  for (const { path, easier, why } of directions === 'unused' ? [] : known)
    sentences.push(`Expected: ${easier} ${harmless(path)} makes it easier, because ${why}.`);
  for (const { values, found, because } of surprises)
    sentences.push(
      found === 'good'
        ? `It does not: ${valuesText(values)} looks good, although ${valuesText(because)} misses too often. So nothing was expected any more, and each was tried.`
        : `It does not: ${valuesText(values)} misses too often, although ${valuesText(because)} looks good. So nothing was expected any more, and each was tried.`,
    );
  if (directions === 'held' && notLookedAt > 0) sentences.push('Where that was checked, it was so.');
  if (refused.first !== null && status !== 'nothing') sentences.push(refusedSentence(search));
  sentences.push(
    `${some(runs, 'run')} ${of}; ${count(candidates.length)} of ${some(combinations, 'combination')} ran.`,
  );
  return sentences;
}

/** A row for each candidate, and one for each confirmation. */
export function searchCsv({ vary, candidates, confirmations }: SearchOutcome): string {
  const paths = vary.map(({ path }) => path);
  const cells = (values: Values) => paths.map((path) => csvValue(values[path]));
  const head = ['phase', ...paths, 'runs', 'misses', 'price', 'standing'];
  const searched = candidates.map(({ values, runs, misses, price, standing }) => {
    return ['search', ...cells(values), runs, misses, price, standing];
  });
  const confirmed = confirmations.map(({ values, runs, misses, price, accepted }) => {
    return [
      'confirmation',
      ...cells(values),
      runs,
      misses,
      price?.mean ?? null,
      accepted ? 'accepted' : 'not accepted',
    ];
  });
  return stringify([head, ...searched, ...confirmed], { escape_formulas: true });
}

function csvValue(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
