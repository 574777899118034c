/**
 * What `lagcast sweep` is to run: what varies and how far, how cells are made of it, and what is looked at. A run by itself does not look
 * at it. Values are written as at their place in the file, which judges them when they stand there.
 */
import * as z from 'zod';
import { isMapping, quoteFound } from '../plain.ts';
import { SCALES } from '../range.ts';
import { DESIGNS, MOST_CELLS, MOST_VALUES } from '../sweep.ts';
import { complain } from './issues.ts';
import { quantity } from './quantity.ts';
import { mapping, shortOr } from './shapes.ts';
import { RANGE, values } from './varied.ts';
import { text, word } from './words.ts';

const MOST_RUNS = 100_000;
/** Nobody reads more columns. */
const MOST_FIGURES = 100;

const cases = z
  .record(
    z.string(),
    z.record(z.string(), z.unknown().meta({ description: 'As the file writes it; null: without it.' })),
  )
  .describe('Several settings at once: each case has a name and a mapping from paths to values.');

const rangeOrCases = mapping({
  from: RANGE.from.optional(),
  to: RANGE.to.optional(),
  step: RANGE.step,
  values: quantity({ kind: 'count', min: 2, max: MOST_VALUES, doc: 'So many values, evenly spaced.' }).optional(),
  scale: word(SCALES, 'Even steps, or even factors; linear unless said.').optional(),
  cases: cases.optional(),
})
  .superRefine((written, context) => {
    if (!isMapping(written)) return;
    const wrong = wrongKeys(Object.keys(written).filter((key) => written[key as 'from'] !== undefined));
    if (wrong !== undefined) complain(context, written, wrong);
  })
  .meta({ oneOf: [{ required: ['from', 'to'] }, { required: ['cases'] }] });

function wrongKeys(keys: readonly string[]): { message: string; hint?: string } | undefined {
  if (keys.includes('cases')) {
    const other = keys.find((key) => key !== 'cases');
    return other === undefined
      ? undefined
      : { message: `either a range or cases are due; found ${other} beside cases` };
  }
  if (!keys.includes('from') || !keys.includes('to'))
    return { message: 'a range has from and to, or there are cases', hint: 'such as { from: 1, to: 10 }' };
  if (!keys.includes('step')) return undefined;
  const other = keys.find((key) => key === 'values' || key === 'scale');
  return other === undefined ? undefined : { message: `only one of step and ${other} can be given` };
}

export const sweepSchema = mapping({
  vary: z
    .record(z.string(), shortOr(values, rangeOrCases), {
      error: ({ input }) =>
        isMapping(input) ? undefined : 'a mapping from paths, such as functions.worker.memory, to values is due',
    })
    .describe('What varies, by path: a list of values or a range; by a name of your own: cases.')
    .optional(),
  design: word(DESIGNS, 'How cells are made of what varies; grid unless said.').optional(),
  samples: quantity({
    kind: 'count',
    min: 1,
    max: MOST_CELLS,
    doc: 'Cells of a latin-hypercube or low-discrepancy design.',
  }).optional(),
  replications: quantity({ kind: 'count', min: 1, max: MOST_RUNS, doc: 'Runs of each cell.' }).optional(),
  figures: z
    .array(text('Such as p99(orders.latency).'), {
      error: ({ input }) => `a list of figures is due; found ${quoteFound(input)}`,
    })
    .min(1, { error: 'at least one figure is due' })
    .max(MOST_FIGURES, { error: `at most ${MOST_FIGURES} figures can be looked at` })
    .describe('What is looked at; the objectives and what people usually ask unless said.')
    .optional(),
});

export type SweepWritten = z.output<typeof sweepSchema>;
