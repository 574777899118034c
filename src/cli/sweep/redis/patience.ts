/**
 * What is asked of Redis again and again while it is away, silent or refuses to write, for as long as one waits for it; whoever does not want
 * to wait is heard at once. Leaves out what is asked.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { printError } from '../../console.ts';
import { InputError } from '../../files.ts';
import { Interrupted } from '../../interrupted.ts';
import type { Interruption } from '../../run.ts';
import { RedisAway } from './connection.ts';

/** Redis may be away for so long. */
export const AWAY_MS = 30_000;
const AGAIN_MS = 300;
/** How soon somebody who does not want to wait is heard. */
const HEAR_MS = 100;

type Wanted = Pick<Interruption, 'isWanted'>;

export interface PatienceOptions {
  readonly interruption: Wanted;
  /** Told once that Redis is away. */
  readonly say?: (text: string) => void;
  readonly awayMs?: number;
}

/** The answer. Throws InputError of what does not go by itself, and of a Redis that stays away; and Interrupted. */
export async function patiently<T>(
  question: () => Promise<T>,
  { interruption, say = printError, awayMs = AWAY_MS }: PatienceOptions,
): Promise<T> {
  const start = performance.now();
  const seconds = Math.round(awayMs / 1000);
  for (let tries = 0; ; tries++) {
    try {
      return await heard(question(), interruption);
    } catch (error) {
      if (!(error instanceof RedisAway)) throw error;
      if (performance.now() - start >= awayMs) throw new InputError(`${error.message}; tried for ${seconds} s`);
      if (tries === 0) say(`warning: ${error.message}; tried again for ${seconds} s`);
    }
    await heard(sleep(AGAIN_MS), interruption);
  }
}

/** What comes of it, unless the user wants to stop: then Interrupted, and what is under way is left to itself. */
export async function heard<T>(answer: Promise<T>, interruption: Wanted): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stop = new Promise<never>((_, reject) => {
    const look = (): void => {
      if (interruption.isWanted) reject(new Interrupted('interrupted'));
    };
    look();
    timer = setInterval(look, HEAR_MS);
  });
  try {
    return await Promise.race([answer, stop]);
  } finally {
    clearInterval(timer);
  }
}

/** Waits for the end of what is no longer needed, but not for long. */
export async function orLeft(goodbye: Promise<unknown>, mostMs: number): Promise<void> {
  const end = new AbortController();
  await Promise.race([
    goodbye.catch(() => undefined),
    sleep(mostMs, undefined, { signal: end.signal }).catch(() => undefined),
  ]);
  end.abort();
}
