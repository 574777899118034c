/**
 * Connections to Redis by ioredis: one for what is asked, which fails when Redis is away, and others for BullMQ's workers, which wait until it
 * is back. Leaves out what is asked.
 */
import { isIP } from 'node:net';
import type { Redis } from 'ioredis';
import { InputError } from '../../files.ts';
import type { RedisAddress } from './address.ts';
import { loadRedisPackages, type RedisPackages } from './packages.ts';
import { ANSWER_MS, isForNow, laterReasonOf, PATIENCE_MS, reasonOf, Silent } from './reasons.ts';

/** Tried again after so long when Redis was away. */
const AGAIN_MS = 1000;
/** A host that is gone is noticed by this. */
const KEEP_ALIVE_MS = 10_000;

/** Redis is away, does not answer, or refuses for now to write; it may come back. */
export class RedisAway extends InputError {}

export class RedisConnection {
  readonly address: RedisAddress;
  readonly packages: RedisPackages;
  readonly redis: Redis;
  /** Since it was last connected: what went wrong. */
  #why: Error | undefined;

  private constructor(address: RedisAddress, packages: RedisPackages) {
    this.address = address;
    this.packages = packages;
    let isReady = false;
    this.redis = new packages.ioredis.Redis({
      ...optionsOf(address),
      lazyConnect: true,
      // Who asks while Redis is away is told, and may ask again.
      maxRetriesPerRequest: 1,
      retryStrategy: () => (isReady ? AGAIN_MS : null),
    });
    this.redis.on('error', (error) => (this.#why ??= error));
    this.redis.on('ready', () => {
      if (isReady) this.#why = undefined;
      isReady = true;
    });
  }

  /** Throws InputError: a package is missing, or there is no Redis for us. */
  static async open(address: RedisAddress, packages?: RedisPackages): Promise<RedisConnection> {
    const connection = new RedisConnection(address, packages ?? (await loadRedisPackages()));
    await connection.#connect();
    return connection;
  }

  /** Another one, which waits for Redis as long as it takes: BullMQ's workers want that. To be ended by {@link endConnection}. */
  another(): Redis {
    const { Redis } = this.packages.ioredis;
    const options = { ...optionsOf(this.address), maxRetriesPerRequest: null, retryStrategy: () => AGAIN_MS };
    // Whoever asks is told; the connection itself is tried again.
    return new Redis(options).on('error', () => undefined);
  }

  /**
   * The answer to what is asked by this connection, which may take so long. Throws InputError of what Redis refuses, and {@link RedisAway}.
   */
  async ask<T>(question: (redis: Redis) => Promise<T>, mostMs = ANSWER_MS): Promise<T> {
    try {
      return await inTime(question(this.redis), mostMs);
    } catch (error) {
      // What comes next need not wait behind it.
      if (error instanceof Silent) this.redis.disconnect(true);
      const reason = laterReasonOf(error as Error, this.#why, this.address);
      if (reason === undefined) throw error;
      const text = `${this.address.text}: ${reason}`;
      const isRefused = (error as Error).name === 'ReplyError' && !isForNow(error as Error);
      throw isRefused ? new InputError(text) : new RedisAway(text);
    }
  }

  close(): void {
    endConnection(this.redis);
  }

  async #connect(): Promise<void> {
    try {
      await inTime(this.redis.connect(), PATIENCE_MS);
      // Such as a database that does not exist: the driver goes on with another one.
      if (this.#why !== undefined) throw this.#why;
    } catch (error) {
      this.close();
      throw new InputError(`${this.address.text}: ${reasonOf(this.#why ?? (error as Error), this.address)}`);
    }
  }
}

/** Throws {@link Silent} when it takes longer. */
async function inTime<T>(answer: Promise<T>, mostMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Silent()), mostMs);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends a connection for good; whoever waits for an answer is told. */
export function endConnection(redis: Redis): void {
  const isAway = redis.status === 'reconnecting';
  redis.disconnect();
  // Between two tries the driver forgets to say that it is over: the next one is made now, and is the last.
  if (isAway)
    redis.connect().then(
      () => redis.disconnect(),
      () => undefined,
    );
}

function optionsOf({ host, port, tls, user, password, database }: RedisAddress) {
  return {
    ...{ host, port, db: database, connectTimeout: PATIENCE_MS, keepAlive: KEEP_ALIVE_MS },
    ...(password === undefined ? {} : { password, ...(user === undefined ? {} : { username: user }) }),
    ...(tls ? { tls: isIP(host) === 0 ? { servername: host } : {} } : {}),
  };
}
