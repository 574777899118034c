/**
 * Points that fill a cube evenly: Halton's sequence with random permutations of the digits, which takes the regular patterns away that the
 * plain one has in many dimensions (Owen, A randomized Halton algorithm, 2017). In each dimension the points of any number
 * are spread about evenly; equal streams give equal points.
 */
import type { RandomStream } from '../../engine/random.ts';
import { permutation } from './permutation.ts';

/** Digits beyond these are below what a double can tell apart from the next point. */
const SMALLEST = 1e-12;

/** So many points, each with `dimensions` numbers from 0 to 1, 1 excluded. `first`: the number of the first point. */
export function halton(count: number, dimensions: number, random: RandomStream, first = 0): number[][] {
  const columns = primes(dimensions).map((base) => column(count, base, random, first));
  return Array.from({ length: count }, (_, row) => columns.map((values) => values[row]!));
}

/** One dimension: the digits of the row's number in a base, each permuted, after the point. */
function column(count: number, base: number, random: RandomStream, first: number): number[] {
  const values = new Array<number>(count).fill(0);
  for (let place = 1 / base, divisor = 1; place > SMALLEST; place /= base, divisor *= base) {
    const digits = permutation(base, random);
    for (let row = 0; row < count; row++) {
      values[row]! += digits[Math.floor((first + row) / divisor) % base]! * place;
    }
  }
  return values.map((value) => Math.min(value, 1 - SMALLEST));
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
