/** The connection to Redis without Redis: addresses, replies in pieces, and what is said of servers that are none. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { redisAddress } from '../../../src/cli/sweep/redis/address.ts';
import { commandBytes, NoRedis, ReplyError, ReplyReader, type Reply } from '../../../src/cli/sweep/redis/reply.ts';
import { RedisSocket } from '../../../src/cli/sweep/redis/socket.ts';

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
  ])('refuses %s without saying the password', (text) => {
    const refused = (): unknown => redisAddress(text, {});
    expect(refused).toThrow(/^--redis: /);
    expect(refused).not.toThrow(/sec|ret@/);
  });
});

describe('replies', () => {
  const bytesOf = (reply: Reply): string => {
    if (reply === null) return '$-1\r\n';
    if (typeof reply === 'number') return `:${reply}\r\n`;
    if (typeof reply === 'string') return `$${Buffer.byteLength(reply)}\r\n${reply}\r\n`;
    if (Array.isArray(reply)) return `*${reply.length}\r\n${reply.map(bytesOf).join('')}`;
    return `-${reply.message}\r\n`;
  };
  const { tree } = fc.letrec<{ tree: Reply }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'grapheme' }),
      fc.integer(),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 4 }),
    ),
  }));

  it('are the same in whatever pieces they come', () => {
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 4 }), fc.array(fc.nat(40), { minLength: 1 }), (replies, sizes) => {
        const bytes = Buffer.from(replies.map(bytesOf).join(''));
        const reader = new ReplyReader();
        const found: Reply[] = [];
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length]! + 1;
          found.push(...reader.push(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(found).toEqual(replies);
      }),
    );
  });

  it('errors are values, also in lists; what is no reply is told', () => {
    const reader = new ReplyReader();
    expect(reader.push(Buffer.from('+OK\r\n-ERR no\r\n*2\r\n:1\r\n-WRONG\r\n*-1\r\n'))).toEqual([
      'OK',
      new ReplyError('ERR no'),
      [1, new ReplyError('WRONG')],
      null,
    ]);
    for (const text of ['HTTP/1.1 400 Bad Request\r\n', '$x\r\n', '*1\r\n'.repeat(20), `+${'x'.repeat(70_000)}`])
      expect(() => new ReplyReader().push(Buffer.from(text))).toThrow(NoRedis);
  });

  it('commands count bytes', () => {
    expect(commandBytes('SET', ['é', Buffer.from([255])]).toString('latin1')).toBe(
      '*3\r\n$3\r\nSET\r\n$2\r\nÃ©\r\n$1\r\nÿ\r\n',
    );
  });
});

describe('a server that', () => {
  let server: Server | undefined;
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server?.close();
  });
  /** `answer` has what was sent so far. */
  const connectTo = async (answer: (socket: Socket, sent: string) => void, user = ''): Promise<RedisSocket> => {
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('data', (data) => answer(socket, data.toString()));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = new RedisSocket(
      redisAddress(`redis://${user}127.0.0.1:${(server.address() as AddressInfo).port}`, {}),
    );
    await socket.connect();
    return socket;
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
    const refused = expect(
      connectTo((socket) => socket.write('-WRONGPASS invalid username-password pair\r\n'), 'joe:secret@'),
    ).rejects;
    await refused.toThrow(/^redis:\/\/127\.0\.0\.1:\d+: wrong user or password$/);
    await expect(connectTo((socket) => socket.write('-NOAUTH Authentication required.\r\n'))).rejects.toThrow(
      /it wants a password/,
    );
  });

  it('goes away: commands under way end, and BullMQ is told', async () => {
    const socket = await connectTo((peer, sent) => (sent.includes('PING') ? peer.write('+PONG\r\n') : peer.destroy()));
    let isTold = false;
    socket.onclose = () => (isTold = true);
    await expect(socket.send('INFO', [])).rejects.toThrow('Connection closed');
    expect([isTold, socket.connected]).toEqual([true, false]);
    await expect(socket.send('INFO', [])).rejects.toThrow('Connection closed');
  });

  it('is not there', async () => {
    await expect(new RedisSocket(redisAddress('redis://127.0.0.1:1', {})).connect()).rejects.toThrow(
      'redis://127.0.0.1:1: nobody listens there: is Redis running?',
    );
  });
});
