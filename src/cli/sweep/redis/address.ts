/** Where Redis is: of a URL, which may hold a password. Nothing here, and nobody who uses it, says the password again. */
import { InputError } from '../../files.ts';

/** The variable that says it where `--redis` does not: others on a machine see the command line, and not this. */
export const REDIS_VARIABLE = 'LAGCAST_REDIS';

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  /** Encrypted: of `rediss://`. */
  readonly tls: boolean;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  /** For people: without user and password. */
  readonly text: string;
}

const FORM = 'redis://host:6379 or rediss://user:password@host:6379/0';

/** Of `--redis`, or else of the environment. Throws InputError. */
export function redisAddress(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): RedisAddress {
  const variable = env[REDIS_VARIABLE];
  if (option !== undefined) return parseAddress(option, '--redis');
  if (variable !== undefined && variable !== '') return parseAddress(variable, REDIS_VARIABLE);
  throw new InputError(`where is Redis? Say it by --redis ${FORM}, or by ${REDIS_VARIABLE} in the environment`);
}

function parseAddress(text: string, where: string): RedisAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const database = /^\/?(\d{0,4})$/.exec(url?.pathname ?? '')?.[1];
  const isSound =
    url !== undefined &&
    (url.protocol === 'redis:' || url.protocol === 'rediss:') &&
    url.hostname !== '' &&
    database !== undefined &&
    url.search === '' &&
    url.hash === '';
  if (!isSound)
    throw new InputError(
      `${where}: is no address of Redis, such as ${FORM} (a password’s own / ? # @ : as %2F %3F %23 %40 %3A)`,
    );
  const { hostname, protocol, port, username, password } = url;
  if (username !== '' && password === '')
    throw new InputError(
      `${where}: has a user and no password; a password alone has a colon before it: redis://:PASSWORD@host`,
    );
  const place = `${hostname}:${port === '' ? 6379 : port}`;
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? 6379 : Number(port),
    tls: protocol === 'rediss:',
    user: decoded(username, where),
    password: decoded(password, where),
    database: Number(database),
    text: `${protocol}//${place}${Number(database) === 0 ? '' : `/${Number(database)}`}`,
  };
}

/** Undefined where there is none. */
function decoded(part: string, where: string): string | undefined {
  try {
    return part === '' ? undefined : decodeURIComponent(part);
  } catch {
    throw new InputError(`${where}: user or password has a % that is no escape: write it %25`);
  }
}
