/**
 * A lock on a file of a sweep: one process at a time writes it. A lock whose holder was killed is taken over, and there is no moment in which
 * two processes think that they hold it:
 *
 * - Where there is no lock, it is put there in one step, which only one process can take.
 * - A lock that is there is changed, by its holder who gives it back or by who takes over from a dead one, only by whoever holds the succession
 *   to it: a lock that is named after its token. No other lock will ever have that token: who comes late finds another one, and goes.
 * - The succession is one of these locks itself; so a process may be killed there too.
 *
 * Of a holder on another machine nobody knows whether it is still there, so holders give signs of life, and one that gives none for
 * {@link SILENCE_MS} is taken for dead. A holder that slept so long looks whether the lock is still its own before it writes.
 */
import { closeSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../files.ts';
import { lifeOf, thisProcess, type Holder, type Life } from './holder.ts';
import { beat, putNew, putOver, readLock, type FoundLock } from './lock-file.ts';

export const BEAT_MS = 5000;
export const SILENCE_MS = 30_000;

/** What a test may change. */
export interface LockOptions {
  readonly silenceMs?: number | undefined;
  readonly lifeOf?: ((holder: Holder) => Life) | undefined;
  /** Told before a wait for a sign of life. */
  readonly onWait?: ((holder: Holder, ms: number) => void) | undefined;
}

/** Somebody else holds it. */
export class LockHeld extends InputError {}

export class FileLock {
  readonly #path: string;
  readonly #holder: Holder;
  readonly #handle: number;
  readonly #silenceMs: number;
  readonly #timer: NodeJS.Timeout;
  #beaten = performance.now();
  #isHeld = true;

  private constructor(path: string, holder: Holder, handle: number, silenceMs: number) {
    this.#path = path;
    this.#holder = holder;
    this.#handle = handle;
    this.#silenceMs = silenceMs;
    this.#timer = setInterval(() => this.#beat(), Math.min(BEAT_MS, silenceMs / 6)).unref();
  }

  /** Throws {@link LockHeld} when a process that is there has it, InputError when it cannot be written. */
  static async take(path: string, options: LockOptions = {}): Promise<FileLock> {
    const holder = thisProcess();
    const handle = await take(path, holder, options);
    return new FileLock(path, holder, handle, options.silenceMs ?? SILENCE_MS);
  }

  /** To be called before anything is written. Throws InputError when another process took it over while this one slept. */
  check(): void {
    if (performance.now() - this.#beaten < this.#silenceMs / 2) return;
    if (readLock(this.#path)?.holder.token !== this.#holder.token)
      throw new InputError(`${this.#path}: was taken over by another process while this one gave no sign of life`);
    this.#beat();
  }

  /** Gives it back, and clears away what killed processes left beside it. Where that cannot be, it is a dead holder's lock before long. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    clearInterval(this.#timer);
    closeSync(this.#handle);
    try {
      giveBack(this.#path, this.#holder);
    } catch {
      // The disk is full, or the folder is gone. Nobody takes over from who gave a sign of life just now.
      if (performance.now() - this.#beaten < this.#silenceMs / 2) rmSync(this.#path, { force: true });
    }
  }

  #beat(): void {
    try {
      beat(this.#handle, this.#holder);
      this.#beaten = performance.now();
    } catch {
      // Then `check` looks closer.
    }
  }
}

function giveBack(path: string, holder: Holder): void {
  const succession = successionOf(path, holder);
  const handle = putNew(succession, holder);
  // Somebody takes it over.
  if (handle === undefined) return;
  closeSync(handle);
  if (readLock(path)?.holder.token === holder.token) {
    clearAway(path, holder);
    rmSync(path, { force: true });
  }
  rmSync(succession, { force: true });
}

/** The handle of the lock. */
async function take(path: string, me: Holder, options: LockOptions): Promise<number> {
  for (;;) {
    const found = readLock(path);
    if (found !== undefined && !(await isGone(path, found, options))) throw heldBy(path, found.holder);
    const handle = found === undefined ? putNew(path, me) : await takeOver(path, found.holder, me, options);
    if (handle !== undefined) return handle;
  }
}

/** In place of the lock of a holder that is gone; undefined when it is not there any more. */
async function takeOver(path: string, gone: Holder, me: Holder, options: LockOptions): Promise<number | undefined> {
  const succession = successionOf(path, gone);
  try {
    closeSync(await take(succession, me, options));
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    // Somebody who is there does the same, and soon has the lock.
    await sleep(20);
    return undefined;
  }
  try {
    return readLock(path)?.holder.token === gone.token ? putOver(path, me) : undefined;
  } finally {
    rmSync(succession, { force: true });
  }
}

function successionOf(path: string, { token }: Holder): string {
  return `${path}.${token}`;
}

async function isGone(path: string, { holder, sign }: FoundLock, options: LockOptions): Promise<boolean> {
  const { silenceMs = SILENCE_MS, onWait } = options;
  const life = (options.lifeOf ?? lifeOf)(holder);
  if (life !== 'unknown') return life === 'gone';
  onWait?.(holder, silenceMs);
  const end = performance.now() + silenceMs;
  while (performance.now() < end) {
    await sleep(Math.min(500, silenceMs / 20));
    const found = readLock(path);
    // Given back or taken over: whoever takes it next finds out.
    if (found?.holder.token !== holder.token) return true;
    if (found.sign !== sign) return false;
  }
  return true;
}

function heldBy(path: string, { pid, host, since }: Holder): LockHeld {
  return new LockHeld(
    `${path}: process ${pid} on ${host} has been writing here since ${since}; use another --out, or wait`,
  );
}

/** Successions to other tokens than ours are over, and nobody whose part is gone fails for it. */
function clearAway(path: string, { token }: Holder): void {
  const [folder, name] = [dirname(path), basename(path)];
  const isLeft = (file: string): boolean =>
    (file.startsWith(`${name}.`) && !file.startsWith(`${name}.${token}`)) ||
    (file.startsWith(`.${name}`) && file.endsWith('.part'));
  for (const file of readdirSync(folder).filter(isLeft)) rmSync(join(folder, file), { force: true });
}
