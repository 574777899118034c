/**
 * What a scenario says about the messages that a handler sends on. Whether the target exists, and can be sent to, is checked when all
 * names are known; what is sent when is model/lambda/sends.ts.
 */
import * as z from 'zod';
import { attribute } from './arrivals.ts';
import { distribution } from './distribution.ts';
import { complain } from './issues.ts';
import { attributesMatch } from './match.ts';
import { quantity } from './quantity.ts';
import { recordOf } from './records.ts';
import { mapping } from './shapes.ts';
import { reference, word } from './words.ts';

const attributes = recordOf(attribute, {})
  .superRefine((written, context) => {
    if (!Object.hasOwn(written, 'size')) return;
    const hint = 'it stands beside the attributes: size: 2 KiB';
    complain(context, written['size'], { message: 'size is no attribute of a message', hint, about: 'key' }, ['size']);
  })
  .describe('What a message carries, instead of what the record does under the same name.');

const send = mapping({
  to: reference('The source that gets the messages: a queue, a stream or events of a function.'),
  for: word(
    ['record', 'invocation'],
    'Whether each record has messages of its own, or the batch as a whole; record unless said.',
  ).optional(),
  at: word(
    ['end', 'start'],
    'At the end of the invocation, for what was handled; or as the handler begins, whatever comes of it. end unless said.',
  ).optional(),
  when: attributesMatch.optional().describe('Attributes of the records it is for; all records when absent.'),
  share: quantity({
    kind: 'share',
    doc: 'Share of the records, or of the batches, that it is for; 100 % unless said.',
  }).optional(),
  count: distribution('number', 'Messages for each; 1 unless said.').optional(),
  size: distribution('size', 'Bytes of a message; as many as the record it is about unless said.').optional(),
  attributes: attributes.optional(),
});

export const sendsSchema = z.array(send).describe('Messages that it sends on, to other sources of the scenario.');
