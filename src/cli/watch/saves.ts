/**
 * Notices when one of some files is saved. Folders are watched and not the files themselves, because editors write a new file and give it the
 * old name; and what happens in a folder counts only when it is quiet again and a file is another than when it was read.
 */
import { statSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** What files are asked for; tests have one of their own. */
export interface Disk {
  /** What tells a content of a file from others; undefined: there is no such file. */
  readonly signature: (path: string) => string | undefined;
  /** Tells of all that happens in a folder, and once when it can no longer; returns how to stop. */
  readonly watch: (folder: string, happened: () => void, lost: () => void) => () => void;
  /** Does something after so many milliseconds; returns how to call it off. */
  readonly later: (milliseconds: number, action: () => void) => () => void;
}

/** Saving takes several steps, which are over when nothing has happened for so long. */
export const QUIET_MS = 100;
/** How often files are looked at that are in folders which cannot be watched, or may not be any more. */
export const POLL_MS = 1000;

export class Saves {
  readonly #disk: Disk;
  /** Of each file what it was when it was about to be read. */
  readonly #files = new Map<string, string | undefined>();
  readonly #folders = new Map<string, () => void>();
  #callOff: () => void = () => {};
  #stopPolling: (() => void) | undefined;
  #tell: () => void = () => {};
  #isSaved = false;

  constructor(disk: Disk = nodeDisk) {
    this.#disk = disk;
  }

  /** The files are read anew: those of before are forgotten. */
  begin(): void {
    this.#files.clear();
    this.#isSaved = false;
  }

  /** A file is about to be read. */
  note(path: string): void {
    if (this.#files.has(path)) return;
    this.#files.set(path, this.#disk.signature(path));
    const folder = dirname(path);
    if (this.#folders.has(folder)) return;
    // Until it is watched, so that a folder that is lost at once is not watched twice.
    this.#folders.set(folder, () => {});
    this.#folders.set(
      folder,
      this.#disk.watch(folder, this.#happened, () => this.#poll()),
    );
  }

  get files(): number {
    return this.#files.size;
  }

  /** Whether one of the files is another by now. */
  get isSaved(): boolean {
    return this.#isSaved;
  }

  /** Resolves when one of the files is another; at once when one is already. */
  async next(): Promise<void> {
    if (this.#isSaved) return;
    await new Promise<void>((resolve) => (this.#tell = resolve));
  }

  close(): void {
    this.#callOff();
    this.#stopPolling?.();
    for (const stop of this.#folders.values()) stop();
    this.#folders.clear();
  }

  readonly #happened = (): void => {
    this.#callOff();
    this.#callOff = this.#disk.later(QUIET_MS, () => this.#look());
  };

  #look(): void {
    for (const [path, before] of this.#files) {
      const now = this.#disk.signature(path);
      // One that is gone is on its way to come back, perhaps in a new folder of the old name, of which nobody would tell.
      if (now === undefined && before !== undefined) this.#poll();
      if (now !== undefined && now !== before) return this.#saved();
    }
  }

  #saved(): void {
    this.#isSaved = true;
    this.#tell();
  }

  #poll(): void {
    if (this.#stopPolling !== undefined) return;
    const again = (): void => {
      this.#look();
      this.#stopPolling = this.#disk.later(POLL_MS, again);
    };
    this.#stopPolling = this.#disk.later(POLL_MS, again);
  }
}

const nodeDisk: Disk = {
  signature: (path) => {
    const found = statSync(path, { throwIfNoEntry: false, bigint: true });
    return found && `${found.mtimeNs}-${found.size}-${found.ino}`;
  },
  watch: (folder, happened, lost) => {
    try {
      const watcher = watch(folder, { persistent: true }, happened);
      watcher.on('error', lost);
      return () => watcher.close();
    } catch {
      lost();
      return () => {};
    }
  },
  later: (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
