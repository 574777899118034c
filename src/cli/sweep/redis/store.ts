/**
 * Sweeps in Redis beside their queues: what they are, and what their workers need to run them. Everything of a sweep is forgotten by itself a
 * week after somebody last had to do with it. Leaves out cells and their results, which are BullMQ's.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { lineOf, readLine, type SweepHeader } from '../../../plan/sweep/line.ts';
import type { SweepSource } from '../../../plan/sweep/source.ts';
import { InputError } from '../../files.ts';
import type { RedisAddress } from './address.ts';
import { INDEX_KEY, jobId, queueKeys, sweepKey, type BullMq } from './bullmq.ts';
import { ReplyError, type Reply } from './reply.ts';
import { RedisSocket } from './socket.ts';

const DAY_MS = 86_400_000;
export const KEPT_DAYS = 7;
const KEPT_MS = KEPT_DAYS * DAY_MS;
const MIB = 1024 * 1024;
/** Of the scenario and the files it reads, packed: every worker loads them. */
export const MOST_SOURCE = 64 * MIB;
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
  readonly #address: RedisAddress;
  readonly #bullmq: BullMq;
  #socket: RedisSocket;

  private constructor(address: RedisAddress, bullmq: BullMq, socket: RedisSocket) {
    this.#address = address;
    this.#bullmq = bullmq;
    this.#socket = socket;
  }

  /** Connects and looks whether it is what is needed; `warn` is told what may go wrong. Throws InputError. */
  static async open(address: RedisAddress, bullmq: BullMq, warn: (text: string) => void): Promise<SweepStore> {
    const socket = new RedisSocket(address);
    await socket.connect();
    const store = new SweepStore(address, bullmq, socket);
    try {
      const info = (await store.#send('INFO', [])) as string;
      refuseOld(info, address);
      const policy = /^maxmemory_policy:(.*?)\r?$/m.exec(info)?.[1] ?? 'noeviction';
      if (policy !== 'noeviction')
        warn(`${address.text} forgets by ${policy} when its memory is full: cells may get lost; noeviction is safe`);
      return store;
    } catch (error) {
      store.close();
      throw error;
    }
  }

  /** From now on workers see it. The same sweep again changes nothing. Throws InputError. */
  async put({ header, packed }: PackedSweep): Promise<void> {
    const { id, version, name, cells } = header;
    const fields = { version, name, cells: `${cells}`, header: lineOf(header), source: packed };
    const [seconds] = (await this.#send('TIME', [])) as string[];
    await this.#transaction([
      ['HSET', sweepKey(id), ...Object.entries(fields).flat()],
      ['PEXPIRE', sweepKey(id), `${KEPT_MS}`],
      ['ZADD', INDEX_KEY, 'NX', seconds!, id],
      ['PEXPIRE', INDEX_KEY, `${KEPT_MS}`],
    ]);
  }

  /** All there are, in the order in which they were submitted. */
  async list(): Promise<SweepEntry[]> {
    const ids = (await this.#send('ZRANGE', [INDEX_KEY, '0', '-1'])) as string[];
    const entries = await Promise.all(ids.map((id) => this.entry(id)));
    const gone = ids.filter((_, i) => entries[i] === undefined);
    for (const id of gone) await this.forget(id, 0);
    return entries.filter((entry) => entry !== undefined);
  }

  async entry(id: string): Promise<SweepEntry | undefined> {
    const found = (await this.#send('HMGET', [sweepKey(id), 'version', 'name', 'cells'])) as (string | null)[];
    const [version = null, name = null, cells = null] = found;
    if (version === null || name === null || cells === null) return undefined;
    return { id, version, name, cells: Number(cells) };
  }

  /** Throws InputError when it is not there any more, or spoilt. */
  async get(id: string): Promise<StoredSweep> {
    const [line = null, packed = null] = (await this.#send('HMGET', [sweepKey(id), 'header', 'source'])) as (
      string | null
    )[];
    if (line === null || packed === null)
      throw new InputError(`${this.#address.text}: sweep ${id} is not there any more`);
    const header = readLine(line.trimEnd());
    if (header === undefined || !('id' in header) || header.id !== id)
      throw new InputError(`${this.#address.text}: sweep ${id} is spoilt; submit it again`);
    return { header, source: unpackedSource(packed) };
  }

  /** Keeps a sweep for another while. Cells have their own time, which is renewed only when half of it is over, or `always`. */
  async renew(id: string, cells: number, always = false): Promise<void> {
    const left = (await this.#send('PTTL', [sweepKey(id)])) as number;
    const keys = [...keptKeys(this.#bullmq, id), INDEX_KEY];
    if (always || left < KEPT_MS / 2) keys.push(sweepKey(id), ...cellKeys(id, cells));
    await this.#each(keys, (key) => ['PEXPIRE', key, `${KEPT_MS}`]);
  }

  /** Leaves nothing of it behind. */
  async forget(id: string, cells: number): Promise<void> {
    await this.#transaction([
      ['UNLINK', sweepKey(id)],
      ['ZREM', INDEX_KEY, id],
    ]);
    const ofCells = cellKeys(id, cells);
    const keys = [...queueKeys(this.#bullmq, id), ...ofCells, ...ofCells.map((key) => `${key}:lock`)];
    await this.#each(keys, (key) => ['UNLINK', key]);
  }

  close(): void {
    this.#socket.close();
  }

  /** Connects again when the connection was lost. Throws InputError. */
  async #send(command: string, args: readonly string[]): Promise<Reply> {
    if (!this.#socket.connected) {
      this.#socket = await this.#socket.duplicate();
      await this.#socket.connect();
    }
    try {
      return await this.#socket.send(command, args);
    } catch (error) {
      throw asInputError(error as Error, this.#address);
    }
  }

  async #transaction(commands: readonly (readonly [string, ...string[]])[]): Promise<void> {
    const all = [['MULTI'], ...commands, ['EXEC']] as const;
    await Promise.all(all.map(([command, ...args]) => this.#send(command, args)));
  }

  async #each(keys: readonly string[], commandOf: (key: string) => readonly [string, ...string[]]): Promise<void> {
    for (let i = 0; i < keys.length; i += AT_ONCE)
      await Promise.all(
        keys.slice(i, i + AT_ONCE).map((key) => {
          const [command, ...args] = commandOf(key);
          return this.#send(command, args);
        }),
      );
  }
}

/** What Redis or the connection to it refused, in words for people. */
export function asInputError(error: Error, { text }: RedisAddress): Error {
  if (error instanceof InputError) return error;
  if (error instanceof ReplyError || error.name === 'ReplyError')
    return new InputError(`${text}: Redis says: ${error.message}`);
  if (/^Connection/.test(error.message)) return new InputError(`${text}: the connection was lost`);
  return error;
}

function cellKeys(id: string, cells: number): string[] {
  return Array.from({ length: cells }, (_, cell) => `${sweepKey(id)}:${jobId(cell)}`);
}

/** Of a queue, without what has a short time of its own. */
function keptKeys(bullmq: BullMq, id: string): string[] {
  return queueKeys(bullmq, id).filter((key) => !/:(stalled-check|limiter)$/.test(key));
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
