/**
 * The file of a sweep's cells: a header, then a line for each cell as it was finished, and at the end rewritten in order of cells. Whatever
 * ends the process, lines that are whole stay: a line that was cut off goes, one that was spoilt is passed over, and both are told. One process at a
 * time writes (lock.ts). Leaves out who runs cells.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, statSync } from 'node:fs';
import { lineOf, readLine, type SweepHeader, type SweepLine } from '../../plan/sweep/line.ts';
import { inputError, InputError, WholeFile, writeAll, writeWhole } from '../files.ts';
import { fitsSweep } from './fits.ts';
import { linesOf, MOST_LINE } from './lines.ts';
import { refuseOther } from './other-sweep.ts';

/** A line that is passed over, from 1, and why. */
export interface SpoiltLine {
  readonly line: number;
  readonly why: string;
}

/** What a journal needs of the file system, so that a test can let it fail. */
export interface JournalPort {
  readonly write: (handle: number, bytes: Uint8Array) => void;
  readonly truncate: (handle: number, length: number) => void;
  readonly sync: (handle: number) => void;
  /** Milliseconds since whenever. */
  readonly now: () => number;
}

export interface JournalOptions {
  /** Cells that belong here, in order; default: all. */
  readonly cells?: readonly number[] | undefined;
  /** Forget what is there. */
  readonly restart?: boolean | undefined;
  /** Called before anything is written; throws when nothing may be. */
  readonly guard?: (() => void) | undefined;
  readonly port?: JournalPort | undefined;
}

const PORT: JournalPort = {
  write: writeAll,
  truncate: ftruncateSync,
  sync: fsyncSync,
  now: () => performance.now(),
};

/** After a failure of power, cells of so many milliseconds may have to be run again. */
const SYNC_MS = 2000;

interface Place {
  readonly offset: number;
  readonly length: number;
  readonly hasFailed: boolean;
}

export class Journal {
  readonly path: string;
  /** Of the file as it was found. */
  readonly spoilt: readonly SpoiltLine[];
  readonly #header: SweepHeader;
  readonly #cells: readonly number[];
  readonly #port: JournalPort;
  readonly #guard: () => void;
  readonly #handle: number;
  readonly #places = new Map<number, Place>();
  /** Of what is whole. */
  #length = 0;
  #synced: number;
  #isOpen = true;

  /**
   * Opens the file, or makes it. Throws InputError where it cannot be, and where it is of another sweep or another version of lagcast.
   */
  constructor(path: string, header: SweepHeader, options: JournalOptions = {}) {
    const { cells, restart = false, guard = () => undefined, port = PORT } = options;
    this.path = path;
    this.#header = header;
    this.#cells = cells ?? Array.from({ length: header.cells }, (_, cell) => cell);
    this.#port = port;
    this.#guard = guard;
    this.#synced = port.now();
    // Of an empty file there is nothing to lose.
    const isThere = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
    if (isThere) refuseOther(path, header, restart);
    if (!isThere || restart) {
      guard();
      writeWhole(path, lineOf(header));
    }
    try {
      this.#handle = openSync(path, 'a+');
    } catch (error) {
      throw inputError(path, 'cannot be written', error);
    }
    try {
      this.spoilt = this.#readAll();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Whether a cell has an outcome; a failed one has none. */
  isDone(cell: number): boolean {
    return this.#places.get(cell)?.hasFailed === false;
  }

  /** Whether the last time a cell was run it failed. */
  hasFailed(cell: number): boolean {
    return this.#places.get(cell)?.hasFailed === true;
  }

  /** Cells that belong here and have no outcome, in order. */
  missing(): number[] {
    return this.#cells.filter((cell) => !this.isDone(cell));
  }

  /** Cells with an outcome. */
  get done(): number {
    return this.#cells.length - this.missing().length;
  }

  /** Whether each cell that belongs here has a line, be it that it failed. */
  get isComplete(): boolean {
    return this.#cells.every((cell) => this.#places.has(cell));
  }

  /** Adds a line. Throws InputError when there is no room; then the file is as it was. */
  append(line: SweepLine): void {
    const bytes = Buffer.from(lineOf(line));
    if (bytes.length > MOST_LINE) throw new InputError(`cell ${line.cell} has more values than a line can hold`);
    this.#guard();
    try {
      this.#port.write(this.#handle, bytes);
      this.#keep(line, this.#length, bytes.length);
      this.#length += bytes.length;
      if (this.#port.now() - this.#synced > SYNC_MS) this.sync();
    } catch (error) {
      this.#cutTo(this.#length);
      throw inputError(this.path, 'cannot be written', error);
    }
  }

  /** Until here the lines outlive a failure of power. Throws InputError. */
  sync(): void {
    try {
      this.#port.sync(this.#handle);
      this.#synced = this.#port.now();
    } catch (error) {
      throw inputError(this.path, 'cannot be written', error);
    }
  }

  /** Rewrites the file in order of cells, a line for each, and closes it. Returns the lines. Throws InputError; then the file is as it was. */
  finish(): SweepLine[] {
    this.#guard();
    const file = new WholeFile(this.path);
    try {
      file.append(lineOf(this.#header));
      const lines = this.#cells.flatMap((cell) => {
        const place = this.#places.get(cell);
        if (place === undefined) return [];
        const text = this.#textAt(place);
        const line = readLine(text.slice(0, -1));
        if (line === undefined || !('cell' in line) || line.cell !== cell) throw this.#changed();
        file.append(text);
        return [line];
      });
      file.finish();
      return lines;
    } finally {
      file.discard();
      this.close();
    }
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#handle);
  }

  #readAll(): SpoiltLine[] {
    const spoilt: SpoiltLine[] = [];
    const fits = fitsSweep(this.#header, this.#cells);
    for (const { number, offset, length, text, isWhole } of linesOf(this.#handle)) {
      // The first line was looked at before.
      const read = number === 1 ? undefined : fits(text);
      const isSpoilt = typeof read === 'string';
      if (isSpoilt) spoilt.push({ line: number, why: isWhole ? read : 'it was cut off' });
      if (!isWhole && isSpoilt) {
        this.#cutTo(offset);
        break;
      }
      if (!isWhole) this.#endLine();
      this.#length = offset + length + +!isWhole;
      if (read !== undefined && !isSpoilt) this.#keep(read, offset, length + +!isWhole);
    }
    return spoilt;
  }

  /** A line that lacks nothing but its end gets it: what comes after it is not to be one with it. */
  #endLine(): void {
    this.#guard();
    try {
      this.#port.write(this.#handle, Buffer.from('\n'));
    } catch (error) {
      throw inputError(this.path, 'cannot be written', error);
    }
  }

  #keep({ cell, status }: SweepLine, offset: number, length: number): void {
    this.#places.set(cell, { offset, length, hasFailed: status === 'failed' });
  }

  #textAt({ offset, length }: Place): string {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length;) {
      const read = readSync(this.#handle, bytes, done, length - done, offset + done);
      if (read === 0) throw this.#changed();
      done += read;
    }
    return bytes.toString('utf8');
  }

  #changed(): InputError {
    return new InputError(`${this.path}: was changed by another process while it was written`);
  }

  #cutTo(length: number): void {
    try {
      this.#port.truncate(this.#handle, length);
    } catch {
      // Whoever reads the file next cuts it off: the line has no end.
    }
  }
}
