/**
 * Files, for all commands: reading with limits and clear errors, writing whole or not at all.
 * An error is an InputError, whose message is for people and names the file.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Something the user can mend: the message says what and where. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

const MIB = 1024 * 1024;
/** Scenarios above this are refused unread; the reader itself takes 4 MiB. */
export const MOST_SCENARIO = 8 * MIB;
export const MOST_TRACE = 1024 * MIB;

/** The name that stands for standard input. */
export const STDIN = '-';

/** The text of a file in UTF-8, at most `most` bytes. `-` is standard input. */
export function readText(path: string, most: number): string {
  const bytes = readBytes(path, most);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${path}: is not text in UTF-8${whatElse(bytes)}`);
  }
}

/** What text that is not UTF-8 most likely is, with the place of the first byte that shows it. */
function whatElse(bytes: Uint8Array): string {
  const [first = 0, second = 0] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return ': it begins like UTF-16; save it as UTF-8';
  const before = new TextDecoder().decode(bytes).split('\ufffd', 1)[0]!;
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  return `: the first byte that cannot be read stands at ${line}:${column}; is it binary, or in another encoding?`;
}

function readBytes(path: string, most: number): Uint8Array {
  let handle: number | undefined;
  try {
    // Without waiting, so that a pipe nobody writes to is an empty file and not the end of all things.
    handle = path === STDIN ? 0 : openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(handle);
    if (stat.isDirectory()) throw new InputError(`${path}: cannot be read: it is a folder`);
    if (stat.size > most)
      throw new InputError(`${path}: has ${Math.ceil(stat.size / MIB)} MiB; at most ${most / MIB} MiB are read`);
    return readUpTo(handle, most, path);
  } catch (error) {
    throw inputError(path, 'cannot be read', error);
  } finally {
    if (handle !== undefined && handle !== 0) closeSync(handle);
  }
}

/** All there is to read. What says of itself that it is empty, such as a pipe or a device, may have no end. */
function readUpTo(handle: number, most: number, path: string): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const piece = readPiece(handle);
    if (piece.length === 0) return Buffer.concat(pieces);
    pieces.push(piece);
    length += piece.length;
    if (length > most)
      throw new InputError(`${path}: has more than ${most / MIB} MiB; at most ${most / MIB} MiB are read`);
  }
}

/** The next bytes; none at the end. Waits for whoever writes to a pipe. */
function readPiece(handle: number): Uint8Array {
  const piece = Buffer.allocUnsafe(PIECE);
  for (;;) {
    try {
      return piece.subarray(0, readSync(handle, piece, 0, PIECE, null));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return piece.subarray(0, 0); // how Windows ends a pipe
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

const PIECE = 1 << 20;

/** The first characters of a file, as Latin-1; fewer where it has no more, and none of what is no file. */
export function beginningOf(path: string, length: number): string {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return '';
  const handle = openSync(path, 'r');
  try {
    const beginning = Buffer.alloc(length);
    return beginning.toString('latin1', 0, readSync(handle, beginning, 0, length, 0));
  } finally {
    closeSync(handle);
  }
}

/** Creates a folder with its parents, or says why not. Returns those that were not there, the outermost first. */
export function makeFolder(path: string): string[] {
  const made: string[] = [];
  try {
    makeWithParents(path, made);
    return made;
  } catch (error) {
    removeFolders(made);
    throw inputError(path, 'cannot be created', error);
  }
}

/** Takes folders away that {@link makeFolder} made, as far as they are empty. */
export function removeFolders(made: readonly string[]): void {
  try {
    for (const folder of made.toReversed()) rmdirSync(folder);
  } catch {
    // Somebody uses it: then it is not ours alone to take away.
  }
}

/** Node's own way of making the parents never comes back from folders such as /proc, which refuse by ENOENT. */
function makeWithParents(path: string, made: string[]): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const parent = dirname(path);
  if (parent !== path) makeWithParents(parent, made);
  try {
    mkdirSync(path);
    made.push(path);
  } catch (error) {
    // Another run may have made it in the meantime.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
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
    this.#part = join(dirname(path), partName(path));
    try {
      refuseFolder(path);
      this.#handle = openSync(this.#part, 'wx');
    } catch (error) {
      throw inputError(path, 'cannot be written', error);
    }
  }

  append(text: string): void {
    this.#pending.push(text);
    this.#length += text.length;
    if (this.#length >= BUFFER) this.#flush();
  }

  appendBytes(bytes: Uint8Array): void {
    this.#flush();
    this.#write(bytes);
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
    this.#write(Buffer.from(text));
  }

  #write(bytes: Uint8Array): void {
    try {
      writeAll(this.#handle, bytes);
    } catch (error) {
      throw inputError(this.#path, 'cannot be written', error);
    }
  }
}

/** All bytes, where one call may take only a part of them. */
export function writeAll(handle: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
}

/** No other run has it, on this machine or on another that shares the folder; short, because the name may be long. */
function partName(path: string): string {
  const mine = `${process.pid}-${process.hrtime.bigint().toString(36)}`;
  return `.${basename(path).slice(0, 40)}-${mine}.part`;
}

/** Said before the run rather than after it: a file cannot take the place of a folder, nor of a device. */
function refuseFolder(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined || there.isFile()) return;
  throw new InputError(`${path}: cannot be written: ${there.isDirectory() ? 'it is a folder' : 'it is not a file'}`);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'symbolic links lead in a circle',
  ENXIO: 'nothing can be read there',
  EIO: 'the device failed',
  EMFILE: 'too many files are open',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'something that is not a folder has this name',
  ENOSPC: 'no space is left',
  EDQUOT: 'no space is left for this user',
  EFBIG: 'files may not be so large here',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the name is too long',
};

/** Any error of a file as one for people: the path, what could not be done, and why. */
export function inputError(path: string, what: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return new InputError(`${path}: ${what}: ${REASONS[code] ?? (error as Error).message}`);
}
