/**
 * What a scenario says about arrivals: when records come (rate, records, replay) and what they carry (attributes).
 * Traces are opened by the reader; what is laid out when is the model's part.
 */
import * as z from 'zod';
import type { Rules } from '../../aws/rules.ts';
import type { Said } from '../findings.ts';
import { quote } from '../problem.ts';
import type { AttributeSpec } from '../scenario.ts';
import { distribution, drawnShapes, shares } from './distribution.ts';
import { complain, type Issues } from './issues.ts';
import { number, quantity } from './quantity.ts';
import { recordOf } from './records.ts';
import { rate } from './rates.ts';
import { mapping, requireOne, shortOr, variants } from './shapes.ts';
import { attributeValue, leaf, text, word } from './words.ts';

/** Each value needs a place in the table that is drawn from. */
const MOST_ZIPF_VALUES = 10_000_000;

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

const sequence = z
  .array(attributeValue())
  .min(1)
  .transform((values): AttributeSpec => ({ kind: 'sequence', values }))
  .describe('Values in turn, one for each record, from the first again after the last.');

/** The other distributions, of bare numbers; a choice among attributes is one of texts. */
const numbers = Object.fromEntries(
  Object.entries(drawnShapes('number'))
    .filter(([name]) => name !== 'choice')
    .map(([name, shape]) => [name, shape.transform((of): AttributeSpec => ({ kind: 'number', of }))]),
);

/** What a record carries under one name. */
export const attribute = shortOr(
  attributeValue().transform((value): AttributeSpec => ({ kind: 'constant', value })),
  variants({ choice, sequence, zipf, ...numbers }),
) as z.ZodType<AttributeSpec>;

const attributes = z
  .object({ size: distribution('size', 'Bytes of a record.').optional() })
  .catchall(attribute)
  .describe('What a record carries: keys, types, tenants; size is its bytes.');

function record(rules: Rules) {
  const isIdeal = rules.set === 'ideal';
  const delayMax = rules.number('sqs.delay.max');
  const delayDoc = 'How long the record is invisible at first; instead of the queue’s own delay.';
  return mapping({
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
    dedup: attributeValue().optional().describe('Becomes the attribute dedup: its deduplication id.'),
    body: z
      .unknown()
      .optional()
      .describe('What filters look at instead of the attributes; its length is the size where none is given.'),
  });
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
    type: ['boolean', 'string', 'array'],
    items: { type: 'string' },
    minItems: 1,
    description: 'A row for each function, a column for each minute; labels keep only their rows.',
  },
  (value): { value: boolean | string | readonly string[] } | Said => {
    if (typeof value === 'boolean' || typeof value === 'string') return { value };
    if (isTexts(value)) return { value };
    return { message: `true, false, a label of rows in the file or a list of labels is due; found ${quote(value)}` };
  },
);

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
}

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
    startAt: quantity({ kind: 'duration', min: 0, doc: 'From when it sends; 0 s unless said.' }).optional(),
    endAt: quantity({
      kind: 'duration',
      above: 0,
      doc: 'It sends until just before then; to the end of the run unless said.',
    }).optional(),
    attributes: attributes.optional(),
  })
    .superRefine((written, context) => {
      requireOne(written, TIMES, context, ['startAt', 'endAt', 'attributes']);
      checkWindow(written, context);
    })
    .meta({ additionalProperties: false, oneOf: TIMES.map((key) => ({ required: [key] })) });
}

interface Windowed {
  readonly records?: unknown;
  readonly startAt?: number | undefined;
  readonly endAt?: number | undefined;
}

function checkWindow({ records, startAt, endAt }: Windowed, context: Issues): void {
  const keys = Object.entries({ startAt, endAt }).filter(([, at]) => at !== undefined);
  if (records !== undefined) {
    for (const [key, at] of keys)
      complain(context, at, { message: 'records have instants of their own', about: 'key' }, [key]);
  }
  if (startAt !== undefined && endAt !== undefined && endAt <= startAt)
    complain(context, endAt, { message: 'endAt is not after startAt' }, ['endAt']);
}

export type ArrivalWritten = z.output<ReturnType<typeof arrivalSchema>>;
