/**
 * A Latin hypercube (McKay, Beckman and Conover, 1979): the range of each dimension is cut into as many strata as there are points, and each
 * stratum has exactly one of them, anywhere in it. Every dimension looks evenly filled by itself, however many there are.
 */
import type { RandomStream } from '../../engine/random.ts';
import { permutation } from './permutation.ts';

/** One dimension: of each of `count` points a number from 0 to 1, 1 excluded. */
export function latinColumn(count: number, random: RandomStream): number[] {
  return permutation(count, random).map((stratum) => (stratum + random.next()) / count);
}
