/** The lines of a large file, one after the other, with the place where each begins. Never holds more of the file than a line, nor of a line more than any has. */
import { readSync } from 'node:fs';

export interface LineOfFile {
  /** From 1. */
  readonly number: number;
  /** Of its first byte. */
  readonly offset: number;
  /** In bytes, with its end. */
  readonly length: number;
  /** Without its end; undefined of a line that is longer than {@link MOST_LINE}, which nobody wrote. */
  readonly text: string | undefined;
  /** Whether its end is there: the last line of a file may have been cut off. */
  readonly isWhole: boolean;
}

/** Bytes; a cell of a hundred figures and a hundred thousand runs has less, and texts of twice as much cannot be made. */
export const MOST_LINE = 1 << 28;

const PIECE = 1 << 18;
const NEWLINE = 10;

/** `most`: bytes of a line whose text is given. */
export function* linesOf(handle: number, most = MOST_LINE): Generator<LineOfFile, void> {
  let number = 1;
  let offset = 0;
  let begun: Buffer[] = [];
  let length = 0;
  const add = (bytes: Buffer): void => {
    length += bytes.length;
    if (length <= most) begun.push(bytes);
    else begun = [];
  };
  const lineOf = (isWhole: boolean): LineOfFile => {
    const bytes = begun.length === 1 ? begun[0]! : Buffer.concat(begun);
    const text = length > most ? undefined : bytes.toString('utf8', 0, length - +isWhole);
    const line = { number, offset, length, text, isWhole };
    number += 1;
    offset += length;
    begun = [];
    length = 0;
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
