/**
 * What a scenario says about the order and the number at once in which a handler works on its records: a word, or a mapping with
 * exactly one strategy. How they work is model/lambda/strategies/.
 */
import * as z from 'zod';
import type { ArrangementSettings } from '../../model/lambda/strategies/arrangements.ts';
import type { StrategyScenario } from '../scenario.ts';
import { complain } from './issues.ts';
import { attributesMatch } from './match.ts';
import { number, quantity } from './quantity.ts';
import { nearest } from '../nearest.ts';
import { quoteFound } from '../plain.ts';
import { listed, mapping, requireOne, shortOr, variants } from './shapes.ts';
import { attributeName, leaf, word } from './words.ts';

/** No batch has more records than that. */
const MOST = 10_000;
const MOST_GROUPS = 100;

const atOnce = (doc: string) => quantity({ kind: 'count', min: 1, max: MOST, doc });

const WORDS = ['oneByOne', 'allAtOnce'] as const;

/** The strategies that are words; `others` are those that are not, for who has missed both. */
function words(others: readonly string[]): z.ZodType<ArrangementSettings> {
  const due = `${WORDS.join(', ')}, or a mapping with ${listed(others, 'or')}`;
  return leaf({ type: 'string', enum: [...WORDS], description: 'How many records at once.' }, (value) => {
    const kind = WORDS.find((candidate) => candidate === value);
    if (kind !== undefined) return { value: { kind } };
    const meant = typeof value === 'string' ? nearest(value, [...WORDS, ...others]) : undefined;
    return {
      message: `${due} is due; found ${quoteFound(value)}`,
      hint: meant === undefined ? undefined : `did you mean ${meant}?`,
    };
  });
}

const pool = atOnce('Records at once; each next one is begun as soon as one is done.').transform(
  (records): ArrangementSettings => ({ kind: 'pool', records }),
);
const chunks = atOnce('Records of a chunk; the next is begun when all of one are done.').transform(
  (records): ArrangementSettings => ({ kind: 'chunks', records }),
);

const arrangement = shortOr(words(['pool', 'chunks']), variants({ pool, chunks }));

// — by what is in the batch —

type Leaf = (doc: string) => z.ZodType<number>;

function range(leaf: Leaf) {
  return mapping({
    above: leaf('Strictly more than this.').optional(),
    below: leaf('Strictly less than this.').optional(),
  })
    .superRefine((value, context) => {
      if (value.above === undefined && value.below === undefined)
        complain(context, value, { message: 'above or below is due' });
      else if ((value.above ?? -Infinity) >= (value.below ?? Infinity))
        complain(context, value, { message: 'nothing is above the one and below the other' });
    })
    .transform(({ above, below }) => ({ above, below }));
}

const bare: Leaf = (doc) => number(doc, { min: 0 });
const bytes: Leaf = (doc) => quantity({ kind: 'size', min: 0, doc });

const batchCondition = mapping({
  records: range(bare).optional().describe('Records of the batch.'),
  meanSize: range(bytes).optional().describe('Mean size of its records.'),
  types: range(bare).optional().describe('How many different types they have.'),
})
  .superRefine((value, context) => {
    if (Object.keys(value).length > 0) return;
    complain(context, value, { message: 'a condition is due: records, meanSize or types' });
  })
  .transform(({ records, meanSize, types }) => ({ records, meanSize, types }));

const rules = z
  .array(
    mapping({
      when: batchCondition.optional().describe('All that is given must hold; any batch when absent.'),
      then: arrangement,
    }),
  )
  .min(1)
  .superRefine(refuseUnreachable)
  .describe('The first rule that matches decides; a batch that none matches is worked on one record at a time.');

// — by what the records carry —

const group = mapping({
  when: attributesMatch.optional().describe('Attributes of the records of the group; all that are left when absent.'),
  pool: pool.optional(),
  chunks: chunks.optional(),
}).superRefine((value, context) => requireOne(value, ['pool', 'chunks'], context, ['when']));

const groups = z
  .array(group.transform(({ when, pool: one, chunks: other }) => ({ when, then: (one ?? other)! })))
  .min(1)
  .max(MOST_GROUPS)
  .superRefine(refuseUnreachable)
  .describe('One group after another; records that are in none come last, one at a time.');

/** Behind an entry for everything nothing is ever looked at. */
function refuseUnreachable(list: readonly { readonly when?: unknown }[], context: z.core.$RefinementCtx): void {
  const first = list.findIndex(({ when }) => when === undefined);
  if (first < 0 || first === list.length - 1) return;
  const said = { message: 'has no when, so nothing behind it is ever looked at', hint: 'put it last' };
  complain(context, list[first], said, [first]);
}

// — by what was seen —

const adaptive = mapping({
  target: quantity({ kind: 'duration', above: 0, doc: 'Mean time of a record up to which more are tried at once.' }),
  max: atOnce('Most at once.'),
  min: atOnce('Fewest at once; 1 unless said.').optional(),
  start: atOnce('At once in the first invocation of an environment; min unless said.').optional(),
}).transform(({ target, max, min = 1, start = min }, context) => {
  if (min > max) complain(context, max, { message: 'max is less than min' }, ['max']);
  else if (start < min || start > max)
    complain(context, start, { message: 'start is not between min and max' }, ['start']);
  return { target, min, max, start };
});

const KINDS = ['pool', 'chunks', 'rules', 'groups', 'adaptive'] as const;
const OF_RULES = ['sizeOf', 'typeAttribute'] as const;

const long = mapping({
  pool: pool.optional(),
  chunks: chunks.optional(),
  rules: rules.optional(),
  groups: groups.optional(),
  adaptive: adaptive.optional().describe('Learns how many at once, each environment by itself.'),
  sizeOf: word(
    ['body', 'envelope'],
    'Of rules: which bytes of a record are its size, those of its body or what it takes up in the event.',
  ).optional(),
  typeAttribute: attributeName('Of rules: the attribute that holds the type of a record; type unless said.').optional(),
})
  .superRefine((value, context) => {
    requireOne(value, KINDS, context, OF_RULES);
    const stray = OF_RULES.find((key) => value[key] !== undefined);
    if (stray === undefined || value.rules !== undefined) return;
    complain(context, value, { message: `${stray} goes with rules only`, about: 'key' }, [stray]);
  })
  .transform((written): StrategyScenario => {
    if (written.rules !== undefined) {
      const list = written.rules.map(({ when, then }) => ({ when, then }));
      return {
        kind: 'rules',
        rules: list,
        sizeOf: written.sizeOf ?? 'body',
        typeAttribute: written.typeAttribute ?? 'type',
      };
    }
    if (written.groups !== undefined) return { kind: 'groups', groups: written.groups };
    if (written.adaptive !== undefined) return { kind: 'adaptive', ...written.adaptive };
    return (written.pool ?? written.chunks)!;
  });

export const strategySchema = shortOr(words(KINDS), long) as z.ZodType<StrategyScenario>;
