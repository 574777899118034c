/** Asks Redis again while it is away, for a while, and not when the user wants to stop. Leaves out what is asked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Interrupted } from '../../interrupted.ts';
import { InputError } from '../../files.ts';
import type { Interruption } from '../../run.ts';
import { RedisAway } from './connection.ts';

/** Redis may be away for so long. */
export const AWAY_MS = 30_000;
const AGAIN_MS = 300;

/** The answer once there is one. Throws {@link Interrupted}, and InputError when Redis stays away. */
export async function patiently<T>(ask: () => Promise<T>, interruption: Interruption): Promise<T> {
  const start = performance.now();
  for (;;) {
    try {
      return await unlessWanted(ask(), interruption);
    } catch (error) {
      if (!(error instanceof RedisAway)) throw error;
      if (performance.now() - start > AWAY_MS)
        throw new InputError(`${error.message} (for ${AWAY_MS / 1000} s: given up)`);
    }
    if (interruption.isWanted) throw new Interrupted('interrupted');
    await sleep(AGAIN_MS);
  }
}

/** Does not wait for a Redis that is silent when the user wants to stop. */
async function unlessWanted<T>(answer: Promise<T>, interruption: Interruption): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const wanted = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (interruption.isWanted) reject(new Interrupted('interrupted'));
    }, AGAIN_MS);
  });
  try {
    return await Promise.race([answer, wanted]);
  } finally {
    clearInterval(timer);
  }
}
