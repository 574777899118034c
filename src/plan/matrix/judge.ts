/**
 * What one run says of a cell: whether the load was handled, whether something was touched, or whether work was refused, and which
 * limit it was. The words are defined in docs/capacity-planning.md; here they are numbers of a result.
 *
 * throttled: of the attempts to invoke, or of the puts, at least the share `tolerance` was refused.
 * contended: fewer were refused, or of the reads at least that share, or some batch was older than `maxAge` when it was sent, or is at
 * the end and was not sent.
 * ok: none of these.
 */
import type { Micros } from '../../engine/time.ts';
import type { Result } from '../../metrics/result.ts';
import { ageOf, latenessOf, type Lateness } from './lateness.ts';
import type { Copies } from './variants.ts';
import type { Matrix } from './settings.ts';

export const STATES = ['ok', 'contended', 'throttled'] as const;
export type CellState = (typeof STATES)[number];

/** In the order in which they are looked at: what comes first explains what comes later. */
export const CONSTRAINTS = [
  'write limit',
  'reserved concurrency',
  'read limit',
  'failures',
  'keys',
  'age',
  'other',
  'none',
] as const;
export type Constraint = (typeof CONSTRAINTS)[number];

/** What a run measured; shares from 0 to 1, of attempts. */
export interface Measured {
  readonly putsRefused: number;
  readonly readsRefused: number;
  readonly invocationsRefused: number;
  /** Greatest age of what the copies sent, or did not send; null when nothing came. */
  readonly age: Micros | null;
  /** Of the copy where it is greatest; undefined where nothing was older than `maxAge`, or for a moment only. */
  readonly lateness: Lateness | undefined;
  /** Most executions of the functions at once. */
  readonly peak: number;
  /** 99th percentile, of the copy where it is greatest; null without any. */
  readonly latencyP99: Micros | null;
}

export interface Verdict {
  readonly state: CellState;
  readonly constraint: Constraint;
}

/** Lanes that are busy for so much of the time are busy all the time. */
const ALL_BUSY = 0.9;
/** Of the time in which records are late: what fails for so much of it is why. */
const OFTEN = 0.5;

export function verdictOf(measured: Measured, { maxAge, tolerance }: Pick<Matrix, 'maxAge' | 'tolerance'>): Verdict {
  const { putsRefused, invocationsRefused, readsRefused, age, lateness } = measured;
  const isLate = age !== null && age > maxAge;
  if (putsRefused >= tolerance) return { state: 'throttled', constraint: 'write limit' };
  if (invocationsRefused >= tolerance) return { state: 'throttled', constraint: 'reserved concurrency' };
  const contended = (constraint: Constraint): Verdict => ({ state: 'contended', constraint });
  if (putsRefused > 0) return contended('write limit');
  if (invocationsRefused > 0) return contended('reserved concurrency');
  if (readsRefused >= tolerance) return contended('read limit');
  if (!isLate) return { state: 'ok', constraint: 'none' };
  return contended(lateness === undefined ? 'other' : whyLate(lateness));
}

/** With keys that are uneven a lane is busy all the time while others are not; where none is, something else makes records wait. */
function whyLate({ busy, lanes, failing }: Lateness): Constraint {
  if (busy >= ALL_BUSY * lanes) return 'age';
  if (failing >= OFTEN) return 'failures';
  return busy >= ALL_BUSY ? 'keys' : 'other';
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
  const ages = mappings.map((name) => ageOf(result, name));
  const age = ages.reduce((most, one) => (one !== null && one > (most ?? -1) ? one : most), null);
  const latencies = own.flatMap(({ latency }) => latency.p99 ?? []);
  return {
    putsRefused: share(source.putsRefused, source.arrived),
    readsRefused: share(refusedReads, answered),
    invocationsRefused: share(
      throttles,
      sum(({ invocations }) => invocations),
    ),
    age,
    lateness: latenessOf(result, mappings[Math.max(0, ages.indexOf(age))]!, maxAge, lanes),
    peak: peakOf(result, functions),
    latencyP99: latencies.length === 0 ? null : Math.max(...latencies),
  };
}

function share(refused: number, done: number): number {
  return refused === 0 ? 0 : refused / (refused + done);
}

/** Together: of copies of a function by intervals, the greatest sum, which is never less than what ran at one instant. */
function peakOf({ functions, series, warmUp }: Result, names: readonly string[]): number {
  if (names.length === 1) return functions[names[0]!]!.concurrency.max;
  const first = Math.floor(warmUp / series.period);
  const rows = names.map((name) => series.functions[name]!.concurrency.slice(first));
  return Math.max(0, ...rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0)));
}
