/** The lines of a large file, one after the other, with the place where each begins. Never holds more of the file than a line. */
import { readSync } from 'node:fs';

export interface LineOfFile {
  /** From 1. */
  readonly number: number;
  /** Of its first byte. */
  readonly offset: number;
  /** In bytes, with its end. */
  readonly length: number;
  /** Empty of one that is longer than {@link LONGEST}. */
  readonly text: string;
  /** Whether its end is there: the last line of a file may have been cut off. */
  readonly isWhole: boolean;
}

/** No line of ours is so long, and of not much more there can be no text. */
export const LONGEST = 1 << 27;
const PIECE = 1 << 18;
const NEWLINE = 10;

export function* linesOf(handle: number): Generator<LineOfFile, void> {
  let number = 1;
  let offset = 0;
  let begun: Buffer[] = [];
  let length = 0;
  const add = (bytes: Buffer): void => {
    length += bytes.length;
    if (length > LONGEST) begun = [];
    else begun.push(bytes);
  };
  const lineOf = (isWhole: boolean): LineOfFile => {
    const bytes = begun.length === 1 ? begun[0]! : Buffer.concat(begun);
    const text = length > LONGEST ? '' : bytes.toString('utf8', 0, length - +isWhole);
    const line = { number, offset, length, text, isWhole };
    number += 1;
    offset += length;
    length = 0;
    begun = [];
    return line;
  };
  for (let position = 0; ;) {
    const piece = Buffer.allocUnsafe(PIECE);
    const read = readSync(handle, piece, 0, PIECE, position);
    if (read === 0) break;
    position += read;
    let from = 0;
    for (;;) {
      const at = piece.subarray(0, read).indexOf(NEWLINE, from);
      if (at === -1) break;
      add(piece.subarray(from, at + 1));
      yield lineOf(true);
      from = at + 1;
    }
    if (from < read) add(piece.subarray(from, read));
  }
  if (length > 0) yield lineOf(false);
}
