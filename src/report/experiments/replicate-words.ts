/**
 * What replications say, in words: what was found first, then what the user should know of objectives, of the stopping rule,
 * of the steady state and of figures that mislead. For terminal and Markdown alike. Each finding is one small function that
 * says nothing when there is nothing to say.
 */
import type { FigureEstimate } from '../../plan/figure-sample.ts';
import type { ObjectiveShare } from '../../plan/objective-share.ts';
import type { Replications } from '../../plan/replicate.ts';
import { shareInterval } from '../../stats/binomial.ts';
import type { Interval } from '../../stats/student.ts';
import { count, duration, inUnit, list, percent, some } from '../format.ts';
import { steadinessScope, steadinessWarnings } from './steadiness-words.ts';

const MOST_NAMED = 3;

/** `20 runs of 10 min each (replications 0 to 19), intervals at 95 %, each by itself.` */
export function effort({ runs, duration: length, warmUp, first, confidence, stopping }: Replications): string {
  const warm = warmUp === 0 ? '' : `, of which ${duration(warmUp)} are warm-up`;
  const looks = stopping === null ? '' : `, looked at after ${list(stopping.looks.map(count), 'and')}`;
  return `${some(runs, 'run')} of ${duration(length)}${warm} (replications ${first} to ${first + runs - 1})${looks}; intervals at ${percent(confidence)}, each by itself.`;
}

/** The answer in a sentence. */
export function answer({ objectives, figures, runs }: Replications): string {
  if (objectives.length > 0) return ofObjectives(objectives, runs);
  const isTold = ({ value, interval, isOpenAbove }: FigureEstimate): boolean =>
    value !== null && interval !== null && !isOpenAbove;
  // What the estimate is, rather than what never happened or is only half known.
  const told =
    figures.find((one) => isTold(one) && one.perRun.max !== 0) ?? figures.find(isTold) ?? figures.find(hasValue);
  if (told === undefined || isUnseen(told)) return 'There was nothing to measure in any run.';
  return `${told.figure.text} is ${valueText(told)}, ${withinText(told)}.`;
}

function ofObjectives(all: readonly ObjectiveShare[], runs: number): string {
  const missed = all.filter(({ met }) => met < runs);
  const each = `each of ${some(runs, 'run')}`;
  if (missed.length === 0)
    return all.length === 1
      ? `The objective was met in ${each}.`
      : `All ${count(all.length)} objectives were met in ${each}.`;
  const [first] = missed;
  const many = `${count(missed.length)} of ${some(all.length, 'objective')} ${missed.length === 1 ? 'was' : 'were'} missed`;
  if (missed.length > 1) return `${many} in some runs.`;
  const what = all.length === 1 ? `${first!.text} was missed` : `${many}: ${first!.text}`;
  return `${what} in ${count(runs - first!.met)} of ${some(runs, 'run')}.`;
}

/** Sentences beside the answer, most important first. */
export function sentences(outcome: Replications): string[] {
  return [
    ...outcome.objectives.flatMap((one) => missedObjective(one, outcome)),
    ...metObjectives(outcome),
    ...precisions(outcome),
    ...openAbove(outcome),
    ...neverSeen(outcome),
    ...lopsided(outcome),
  ];
}

function missedObjective(objective: ObjectiveShare, { confidence }: Replications): string[] {
  const { text, met, runs, interval, missedIn, worst, withoutValue, unit } = objective;
  if (met === runs) return [];
  const share = `${percent(1 - interval.high)} to ${percent(1 - interval.low)}`;
  const nothing =
    withoutValue === 0
      ? ''
      : ` In ${some(withoutValue, 'run')} there was nothing to measure, which meets no objective.`;
  const farthest =
    worst === null || withoutValue === runs - met
      ? ''
      : ` At its worst it was ${inUnit(unit, worst.value)}, in replication ${worst.replication}.`;
  const again = `lagcast run --replication ${missedIn[0]!} repeats the first run that missed it.`;
  return [`${text} is missed in ${share} of all runs (${percent(confidence)}).${farthest}${nothing} ${again}`];
}

function metObjectives({ objectives, runs, confidence }: Replications): string[] {
  if (objectives.every(({ met }) => met < runs)) return [];
  const most = percent(1 - shareInterval(runs, runs, confidence).low);
  const them = objectives.every(({ met }) => met === runs) ? 'What was met every time' : 'What was never missed';
  return [`${them} may still be missed in up to ${most} of all runs (${percent(confidence)}): more runs say more.`];
}

function precisions({ stopping, runs, figures }: Replications): string[] {
  if (stopping === null) return [];
  const isKnown = stopping.precisions.filter(({ reached }) => reached).map(({ text }) => text);
  const others = stopping.precisions.filter(({ reached }) => !reached);
  const known = isKnown.length === 0 ? [] : [`${list(isKnown, 'and')}: reached after ${some(runs, 'run')}.`];
  return [
    ...known,
    ...others.map(({ text }) => {
      const figure = figures.find(({ figure: { text: name } }) => text.startsWith(`${name} within`));
      const so = figure === undefined ? '' : `, ${isUnseen(figure) ? 'for it was 0 in every one' : withinText(figure)}`;
      return `${text} was not reached in ${some(runs, 'run')}${so}: longer runs or a larger --max-runs.`;
    }),
  ];
}

