/** The packages that a user installs who wants sweeps by Redis: the queue, and what speaks to Redis. Leaves out what is done with them. */
import type * as BullMqPackage from 'bullmq';
import type * as IoRedisPackage from 'ioredis';
import { InputError } from '../../files.ts';

export type BullMq = typeof BullMqPackage;
export type IoRedis = typeof IoRedisPackage;

export interface RedisPackages {
  readonly bullmq: BullMq;
  readonly ioredis: IoRedis;
}

type Loaders = { readonly [Name in keyof RedisPackages]: () => Promise<RedisPackages[Name]> };

const LOADERS: Loaders = { bullmq: () => import('bullmq'), ioredis: () => import('ioredis') };

/** Throws InputError where one is not installed, or too old. */
export async function loadRedisPackages(loaders: Loaders = LOADERS): Promise<RedisPackages> {
  const [bullmq, ioredis] = await Promise.all([unlessMissing(loaders.bullmq), unlessMissing(loaders.ioredis)]);
  if (bullmq !== undefined && ioredis !== undefined) return unlessOld({ bullmq, ioredis });
  const missing = [bullmq === undefined ? 'bullmq' : [], ioredis === undefined ? 'ioredis' : []].flat();
  throw new InputError(
    `sweeps by Redis need the packages bullmq and ioredis; not installed: ${missing.join(', ')}. npm install bullmq ioredis`,
  );
}

/** Their versions they do not tell: known by what they have. */
function unlessOld(packages: RedisPackages): RedisPackages {
  const { createIORedisClient } = packages.bullmq as Partial<BullMq>;
  const { Redis } = packages.ioredis as Partial<IoRedis>;
  const old = [createIORedisClient === undefined ? 'bullmq' : [], Redis === undefined ? 'ioredis' : []].flat();
  if (old.length === 0) return packages;
  throw new InputError(
    `sweeps by Redis need bullmq from 6.7 and ioredis from 5; too old here: ${old.join(', ')}. npm install bullmq@6 ioredis@6`,
  );
}

async function unlessMissing<T>(load: () => Promise<T>): Promise<T | undefined> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
