/**
 * INIT durations of minimal functions, by runtime, package and architecture; memory of 128 to 1,024 MB pooled, for it made no
 * clear difference. What nobody measured is not in the table, and nothing is put in its place.
 *
 * Measured by maxday/lambda-perf in 86 daily runs, 2026-05-28 to 2026-08-22, about 3,060 cold starts a row (T-11, table
 * M.2 of the reference). They are a lower bound: dependencies and SDK clients of real code come on top. What comes before
 * INIT is the fact lambda.coldStart.platform.
 */
import { MILLISECOND, type Micros } from '../engine/time.ts';
import type { Fact } from './fact.ts';

/** Percentiles of INIT. */
export interface InitTimes {
  readonly p10: Micros;
  readonly p50: Micros;
  readonly p90: Micros;
  readonly p99: Micros;
}

export const PACKAGES = ['zip', 'image'] as const;
export type Package = (typeof PACKAGES)[number];
export const ARCHITECTURES = ['x86_64', 'arm64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

type ByPackage = Partial<Record<Package, Partial<Record<Architecture, InitTimes>>>>;

/** The statement the table belongs to. */
export const INIT_TIMES_ID = 'CLD-01';

export const INIT_TIMES = {
  nodejs24: {
    zip: { x86_64: measured(124, 141, 171, 216), arm64: measured(99, 124, 137, 178) },
    image: { x86_64: measured(224, 283, 603, 830), arm64: measured(168, 226, 637, 735) },
  },
  nodejs22: {
    zip: { x86_64: measured(130, 145, 172, 219), arm64: measured(102, 129, 139, 171) },
    image: { x86_64: measured(236, 300, 600, 825) },
  },
  'python3.13': {
    zip: { x86_64: measured(79, 93, 120, 181), arm64: measured(65, 81, 98, 121) },
    image: { x86_64: measured(125, 164, 289, 388) },
  },
  'python3.14': {
    zip: { x86_64: measured(100, 117, 158, 274), arm64: measured(82, 103, 119, 152) },
    image: { x86_64: measured(149, 187, 355, 475) },
  },
  java21: {
    zip: { x86_64: measured(224, 244, 286, 603), arm64: measured(188, 247, 267, 360) },
    image: { x86_64: measured(282, 344, 581, 821) },
  },
  java25: {
    zip: { x86_64: measured(175, 194, 279, 493), arm64: measured(144, 194, 222, 436) },
  },
  dotnet8: {
    zip: { x86_64: measured(231, 258, 330, 656), arm64: measured(230, 294, 378, 696) },
    image: { x86_64: measured(334, 405, 685, 839) },
  },
  'dotnet8-aot': {
    zip: { x86_64: measured(83, 88, 100, 129), arm64: measured(67, 77, 83, 103) },
  },
  dotnet10: {
    zip: { x86_64: measured(231, 261, 567, 717), arm64: measured(200, 252, 590, 661) },
  },
  'ruby3.4': {
    zip: { x86_64: measured(195, 230, 393, 503), arm64: measured(177, 233, 390, 428) },
  },
  go: {
    zip: { x86_64: measured(48, 51, 55, 74), arm64: measured(36, 43, 44, 52) },
  },
  rust: {
    zip: { x86_64: measured(15, 16, 21, 50), arm64: measured(12, 14, 16, 44) },
    image: { x86_64: measured(28, 36, 60, 109) },
  },
  llrt: {
    zip: { x86_64: measured(61, 68, 75, 88) },
  },
} as const satisfies Record<string, ByPackage>;

export type Runtime = keyof typeof INIT_TIMES;
export const RUNTIMES = Object.keys(INIT_TIMES) as Runtime[];

/**
 * Whether a managed runtime restores snapshots (ENV-12): Java from 11, Python from 3.12, .NET from 8. Code that brings its own
 * runtime (ahead of time compiled, GraalVM) has none.
 */
export function hasSnapStart(runtime: string): boolean {
  const [, name, version] = /^(java|python|dotnet)(\d+(?:\.\d+)?)$/.exec(runtime) ?? [];
  const [major, minor] = (version ?? '').split('.').map(Number);
  if (name === 'python') return major === 3 && minor !== undefined && minor >= 12;
  return major !== undefined && major >= (name === 'java' ? 11 : name === 'dotnet' ? 8 : Infinity);
}

/** The times of one row, or undefined where there are none. */
export function initTimes(runtime: Runtime, pack: Package, architecture: Architecture): InitTimes | undefined {
  return (INIT_TIMES[runtime] as ByPackage)[pack]?.[architecture];
}

/** A row as a fact: no scenario overrides it, for `coldStart` says the time itself. The value is the median. */
export interface InitTimesFact extends Fact {
  readonly path: string;
  readonly value: Micros;
}

/** The row of {@link initTimes} as a fact, or undefined where there is none. */
export function initTimesFact(runtime: Runtime, pack: Package, architecture: Architecture): InitTimesFact | undefined {
  const times = initTimes(runtime, pack, architecture);
  if (times === undefined) return undefined;
  const [p10, p90, p99] = [times.p10, times.p90, times.p99].map((time) => time / MILLISECOND);
  return {
    path: `lambda.coldStart.init.${runtime}.${pack}.${architecture}`,
    id: INIT_TIMES_ID,
    kind: 'measured',
    unit: 'duration',
    value: times.p50,
    says: `INIT of a minimal function, the median; 10 % take up to ${p10} ms, 90 % up to ${p90} ms, 99 % up to ${p99} ms; what coldStart of a function gives is taken instead`,
    source: 'maxday/lambda-perf, 86 daily runs, about 3,060 cold starts',
    date: '2026-08',
  };
}

/** All rows as facts, in the order of the table. */
export function initTimesFacts(): InitTimesFact[] {
  return RUNTIMES.flatMap((runtime) =>
    PACKAGES.flatMap((pack) =>
      ARCHITECTURES.flatMap((architecture) => initTimesFact(runtime, pack, architecture) ?? []),
    ),
  );
}

/** The packages and architectures of a runtime that were measured: `zip on x86_64`. */
export function measuredOf(runtime: Runtime): string[] {
  const packages = Object.entries(INIT_TIMES[runtime]);
  return packages.flatMap(([pack, times]) => Object.keys(times).map((architecture) => `${pack} on ${architecture}`));
}

/**
 * Beyond what was published the reference goes on in straight lines: the least is 0.8 of the tenth percentile, the
 * greatest one and a half times the 99th (M.1).
 */
export function initQuantiles({ p10, p50, p90, p99 }: InitTimes): [share: number, value: Micros][] {
  return [
    [0, Math.round(0.8 * p10)],
    [0.1, p10],
    [0.5, p50],
    [0.9, p90],
    [0.99, p99],
    [1, Math.round(1.5 * p99)],
  ];
}

function measured(p10: number, p50: number, p90: number, p99: number): InitTimes {
  return { p10: p10 * MILLISECOND, p50: p50 * MILLISECOND, p90: p90 * MILLISECOND, p99: p99 * MILLISECOND };
}
