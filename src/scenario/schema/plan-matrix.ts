/**
 * What the questions about capacity are asked with: the matrix of shards, event types, factors and reservations; how a backlog drains;
 * provisioned pollers. Numbers that depend on the rules are judged when a variant is made of them.
 */
import * as z from 'zod';
import { quoteFound } from '../plain.ts';
import { quantity } from './quantity.ts';
import { mapping } from './shapes.ts';
import { attributeName, reference, word } from './words.ts';

const MANY = 1_000_000;
const MOST_REPLICATIONS = 1000;

const counts = (doc: string) =>
  z
    .array(quantity({ kind: 'count', min: 1, max: MANY, doc: 'From 1.' }), {
      error: ({ input }) => `a list of whole numbers is due; found ${quoteFound(input)}`,
    })
    .min(1, { error: 'at least one number is due' })
    .describe(doc);

const replications = quantity({ kind: 'count', min: 1, max: MOST_REPLICATIONS, doc: 'Runs of each variant.' });
const mappingName = reference('Name of the mapping; the one there is unless said.');

export const matrixSchema = mapping({
  stream: reference('Name of the stream; that of the mapping unless said.').optional(),
  mapping: reference(
    'Name of the mapping of which each event type has a copy; the one there is unless said.',
  ).optional(),
  shards: counts('How many shards; what there are and twice as many unless said.').optional(),
  eventTypes: counts('How many event types; 1, 2 and 4 unless said.').optional(),
  parallelizationFactor: counts('Batches of a shard at once; 1, 2 and 10 unless said.').optional(),
  reservedConcurrency: counts(
    'What the functions reserve together; half of what there is, that and twice as much unless said.',
  ).optional(),
  eventType: attributeName('Attribute that says of which type a record is; its values are dealt out anew.').optional(),
  shares: z
    .array(quantity({ kind: 'share', above: 0, max: 1, doc: 'Of the records of all types.' }), {
      error: ({ input }) => `a list of shares is due; found ${quoteFound(input)}`,
    })
    .min(1, { error: 'at least one share is due' })
    .describe('Of the types in their order; equal unless said. Of fewer types the first ones count.')
    .optional(),
  functions: word(['one', 'each'], 'Whether all types invoke one function, or each one of its own.').optional(),
  maxAge: quantity({ kind: 'duration', above: 0, doc: 'Iterator age above which records are late.' }).optional(),
  tolerance: quantity({
    kind: 'share',
    above: 0,
    max: 1,
    doc: 'The share of attempts that may be refused before a cell counts as throttled.',
  }).optional(),
  replications: replications.optional(),
});

export const drainSchema = mapping({
  mapping: mappingName.optional(),
  backlog: quantity({
    kind: 'count',
    min: 1,
    max: 100_000_000,
    doc: 'Messages that wait when it begins; unless said the backlog is that of the scenario itself.',
  }).optional(),
  replications: replications.optional(),
});

export const pollersSchema = mapping({ mapping: mappingName.optional() });
