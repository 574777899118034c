/** What is wrong with a connection to Redis, in words for people; never user or password, which errors of the driver may carry. */
import type { RedisAddress } from './address.ts';

/** How long a server may take to answer the first commands. */
export const PATIENCE_MS = 5000;

/** How long an answer may take later on. */
export const ANSWER_MS = 10_000;

/** Nothing came in that time. */
export class Silent extends Error {
  override readonly name = 'Silent';
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

/** Why a first connection did not come about. */
export function reasonOf(error: Error, address: RedisAddress): string {
  const { password, tls } = address;
  const { message } = error;
  if (error instanceof Silent)
    return `it does not answer within ${PATIENCE_MS / 1000} s: ${tls ? 'does it speak TLS?' : 'is it Redis, and done with loading?'}`;
  if (error.name === 'ParserError' || /^(Protocol error|Unknown RESP type)/.test(message))
    return 'no Redis: it does not answer as Redis does';
  if (/^(WRONGPASS|ERR invalid password)/.test(message)) return 'wrong user or password';
  if (/^NOAUTH/.test(message)) return `it wants a password${password === undefined ? ': redis://:PASSWORD@host' : ''}`;
  if (/^DENIED/.test(message)) return 'its protected mode refuses other hosts: it needs a password';
  if (/^Connection is closed/.test(message))
    return `it closes the connection: ${tls ? 'redis://' : 'rediss://'} instead, or is it no Redis?`;
  const told = withoutSecrets(message, address);
  return isReply(error) ? `Redis says: ${told}` : (REASONS[codeOf(error)] ?? told);
}

/** Of a connection that stood before: undefined when the error has nothing to do with Redis. */
export function laterReasonOf(error: Error, last: Error | undefined, address: RedisAddress): string | undefined {
  if (isReply(error)) return reasonOf(error, address);
  if (error instanceof Silent) return `it does not answer within ${ANSWER_MS / 1000} s`;
  if (!isOfConnection(error)) return undefined;
  return last === undefined ? 'the connection was lost' : `the connection was lost: ${reasonOf(last, address)}`;
}

/** Servers and proxies repeat what they were sent, of long words only the beginning. */
function withoutSecrets(message: string, { user, password }: RedisAddress): string {
  const text = message.replace(/,? with args beginning with.*$/s, '');
  if (password !== undefined && text.includes(password.slice(0, 8)))
    return `${/^[A-Z]+(?= )/.exec(text)?.[0] ?? 'no'} (the rest of it would show the password)`;
  return user === undefined ? text : text.replaceAll(user, '…');
}

/** What Redis refuses now and may take later: no replica, no disk, no memory, no longer or not yet the master. */
export function isForNow(error: Error): boolean {
  const codes = /^(NOREPLICAS|MISCONF|OOM|READONLY|LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)\b/;
  // A script passes on what its commands were told.
  return isReply(error) && codes.test(error.message.replace(/^(ERR|Error|@user_script)[^A-Z]*/, ''));
}

function isReply({ name }: Error): boolean {
  return name === 'ReplyError';
}

/** Errors of the driver and of BullMQ for a command that cannot be sent, or whose reply did not come. */
function isOfConnection(error: Error): boolean {
  return (
    /^(MaxRetriesPerRequestError|AbortError|InterruptError|ParserError)$/.test(error.name) ||
    /^(Connection is closed|Socket timeout|Stream isn't writeable|Command timed out)/.test(error.message) ||
    codeOf(error) in REASONS ||
    'syscall' in error
  );
}

/** Of the first of several where a host has several addresses. */
function codeOf(error: Error): string {
  const { code, errors } = error as NodeJS.ErrnoException & { readonly errors?: readonly NodeJS.ErrnoException[] };
  return code ?? errors?.[0]?.code ?? '';
}
