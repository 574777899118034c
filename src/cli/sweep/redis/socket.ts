/**
 * One connection to Redis, in the form in which BullMQ takes a client (that of Bun): BullMQ brings no driver, and what it needs of one is to
 * send a command and get the reply. Errors say what is wrong for people, never user or password. Leaves out connecting again, which BullMQ
 * decides: it asks for a duplicate.
 */
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { InputError } from '../../files.ts';
import type { RedisAddress } from './address.ts';
import { commandBytes, NoRedis, ReplyError, ReplyReader, type Reply } from './reply.ts';

/** How long a server may take to answer the first commands. */
const PATIENCE_MS = 5000;
/** A host that is gone is noticed by this. */
const KEEP_ALIVE_MS = 10_000;
/** BullMQ knows by these words that a connection is gone. */
const GONE = 'Connection closed';

const SILENT = `it does not answer within ${PATIENCE_MS / 1000} s`;

interface Waiting {
  readonly resolve: (reply: never) => void;
  readonly reject: (why: Error) => void;
}

export class RedisSocket {
  readonly #address: RedisAddress;
  readonly #reader = new ReplyReader();
  /** Of the commands under way, in their order. */
  #waiting: Waiting[] = [];
  #socket: Socket | undefined;
  /** Why it ended, when something is known. */
  #why: Error | undefined;
  connected = false;
  onconnect: (() => void) | null = null;
  onclose: ((why?: Error) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(address: RedisAddress) {
    this.#address = address;
  }

  /** Connects, says who we are and which database it is. Throws InputError. */
  async connect(): Promise<void> {
    const { user, password, database } = this.#address;
    let timer: NodeJS.Timeout | undefined;
    try {
      const patience = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(SILENT)), PATIENCE_MS);
      });
      await Promise.race([this.#open(), patience]);
      if (password !== undefined) {
        const names = user === undefined || user === 'default' ? [password] : [user, password];
        await Promise.race([this.#send('AUTH', names), patience]);
      }
      await Promise.race([this.#send('PING', []), patience]);
      if (database !== 0) await Promise.race([this.#send('SELECT', [`${database}`]), patience]);
    } catch (error) {
      this.close();
      throw new InputError(`${this.#address.text}: ${reasonOf((this.#why ?? error) as Error, this.#address)}`);
    } finally {
      clearTimeout(timer);
    }
    this.connected = true;
    this.onconnect?.();
  }

  /** The reply to a command. Throws {@link ReplyError} of what Redis refuses, and when the connection ends before. */
  send<T = Reply>(command: string, args: readonly (string | Buffer)[]): Promise<T> {
    return this.connected ? this.#send<T>(command, args) : Promise.reject(new Error(GONE));
  }

  #send<T>(command: string, args: readonly (string | Buffer)[]): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#socket === undefined || this.#socket.destroyed) return reject(new Error(GONE));
      this.#waiting.push({ resolve: resolve as never, reject });
      this.#socket.write(commandBytes(command, args));
    });
  }

  /** Ends it at once; commands under way are given up. */
  close(): void {
    this.connected = false;
    this.#socket?.destroy();
  }

  /** Another one to the same place. */
  duplicate(): Promise<this> {
    return Promise.resolve(new RedisSocket(this.#address) as this);
  }

  #open(): Promise<void> {
    const { host, port, tls } = this.#address;
    return new Promise((resolve, reject) => {
      const socket = tls
        ? connectTls({ host, port, ...(/[a-z]/i.test(host) ? { servername: host } : {}) })
        : connectPlain({ host, port });
      this.#socket = socket;
      socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
      socket.once(tls ? 'secureConnect' : 'connect', resolve);
      socket.on('data', (piece) => this.#take(piece));
      socket.on('error', (error) => (this.#why ??= error));
      socket.once('close', () => {
        reject(this.#why ?? new Error('it closes the connection'));
        this.#closed();
      });
    });
  }

  #take(piece: Buffer): void {
    try {
      for (const reply of this.#reader.push(piece)) {
        const next = this.#waiting.shift();
        if (reply instanceof ReplyError) next?.reject(reply);
        else next?.resolve(reply as never);
      }
    } catch (error) {
      this.#why ??= error as Error;
      this.#socket?.destroy();
    }
  }

  #closed(): void {
    const wasConnected = this.connected;
    this.connected = false;
    const given = this.#waiting;
    this.#waiting = [];
    for (const { reject } of given) reject(new Error(GONE, { cause: this.#why }));
    // Before it was connected, connect() tells.
    if (wasConnected) this.onclose?.();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there: is Redis running?',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'there is no such host, or no name server answers',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the host does not answer',
  ECONNRESET: 'it closes the connection: does it want rediss://, or is it no Redis?',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: redis:// instead of rediss://?',
};

/** For people, in the place of the name of an error. */
function reasonOf(error: Error, { password, tls }: RedisAddress): string {
  const code =
    (error as NodeJS.ErrnoException).code ?? (error as { errors?: NodeJS.ErrnoException[] }).errors?.[0]?.code ?? '';
  const { message } = error;
  if (error instanceof NoRedis) return `no Redis: ${message}`;
  if (/^(WRONGPASS|ERR invalid password)/.test(message)) return 'wrong user or password';
  if (/^ERR .*without any password configured/.test(message)) return 'it wants no password, and one is given';
  if (/^NOAUTH/.test(message)) return `it wants a password${password === undefined ? ': redis://:PASSWORD@host' : ''}`;
  if (/^DENIED/.test(message)) return 'its protected mode refuses other hosts: it needs a password';
  if (message === GONE || message === 'it closes the connection')
    return `it closes the connection: ${tls ? 'redis://' : 'rediss://'} instead, or is it no Redis?`;
  if (message === SILENT && tls) return `${SILENT}: does it speak TLS?`;
  return REASONS[code] ?? message;
}
