/** What is wrong with a connection to Redis, in words for people; never user or password, which errors of the driver may carry. */
import type { RedisAddress } from './address.ts';

/** How long a server may take to answer the first commands. */
export const PATIENCE_MS = 5000;

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
  const told = blotted(message, address);
  return isReply(error) ? `Redis says: ${told}` : (REASONS[codeOf(error)] ?? told);
}

/** What Redis says of a command that it does not know has the beginning of its arguments, which may be a password. */
function blotted(message: string, { user, password }: RedisAddress): string {
  const said = /^(ERR unknown command [`'][^`']*[`'])/.exec(message)?.[1] ?? message;
  return [password, user].reduce(
    (text, secret) => (secret === undefined ? text : text!.replaceAll(secret, '…')),
    said,
  )!;
}

/** Of a connection that stood before: undefined when the error has nothing to do with Redis. */
export function laterReasonOf(error: Error, last: Error | undefined, address: RedisAddress): string | undefined {
  if (isReply(error)) return reasonOf(error, address);
  if (!isOfConnection(error)) return undefined;
  return last === undefined ? 'the connection was lost' : `the connection was lost: ${reasonOf(last, address)}`;
}

export function isReply({ name }: Error): boolean {
  return name === 'ReplyError';
}

/** Whether Redis refuses for now what it may take in a moment: it loads, is no master any more, … */
export function isPassing(error: Error): boolean {
  return (
    isReply(error) &&
    /^(LOADING|BUSY|MASTERDOWN|READONLY|TRYAGAIN|CLUSTERDOWN|NOREPLICAS|MISCONF|OOM)\b/.test(error.message)
  );
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
