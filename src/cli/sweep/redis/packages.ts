/** The packages that a user installs who wants sweeps by Redis: the queue, and what speaks to Redis. Leaves out what is done with them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

/** The oldest that are known to do what is needed, as in package.json. */
const OLDEST: Readonly<Record<keyof RedisPackages, readonly [major: number, minor: number]>> = {
  bullmq: [6, 7],
  ioredis: [5, 0],
};
/** The newest major version that is known. */
const NEWEST: Readonly<Record<keyof RedisPackages, number>> = { bullmq: 6, ioredis: 6 };

/** The version that is installed; undefined where it cannot be told. */
type VersionOf = (name: keyof RedisPackages) => string | undefined;

/** Throws InputError where one is not installed, or of a version that is not supported: their functions are other ones. */
export async function loadRedisPackages(
  loaders: Loaders = LOADERS,
  versionOf: VersionOf = installedVersion,
): Promise<RedisPackages> {
  for (const name of ['bullmq', 'ioredis'] as const) refuseVersion(name, versionOf(name));
  const [bullmq, ioredis] = await Promise.all([unlessMissing(loaders.bullmq), unlessMissing(loaders.ioredis)]);
  if (bullmq !== undefined && ioredis !== undefined) return { bullmq, ioredis };
  const missing = [bullmq === undefined ? 'bullmq' : [], ioredis === undefined ? 'ioredis' : []].flat();
  throw new InputError(
    `sweeps by Redis need the packages bullmq and ioredis; not installed: ${missing.join(', ')}. npm install bullmq ioredis, where lagcast is installed (with -g if it is)`,
  );
}

function refuseVersion(name: keyof RedisPackages, version: string | undefined): void {
  if (version === undefined) return;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldest, oldestMinor] = OLDEST[name];
  if (major <= NEWEST[name] && (major > oldest || (major === oldest && minor >= oldestMinor))) return;
  const majors = oldest === NEWEST[name] ? '' : `, up to ${NEWEST[name]}.x`;
  throw new InputError(
    `sweeps by Redis need ${name} ${oldest}.${oldestMinor} or later${majors || ` of ${oldest}.x`}; found ${version}. npm install ${name}@${NEWEST[name]}`,
  );
}

/** Of its package.json, which its exports may hide: searched for from where its main file lies. */
function installedVersion(name: keyof RedisPackages): string | undefined {
  try {
    let folder = dirname(fileURLToPath(import.meta.resolve(name)));
    for (; folder !== dirname(folder); folder = dirname(folder)) {
      const file = join(folder, 'package.json');
      if (!existsSync(file)) continue;
      const found = JSON.parse(readFileSync(file, 'utf8')) as { readonly name?: string; readonly version?: string };
      if (found.name === name) return found.version;
    }
  } catch {
    // It is not installed, or its files are not as usual: loading it tells.
  }
  return undefined;
}

async function unlessMissing<T>(load: () => Promise<T>): Promise<T | undefined> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
