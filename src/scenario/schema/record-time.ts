/**
 * How a scenario says how long a handler works on a record: a distribution, an attribute that holds the time, or a list of
 * rules of which the first that matches decides. Whether records carry the attribute is checked when all parts are known.
 */
import * as z from 'zod';
import type { DistributionSpec } from '../../engine/distributions.ts';
import { TIME_UNITS, type TimeUnit } from '../attribute-time.ts';
import type { AttributeTime, TimeRuleScenario } from '../scenario.ts';
import { constant, drawnShapes } from './distribution.ts';
import { attributesMatch } from './match.ts';
import { mapping, shortOr, variants } from './shapes.ts';
import { text, word } from './words.ts';

const UNITS = Object.keys(TIME_UNITS) as TimeUnit[];

const attribute = shortOr(
  text('An attribute that holds the time, with its unit.').transform((name) => ({ name, unit: undefined })),
  mapping({
    name: text('An attribute that holds the time.'),
    unit: word(UNITS, 'Unit of values that are bare numbers.').optional(),
  }),
).transform(({ name, unit }): AttributeTime => ({ kind: 'attribute', name, unit }));

type Time = DistributionSpec | AttributeTime;

const plain = constant('duration', 'Time of each record.');
const drawn = variants({ ...drawnShapes('duration'), attribute }) as unknown as z.ZodType<Time>;

const rules = z
  .array(
    mapping({
      when: attributesMatch.optional().describe('Attributes of the records the rule is for; all records when absent.'),
      time: shortOr(plain, drawn) as z.ZodType<Time>,
    }),
  )
  .min(1)
  .transform((list): TimeRuleScenario[] => list.map(({ when, time }) => ({ when, time })))
  .describe('The first rule that matches decides; a record that none matches takes no time.');

const always = (time: Time): TimeRuleScenario[] => [{ when: undefined, time }];

/** A mapping is a time, a list is rules: the order of the three decides which of them a mistake is told about. */
export const recordTime: z.ZodType<readonly TimeRuleScenario[]> = z.union([
  plain.transform(always),
  rules,
  drawn.transform(always),
]);
