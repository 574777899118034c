/** Explains what a handler has to do with others: uses of downstreams, effects, idempotency, transactions. */
import type { Path } from '../problem.ts';
import type { HandlerScenario, UseScenario } from '../scenario.ts';
import type { Sheet } from './sheet.ts';
import { distribution, duration, match, plain } from './words.ts';

export function explainDealings(sheet: Sheet, handler: HandlerScenario, path: Path): void {
  if (handler.uses.length > 0) sheet.heading([...path, 'uses']);
  handler.uses.forEach((use, i) => explainUse(sheet, use, [...path, 'uses', i]));
  explainEffects(sheet, handler, [...path, 'effects']);
  explainTable(sheet, handler, [...path, 'idempotency']);
  const { transaction } = handler;
  if (transaction === undefined) return;
  const place = [...path, 'transaction'];
  sheet.heading(place);
  if (transaction.critical !== undefined)
    sheet.value([...place, 'critical'], match(transaction.critical), transaction.critical);
  sheet.value([...place, 'commit'], distribution('duration', transaction.commit), transaction.commit);
}

function explainUse(sheet: Sheet, use: UseScenario, path: Path): void {
  const { downstream, connect, pool, acquireTimeout, queryTimeout, closes } = use;
  sheet.item();
  sheet.value([...path, 'downstream'], downstream, downstream);
  sheet.value([...path, 'connect'], connect, connect);
  if (connect === 'pool') sheet.value([...path, 'pool'], String(pool), pool);
  if (acquireTimeout !== Infinity) sheet.value([...path, 'acquireTimeout'], duration(acquireTimeout), acquireTimeout);
  if (queryTimeout !== Infinity) sheet.value([...path, 'queryTimeout'], duration(queryTimeout), queryTimeout);
  if (connect === 'perInvocation') sheet.value([...path, 'closes'], closes, closes);
}

function explainEffects(sheet: Sheet, { effects }: HandlerScenario, path: Path): void {
  if (effects === undefined) return;
  sheet.heading(path);
  if (effects.key !== undefined) sheet.value([...path, 'key'], plain(effects.key), effects.key);
  sheet.value([...path, 'onDuplicateKey'], effects.onDuplicateKey, effects.onDuplicateKey);
}

function explainTable(sheet: Sheet, { idempotency: table }: HandlerScenario, path: Path): void {
  if (table === undefined) return;
  sheet.heading(path);
  if (table.key !== undefined) sheet.value([...path, 'key'], plain(table.key), table.key);
  sheet.value([...path, 'write'], table.write, table.write);
  if (table.write !== 'never') sheet.value([...path, 'mark'], table.mark, table.mark);
  sheet.value([...path, 'window'], duration(table.window), table.window);
  if (hasLock(table)) sheet.value([...path, 'lock'], duration(table.lock), table.lock);
  sheet.value([...path, 'latency'], distribution('duration', table.latency), table.latency);
  sheet.value([...path, 'whenKnown'], table.whenKnown, table.whenKnown);
  if (marksBefore(table)) sheet.value([...path, 'onFailure'], table.onFailure, table.onFailure);
}

type Table = NonNullable<HandlerScenario['idempotency']>;

function marksBefore({ write, mark }: Table): boolean {
  return write !== 'never' && mark !== 'after';
}

function hasLock(table: Table): boolean {
  return marksBefore(table) && table.mark === 'both';
}
