/** Where time went, as plain data: what the reports, the files and other programs read. */
import type { Micros } from '../../engine/time.ts';
import { PARTS, type PartName } from './parts.ts';
import { PartSums, type Together } from './part-sums.ts';

/** Shares of the records, by time from arrival to success, between which each band lies. */
export const BAND_LIMITS = [0, 0.5, 0.9, 0.99, 1] as const;

/** Of records taken together: how many, the sum of their times from arrival to success, and of each part of it, in microseconds. */
export interface TimeOf {
  readonly records: number;
  readonly whole: Micros;
  /** They add up to the whole. A part that is not there is 0. */
  readonly parts: Readonly<Partial<Record<PartName, Micros>>>;
}

/** Records from one share by time to another: 0.9 to 0.99 are those slower than nine in ten, without the slowest hundredth. */
export interface TimeBand extends TimeOf {
  readonly from: number;
  readonly to: number;
}

export interface WhereTimeWent {
  readonly all: TimeOf;
  /** Each record is in one of them. Those without records are left out. */
  readonly bands: readonly TimeBand[];
}

/** Null where nothing has succeeded. */
export function whereTimeWent(of: readonly PartSums[]): WhereTimeWent | null {
  const sums = of.length === 1 ? of[0]! : merged(of);
  if (sums.records === 0) return null;
  const bands: TimeBand[] = [];
  for (let i = 1; i < BAND_LIMITS.length; i++) {
    const [from, to] = [BAND_LIMITS[i - 1]!, BAND_LIMITS[i]!];
    const band = sums.band(from, to);
    if (band.records > 0) bands.push({ from, to, ...timeOf(band) });
  }
  return { all: timeOf(sums.band(0, 1)), bands };
}

function merged(of: readonly PartSums[]): PartSums {
  const sums = new PartSums();
  for (const one of of) sums.merge(one);
  return sums;
}

function timeOf({ records, whole, parts }: Together): TimeOf {
  const named = PARTS.flatMap((name, i) => (parts[i]! > 0 ? [[name, parts[i]!] as const] : []));
  return { records, whole, parts: Object.fromEntries(named) };
}
