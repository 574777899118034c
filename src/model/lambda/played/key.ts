/**
 * By which key work is known: the record itself, whatever attempt or repetition of it, or the value of one of its attributes.
 */
import type { Records } from '../../records.ts';

export type Key =
  | { readonly kind: 'record' }
  /** Column of the attribute; a record without it is known by itself. */
  | { readonly kind: 'attribute'; readonly column: number };

/** Records of one source that can be told apart. */
const RECORDS_OF_A_SOURCE = 0x100_0000_0000;

/** A number that stands for the key of a record; equal keys, equal numbers. */
export function keyOf(key: Key, records: Records, slot: number): number {
  const itself = records.origin[slot]! * RECORDS_OF_A_SOURCE + records.number[slot]!;
  if (key.kind === 'record') return itself;
  const value = records.attributes[key.column]!.column[slot]!;
  // Values are numbers of 32 bits with a sign, and what stands for records is kept clear of them.
  return value === 0 ? itself + RECORDS_OF_A_SOURCE : value;
}
