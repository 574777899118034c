/**
 * Files, for all commands: reading with limits and clear errors, writing whole or not at all.
 * An error is an InputError, whose message is for people and names the file.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Something the user can mend: the message says what and where. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

const MIB = 1024 * 1024;
/** Scenarios above this are refused unread; the reader itself takes 4 MiB. */
export const MOST_SCENARIO = 8 * MIB;
export const MOST_TRACE = 1024 * MIB;

/** The text of a file in UTF-8, at most `most` bytes. */
export function readText(path: string, most: number): string {
  const bytes = readBytes(path, most);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${path}: is not text in UTF-8`);
  }
}

function readBytes(path: string, most: number): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > most)
      throw new InputError(`${path}: has ${Math.ceil(size / MIB)} MiB; at most ${most / MIB} MiB are read`);
    return readFileSync(path);
  } catch (error) {
    throw inputError(path, 'cannot be read', error);
  }
}

/** Creates a folder with its parents, or says why not. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw inputError(path, 'cannot be created', error);
  }
}

/** Writes a file whole: under another name first, so that nobody ever sees half of it. */
export function writeWhole(path: string, text: string): void {
  const file = new WholeFile(path);
  file.append(text);
  file.finish();
}

const BUFFER = 1 << 16;

/** A file that is written piece by piece and appears under its name when it is complete. */
export class WholeFile {
  readonly #path: string;
  readonly #part: string;
  readonly #handle: number;
  #pending: string[] = [];
  #length = 0;
  #isOpen = true;

  /** Throws InputError when the place cannot be written to. */
  constructor(path: string) {
    this.#path = path;
    this.#part = join(dirname(path), `.${process.pid}-${partName(path)}.part`);
    try {
      this.#handle = openSync(this.#part, 'w');
    } catch (error) {
      throw inputError(path, 'cannot be written', error);
    }
  }

  append(text: string): void {
    this.#pending.push(text);
    this.#length += text.length;
    if (this.#length >= BUFFER) this.#flush();
  }

  /** Complete: puts it under its name, replacing what was there. */
  finish(): void {
    try {
      this.#flush();
      fsyncSync(this.#handle);
      this.#isOpen = false;
      closeSync(this.#handle);
      renameSync(this.#part, this.#path);
    } catch (error) {
      this.discard();
      throw inputError(this.#path, 'cannot be written', error);
    }
  }

  /** Not to be completed: leaves nothing behind. Does nothing to a file that is finished. */
  discard(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#handle);
    rmSync(this.#part, { force: true });
  }

  #flush(): void {
    const text = this.#pending.join('');
    this.#pending = [];
    this.#length = 0;
    try {
      writeAll(this.#handle, Buffer.from(text));
    } catch (error) {
      throw inputError(this.#path, 'cannot be written', error);
    }
  }
}

function writeAll(handle: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
}

function partName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'something that is not a folder has this name',
  ENOSPC: 'no space is left',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the name is too long',
};

function inputError(path: string, what: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return new InputError(`${path}: ${what}: ${REASONS[code] ?? (error as Error).message}`);
}
