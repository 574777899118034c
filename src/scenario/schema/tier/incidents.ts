/**
 * What a scenario says breaks in the tier: pollers, their speed, a zone, the lease service, queues. Zones and queues are numbered from 1.
 */
import type * as z from 'zod';
import { INCIDENT_KINDS } from '../../../model/tier/options.ts';
import { isMapping } from '../../plain.ts';
import { quote } from '../../problem.ts';
import { quantity } from '../quantity.ts';
import { mapping, requireOne, shortOr } from '../shapes.ts';
import { leaf } from '../words.ts';

/** Something that happens or is left out: false would be the second. */
function happens(description: string): z.ZodType<true> {
  return leaf<true>({ const: true, description }, (value) => {
    if (value === true) return { value };
    return { message: `true is due; found ${quote(value)}`, hint: 'leave the incident out if it is not to happen' };
  });
}

const firstOf = quantity({ kind: 'count', min: 1, doc: 'So many queues, from the first on.' });

const queuesDown = shortOr(
  firstOf.transform((count) => ({ first: 1, count })),
  mapping({
    first: quantity({
      kind: 'count',
      min: 1,
      doc: 'The first of them, by its number from 1; 1 unless said.',
    }).optional(),
    count: quantity({ kind: 'count', min: 1, doc: 'How many.' }),
  }).transform(({ first = 1, count }) => ({ first, count })),
);

/** One entry of `tier.incidents:`. */
export const incidentSchema = mapping({
  at: quantity({ kind: 'duration', min: 0, doc: 'When it begins.' }),
  for: quantity({
    kind: 'duration',
    above: 0,
    doc: 'How long it lasts; to the end of the run unless said.',
  }).optional(),
  pollersDown: happens('Nobody receives; what runs goes on.').optional(),
  slow: quantity({
    kind: 'share',
    above: 0,
    doc: 'Speed of all runs that begin meanwhile: with 20 % they take five times as long.',
  }).optional(),
  zoneDown: quantity({ kind: 'count', min: 1, doc: 'Number of the zone, from 1; leased pollers only.' }).optional(),
  leaseServiceDown: happens('No lease can be renewed or taken; leased pollers only.').optional(),
  queuesDown: queuesDown.optional().describe('Queues that take no events and give none out.'),
})
  .superRefine(
    (written, context) => {
      if (isMapping(written)) requireOne(written, INCIDENT_KINDS, context, ['at', 'for']);
    },
    { when: () => true },
  )
  .meta({ additionalProperties: false, oneOf: INCIDENT_KINDS.map((key) => ({ required: [key] })) });

export type IncidentWritten = z.output<typeof incidentSchema>;
