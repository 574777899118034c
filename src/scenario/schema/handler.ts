/**
 * What a scenario says about the user's code: how long it takes, what fails, and what exact invocations do.
 * How it plays out is model/lambda/handler.ts.
 */
import * as z from 'zod';
import type { InstructionScenario } from '../scenario.ts';
import { effectsSchema, idempotencySchema, transactionSchema, usesSchema } from './dealings.ts';
import { distribution } from './distribution.ts';
import { complain } from './issues.ts';
import { handlerMemorySchema } from './handler-memory.ts';
import { attributesMatch } from './match.ts';
import { quantity } from './quantity.ts';
import { recordTime } from './record-time.ts';
import { listed, mapping, shortOr, variants } from './shapes.ts';
import { sendsSchema } from './sends.ts';
import { strategySchema } from './strategy.ts';
import { text, word } from './words.ts';

const exact = {
  report: z
    .array(text('An identifier.'))
    .transform((ids): InstructionScenario => ({ kind: 'report', ids }))
    .describe('Answers with batchItemFailures that hold these ids.'),
  return: z
    .unknown()
    .transform((value): InstructionScenario => ({ kind: 'return', value }))
    .describe('Returns this value.'),
  raw: text('Answers with this text; what is not JSON fails the whole batch.').transform(
    (raw): InstructionScenario => ({
      kind: 'raw',
      text: raw,
    }),
  ),
};

const instruction = shortOr(
  word(['succeed', 'throw', 'crash', 'timeout'], 'What an invocation does.').transform((kind): InstructionScenario => ({
    kind,
  })),
  variants(exact),
);

const instructionOfWhen = shortOr(
  word(
    ['succeed', 'throw', 'crash', 'timeout', 'report'],
    'What the invocation does; report: names each record that matches.',
  ).transform((kind): InstructionScenario => ({ kind: kind === 'report' ? 'reportMatching' : kind })),
  variants(exact),
);

const receives = (doc: string) => quantity({ kind: 'count', min: 1, doc }).optional();

const receiveCount = mapping({
  min: receives('Received at least so often, this time included.'),
  max: receives('Received at most so often, this time included.'),
}).transform(({ min = 1, max = Infinity }, context) => {
  if (min > max) complain(context, max, { message: 'max is less than min' }, ['max']);
  return { min, max };
});

const whenRule = mapping({
  id: text('Id of a record.').optional(),
  attributes: attributesMatch.optional(),
  receiveCount: receiveCount.optional(),
  then: instructionOfWhen,
}).superRefine((rule, context) => {
  if (Object.keys(rule).length > 1) return;
  complain(context, rule, { message: 'a condition is due: id, attributes or receiveCount' });
});

const outcomeRule = mapping({
  when: attributesMatch.optional().describe('Attributes of the records the rule is for; all records when absent.'),
  fails: quantity({ kind: 'share', doc: 'Share of these records that fail.' }),
});

/** What happens record by record, and so cannot be in a time that is given as a whole. */
const PARTS = ['perInvocation', 'perRecord', 'perKiB', 'uses', 'effects', 'idempotency', 'transaction'] as const;

export const handlerSchema = mapping({
  duration: distribution('duration', 'Time of an invocation, whatever it holds.').optional(),
  perInvocation: distribution('duration', 'Time of an invocation before its records: connect, parse.').optional(),
  perRecord: recordTime.optional().describe('Time of each record.'),
  perKiB: distribution('duration', 'Time for each KiB of a record; a part of one takes its part.').optional(),
  parallel: quantity({
    kind: 'count',
    min: 1,
    max: 1000,
    doc: 'Records worked on at once inside one invocation; 1 unless said.',
  }).optional(),
  strategy: strategySchema
    .optional()
    .describe('In what order, and how many at once, it works on its records; parallel is the short form of a pool.'),
  memory: handlerMemorySchema.optional().describe('The memory it takes; no part is played by it unless said.'),
  invocationFails: quantity({
    kind: 'share',
    doc: 'Share of invocations that fail as a whole, whatever they hold.',
  }).optional(),
  outcome: z.array(outcomeRule).optional().describe('Of each record; the first rule that matches decides.'),
  onRecordError: word(
    ['throw', 'stopAndReport', 'report', 'reportOrThrow', 'firstRecordOnly'],
    'What the code does when a record fails; throw unless said.',
  ).optional(),
  statePerRecord: quantity({
    kind: 'size',
    min: 0,
    doc: 'What each record adds to the state of a tumbling window; nothing unless said.',
  }).optional(),
  script: z.array(instruction).optional().describe('What invocations do, one entry each in order; the last repeats.'),
  when: z.array(whenRule).optional().describe('Takes precedence over script; the first rule that matches decides.'),
  uses: usesSchema.optional(),
  effects: effectsSchema.optional(),
  idempotency: idempotencySchema.optional(),
  transaction: transactionSchema.optional(),
  sends: sendsSchema.optional(),
}).superRefine((handler, context) => {
  if (handler.parallel !== undefined && handler.strategy !== undefined) {
    const message = 'parallel: n is short for strategy: { pool: n }, so only one of them can be given';
    complain(context, handler, { message, about: 'key' }, ['parallel']);
  }
  const parts = PARTS.filter((key) => handler[key] !== undefined);
  if (handler.duration === undefined || parts.length === 0) return;
  const message = `duration is the whole time of an invocation, so ${listed(parts, 'and')} cannot be given beside it`;
  complain(context, handler, { message, about: 'key' }, ['duration']);
});

export type HandlerWritten = z.output<typeof handlerSchema>;
