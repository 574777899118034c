/** Whether a record is one that a rule means: by id, by attributes, by how often it was received. Pure. */
import type { Records } from '../records.ts';

/** All conditions given must hold; values are numbers in the tables of {@link Records}. */
export interface RecordMatch {
  /** Number of the id in the table of labels; undefined: any id. */
  readonly label?: number | undefined;
  /** A generated id: the number of its source, and its number there. */
  readonly generated?: { readonly origin: number; readonly number: number } | undefined;
  /** Column, and the values of it that match. */
  readonly attributes: readonly { readonly column: number; readonly values: readonly number[] }[];
  readonly receiveCount?: { readonly min: number; readonly max: number } | undefined;
}

export function matches(match: RecordMatch, records: Records, slot: number): boolean {
  if (match.label !== undefined && records.label[slot] !== match.label) return false;
  if (match.generated !== undefined && !isGenerated(match.generated, records, slot)) return false;
  for (const { column, values } of match.attributes) {
    if (!values.includes(records.attributes[column]!.column[slot]!)) return false;
  }
  if (match.receiveCount === undefined) return true;
  const count = records.receiveCount[slot]!;
  return count >= match.receiveCount.min && count <= match.receiveCount.max;
}

function isGenerated(id: { origin: number; number: number }, records: Records, slot: number): boolean {
  return records.label[slot] === 0 && records.origin[slot] === id.origin && records.number[slot] === id.number;
}
