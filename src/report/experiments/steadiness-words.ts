/** What is said of the steady state of runs, of one scenario or of several variants: warnings, and what was looked at and not found. */
import type { SteadyState } from '../../plan/warm-up.ts';
import type { Interval } from '../../stats/student.ts';
import { count, duration, list, percent, some } from '../format.ts';

const MOST_NAMED = 3;

/** What is wrong with the runs themselves. */
export function steadinessWarnings({ growing, shortWarmUps }: SteadyState, warmUp: number): string[] {
  return [
    ...growing.map(
      ({ source, perSecond, interval }) =>
        `The backlog of ${source} still grows at the end, by ${count(perSecond)} a second (${range(interval)}): more comes than is handled, and figures grow with the length of the run.`,
    ),
    ...shortWarmUps.map(({ source, of, due, isBound, bias }) => {
      const now = warmUp === 0 ? 'There is no warm-up' : `The warm-up of ${duration(warmUp)} is too short`;
      const what = of === 'backlog' ? `the backlog of ${source}` : `the latency of ${source}`;
      const way = bias < 0 ? 'too low' : 'too high';
      const so = `${now}: ${what} begins unlike it goes on, which makes its mean ${percent(Math.abs(bias))} ${way}.`;
      return isBound
        ? `${so} It changes until half of the run is over at least: longer runs are due.`
        : `${so} It should be ${duration(due)} (MSER-5).`;
    }),
  ];
}

/** What was looked at and not found, or why nobody looked; nothing where there are warnings. `length` of a run. */
export function steadinessScope({ verdict, reason, changes, watched }: SteadyState, length: number): string[] {
  switch (reason) {
    case 'changes':
      return [
        `Conditions change: ${changesOf(changes)}. There is no steady state to ask for; figures are of these ${duration(length)}, and no warm-up is checked.`,
      ];
    case 'fewRuns':
      return ['Whether runs are warm, and whether backlogs grow, was not checked: that takes ten runs.'];
    case 'nothing':
      return ['Whether runs are in a steady state was not checked: too little came, or too seldom, to be watched.'];
    case null:
      return verdict === 'no sign' ? noSign(watched) : [];
  }
}

function noSign(watched: SteadyState['watched']): string[] {
  const names = (of: 'backlog' | 'latency'): string[] =>
    watched.filter((one) => one.of === of).map(({ source }) => source);
  const [backlogs, latencies] = [names('backlog'), names('latency')];
  const looked = [
    ...(backlogs.length === 0 ? [] : [`the backlog of ${named(backlogs)}`]),
    ...(latencies.length === 0 ? [] : [`the latency of ${named(latencies)}`]),
  ];
  const growths = watched.flatMap(({ source, mostGrowth }) => (mostGrowth === null ? [] : [{ source, mostGrowth }]));
  const worst = growths.toSorted((a, b) => b.mostGrowth.ofArrivals - a.mostGrowth.ofArrivals)[0];
  const unseen =
    worst === undefined || worst.mostGrowth.ofArrivals <= 0
      ? ''
      : ` That is no proof: with these runs, a backlog of ${worst.source} that grows by up to ${percent(Number(worst.mostGrowth.ofArrivals.toPrecision(2)))} of what comes would not have been seen.`;
  return [
    `No sign was found that the runs are not warm, or that a backlog grows (MSER-5 and a straight line, over ${list(looked, 'and')}).${unseen}`,
  ];
}

function changesOf(changes: SteadyState['changes']): string {
  const told = changes
    .slice(0, MOST_NAMED)
    .map(({ what, last }) => `${what} (${last === null ? 'to the end' : `until ${duration(last)}`})`);
  const more = changes.length - told.length;
  return list(more > 0 ? [...told, some(more, 'other')] : told, 'and');
}

function named(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${some(more, 'other')}` : list(names, 'and');
}

function range({ low, high }: Interval): string {
  return count(low) === count(high) ? count(low) : `${count(low)} to ${count(high)}`;
}
