/**
 * How long an event waits after a throttle (AP-5.2): b = min(cap, base · 2^(n − 1)) after the n-th in a row, spread by chance in one of the ways
 * that the Architecture Blog compares. Pure: what has happened and one number by chance in, whole microseconds out.
 */
import type { Micros } from '../../../engine/time.ts';
import { doubling } from '../../mapping/back-off.ts';
import type { JITTERS } from '../options.ts';

export interface BackOff {
  readonly base: Micros;
  readonly cap: Micros;
  /** none: b; full: from 0 to b; equal: from b/2 to b; decorrelated: from the base to three times the wait before, up to the cap. */
  readonly jitter: (typeof JITTERS)[number];
}

/**
 * Wait after the n-th throttle in a row, from 1. `previous`: the wait before it, which only decorrelated jitter looks at; 0 before the
 * first, which then counts as the base. `u`: evenly from 0 to 1.
 */
export function waitAfterThrottle(n: number, previous: Micros, u: number, { base, cap, jitter }: BackOff): Micros {
  if (jitter === 'decorrelated') {
    const longest = 3 * Math.max(base, previous);
    return Math.round(Math.min(cap, base + u * (longest - base)));
  }
  const wait = doubling(n, base, cap);
  if (jitter === 'full') return Math.round(wait * u);
  return jitter === 'equal' ? Math.round((wait / 2) * (1 + u)) : wait;
}
