/**
 * What can be expected of results, cases and comparisons in vitest. Plain functions in the shape of its matchers: whoever imports
 * `lagcast/testing/vitest` has them in `expect`.
 */
import type { Result } from '../metrics/result.ts';
import type { Comparison } from '../plan/comparison.ts';
import type { Difference } from '../plan/paired.ts';
import type { Replications } from '../plan/replicate.ts';
import { parseQuantity } from '../scenario/quantities.ts';
import { Case } from './case.ts';
import { lostIn, lostText } from './lost.ts';
import { satisfies } from './satisfies.ts';

interface Answer {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What has a result: itself, or a case. */
type Received = Result | Case;

/** Every objective of the scenario is met, of replications in each run; one without objectives meets none, and is told so. */
function toMeetObjectives(received: Received | Replications): Answer {
  if (isReplications(received)) return metInEachRun(received);
  const { objectives } = resultOf(received);
  const missed = objectives.filter(({ met }) => !met);
  const message = () =>
    missed.length > 0
      ? `missed: ${missed.map(({ text, value }) => `${text} (it is ${String(value)})`).join('; ')}${ending(received)}`
      : objectives.length === 0
        ? 'the scenario has no objectives'
        : `all objectives are met: ${objectives.map(({ text }) => text).join('; ')}`;
  return { pass: missed.length === 0 && objectives.length > 0, message };
}

function metInEachRun({ objectives, runs }: Replications): Answer {
  const missed = objectives.filter((one) => one.met < one.runs);
  const message = () =>
    missed.length > 0
      ? `missed: ${missed.map(({ text, met, missedIn }) => `${text} (met in ${met} of ${runs} runs, not in replication ${missedIn.join(', ')})`).join('; ')}`
      : objectives.length === 0
        ? 'the scenario has no objectives'
        : `all objectives are met in each of ${runs} runs`;
  return { pass: missed.length === 0 && objectives.length > 0, message };
}

/** An objective that the scenario need not have: `p99(orders.latency) < 30 s`. */
function toSatisfyObjective(received: Received, text: string): Answer {
  const { met, value, limit } = satisfies(resultOf(received), text);
  const is = `it is ${String(value)}, and the limit ${limit}, in the unit of the result`;
  return { pass: met, message: () => `${met ? 'met' : 'missed'}: ${text} (${is})${met ? '' : ending(received)}` };
}

/** Nothing was lost: of the named sources, or of all. */
function toLoseNothing(received: Received, ...sources: readonly string[]): Answer {
  const lost = lostIn(resultOf(received), sources.length === 0 ? undefined : sources);
  const message = () =>
    lost.length === 0 ? 'nothing was lost' : `records were lost: ${lostText(lost)}${ending(received)}`;
  return { pass: lost.length === 0, message };
}

/** The books of all sources balance. */
function toBalance(received: Received): Answer {
  const { sources } = resultOf(received);
  const wrong = Object.entries(sources).flatMap(([name, { books }]) => {
    const [inside, outside] = [books.in, books.out].map((side) =>
      Object.values(side).reduce((sum: number, n: number) => sum + n, 0),
    );
    return inside === outside ? [] : [`${name}: ${inside} came in, and ${outside} are accounted for`];
  });
  const message = () => (wrong.length === 0 ? 'the books balance' : `the books do not balance: ${wrong.join('; ')}`);
  return { pass: wrong.length === 0, message };
}

/** A comparison found some figure or some objective of a variant worse than of the baseline. */
function toBeWorse(received: Comparison): Answer {
  const worse = worseIn(comparisonOf(received));
  const message = () =>
    worse.length === 0 ? 'nothing is worse than in the baseline' : `worse than in the baseline: ${worse.join('; ')}`;
  return { pass: worse.length > 0, message };
}

/**
 * Of each figure that has a good direction it is known that no variant is worse by more than `margin`, and no objective was missed more
 * often. What too few runs cannot tell is not known.
 */
function toBeNoWorse(received: Comparison, margin = '5 %'): Answer {
  const parsed = parseQuantity('share', margin);
  if (!parsed.ok) throw new RangeError(`the margin: ${parsed.message}`);
  const doubtful = doubtfulIn(comparisonOf(received), parsed.value);
  const message = () =>
    doubtful.length === 0
      ? `nothing is worse than in the baseline by more than ${margin}`
      : `worse than in the baseline by more than ${margin}, or too few runs to know: ${doubtful.join('; ')}`;
  return { pass: doubtful.length === 0, message };
}

export const matchers = { toMeetObjectives, toSatisfyObjective, toLoseNothing, toBalance, toBeWorse, toBeNoWorse };

function doubtfulIn({ variants, figures, objectives }: Comparison, margin: number): string[] {
  const of = (i: number) => variants[i + 1]?.label ?? `variant ${i + 1}`;
  return [
    ...figures.flatMap(({ figure, differences }) =>
      differences.flatMap((one, i) =>
        figure.better === undefined || one === null || isNoWorse(one, figure.better, margin)
          ? []
          : [`${figure.text} of ${of(i)} (${one.verdict})`],
      ),
    ),
    ...objectives.flatMap(({ text, changes }) =>
      changes.flatMap((one, i) => (one !== null && one.lost > one.gained ? [`${text} of ${of(i)}`] : [])),
    ),
  ];
}

function isNoWorse({ verdict, relativeInterval }: Difference, better: 'less' | 'more', margin: number): boolean {
  if (verdict === 'equal' || verdict === 'better') return true;
  if (relativeInterval === null) return false;
  return better === 'less' ? relativeInterval.high <= margin : relativeInterval.low >= -margin;
}

function comparisonOf(received: Comparison): Comparison {
  if (!isRecord(received) || !Array.isArray(received.variants) || !Array.isArray(received.figures))
    throw new TypeError(`a comparison is due, as compare gives it; found ${shown(received)}`);
  return received;
}

function isReplications(received: unknown): received is Replications {
  return isRecord(received) && 'lagcastReplications' in received;
}

function worseIn({ variants, figures, objectives }: Comparison): string[] {
  const of = (i: number) => variants[i + 1]?.label ?? `variant ${i + 1}`;
  return [
    ...figures.flatMap(({ figure, differences }) =>
      differences.flatMap((one, i) => (one?.verdict === 'worse' ? [`${figure.text} of ${of(i)}`] : [])),
    ),
    ...objectives.flatMap(({ text, changes }) =>
      changes.flatMap((one, i) => (one?.verdict === 'worse' ? [`${text} of ${of(i)}`] : [])),
    ),
  ];
}

function resultOf(received: Received): Result {
  const result = received instanceof Case ? received.result : received;
  if (!isRecord(result) || !isRecord(result.sources) || !Array.isArray(result.objectives))
    throw new TypeError(`a result of simulate or a case is due; found ${shown(received)}`);
  return result;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  return isRecord(value)
    ? `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'nothing in it'}`
    : String(value);
}

function ending(received: Received): string {
  return received instanceof Case ? `\n\n${received.toString()}` : '';
}
