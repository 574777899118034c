/**
 * The run at a glance: a sparkline for what waited in each queue and ran in each function, and for what went wrong, with
 * its greatest reading; of the tier what its tenants have stored; of mappings of streams their iterator age, of asynchronous invocation the age of its events. Covers the whole run, warm-up included. Leaves out queues that nothing came to, and direct callers,
 * whose calls are what runs in the function. Pure.
 */
import type { Result } from '../metrics/result.ts';
import type { SeriesResult } from '../metrics/series-result.ts';
import { shortened, wrapped } from './fit.ts';
import { count, duration } from './format.ts';
import { peak, sparkline } from './sparkline.ts';
import type { Kind, Style } from './style.ts';
import { droppedOf } from './events.ts';
import { isQueue } from './streams.ts';
import { table, type Cell } from './table.ts';

interface Trend {
  readonly name: string;
  readonly what: string;
  readonly readings: readonly number[];
  /** The greatest reading, in words. */
  readonly greatest: string;
  readonly kind?: Kind;
}

/** Beside a narrower picture there is no room for words: they go above it. */
const NARROWEST_PICTURE = 24;
const LONGEST_NAME = 20;

export function overTime(result: Result, style: Style): string[] {
  const trends = [
    ...tierTrends(result),
    ...queueTrends(result),
    ...eventTrends(result),
    ...streamTrends(result),
    ...functionTrends(result),
  ];
  if (trends.length === 0) return [];
  const widest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));
  const names = Math.min(LONGEST_NAME, widest([...trends.map(({ name }) => name), TITLE]));
  const words = widest(trends.map(({ what }) => what)) + widest([...trends.map((trend) => trend.greatest), GREATEST]);
  const picture = style.width - names - words - 6;
  return picture < NARROWEST_PICTURE ? below(trends, result, style) : beside(trends, names, picture, result, style);
}

const TITLE = 'whole run';
const GREATEST = 'greatest';

function beside(trends: readonly Trend[], names: number, picture: number, result: Result, style: Style): string[] {
  const rows = trends.map(({ name, what, readings, greatest, kind }, i): Cell[] => [
    trends[i - 1]?.name === name ? '' : shortened(name, names),
    padEnd(what, trends),
    painted(sparkline(readings, picture), kind),
    painted(greatest, kind),
  ]);
  return table({ head: [TITLE, '', axis(result.duration, picture), GREATEST], rows }, style);
}

function below(trends: readonly Trend[], { duration: length }: Result, { width, paint }: Style): string[] {
  return [
    ...wrapped(`Whole run, 0 s to ${duration(length)}:`, width).map((line) => paint('strong', line)),
    ...trends.flatMap(({ name, what, readings, greatest, kind }) => {
      const words = wrapped(`${shortened(name, width)} ${what}, at most ${greatest}`, width);
      const picture = sparkline(readings, width);
      return [...words, kind === undefined ? picture : paint(kind, picture)];
    }),
  ];
}

function padEnd(what: string, trends: readonly Trend[]): string {
  return what.padEnd(Math.max(...trends.map((trend) => trend.what.length)));
}

function painted(text: string, kind: Kind | undefined): Cell {
  return kind === undefined ? text : { text, kind };
}

/** Beginning, middle and end of the run, where they are in the picture. */
function axis(length: number, columns: number): string {
  const [start, middle, end] = ['0 s', duration(Math.round(length / 2)), duration(length)];
  const before = Math.floor(columns / 2) - Math.floor(middle.length / 2);
  const marks = columns < 40 ? start : `${start.padEnd(before)}${middle}`;
  return marks + end.padStart(columns - marks.length);
}

