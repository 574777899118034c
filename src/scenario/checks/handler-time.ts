/**
 * How long an invocation takes with so many records, on average and at its 99th percentile, before anything has run: for the
 * advice that compares it with timeouts and limits. Records are worked off so many at a time, each with its calls after
 * its own work; what waits for others (connections, rates, recovery) is left out, and so are failures.
 */
import { meanOf, varianceOf, type DistributionSpec } from '../../engine/distributions.ts';
import type { Micros } from '../../engine/time.ts';
import type { ArrivalScenario, DownstreamScenario, FunctionScenario } from '../scenario.ts';

/** Sums of independent times. */
export interface Moments {
  readonly mean: Micros;
  /** Infinity: there is none. */
  readonly variance: number;
}

/** What a handler takes; `least` and `most` differ where the time of a record depends on what it carries. */
export interface HandlerTime {
  readonly fixed: Moments;
  readonly record: { readonly least: Moments; readonly most: Moments };
  /** Records at once. */
  readonly width: number;
}

const NONE: Moments = { mean: 0, variance: 0 };
const KIB = 1024;
/** 99th percentile of the standard normal distribution, for sums of many. */
const P99 = 2.326;

/** Undefined where times come with the records, so that nothing can be said. `arrivals`: of what it is given. */
export function handlerTime(
  { handler, slowdown }: FunctionScenario,
  arrivals: readonly ArrivalScenario[],
  downstreams: readonly DownstreamScenario[],
): HandlerTime | undefined {
  const own = (spec: DistributionSpec | undefined): Moments => scaled(momentsOf(spec), slowdown);
  const width = widthOf(handler);
  if (width === undefined) return undefined;
  if (handler.duration !== undefined)
    return { fixed: own(handler.duration), record: { least: NONE, most: NONE }, width };
  if (arrivals.some(bringsTimes)) return undefined;
  const specs = handler.perRecord.map(({ time }) => (time.kind === 'attribute' ? undefined : time));
  if (specs.includes(undefined)) return undefined;
  const times = specs.map(own);
  // A record that no rule is for takes no time.
  if (handler.perRecord.every(({ when }) => when !== undefined)) times.push(NONE);
  const sorted = times.toSorted((a, b) => a.mean - b.mean);
  const always = [
    sizeTime(handler.perKiB, arrivals, slowdown),
    ...calls(handler, downstreams),
    ...requests(handler.idempotency),
  ];
  const least = total([sorted[0]!, ...always]);
  const most = total([sorted.at(-1)!, ...always]);
  const fixed = total([own(handler.perInvocation), momentsOf(handler.transaction?.commit)]);
  return { fixed, record: { least, most }, width };
}

/** Of an invocation with so many records. */
export function invocationTime({ fixed, width }: HandlerTime, record: Moments, records: number): Moments {
  const turns = Math.ceil(records / width);
  return { mean: fixed.mean + turns * record.mean, variance: fixed.variance + turns * record.variance };
}

/** About one in a hundred takes longer; undefined where nobody can say. */
export function p99Of({ mean, variance }: Moments): Micros | undefined {
  return Number.isFinite(variance) ? mean + P99 * Math.sqrt(variance) : undefined;
}

/** Bytes of a record on average, the greatest of all entries; 0 where none are given. */
export function meanSize(arrivals: readonly ArrivalScenario[]): number {
  const sizes = arrivals.map(({ size }) => (size === undefined ? 0 : meanOf(size)));
  return Math.max(0, ...sizes.filter(Number.isFinite));
}

/** Records at once; undefined where the strategy looks at the batch, or learns. More than any batch has: all of them. */
function widthOf({ strategy, parallel }: FunctionScenario['handler']): number | undefined {
  switch (strategy?.kind) {
    case undefined:
      return parallel;
    case 'oneByOne':
      return 1;
    case 'allAtOnce':
      return Number.MAX_SAFE_INTEGER;
    case 'pool':
    case 'chunks':
      return strategy.records;
    default:
      return undefined;
  }
}

function bringsTimes({ when }: ArrivalScenario): boolean {
  if (when.kind === 'replay') return when.trace.durations !== undefined;
  return when.kind === 'records' && when.records.some(({ duration }) => duration !== undefined);
}

function sizeTime(
  perKiB: DistributionSpec | undefined,
  arrivals: readonly ArrivalScenario[],
  slowdown: number,
): Moments {
  return perKiB === undefined ? NONE : scaled(momentsOf(perKiB), (slowdown * meanSize(arrivals)) / KIB);
}

function calls({ uses }: FunctionScenario['handler'], downstreams: readonly DownstreamScenario[]): Moments[] {
  return uses.map(({ downstream }) => momentsOf(downstreams.find(({ name }) => name === downstream)?.latency));
}

/** Requests to the idempotency table for a record that it does not know. */
function requests(table: FunctionScenario['handler']['idempotency']): Moments[] {
  if (table === undefined) return [];
  const { write, mark, latency } = table;
  const puts = write === 'never' ? 0 : mark === 'both' ? 2 : 1;
  // A conditional put before the work looks as well.
  const looks = write === 'conditional' && mark !== 'after' ? 0 : 1;
  return Array.from({ length: looks + puts }, () => momentsOf(latency));
}

function momentsOf(spec: DistributionSpec | undefined): Moments {
  return spec === undefined ? NONE : { mean: meanOf(spec), variance: varianceOf(spec) };
}

function scaled({ mean, variance }: Moments, factor: number): Moments {
  return { mean: mean * factor, variance: variance * factor * factor };
}

function total(parts: readonly Moments[]): Moments {
  return parts.reduce((sum, one) => ({ mean: sum.mean + one.mean, variance: sum.variance + one.variance }), NONE);
}
