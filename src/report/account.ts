/**
 * What a result says of the account: who held it in its worst second, and who was throttled because of whom. Pure; nothing is said where one
 * alone brings batches to functions, and no word where nobody was throttled because of another.
 */
import type { AccountCause, AccountWorst, CauseShare } from '../metrics/account/result.ts';
import type { Result } from '../metrics/result.ts';
import { count, instant, list, percent, some } from './format.ts';
import type { Style } from './style.ts';
import { table, type Cell } from './table.ts';

const MOST_SENTENCES = 3;
const MOST_HOLDERS = 4;
/** Below this share of somebody's throttles others are not worth a sentence. */
const MUCH = 0.1;

/** Who was throttled because of others, those with most throttles first; and who held the account when it was worst. */
export function accountSentences({ account: { causedBy = [], worst = null } }: Pick<Result, 'account'>): string[] {
  const byOthers = causedBy.filter((cause) => othersOf(cause) >= MUCH * cause.throttles);
  const told = byOthers.toSorted((a, b) => othersOf(b) - othersOf(a)).slice(0, MOST_SENTENCES);
  if (told.length === 0) return [];
  const held = worst === null || worst.throttlesByAccount === 0 ? [] : [worstSecond(worst)];
  return [...told.map(sentence), ...held];
}

function othersOf({ owner, causedBy }: AccountCause): number {
  return causedBy.reduce((sum, one) => (one.owner === owner || one.owner === null ? sum : sum + one.throttles), 0);
}

function sentence(cause: AccountCause): string {
  const worst = cause.causedBy.find(({ owner }) => owner !== cause.owner && owner !== null)!;
  const share = percent(worst.throttles / cause.throttles);
  const total = cause.causedBy.reduce((sum, { held }) => sum + held, 0);
  const part = `${count(Math.round(worst.held))} of the ${count(Math.round(total))} ${HELD[cause.limit]}`;
  return `${share} of the ${some(cause.throttles, 'throttle')} of ${cause.owner} by ${LIMIT[cause.limit]} were caused by ${worst.owner}, which held ${part} on average when they came.`;
}

/** The limits in words. */
const LIMIT: Readonly<Record<AccountCause['limit'], string>> = {
  account: 'the account’s concurrency',
  reserved: 'reserved concurrency',
  accountRate: 'the account’s invocations a second',
  reservedRate: 'the invocations a second of its reservation',
  scaling: 'the rate of new environments',
};

/** What is held of them. */
const HELD: Readonly<Record<AccountCause['limit'], string>> = {
  account: 'unreserved executions',
  reserved: 'executions of the reservation',
  accountRate: 'invocations of that second',
  reservedRate: 'invocations of that second',
  scaling: 'environments started just before',
};

function worstSecond(worst: AccountWorst): string {
  const { at, owners, unreserved, throttlesByAccount: n } = worst;
  const holders = owners.toSorted((a, b) => b.running - a.running).slice(0, MOST_HOLDERS);
  const held = list(
    holders.map(({ owner, running }) => `${owner} ran ${count(running)}`),
    'and',
  );
  const aside = worst.functions.reduce((sum, { reserved, environments }) => sum + (reserved ?? environments), 0);
  const rest = aside === 0 ? '' : `, with ${count(aside)} set aside by reservations and provisioned environments`;
  const pool = unreserved === null ? '' : ` (${count(unreserved)} unreserved${rest})`;
  return `The worst second of the account was around ${instant(at)}, with ${some(n, 'refusal')} by its concurrency${pool}: ${held}.`;
}

/** By owner and limit. */
export function accountCauses({ account: { causedBy = [] } }: Pick<Result, 'account'>, style: Style): string[] {
  const rows = causedBy.map((cause): Cell[] => [
    cause.owner,
    LIMIT[cause.limit],
    count(cause.throttles),
    sharesOf(cause.causedBy, cause.throttles),
  ]);
  if (rows.length === 0) return [];
  return table({ head: ['throttled', 'by', 'throttles', 'caused by'], rows, remark: true }, style);
}

/** `stream-worker 83 %, checkout 17 %`. */
function sharesOf(shares: readonly CauseShare[], throttles: number): string {
  return shares.map(({ owner, throttles: n }) => `${owner ?? 'the limit itself'} ${percent(n / throttles)}`).join(', ');
}

export function limitInWords(limit: AccountCause['limit']): string {
  return LIMIT[limit];
}