/** What each group of tenants has stored, and the deepest of the shared queues. */
function tierTrends({ tier }: Result): Trend[] {
  if (tier === null) return [];
  const depths = tier.series.depth.max.map((depth) => depth ?? 0);
  const deepest = { name: 'tier', what: 'deepest queue', readings: depths, greatest: count(peak(depths)) };
  return [
    ...Object.entries(tier.series.groups).flatMap(([name, { backlog, firstAttemptAge }]): Trend[] => {
      if (peak(backlog) === 0) return [];
      const ages = firstAttemptAge.p99.map((age) => age ?? 0);
      const isOld = peak(ages) > tier.series.period;
      return [
        { name, what: 'stored', readings: backlog, greatest: count(peak(backlog)) },
        ...(isOld ? [{ name, what: 'first run p99', readings: ages, greatest: duration(peak(ages)) }] : []),
      ];
    }),
    ...(peak(depths) === 0 ? [] : [deepest]),
  ];
}

function queueTrends(result: Result): Trend[] {
  const { period, sources } = result.series;
  return Object.entries(sources).flatMap(([name, { depth, inFlight, ageOfOldest }]) => {
    if (!isQueue(result.sources[name]!) || peak(depth) + peak(inFlight) === 0) return [];
    const age = { name, what: 'oldest', readings: ageOfOldest, greatest: duration(peak(ageOfOldest)) };
    // What leaves within a reading has no age worth seeing; what nobody reads only grows old.
    const isOld = peak(ageOfOldest) > period && isRead(name, result);
    const waiting = { name, what: 'depth', readings: depth, greatest: count(peak(depth)) };
    return isOld ? [waiting, age] : [waiting];
  });
}

/** Of asynchronous invocation, how many wait between attempts, how old they are at these, and those that are given up. */
function eventTrends({ series }: Result): Trend[] {
  return Object.entries(series.sources).flatMap(([name, { depth, async }]): Trend[] => {
    if (async === undefined || peak(async.received) === 0) return [];
    const ages = async.eventAge.max.map((age) => age ?? 0);
    const isOld = peak(ages) > series.period;
    return [
      { name, what: 'waiting', readings: depth, greatest: count(peak(depth)) },
      ...(isOld ? [{ name, what: 'event age', readings: ages, greatest: duration(peak(ages)) }] : []),
      ...counted(name, 'dropped', droppedOf(async), series, 'bad'),
    ];
  });
}

/** Of streams, what shards refused; of their mappings, how old what they are given is, and lanes that are blocked. */
function streamTrends({ series }: Result): Trend[] {
  return [
    ...Object.entries(series.sources).flatMap(([name, { stream }]) =>
      stream === undefined ? [] : counted(name, 'puts refused', stream.putsRefused, series, 'warning'),
    ),
    ...Object.entries(series.mappings).flatMap(([name, { stream }]): Trend[] => {
      if (stream === undefined || stream.iteratorAge.every((age) => age === null)) return [];
      const ages = stream.iteratorAge.map((age) => age ?? 0);
      const lanes = peak(stream.blockedLanes);
      const blocked = { name, what: 'blocked lanes', readings: stream.blockedLanes, greatest: count(lanes) };
      return [
        stream.offsetLag === undefined
          ? { name, what: 'iterator age', readings: ages, greatest: duration(peak(ages)) }
          : { name, what: 'offset lag', readings: stream.offsetLag, greatest: count(peak(stream.offsetLag)) },
        ...(lanes === 0 ? [] : [{ ...blocked, kind: 'bad' as const }]),
        ...counted(name, 'reads throttled', stream.readsThrottled, series, 'warning'),
      ];
    }),
  ];
}

function isRead(name: string, result: Result): boolean {
  return Object.values(result.mappings).some((mapping) => mapping.source === name);
}

function functionTrends({ series }: Result): Trend[] {
  return Object.entries(series.functions).flatMap(([name, { concurrency, throttles, errors }]) => [
    { name, what: 'concurrency', readings: concurrency, greatest: count(peak(concurrency)) },
    ...counted(name, 'throttles', throttles, series, 'warning'),
    ...counted(name, 'errors', errors, series, 'bad'),
  ]);
}

/** Of what is counted in each reading; nothing where there was none. */
function counted(
  name: string,
  what: string,
  readings: readonly number[],
  { period }: SeriesResult,
  kind: Kind,
): Trend[] {
  const most = peak(readings);
  return most === 0 ? [] : [{ name, what, readings, greatest: `${count(most)} in ${duration(period)}`, kind }];
}
