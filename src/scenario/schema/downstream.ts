/**
 * What a scenario says about a downstream: something that handlers call, with a time of its own, that can be out.
 * Limits of its own (connections, rates) are not in this version.
 */
import type * as z from 'zod';
import { distribution } from './distribution.ts';
import { complain } from './issues.ts';
import { quantity } from './quantity.ts';
import { mapping, notYet } from './shapes.ts';
import { word } from './words.ts';

export const downstreamSchema = mapping(
  {
    latency: distribution('duration', 'Time of a call; no time unless said.').optional(),
    whenOut: word(['fail', 'hang'], 'What a call does during an outage: fails, or never comes back.').optional(),
    failAfter: quantity({
      kind: 'duration',
      min: 0,
      doc: 'How long a call takes that fails; 10 ms unless said.',
    }).optional(),
  },
  notYet('connections', 'onExhausted'),
).superRefine((written, context) => {
  if (written.whenOut !== 'hang' || written.failAfter === undefined) return;
  complain(context, written, { message: 'a call that hangs never fails', about: 'key' }, ['failAfter']);
});

export type DownstreamWritten = z.output<typeof downstreamSchema>;
