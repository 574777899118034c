/**
 * How a stream gets from the shards it has to another number of equal ones: pure. What UpdateShardCount does inside is a
 * series of splits and merges (KIN-08); here first a split at every boundary that is to be, then a merge at every one that is not.
 */
import { HASH_SPACE } from './hash.ts';

export interface ReshardStep {
  readonly kind: 'split' | 'merge';
  /** The boundary that comes into being or vanishes: where the upper shard begins. */
  readonly at: bigint;
}

/** Where the shards of a stream with `count` equal ones begin, the first left out. */
export function boundariesOf(count: number): bigint[] {
  return Array.from({ length: count - 1 }, (_, i) => (HASH_SPACE * BigInt(i + 1)) / BigInt(count));
}

/** `boundaries`: where the open shards begin now, the first left out. */
export function reshardPlan(boundaries: readonly bigint[], count: number): ReshardStep[] {
  const wanted = boundariesOf(count);
  const [has, wants] = [new Set(boundaries), new Set(wanted)];
  const splits = wanted.filter((at) => !has.has(at)).map((at) => ({ kind: 'split', at }) as const);
  const merges = boundaries.filter((at) => !wants.has(at)).map((at) => ({ kind: 'merge', at }) as const);
  return [...splits, ...merges];
}
