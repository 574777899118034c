/** The file of a lock: put where none is, put in place of another, read. Each is one step of the file system, so nobody sees half of it. */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inputError, InputError, writeAll } from '../files.ts';
import type { Holder } from './holder.ts';

/** What a lock says, and a sign of life: it is another one each time that {@link beat} was called. */
export interface FoundLock {
  readonly holder: Holder;
  readonly sign: number;
}

/**
 * Who begins a lock where files have one name only, or lost power: whoever it is is taken for dead when nothing becomes of it (see
 * {@link putNew}).
 */
const NOBODY: Holder = {
  token: 'nobody',
  pid: 0,
  host: 'an unknown machine',
  machine: '',
  started: null,
  since: 'just now',
};

/** File systems that know no second name for a file. */
const WITHOUT_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'];

/** Undefined where there is none. Throws InputError of a file that is no lock. */
export function readLock(path: string): FoundLock | undefined {
  let handle: number;
  try {
    // Opened each time: then a file server is asked, and not what is remembered of it.
    handle = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw inputError(path, 'cannot be read', error);
  }
  try {
    const text = readFileSync(handle, 'utf8');
    const holder = text === '' ? NOBODY : holderOf(text);
    if (holder === undefined) throw new InputError(`${path}: is no lock of a sweep; take it away if none runs here`);
    return { holder, sign: fstatSync(handle).mtimeMs };
  } finally {
    closeSync(handle);
  }
}

/** Puts a lock where there is none: the handle of its file, or undefined where there is one by now. Throws InputError. */
export function putNew(path: string, holder: Holder): number | undefined {
  return withPart(path, holder, (part, handle) => {
    try {
      linkSync(part, path);
      return handle;
    } catch (error) {
      // Whoever cleared away what killed processes left may have taken the part for one of it.
      if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return undefined;
      if (WITHOUT_LINKS.includes(codeOf(error))) return putSlowly(path, holder);
      throw error;
    }
  });
}

/** Puts a lock in place of the one that is there, and returns its handle. Only for whoever alone may do so. Throws InputError. */
export function putOver(path: string, holder: Holder): number {
  return withPart(path, holder, (part, handle) => {
    renameSync(part, path);
    return handle;
  })!;
}

/** Gives a sign of life. By the handle: another's lock that has taken the place of ours is not touched. */
export function beat(handle: number, holder: Holder): void {
  // Written rather than touched: so it is the clock of the file server that counts, or none at all.
  writeSync(handle, bytesOf(holder), 0, null, 0);
  fsyncSync(handle);
}

/** Makes the lock under another name, of which `use` makes the lock. Closes the handle unless it is the one that is returned. */
function withPart(
  path: string,
  holder: Holder,
  use: (part: string, handle: number) => number | undefined,
): number | undefined {
  const part = join(dirname(path), `.${basename(path)}-${holder.token}.part`);
  let made: number | undefined;
  let kept: number | undefined;
  try {
    made = write(part, holder);
    kept = use(part, made);
    return kept;
  } catch (error) {
    throw inputError(path, 'cannot be written', error);
  } finally {
    if (made !== undefined && made !== kept) closeSync(made);
    rmSync(part, { force: true });
  }
}

/** Another process may find it empty for a moment, and waits. */
function putSlowly(path: string, holder: Holder): number | undefined {
  try {
    return write(path, holder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}

function write(path: string, holder: Holder): number {
  const handle = openSync(path, 'wx');
  try {
    writeAll(handle, bytesOf(holder));
    fsyncSync(handle);
    return handle;
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

function bytesOf(holder: Holder): Buffer {
  return Buffer.from(`${JSON.stringify(holder)}\n`);
}

function holderOf(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    const isHolder = typeof holder?.token === 'string' && typeof holder.pid === 'number';
    return isHolder ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
