/**
 * What finders of suspects work with: a target, its result, and what its records waited for. A finder looks for the marks of some limits and
 * says how much each might be to blame; the files beside this one hold them, and evidence.ts asks them all. Pure; knows no scenario.
 */
import type { PartName } from '../metrics/where-time-went/parts.ts';
import type { FunctionResult, Result } from '../metrics/result.ts';
import type { LimitName, Place } from './limits.ts';
import { harmTo, whereTimeWentOf, type Target } from './targets.ts';

/** A limit that may bind, and where. */
export interface Found {
  readonly limit: LimitName;
  readonly where: Place;
  /** Share of the time or of the losses of the target that it may have to do with, from 0 to 1: an order to try them in, and no finding. */
  readonly weight: number;
}

/** A target with what its suspects are found by. */
export interface Seen {
  readonly target: Target;
  readonly result: Result;
  /** Of the time of all that succeeded, the share of each part; where nothing did, 0. */
  readonly share: (part: PartName) => number;
  readonly lostShare: number;
  /** At the end more wait than a pipeline that keeps up has waiting. */
  readonly waits: boolean;
}

export type Finder = (seen: Seen) => readonly Found[];

/** Of a lag that has not shown in the time of what succeeded. */
export const SOME_WEIGHT = 0.3;

export function seenOf(target: Target, result: Result): Seen {
  const all = whereTimeWentOf(target, result)?.all;
  const share = (part: PartName): number => (all === undefined ? 0 : (all.parts[part] ?? 0) / Math.max(1, all.whole));
  const { lostShare, waiting, succeeded } = harmTo(target, result);
  return { target, result, share, lostShare, waits: waiting > succeeded / 20 };
}

export function functionsOf({ target, result }: Seen): { readonly name: string; readonly fn: FunctionResult }[] {
  return target.functions.map((name) => ({ name, fn: result.functions[name]! }));
}

export const functionAt = (name: string): Place => ({ kind: 'function', name });
export const mappingAt = (name: string): Place => ({ kind: 'mapping', name });
export const sourceAt = (name: string): Place => ({ kind: 'source', name });
