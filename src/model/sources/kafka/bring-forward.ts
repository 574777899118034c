/** Changes the order of a batch's records, with all that is known of each: some come first, and the order among these, and among the others, stays. */
import type { Batch } from '../../batch.ts';

/** Brings those of the present part forward for which `isFirst`, asked in order, holds; returns how many they are. */
export function bringForward(batch: Batch, isFirst: (place: number) => boolean): number {
  const { size } = batch;
  const [first, others]: [number[], number[]] = [[], []];
  for (let i = 0; i < size; i++) (isFirst(i) ? first : others).push(i);
  if (first.length === 0 || others[0] === undefined || others[0] > first.at(-1)!) return first.length;
  const order = [...first, ...others];
  for (const of of [batch.slots, batch.receipts, batch.failed, batch.unprocessed, batch.skipped]) {
    const values = order.map((i) => of[i]!);
    of.set(values);
  }
  return first.length;
}
