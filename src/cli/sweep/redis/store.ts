/**
 * Sweeps in Redis beside their queues: what they are, and what their workers need to run them. Everything of a sweep is forgotten by itself a
 * week after somebody last had to do with it. Leaves out cells and their results, which are BullMQ's.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ChainableCommander, Redis } from 'ioredis';
import { lineOf, readLine, type SweepHeader } from '../../../plan/sweep/line.ts';
import type { SweepSource } from '../../../plan/sweep/source.ts';
import { InputError } from '../../files.ts';
import type { RedisAddress } from './address.ts';
import { INDEX_KEY, jobId, queueKeys, sweepKey } from './bullmq.ts';
import { RedisConnection } from './connection.ts';

const DAY_MS = 86_400_000;
export const KEPT_DAYS = 7;
const KEPT_MS = KEPT_DAYS * DAY_MS;
const MIB = 1024 * 1024;
/** Of the scenario and the files it reads, packed: every worker loads them. */
export const MOST_SOURCE = 64 * MIB;
/** How long it may take to be handed over. */
const SOURCE_MS = 600_000;
const OLDEST_REDIS = [6, 2] as const;
/** Commands under way at once. */
const AT_ONCE = 1000;

/** What is known of a sweep without its scenario. */
export interface SweepEntry {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly cells: number;
}

export interface StoredSweep {
  readonly header: SweepHeader;
  readonly source: SweepSource;
}

/** A sweep as it is kept. */
export interface PackedSweep {
  readonly header: SweepHeader;
  readonly packed: string;
}

export class SweepStore {
  readonly connection: RedisConnection;

  private constructor(connection: RedisConnection) {
    this.connection = connection;
  }

