/** The connection to Redis without Redis: addresses, missing packages, and what is said of servers that are none. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { InputError } from '../../../src/cli/files.ts';
import { redisAddress } from '../../../src/cli/sweep/redis/address.ts';
import { RedisAway, RedisConnection } from '../../../src/cli/sweep/redis/connection.ts';
import { Interrupted } from '../../../src/cli/interrupted.ts';
import { loadRedisPackages } from '../../../src/cli/sweep/redis/packages.ts';
import { patiently } from '../../../src/cli/sweep/redis/patience.ts';

describe('the address', () => {
  it('is of the option, else of the environment', () => {
    const env = { LAGCAST_REDIS: 'rediss://joe:a%2Fb@[::1]/3' };
    expect(redisAddress(undefined, env)).toEqual({
      ...{
        host: '::1',
        port: 6379,
        tls: true,
        user: 'joe',
        password: 'a/b',
        database: 3,
        text: 'rediss://[::1]:6379/3',
      },
    });
    expect(redisAddress('redis://h:1', env)).toMatchObject({
      host: 'h',
      port: 1,
      tls: false,
      password: undefined,
      text: 'redis://h:1',
    });
    expect(() => redisAddress(undefined, {})).toThrow(/where is Redis\? Say it by --redis .* or by LAGCAST_REDIS/);
  });

  it.each([
    'http://:secret@h',
    'redis://:sec/ret@h',
    'redis://',
    'h:6379',
    'redis://:secret@h/x',
    'redis://:secret@h?a=1',
    'redis://:se%zzret@h',
    'redis://secret@h',
  ])('refuses %s without saying the password', (text) => {
    const refused = (): unknown => redisAddress(text, {});
    expect(refused).toThrow(/^--redis: /);
    expect(refused).not.toThrow(/sec|ret@/);
  });
});

describe('the packages', () => {
  const missing = () => Promise.reject(Object.assign(new Error('no such package'), { code: 'ERR_MODULE_NOT_FOUND' }));

  it('are both there', async () => {
    const { bullmq, ioredis } = await loadRedisPackages();
    expect([typeof bullmq.Queue, typeof ioredis.Redis]).toEqual(['function', 'function']);
  });

  it('when one is not: it is said which, and what to install', async () => {
    const bullmq = () => import('bullmq');
    await expect(loadRedisPackages({ bullmq, ioredis: missing })).rejects.toThrow(
      'sweeps by Redis need the packages bullmq and ioredis; not installed: ioredis. npm install bullmq ioredis',
    );
    await expect(loadRedisPackages({ bullmq: missing, ioredis: missing })).rejects.toThrow(
      'not installed: bullmq, ioredis. npm install bullmq ioredis',
    );
  });

  it.each([
    ['bullmq', '5.30.0', 'bullmq 6.7 or later of 6.x; found 5.30.0. npm install bullmq@6'],
    ['bullmq', '6.6.9', 'bullmq 6.7 or later of 6.x; found 6.6.9. npm install bullmq@6'],
    ['ioredis', '4.28.5', 'ioredis 5.0 or later, up to 6.x; found 4.28.5. npm install ioredis@6'],
  ])('%s is of version %s: it is said which is needed', async (name, version, said) => {
    const versionOf = (one: string) => (one === name ? version : undefined);
    await expect(loadRedisPackages(undefined, versionOf)).rejects.toThrow(`sweeps by Redis need ${said}`);
  });

  it('when one is broken, that is told and nothing else', async () => {
    const bullmq = () => Promise.reject(new SyntaxError('broken'));
    await expect(loadRedisPackages({ bullmq, ioredis: () => import('ioredis') })).rejects.toThrow(SyntaxError);
  });
});

describe('a server that', () => {
  let server: Server | undefined;
  const sockets: Socket[] = [];
  const opened: RedisConnection[] = [];
  afterEach(() => {
    for (const connection of opened.splice(0)) connection.close();
    for (const socket of sockets.splice(0)) socket.destroy();
    server?.close();
  });
  /** `answer` has each piece that was sent. */
  const connectTo = async (answer: (socket: Socket, sent: string) => void, user = '', path = '') => {
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (data) => answer(socket, data.toString()));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const connection = await RedisConnection.open(redisAddress(`redis://${user}127.0.0.1:${port}${path}`, {}));
    opened.push(connection);
    return connection;
  };
  const commandsOf = (sent: string): string[] =>
    [...sent.toLowerCase().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)].map(([, name]) => name!);
  /** As much of Redis as a connection needs; `replies` has others. */
  const likeRedis =
    (replies: Readonly<Record<string, string>> = {}) =>
    (socket: Socket, sent: string): void => {
      for (const command of commandsOf(sent.toLowerCase()))
        if (!socket.destroyed)
          socket.write(replies[command] ?? (command === 'info' ? '$9\r\nloading:0\r\n' : '+OK\r\n'));
    };

  it('is none of Redis', async () => {
    await expect(connectTo((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))).rejects.toThrow(
      /^redis:\/\/127\.0\.0\.1:\d+: no Redis/,
    );
    await expect(connectTo((socket) => socket.end())).rejects.toThrow(
      /it closes the connection: rediss:\/\/ instead, or is it no Redis\?/,
    );
  });

  it('refuses the password: it is not said again', async () => {
    const refused = likeRedis({ hello: '-WRONGPASS invalid username-password pair or user is disabled.\r\n' });
    const error = await connectTo(refused, 'joe:secret@').catch((why: unknown) => why);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(/^redis:\/\/127\.0\.0\.1:\d+: wrong user or password$/);
    expect(inspect(error)).not.toContain('secret');
    await expect(connectTo(likeRedis({ hello: '-NOAUTH Authentication required.\r\n' }))).rejects.toThrow(
      /it wants a password: redis:\/\/:PASSWORD@host$/,
    );
  });

  it('does not know the command: the password, which Redis repeats, is not said', async () => {
    const unknown = "-ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'default' 'secret' \r\n";
    const auth = "-ERR unknown command 'AUTH', with args beginning with: 'secret' \r\n";
    await expect(connectTo(likeRedis({ hello: unknown, auth }), ':secret@')).rejects.toThrow(
      /^redis:\/\/127\.0\.0\.1:\d+: Redis says: ERR unknown command 'AUTH'$/,
    );
  });

  it('repeats the password when it refuses it: we do not', async () => {
    const password = `hunter2${'x'.repeat(200)}`;
    for (const reply of [
      `ERR unknown command 'AUTH', with args beginning with: '${password.slice(0, 128)}'`,
      `ERR AUTH ${password.slice(0, 20)} is not for this proxy`,
    ]) {
      const error = await connectTo(likeRedis({ hello: `-${reply}\r\n` }), `:${password}@`).catch(
        (why: unknown) => why,
      );
      expect(error).toBeInstanceOf(InputError);
      expect(inspect(error)).toContain('Redis says: ERR');
      expect(inspect(error)).not.toContain('hunter2');
    }
  });

  it('falls silent: who asks is told in time, and may ask again', async () => {
    const connection = await connectTo((socket, sent) => {
      if (!commandsOf(sent).includes('ping')) likeRedis()(socket, sent);
    });
    await expect(connection.ask((redis) => redis.ping(), 50)).rejects.toThrow(RedisAway);
  });

  it('refuses to write for now: that may pass, and is tried for a while', async () => {
    const connection = await connectTo(likeRedis({ ping: '-NOREPLICAS Not enough good replicas to write.\r\n' }));
    const said: string[] = [];
    const asked = patiently(() => connection.ask((redis) => redis.ping()), {
      ...{ interruption: { isWanted: false }, awayMs: 400, say: (text: string) => said.push(text) },
    });
    await expect(asked).rejects.toThrow(/Redis says: NOREPLICAS Not enough good replicas to write\.; tried for 0 s$/);
    expect(said).toHaveLength(1);
  });

  it('is silent when the user wants to stop: that is heard at once', async () => {
    const interruption = { isWanted: false };
    setTimeout(() => (interruption.isWanted = true), 20);
    await expect(patiently(() => new Promise(() => undefined), { interruption })).rejects.toThrow(Interrupted);
  });

  it('does not have the database: another one is not taken for it', async () => {
    await expect(connectTo(likeRedis({ select: '-ERR DB index is out of range\r\n' }), '', '/99')).rejects.toThrow(
      /\/99: Redis says: ERR DB index is out of range$/,
    );
  });

  it('goes away: who asks is told that it may come back, and why it is not there', async () => {
    const connection = await connectTo((socket, sent) => {
      if (commandsOf(sent).includes('ping')) {
        server!.close();
        for (const one of sockets) one.destroy();
      } else likeRedis()(socket, sent);
    });
    const asked = connection.ask((redis) => redis.ping());
    await expect(asked).rejects.toThrow(RedisAway);
    await expect(asked).rejects.toThrow(/: the connection was lost: nobody listens there: is Redis running\?$/);
  });

  it('refuses a command: that is no connection lost, and what was sent is not in the error', async () => {
    const connection = await connectTo(likeRedis({ ping: '-NOPERM this user has no permissions\r\n' }));
    const error: unknown = await connection.ask((redis) => redis.ping('secret')).catch((why: unknown) => why);
    expect(error).toBeInstanceOf(InputError);
    expect(error).not.toBeInstanceOf(RedisAway);
    expect(inspect(error)).toMatch(/Redis says: NOPERM/);
    expect(inspect(error)).not.toContain('secret');
  });

  it('is not there', async () => {
    await expect(RedisConnection.open(redisAddress('redis://127.0.0.1:1', {}))).rejects.toThrow(
      'redis://127.0.0.1:1: nobody listens there: is Redis running?',
    );
  });
});