function openAbove({ figures }: Replications): string[] {
  const open = figures.filter(({ isOpenAbove }) => isOpenAbove);
  if (open.length === 0) return [];
  return [
    `Too little lies beyond ${named(open)} to bound ${open.length === 1 ? 'it' : 'them'} from above: longer runs, or more of them.`,
  ];
}

/** Zeros in every run are no proof. */
function neverSeen({ figures, runs, confidence }: Replications): string[] {
  const zeros = figures.filter(({ figure, values }) => figure.unit === 'count' && values.every((value) => value === 0));
  if (zeros.length === 0) return [];
  const most = percent(shareInterval(0, runs, confidence).high);
  return [
    `${named(zeros)} ${zeros.length === 1 ? 'was' : 'were'} 0 in every run: what happens in fewer than ${most} of runs may not have been seen.`,
  ];
}

/** Where the mean is not near the run in the middle, Student's interval is on thin ice. */
function lopsided({ figures }: Replications): string[] {
  const all = figures.filter(({ method, value, median }) => {
    const middle = median?.interval ?? null;
    return method === 'student' && value !== null && middle !== null && (value > middle.high || value < middle.low);
  });
  if (all.length === 0) return [];
  const [first] = all;
  const middle = inUnit(first!.figure.unit, first!.median!.value);
  return [
    `${named(all)} ${all.length === 1 ? 'differs' : 'differ'} lopsidedly from run to run (${first!.figure.text} has a mean of ${valueText(first!)} and ${middle} in the middle): a few runs make the mean, and its interval holds the truth less often than it says.`,
  ];
}

/** What is wrong with the runs themselves; warnings. */
export function warnings({ steadyState, warmUp }: Replications): string[] {
  return steadinessWarnings(steadyState, warmUp);
}

/** What the figures are figures of. */
export function scope({ steadyState, duration: length, figures }: Replications): string[] {
  const ends = figures.filter(({ figure: { statistic } }) => statistic === 'max' || statistic === 'min');
  return [
    ...steadinessScope(steadyState, length),
    ...(ends.length === 0
      ? []
      : [
          `${named(ends)} ${ends.length === 1 ? 'is a figure' : 'are figures'} of a run of ${duration(length)}: a longer one has more extreme ones.`,
        ]),
  ];
}

/** How intervals were found, in a line. */
export function methods({ figures }: Replications): string {
  const has = (method: FigureEstimate['method']): boolean => figures.some((one) => one.method === method);
  const said = [
    ...(has('woodruff')
      ? ['percentiles are of all observations of all runs, with Woodruff’s interval (runs are clusters)']
      : []),
    ...(has('student') ? ['other figures are means over runs, with Student’s interval'] : []),
  ];
  return `Estimates: ${said.join('; ')}.`;
}

export function valueText({ figure: { unit }, value }: FigureEstimate): string {
  return inUnit(unit, value);
}

/** `1.15 s to 1.25 s`; `1.15 s or more`; `–` where there is none. */
export function intervalText({ figure: { unit }, interval, isOpenAbove }: FigureEstimate): string {
  if (interval === null) return '–';
  if (isOpenAbove) return `${inUnit(unit, interval.low)} or more`;
  return range(interval, (value) => inUnit(unit, value));
}

/** Half of the interval as a share of the value: `±4.2 %`; in its unit where the value is 0. */
export function halfText({ figure: { unit }, value, halfWidth }: FigureEstimate): string {
  if (value === null || halfWidth === null) return '–';
  if (halfWidth === 0) return '±0';
  return value === 0 ? `±${inUnit(unit, halfWidth)}` : `±${percent(halfWidth / Math.abs(value))}`;
}

/** Least and greatest of the single runs. */
export function spreadText({ figure: { unit }, perRun: { min, max } }: FigureEstimate): string {
  return min === null || max === null ? '–' : range({ low: min, high: max }, (value) => inUnit(unit, value));
}

function hasValue({ value }: FigureEstimate): boolean {
  return value !== null;
}

/** 0 in every run that had a value: it may be what never happens, or what was not seen. */
function isUnseen({ perRun: { max } }: FigureEstimate): boolean {
  return max === 0;
}

function withinText(figure: FigureEstimate): string {
  if (figure.value === null) return 'which had no value in any of them';
  if (figure.interval === null) return 'which had a value in one of them only';
  return figure.isOpenAbove ? intervalText(figure) : `${halfText(figure)} (${intervalText(figure)})`;
}

function range({ low, high }: Interval, said: (value: number) => string): string {
  return said(low) === said(high) ? said(low) : `${said(low)} to ${said(high)}`;
}

function named(figures: readonly FigureEstimate[]): string {
  const names = figures.slice(0, MOST_NAMED).map(({ figure: { text } }) => text);
  const more = figures.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${some(more, 'other')}` : list(names, 'and');
}
