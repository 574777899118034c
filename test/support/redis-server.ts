/** A Redis server of a test's own, on a free port of this machine; it keeps nothing. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** Whether this machine has one. */
export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

export class RedisServer {
  readonly url: string;
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(port: number, process: ChildProcess) {
    this.port = port;
    this.url = `redis://127.0.0.1:${port}`;
    this.#process = process;
  }

  /** `options`: more of its command line, such as `--requirepass`. */
  static async start(options: readonly string[] = []): Promise<RedisServer> {
    const port = await freePort();
    const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...options];
    const server = spawn('redis-server', args, { stdio: 'ignore', cwd: '/' });
    for (let tries = 0; tries < 100; tries++) {
      if (await listens(port)) return new RedisServer(port, server);
      await sleep(50);
    }
    server.kill('SIGKILL');
    throw new Error('redis-server does not start');
  }

  async stop(): Promise<void> {
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  /** What it says to a command. */
  async ask<T>(command: string, ...args: readonly string[]): Promise<T> {
    return answer<T>(this.port, command, ...args);
  }
}

async function answer<T>(port: number, command: string, ...args: readonly string[]): Promise<T> {
  const redis = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.call(command, ...args)) as T;
  } finally {
    redis.disconnect();
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
