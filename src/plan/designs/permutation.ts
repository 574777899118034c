/** The numbers from 0 in an order of chance. */
import type { RandomStream } from '../../engine/random.ts';

/** Of `n` numbers; Fisher and Yates's. */
export function permutation(n: number, random: RandomStream): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
