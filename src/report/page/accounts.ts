/** Where all records went: books, dead letters by cause, throttles by reason; what was out, and alarms. Pure. */
import type { AlarmResult } from '../../metrics/alarms/result.ts';
import type { Books, OutageResult } from '../../metrics/result.ts';
import { furthest, sinceTrouble } from '../alarms.ts';
import { stagesOf } from '../chains.ts';
import { count, duration, instant } from '../format.ts';
import type { Entry } from './entry.ts';
import type { Content, Html } from './html.ts';
import { afterWarmUp, rowsOf, shown } from './rows.ts';
import { eventAccounts } from './event-accounts.ts';
import { groupAccounts } from './group-accounts.ts';
import { streamAccounts } from './stream-accounts.ts';
import { concurrencyAccounts } from './concurrency-accounts.ts';
import { costAccounts } from './cost-sheet.ts';
import { tierAccounts } from './tier-accounts.ts';
import { NONE } from './table.ts';

export function accounts(entries: readonly Entry[]): (Html | null)[] {
  return [
    ...tierAccounts(entries),
    books(entries),
    deadLetters(entries),
    chains(entries),
    ...groupAccounts(entries),
    ...streamAccounts(entries),
    ...eventAccounts(entries),
    throttles(entries),
    outages(entries),
    alarms(entries),
    ...concurrencyAccounts(entries),
    costAccounts(entries),
  ];
}

function books(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, ({ sources }) => Object.entries(sources).map(([name, source]) => [name, source.books]));
  const into = columnsIn(rows, IN, ({ in: side }) => side);
  const out = columnsIn(rows, OUT, ({ out: side }) => side);
  const isHeld = rows.some(([, { inFlight }]) => inFlight > 0);
  return shown({
    caption: 'Books: where every record went, over the whole run',
    columns: [
      'source',
      ...into.map(([, label]) => label),
      '=',
      ...out.map(([, label]) => label),
      ...(isHeld ? ['of these in flight'] : []),
    ],
    rows: rows.map(([head, book]) => ({
      head,
      cells: [
        ...into.map(([key]) => count(book.in[key])),
        '=',
        ...out.map(([key]) => count(book.out[key])),
        ...(isHeld ? [count(book.inFlight)] : []),
      ],
    })),
  });
}

const IN: readonly (readonly [keyof Books['in'], string])[] = [
  ['arrived', 'arrived'],
  ['deadLetteredIn', 'dead letters in'],
  ['redrivenIn', 'redriven in'],
];
const OUT: readonly (readonly [keyof Books['out'], string])[] = [
  ['succeeded', 'handled'],
  ['acknowledgedUnprocessed', 'unprocessed'],
  ['deadLettered', 'dead-lettered'],
  ['redrivenOut', 'redriven out'],
  ['expired', 'expired'],
  ['filtered', 'filtered out'],
  ['failed', 'failed'],
  ['refused', 'refused'],
  ['passed', 'passed by all mappings'],
  ['waiting', 'left at the end'],
];

/** The columns in which something stands; the first always. */
function columnsIn<K extends string>(
  rows: readonly (readonly [Content, Books])[],
  columns: readonly (readonly [K, string])[],
  side: (books: Books) => Readonly<Record<K, number>>,
): (readonly [K, string])[] {
  return columns.filter(([key], i) => i === 0 || rows.some(([, books]) => side(books)[key] !== 0));
}

function deadLetters(entries: readonly Entry[]): Html | null {
  return counted(
    rowsOf(entries, ({ sources }) =>
      Object.entries(sources).map(([name, source]) => [name, { ...source.deadLetteredBy }]),
    ),
    `Dead letters by what ended their last receive${afterWarmUp(entries)}`,
    'source',
    CAUSES,
  );
}

const CAUSES: Readonly<Record<string, string>> = {
  earlier: 'received too often before',
  failed: 'invocation failed',
  timedOut: 'invocation timed out',
  unusableAnswer: 'answer failed the batch',
  reported: 'reported by the handler',
  late: 'visibility ran out at work',
  refused: 'refused until visibility ran out',
  held: 'visibility ran out while gathered',
  dropped: 'let go by the poller',
  notDeleted: 'handled, not deleted',
  systemError: 'system errors until visibility ran out',
  stopped: 'stopped as a loop',
  outOfMemory: 'invocation ran out of memory',
};

/** End to end over the stages of chains, where records follow others. */
function chains(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, ({ chains: all }) => all.map((chain) => [`${chain.from} → ${chain.to}`, chain]));
  if (rows.length === 0) return null;
  return shown({
    caption: `End to end over the stages of chains${afterWarmUp(entries)}`,
    columns: ['from → to', 'stages', 'handled', 'mean', 'p50', 'p99', 'slowest'],
    rows: rows.map(([head, { stages, latency }]) => ({
      head,
      cells: [
        stagesOf(stages),
        count(latency.count),
        ...[latency.mean, latency.p50, latency.p99, latency.max].map((time) => duration(time)),
      ],
    })),
  });
}

function throttles(entries: readonly Entry[]): Html | null {
  return counted(
    rowsOf(entries, ({ functions }) => Object.entries(functions).map(([name, fn]) => [name, fn.throttlesBy])),
    `Throttles by reason${afterWarmUp(entries)}`,
    'function',
    {},
  );
}

/** Parts with counts by cause: those that have any, and the causes that are there. */
function counted(
  parts: readonly (readonly [Content, Readonly<Record<string, number>>])[],
  caption: string,
  noun: string,
  words: Readonly<Record<string, string>>,
): Html | null {
  const meant = parts.filter(([, counts]) => Object.values(counts).some((n) => n > 0));
  const causes = [...new Set(meant.flatMap(([, counts]) => Object.keys(counts).filter((cause) => counts[cause]! > 0)))];
  return shown({
    caption,
    columns: [noun, ...causes.map((cause) => (Object.hasOwn(words, cause) ? words[cause]! : cause))],
    rows: meant.map(([head, counts]) => ({ head, cells: causes.map((cause) => count(counts[cause] ?? 0)) })),
  });
}

function outages(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, ({ outages: all }) => all.map((outage) => [outage.name, outage]));
  return shown({
    caption: 'What was out',
    columns: ['part', 'kind', 'from', 'until'],
    rows: rows.map(([head, { kind, from, until }]: readonly [Content, OutageResult]) => ({
      head,
      cells: [kind, instant(from), until === null ? 'the end of the run' : instant(until)],
    })),
  });
}

/** When alarms fired first, and how long after the trouble began. */
function alarms(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, (result) => Object.entries(result.alarms ?? {}));
  return shown({
    caption: 'Alarms, over the whole run',
    columns: [
      'alarm',
      'when',
      'fired first',
      'after what',
      'after crossing',
      'times',
      'in ALARM',
      'furthest',
      'at the end',
    ],
    rows: rows.map(([head, alarm]: readonly [Content, AlarmResult]) => ({
      head,
      cells: [
        alarm.text,
        alarm.firedAt === null ? 'never' : instant(alarm.firedAt),
        alarm.after === null ? NONE : sinceTrouble(alarm, alarm.after),
        alarm.firedAt === null ? NONE : duration(alarm.firedAt - alarm.crossedAt!),
        count(alarm.alarms),
        instant(alarm.timeInAlarm),
        furthest(alarm),
        alarm.state,
      ],
    })),
  });
}
