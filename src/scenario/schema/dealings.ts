/**
 * What a handler has to do with others: the downstreams it calls, what its work leaves behind, and what keeps that from happening
 * twice. How it plays out is model/lambda/played.
 */
import * as z from 'zod';
import { distribution } from './distribution.ts';
import { complain } from './issues.ts';
import { attributesMatch } from './match.ts';
import { quantity } from './quantity.ts';
import { mapping, shortOr } from './shapes.ts';
import { attributeName, reference, word } from './words.ts';

const patience = (doc: string) => quantity({ kind: 'duration', above: 0, doc }).optional();

const useInFull = mapping({
  downstream: reference('A downstream.'),
  connect: word(
    ['pool', 'perEnvironment', 'perInvocation', 'none'],
    'Where its connections come from: a pool of each environment, one kept by each, one opened by each invocation, or it needs none.',
  ).optional(),
  pool: quantity({ kind: 'count', min: 1, max: 1000, doc: 'Connections of one environment at most.' }).optional(),
  acquireTimeout: patience('How long a call waits for its connection; for ever unless said.'),
  queryTimeout: patience('How long a call waits for its answer; for ever unless said.'),
  closes: word(
    ['always', 'onSuccess'],
    'Whether a connection of an invocation is closed when the handler throws, too; onSuccess leaks it.',
  ).optional(),
}).superRefine((use, context) => {
  if (use.pool !== undefined && use.connect !== undefined && use.connect !== 'pool')
    complain(context, use, { message: 'only with connect: pool there is a pool', about: 'key' }, ['pool']);
  if (use.closes !== undefined && use.connect !== 'perInvocation')
    complain(
      context,
      use,
      { message: 'is about the connection of an invocation', hint: 'connect: perInvocation', about: 'key' },
      ['closes'],
    );
  if (use.acquireTimeout !== undefined && use.connect === 'none')
    complain(context, use, { message: 'without connections nothing is acquired', about: 'key' }, ['acquireTimeout']);
});

export const usesSchema = z
  .array(
    shortOr(
      reference('A downstream.').transform((downstream): z.output<typeof useInFull> => ({ downstream })),
      useInFull,
    ),
  )
  .describe('Downstreams it calls for each record, in this order.');

const key = attributeName('Attribute by whose value work is known; the record itself unless said.').optional();

export const effectsSchema = mapping({
  key,
  onDuplicateKey: word(
    ['repeat', 'skip', 'report', 'fail'],
    'What becomes of work whose key has had its effect: it has it again (no unique key), is passed over, reported as failed, or fails.',
  ).optional(),
});

export const idempotencySchema = mapping({
  key,
  write: word(
    ['conditional', 'getThenPut', 'never'],
    'How the table is written: put if absent, a put after a get, or not at all.',
  ).optional(),
  mark: word(['before', 'after', 'both'], 'When a key is marked: before its work, after it, or both.').optional(),
  window: quantity({ kind: 'duration', above: 0, doc: 'How long a key is known.' }).optional(),
  lock: quantity({
    kind: 'duration',
    above: 0,
    doc: 'With mark: both, how long a key counts as being worked on; the timeout of the function unless said.',
  }).optional(),
  latency: distribution('duration', 'Time of each request to the table; no time unless said.').optional(),
  whenKnown: word(['succeed', 'report'], 'What becomes of a record that is known: handled, or failed.').optional(),
  onFailure: word(
    ['remove', 'keep'],
    'Whether a mark made before the work is taken back when the work fails.',
  ).optional(),
}).superRefine((table, context) => {
  const say = (message: string, at: keyof typeof table): void =>
    complain(context, table, { message, about: 'key' }, [at]);
  const { mark = 'both', write } = table;
  if (table.lock !== undefined && mark !== 'both') say('only with mark: both a key counts as being worked on', 'lock');
  if (write === 'never' && table.mark !== undefined) say('a table that is never written has no marks', 'mark');
  if (table.onFailure !== undefined && (mark === 'after' || write === 'never'))
    say('there is no mark before the work that could be taken back', 'onFailure');
});

const transactionInFull = mapping({
  critical: attributesMatch
    .optional()
    .describe('Records whose failing rolls the whole batch back, whatever onRecordError says of others.'),
  commit: distribution('duration', 'Time of the commit; no time unless said.').optional(),
});

export const transactionSchema = shortOr(
  word(['perBatch'], 'All effects of an invocation take place together at its end, or none.').transform(
    (): z.output<typeof transactionInFull> => ({}),
  ),
  transactionInFull,
);