  /** Connects and looks whether it is what is needed; `warn` is told what may go wrong. Throws InputError. */
  static async open(address: RedisAddress, warn: (text: string) => void): Promise<SweepStore> {
    const connection = await RedisConnection.open(address);
    try {
      const info = await connection.ask((redis) => redis.info());
      refuseOld(info, address);
      const policy = /^maxmemory_policy:(.*?)\r?$/m.exec(info)?.[1] ?? 'noeviction';
      if (policy !== 'noeviction')
        warn(`${address.text} forgets by ${policy} when its memory is full: cells may get lost; noeviction is safe`);
      return new SweepStore(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** From now on workers see it. The same sweep again changes nothing. Throws InputError. */
  async put({ header, packed }: PackedSweep): Promise<void> {
    const { id, version, name, cells } = header;
    const fields = { version, name, cells: `${cells}`, header: lineOf(header), source: packed };
    const [seconds] = await this.connection.ask((redis) => redis.time());
    const commandsOf = (redis: Redis): ChainableCommander =>
      redis
        .multi()
        .hset(sweepKey(id), fields)
        .pexpire(sweepKey(id), KEPT_MS)
        .zadd(INDEX_KEY, 'NX', `${seconds}`, id)
        .pexpire(INDEX_KEY, KEPT_MS);
    await this.#run(commandsOf, SOURCE_MS);
  }

  /** All there are, in the order in which they were submitted. */
  async list(): Promise<SweepEntry[]> {
    const ids = await this.connection.ask((redis) => redis.zrange(INDEX_KEY, '0', '-1'));
    const entries = await Promise.all(ids.map((id) => this.entry(id)));
    const gone = ids.filter((_, i) => entries[i] === undefined);
    for (const id of gone) await this.forget(id, 0);
    return entries.filter((entry) => entry !== undefined);
  }

  async entry(id: string): Promise<SweepEntry | undefined> {
    const found = await this.connection.ask((redis) => redis.hmget(sweepKey(id), 'version', 'name', 'cells'));
    const [version = null, name = null, cells = null] = found;
    if (version === null || name === null || cells === null) return undefined;
    return { id, version, name, cells: Number(cells) };
  }

  /** Throws InputError when it is not there any more, or spoilt. */
  async get(id: string): Promise<StoredSweep> {
    const { address } = this.connection;
    const found = await this.connection.ask((redis) => redis.hmget(sweepKey(id), 'header', 'source'), SOURCE_MS);
    const [line = null, packed = null] = found;
    if (line === null || packed === null) throw new InputError(`${address.text}: sweep ${id} is not there any more`);
    const header = readLine(line.trimEnd());
    if (header === undefined || !('id' in header) || header.id !== id)
      throw new InputError(`${address.text}: sweep ${id} is spoilt; submit it again`);
    return { header, source: unpackedSource(packed) };
  }

  /** Writes without changing anything, as whoever finishes cells must be able to. Throws RedisAway while Redis refuses it. */
  async tryToWrite(id: string): Promise<void> {
    await this.connection.ask((redis) => redis.zadd(INDEX_KEY, 'XX', 'INCR', 0, id));
  }

  /** Keeps a sweep for another while. Cells have their own time, which is renewed only when half of it is over, or `always`. */
  async renew(id: string, cells: number, always = false): Promise<void> {
    const left = await this.connection.ask((redis) => redis.pttl(sweepKey(id)));
    const keys = [...this.#keptKeys(id), INDEX_KEY];
    if (always || left < KEPT_MS / 2) keys.push(sweepKey(id), ...cellKeys(id, cells));
    await this.#each(keys, (key) => ['pexpire', key, KEPT_MS]);
  }

  /** As {@link renew}, of some cells that were added just now. */
  async keep(id: string, cells: readonly number[]): Promise<void> {
    const ofCells = cells.map((cell) => `${sweepKey(id)}:${jobId(cell)}`);
    await this.#each([...this.#keptKeys(id), ...ofCells], (key) => ['pexpire', key, KEPT_MS]);
  }

  /** Leaves nothing of it behind. */
  async forget(id: string, cells: number): Promise<void> {
    await this.#run((redis) => redis.multi().unlink(sweepKey(id)).zrem(INDEX_KEY, id));
    const ofCells = cellKeys(id, cells);
    const ofQueue = queueKeys(this.connection.packages.bullmq, id);
    await this.#each([...ofQueue, ...ofCells, ...ofCells.map((key) => `${key}:lock`)], (key) => ['unlink', key]);
  }

  close(): void {
    this.connection.close();
  }

  /** Of a queue, without what has a short time of its own. */
  #keptKeys(id: string): string[] {
    return queueKeys(this.connection.packages.bullmq, id).filter((key) => !/:(stalled-check|limiter)$/.test(key));
  }

  async #each(keys: readonly string[], commandOf: (key: string) => (string | number)[]): Promise<void> {
    for (let i = 0; i < keys.length; i += AT_ONCE)
      await this.#run((redis) => redis.pipeline(keys.slice(i, i + AT_ONCE).map(commandOf)));
  }

  /** Several commands at once, of which each must succeed. */
  async #run(commandsOf: (redis: Redis) => ChainableCommander, mostMs?: number): Promise<void> {
    await this.connection.ask(async (redis) => {
      for (const [error] of (await commandsOf(redis).exec()) ?? []) if (error !== null) throw error;
    }, mostMs);
  }
}

function cellKeys(id: string, cells: number): string[] {
  return Array.from({ length: cells }, (_, cell) => `${sweepKey(id)}:${jobId(cell)}`);
}

/** Throws InputError of what is too large to be handed around. */
export function packedSweep({ header, source }: StoredSweep): PackedSweep {
  const packed = gzipSync(JSON.stringify(source)).toString('base64');
  if (packed.length <= MOST_SOURCE) return { header, packed };
  const mib = (bytes: number): string => `${Math.ceil(bytes / MIB)} MiB`;
  const files = Object.entries(source.files).toSorted(([, a], [, b]) => b.length - a.length);
  const largest = files.length === 0 ? '' : `; ${files[0]![0]} is the largest file`;
  throw new InputError(
    `the scenario and the files it reads go to every worker and may have ${mib(MOST_SOURCE)} when packed; found ${mib(packed.length)}${largest}. With --shard the files can lie on each machine`,
  );
}

function unpackedSource(packed: string): SweepSource {
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString()) as SweepSource;
}

function refuseOld(info: string, { text }: RedisAddress): void {
  const version = /^redis_version:(.*?)\r?$/m.exec(info)?.[1] ?? '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST_REDIS[0] || (major === OLDEST_REDIS[0] && minor >= OLDEST_REDIS[1])) return;
  throw new InputError(
    `${text}: is Redis ${version === '' ? 'of an unknown version' : version}; ${OLDEST_REDIS.join('.')} or later is needed`,
  );
}
