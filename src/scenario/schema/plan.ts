/**
 * What `lagcast plan` is to find out: which settings may vary, what is to be small, and how sure the answer has to be. A run by
 * itself does not look at it. Values under `vary` are written as at their place in the file, which judges them when they stand there.
 */
import * as z from 'zod';
import { isMapping } from '../plain.ts';
import { drainSchema, matrixSchema, pollersSchema } from './plan-matrix.ts';
import { quantity } from './quantity.ts';
import { mapping, shortOr } from './shapes.ts';
import { RANGE, values } from './varied.ts';
import { text } from './words.ts';

/** The greatest risk that anybody can accept, and the least that runs can show. */
const RISKS = { min: 0.001, max: 0.5 } as const;
const CONFIDENCES = { min: 0.5, max: 0.9999 } as const;
/** More runs than that are not counted any more. */
const MOST_RUNS = 1_000_000;

const range = mapping(RANGE);

export const planSchema = mapping({
  vary: z
    .record(z.string(), shortOr(values, range), {
      error: ({ input }) =>
        isMapping(input) ? undefined : 'a mapping from paths, such as functions.worker.memory, to values is due',
    })
    .describe('Settings that may vary, by path: a list of values, or a range.')
    .optional(),
  minimise: text('What is to be small: settings, or a figure such as cost.perMonth.').optional(),
  risk: quantity({ kind: 'share', ...RISKS, doc: 'The share of runs that may miss an objective.' }).optional(),
  confidence: quantity({
    kind: 'share',
    ...CONFIDENCES,
    doc: 'How sure it must be that no more than that share misses.',
  }).optional(),
  maxRuns: quantity({ kind: 'count', min: 1, max: MOST_RUNS, doc: 'Runs in all.' }).optional(),
  matrix: matrixSchema.optional().describe('The capacity matrix of a stream.'),
  drain: drainSchema.optional().describe('How long a backlog takes.'),
  pollers: pollersSchema.optional().describe('Provisioned pollers of a queue.'),
});

export type PlanWritten = z.output<typeof planSchema>;
