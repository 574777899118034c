/**
 * What one run says of a cell: whether the load was handled, whether something was touched, or whether work was refused, and which
 * limit it was. The words are defined in docs/capacity-planning.md; here they are numbers of a result.
 *
 * throttled: of the attempts to invoke, or of the puts, at least the share `tolerance` was refused.
 * contended: fewer were refused, or of the reads at least that share, or some batch was older than `maxAge` when it was sent.
 * ok: none of these.
 */
import type { Micros } from '../../engine/time.ts';
import type { Result } from '../../metrics/result.ts';
import type { Copies } from './variants.ts';
import type { Matrix } from './settings.ts';

export const STATES = ['ok', 'contended', 'throttled'] as const;
export type CellState = (typeof STATES)[number];

/** In the order in which they are looked at: what comes first explains what comes later. */
export const CONSTRAINTS = ['write limit', 'reserved concurrency', 'read limit', 'keys', 'age', 'none'] as const;
export type Constraint = (typeof CONSTRAINTS)[number];

/** What a run measured; shares from 0 to 1, of attempts. */
export interface Measured {
  readonly putsRefused: number;
  readonly readsRefused: number;
  readonly invocationsRefused: number;
  /** Greatest iterator age of the copies; null when nothing was invoked. */
  readonly age: Micros | null;
  /** Share of their lanes that were busy while batches were older than `maxAge`; null when none were. */
  readonly busyWhenLate: number | null;
  /** Most executions of the functions at once. */
  readonly peak: number;
  /** 99th percentile, of the copy where it is greatest; null without any. */
  readonly latencyP99: Micros | null;
}

export interface Verdict {
  readonly state: CellState;
  readonly constraint: Constraint;
}

/** Lanes that are busy for so much of the time are all that there are. */
const ALL_BUSY = 0.9;

export function verdictOf(measured: Measured, { maxAge, tolerance }: Pick<Matrix, 'maxAge' | 'tolerance'>): Verdict {
  const { putsRefused, invocationsRefused, readsRefused, age, busyWhenLate } = measured;
  const isLate = age !== null && age > maxAge;
  if (putsRefused >= tolerance) return { state: 'throttled', constraint: 'write limit' };
  if (invocationsRefused >= tolerance) return { state: 'throttled', constraint: 'reserved concurrency' };
  const contended = (constraint: Constraint): Verdict => ({ state: 'contended', constraint });
  if (putsRefused > 0) return contended('write limit');
  if (invocationsRefused > 0) return contended('reserved concurrency');
  if (readsRefused >= tolerance) return contended('read limit');
  if (!isLate) return { state: 'ok', constraint: 'none' };
  return contended(busyWhenLate !== null && busyWhenLate < ALL_BUSY ? 'keys' : 'age');
}

/** Takes what a verdict needs out of a result. `lanes`: of one copy. */
export function measure(
  result: Result,
  { mappings, functions }: Copies,
  { stream, maxAge, lanes }: { readonly stream: string; readonly maxAge: Micros; readonly lanes: number },
): Measured {
  const own = mappings.map((name) => result.mappings[name]!);
  const sum = (of: (one: (typeof own)[number]) => number): number => own.reduce((total, one) => total + of(one), 0);
  const source = result.sources[stream]!;
  const refusedReads = sum(({ stream: read }) => read?.readsThrottled ?? 0);
  const answered = sum(({ stream: read }) => (read === null ? 0 : read.reads + read.emptyReads));
  const throttles = sum((one) => one.throttles);
  const ages = own.flatMap(({ stream: read }) => read?.iteratorAgeAtSend.max ?? []);
  const latencies = own.flatMap(({ latency }) => latency.p99 ?? []);
  return {
    putsRefused: share(source.putsRefused, source.arrived),
    readsRefused: share(refusedReads, answered),
    invocationsRefused: share(
      throttles,
      sum(({ invocations }) => invocations),
    ),
    age: ages.length === 0 ? null : Math.max(...ages),
    busyWhenLate: busyWhenLate(result, mappings, maxAge, lanes),
    peak: peakOf(result, functions),
    latencyP99: latencies.length === 0 ? null : Math.max(...latencies),
  };
}

function share(refused: number, done: number): number {
  return refused === 0 ? 0 : refused / (refused + done);
}

/** Together: of copies of a function by intervals, the greatest sum, which is never less than what ran at one instant. */
function peakOf({ functions, series }: Result, names: readonly string[]): number {
  if (names.length === 1) return functions[names[0]!]!.concurrency.max;
  const rows = names.map((name) => series.functions[name]!.concurrency);
  return Math.max(0, ...rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0)));
}

/**
 * How much of the time of its lanes the invocations took that a copy began while its batches were late: their number in each such
 * interval, by how long the function takes on average. Of the copy that was latest.
 */
function busyWhenLate(
  { mappings, functions, series }: Result,
  names: readonly string[],
  maxAge: Micros,
  lanes: number,
) {
  const latest = names.reduce((most, name) => (ageOf(mappings[name]!) > ageOf(mappings[most]!) ? name : most));
  if (ageOf(mappings[latest]!) <= maxAge) return null;
  const { invocations, stream } = series.mappings[latest]!;
  const late = (stream?.iteratorAge ?? []).flatMap((age, i) => (age !== null && age > maxAge ? [i] : []));
  if (late.length === 0) return null;
  const begun = late.reduce((sum, i) => sum + invocations[i]!, 0);
  const took = functions[mappings[latest]!.function]!.duration.mean ?? 0;
  return Math.min(1, (begun * took) / (late.length * series.period * lanes));
}

function ageOf({ stream }: Result['mappings'][string]): Micros {
  return stream?.iteratorAgeAtSend.max ?? 0;
}
