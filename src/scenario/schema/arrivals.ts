/**
 * What a scenario says about arrivals: when records come (rate, records, replay) and what they carry (attributes).
 * Traces are opened by the reader; what is laid out when is the model's part.
 */
import * as z from 'zod';
import type { Rules } from '../../aws/rules.ts';
import { quote } from '../problem.ts';
import type { AttributeSpec } from '../scenario.ts';
import { distribution, shares } from './distribution.ts';
import { complain } from './issues.ts';
import { number, quantity } from './quantity.ts';
import { recordOf } from './records.ts';
import { mapping, notYet, requireOne, shortOr, variants } from './shapes.ts';
import { attributeValue, leaf, text, word } from './words.ts';

/** Each distinct value needs memory for as long as the run lasts. */
const MOST_ZIPF_VALUES = 10_000_000;

const perSecond = quantity({ kind: 'rate', above: 0, doc: 'Records sent in a time: 200/s, 12000/min.' });

const step = mapping({
  at: quantity({ kind: 'duration', min: 0, doc: 'When the rate begins to hold.' }),
  rate: quantity({ kind: 'rate', min: 0, doc: 'Holds until the next step; 0/s is a pause.' }),
}).transform(({ at, rate }) => ({ at, perSecond: rate }));

const steps = z.array(step).transform((list, context) => {
  if (list.length === 0) complain(context, list, { message: 'at least one step is due' });
  list.forEach(({ at }, i) => {
    if (i > 0 && at <= list[i - 1]!.at) complain(context, at, { message: 'steps must be in order of time' }, [i, 'at']);
  });
  return { kind: 'steps' as const, steps: list };
});

const constant = perSecond.transform((rate) => ({ kind: 'constant' as const, perSecond: rate }));

const rate = shortOr(
  constant,
  variants(
    { constant, poisson: perSecond.transform((mean) => ({ kind: 'poisson' as const, perSecond: mean })), steps },
    notYet('bursty', 'onOff', 'daily', 'ramp'),
  ),
);

const zipf = mapping({
  values: quantity({ kind: 'count', min: 1, max: MOST_ZIPF_VALUES, doc: 'How many values there are: 1, 2, 3 …' }),
  exponent: number('The k-th value has a weight of k to the power of minus this; 0 makes all alike.', {
    min: 0,
    max: 100,
  }),
}).transform((written): AttributeSpec => ({ kind: 'zipf', ...written }));

const choice = shares('Values and how often each is drawn.').transform(({ names, weights }): AttributeSpec => ({
  kind: 'choice',
  values: names,
  weights,
}));

const attribute = shortOr(
  attributeValue().transform((value): AttributeSpec => ({ kind: 'constant', value })),
  variants({ choice, zipf }),
) as z.ZodType<AttributeSpec>;

const attributes = z
  .object({ size: distribution('size', 'Bytes of a record.').optional() })
  .catchall(attribute)
  .describe('What a record carries: keys, types, tenants; size is its bytes.');

function record(rules: Rules) {
  const isIdeal = rules.set === 'ideal';
  const delayMax = rules.number('sqs.delay.max');
  const delayDoc = 'How long the record is invisible at first; instead of the queue’s own delay.';
  return mapping(
    {
      at: quantity({
        kind: 'duration',
        doc: 'When it is sent; before 0 s it is already that old when the run starts.',
      }).optional(),
      id: identifier.optional(),
      size: quantity({ kind: 'size', min: 0, doc: 'Its bytes; those of the body unless said.' }).optional(),
      delay: quantity({
        kind: 'duration',
        min: 0,
        max: delayMax,
        wholeSeconds: !isIdeal,
        isRangeFact: true,
        doc: delayDoc,
        source: 'SQS-61',
      }).optional(),
      duration: quantity({ kind: 'duration', min: 0, doc: 'How long the handler works on it.' }).optional(),
      attributes: recordOf(attributeValue(), {}).optional(),
      key: attributeValue().optional().describe('Becomes the attribute key.'),
      group: attributeValue().optional().describe('Becomes the attribute group.'),
      body: z.unknown().optional().describe('Only its length matters, where no size is given.'),
    },
    notYet('dedup'),
  );
}

const identifier = leaf({ type: 'string', minLength: 1, description: 'Its id; unique within the source.' }, (value) => {
  if (typeof value === 'string' && value !== '') return { value };
  return {
    message: `an id is text; found ${quote(value)}`,
    ...(typeof value === 'number' && { hint: `"${value}" in quotes is text` }),
  };
});

/** By its header or by its number from 1. */
const column = (description: string): z.ZodType<string> =>
  leaf({ type: ['string', 'integer'], description }, (value) => {
    if (typeof value === 'string' && value !== '') return { value };
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return { value: String(value) };
    return { message: `the header of a column, or its number from 1, is due; found ${quote(value)}` };
  });

const wide = leaf(
  {
    type: ['boolean', 'string'],
    description: 'A row for each function, a column for each minute; text keeps only its rows.',
  },
  (value) => {
    if (typeof value === 'boolean' || typeof value === 'string') return { value };
    return { message: `true, false or the name of a function in the file is due; found ${quote(value)}` };
  },
);

const factor = (doc: string): z.ZodType<number> => number(doc, { above: 0 });

const replay = mapping({
  file: text('A CSV file, relative to the scenario.'),
  time: column('Column of the arrival time.').optional(),
  end: column('Column of the end time; the arrival is end minus duration.').optional(),
  duration: column('Column of how long the handler works on the record.').optional(),
  count: column('Column of counts in an interval; without one each row is a record.').optional(),
  wide: wide.optional(),
  interval: quantity({
    kind: 'duration',
    above: 0,
    doc: 'What a count counts; the common gap unless said.',
  }).optional(),
  spread: word(['even', 'random'], 'How counts are laid out in their interval; even unless said.').optional(),
  scale: factor('Multiplies records.').optional(),
  speed: factor('Divides time: 2 plays twice as fast.').optional(),
  attributes: shortOr(z.array(column('A column.')), recordOf(column('A column.'), {}))
    .optional()
    .describe('Columns that records carry; a mapping gives them other names.'),
});

export type ReplayWritten = z.output<typeof replay>;
export type RecordWritten = z.output<ReturnType<typeof record>>;

const TIMES = ['rate', 'records', 'replay'] as const;

/** One entry of `arrivals:`. */
export function arrivalSchema(rules: Rules) {
  return mapping({
    rate: rate.optional(),
    records: z.array(record(rules)).optional(),
    replay: replay.optional(),
    attributes: attributes.optional(),
  })
    .superRefine((written, context) => requireOne(written, TIMES, context, ['attributes']))
    .meta({ additionalProperties: false, oneOf: TIMES.map((key) => ({ required: [key] })) });
}

export type ArrivalWritten = z.output<ReturnType<typeof arrivalSchema>>;
