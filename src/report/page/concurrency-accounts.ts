/** The concurrency of the account: what was claimed of it, who held it in its worst second, and who was throttled because of whom. Pure. */
import type {
  AccountCause,
  AccountWorst,
  CauseShare,
  FunctionHolding,
  OwnerHolding,
} from '../../metrics/account/result.ts';
import type { Result } from '../../metrics/result.ts';
import { limitInWords } from '../account.ts';
import { count, instant, percent } from '../format.ts';
import type { Entry } from './entry.ts';
import type { Content, Html } from './html.ts';
import { afterWarmUp, rowsOf, shown } from './rows.ts';
import { LEVEL_COLUMNS, written } from './sheet.ts';
import { NONE } from './table.ts';

export function concurrencyAccounts(entries: readonly Entry[]): (Html | null)[] {
  return [account(entries), functions(entries), owners(entries), causes(entries)];
}

/** The account as a whole: over time, and in its worst second where several bring batches to functions. */
function account(entries: readonly Entry[]): Html | null {
  const isClaimed = entries.some(({ result }) => result.account.claimed !== null);
  const hasWorst = entries.some(({ result }) => worstOf(result) !== null);
  const rows = rowsOf(entries, (result) => [['account', result]]);
  return shown({
    caption: 'Concurrency of the account',
    columns: [
      ...['', 'limit'],
      ...(isClaimed ? LEVEL_COLUMNS.map((column) => `claimed ${column}`) : []),
      ...(hasWorst ? WORST_COLUMNS : []),
    ],
    rows: rows.map(([head, result]: readonly [Content, Result]) => ({
      head,
      cells: [
        limitOf(result.account.concurrency),
        ...(isClaimed ? claimed(result) : []),
        ...(hasWorst ? worst(worstOf(result)) : []),
      ],
    })),
  });
}

function limitOf(limit: number | null): string {
  return limit === null ? 'unlimited' : count(limit);
}

function claimed({ account: { claimed: of } }: Result): string[] {
  return LEVEL_COLUMNS.map((column) => (of === null ? NONE : written('count', of[column])));
}

const WORST_COLUMNS = ['worst second', 'refusals then', 'refusals by reservations then', 'unreserved then'] as const;

function worst(of: AccountWorst | null): string[] {
  if (of === null) return WORST_COLUMNS.map(() => NONE);
  return [instant(of.at), count(of.throttlesByAccount), count(of.throttlesByReservation), limitOf(of.unreserved)];
}

function worstOf({ account: { worst: of = null } }: Result): AccountWorst | null {
  return of;
}

/** What the worst second is, for both tables of who held the account then. */
const WORST = 'in the second with most refusals, or else when most ran';

function functions(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, (result) => (worstOf(result)?.functions ?? []).map((one) => [one.function, one]));
  return shown({
    caption: `What functions held of the account ${WORST}${afterWarmUp(entries)}`,
    columns: ['function', 'running', 'of these on provisioned', 'reserved', 'provisioned'],
    rows: rows.map(
      ([head, { running, onProvisioned, reserved, environments }]: readonly [Content, FunctionHolding]) => ({
        head,
        cells: [count(running), count(onProvisioned), reserved === null ? NONE : count(reserved), count(environments)],
      }),
    ),
  });
}

/** Those who brought what was running. */
function owners(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, (result) => (worstOf(result)?.owners ?? []).map((one) => [one.owner, one]));
  return shown({
    caption: `Who held the account ${WORST}${afterWarmUp(entries)}`,
    columns: ['mapping or source', 'function', 'running', 'of these on provisioned'],
    rows: rows.map(([head, { function: fn, running, onProvisioned }]: readonly [Content, OwnerHolding]) => ({
      head,
      cells: [fn, count(running), count(onProvisioned)],
    })),
  });
}

/** Who was throttled because of whom: a row for each who held what was full. */
function causes(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, ({ account: { causedBy = [] } }) =>
    causedBy.flatMap((cause) => cause.causedBy.map((by): [string, Caused] => [cause.owner, { cause, by }])),
  );
  return shown({
    caption: `Throttles by limit, and who held what was full, on average when they came${afterWarmUp(entries)}`,
    columns: ['throttled', 'function', 'by', 'throttles', 'caused by', 'its function', 'of the throttles', 'held'],
    rows: rows.map(([head, { cause, by }]: readonly [Content, Caused]) => ({
      head,
      cells: [
        cause.function,
        limitInWords(cause.limit),
        count(cause.throttles),
        by.owner ?? 'the limit itself',
        by.function ?? NONE,
        percent(by.throttles / cause.throttles),
        count(by.held),
      ],
    })),
  });
}

interface Caused {
  readonly cause: AccountCause;
  readonly by: CauseShare;
}
