/**
 * The scenario file as a whole. The reader takes it apart and checks every part by itself, so that one bad part hides no
 * problem of another; editors get it in one piece.
 */
import * as z from 'zod';
import { RULE_SETS } from '../../aws/fact.ts';
import { FACTS } from '../../aws/facts.ts';
import type { Rules } from '../../aws/rules.ts';
import { quote } from '../problem.ts';
import { SCENARIO_FORMAT } from '../scenario.ts';
import { alarmSchema } from './alarm.ts';
import { downstreamSchema } from './downstream.ts';
import { eventSchema } from './event.ts';
import { functionSchema } from './function.ts';
import { planSchema } from './plan.ts';
import { guessSchema } from './guesses.ts';
import { quantity } from './quantity.ts';
import { mapping, type Refused } from './shapes.ts';
import { mappingSchema, POLLED_TYPES, sourceSchema } from './source.ts';
import { SOURCE_TYPES } from './source-types.ts';
import { sweepSchema } from './sweep.ts';
import { wholeTierSchema } from './tier/tier.ts';
import { flag, leaf, NAME, text, word } from './words.ts';

const seed = leaf<number | string>(
  { type: ['integer', 'string'], description: 'Equal seeds give equal runs; 1 unless said.' },
  (value) => {
    const isUsable =
      typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && value !== '';
    if (isUsable) return { value: value as number | string };
    return { message: `a seed is a whole number or a text; found ${quote(value)}` };
  },
);

const format = leaf({ const: SCENARIO_FORMAT, description: 'Version of the scenario format.' }, (value) => {
  if (value === SCENARIO_FORMAT) return { value: SCENARIO_FORMAT };
  return {
    message: `this program reads version ${SCENARIO_FORMAT} of the format; found ${quote(value)}`,
    hint: `lagcast: ${SCENARIO_FORMAT}`,
  };
});

/** What stands at the top and says something about the run as a whole. */
export const HEAD = {
  lagcast: format.optional(),
  name: text('What outputs call the scenario; the name of the file unless said.').optional(),
  question: text('What the scenario is to answer.').optional(),
  seed: seed.optional(),
  duration: quantity({ kind: 'duration', above: 0, doc: 'How long the run lasts.' }),
  warmUp: quantity({
    kind: 'duration',
    min: 0,
    doc: 'Left out of figures at the start, not out of the books.',
  }).optional(),
  rules: word(RULE_SETS, 'The dated set of rules of the service; current unless said.').optional(),
};

export const accountSchema = mapping({
  concurrency: quantity({
    kind: 'count',
    min: 1,
    doc: 'Concurrent executions of all functions together.',
    source: 'CON-01',
  }).optional(),
});

export const costSchema = mapping({
  freeTier: flag(
    'Whether the bill of a month has the free allowances of the services taken off; false unless said.',
  ).optional(),
});

const PARTS = [
  ...[
    'facts',
    'account',
    'cost',
    'functions',
    'downstreams',
    'sources',
    'mappings',
    'tier',
    'events',
    'alarms',
    'objectives',
    'plan',
    'sweep',
    'guesses',
  ],
] as const;

/** Parts of the tier that people may look for at the top. */
const OF_THE_TIER: Refused = {
  tenants: { message: 'tenants are those of the tier', hint: 'tier: { tenants: { quiet: { … } } }' },
  incidents: { message: 'incidents are those of the tier', hint: 'tier: { incidents: [ … ] }' },
};

const CLOUDFORMATION: Refused = {
  Resources: { message: 'this looks like a CloudFormation template, not like a scenario' },
  AWSTemplateFormatVersion: { message: 'this looks like a CloudFormation template, not like a scenario' },
};

/** The top of the file with its parts unopened. */
export const topSchema = mapping(
  Object.fromEntries([...Object.keys(HEAD), ...PARTS].map((key) => [key, z.unknown().optional()])),
  { ...OF_THE_TIER, ...CLOUDFORMATION },
);

/** The file in one piece. */
export function wholeSchema(rules: Rules) {
  const named = <T>(schema: z.ZodType<T>) => z.record(z.string().meta({ pattern: NAME.source }), schema);
  const sources = SOURCE_TYPES.map((type) => sourceSchema(type, rules));
  const mappings = POLLED_TYPES.map((type) => mappingSchema(type, rules));
  return z
    .looseObject({
      ...HEAD,
      facts: factsSchema().optional().describe('Numbers of the service that are to be others here, by path.'),
      account: accountSchema.optional(),
      cost: costSchema.optional(),
      functions: named(functionSchema(rules)).optional(),
      downstreams: named(downstreamSchema).optional(),
      sources: named(z.union(sources)).optional(),
      mappings: named(z.union(mappings)).optional(),
      tier: wholeTierSchema(rules).optional(),
      events: z.array(eventSchema(rules)).optional().describe('What happens during the run.'),
      alarms: named(alarmSchema).optional().describe('Alarms of CloudWatch: when would they have fired?'),
      objectives: z.array(text('p99(orders.latency) < 30 s')).optional().describe('Checked at the end of the run.'),
      plan: planSchema.optional().describe('What `lagcast plan` is to find out.'),
      sweep: sweepSchema.optional().describe('What `lagcast sweep` is to run.'),
      guesses: z
        .record(z.string(), guessSchema)
        .optional()
        .describe('Inputs that may be others than written, by path, and how far: what lagcast sensitivity tries.'),
    })
    .meta({
      additionalProperties: false,
      patternProperties: { '^x-': true },
      // Something has to send: a source, or tenants of a tier.
      anyOf: [
        { required: ['sources'], properties: { sources: { minProperties: 1 } } },
        {
          required: ['tier'],
          properties: { tier: { required: ['tenants'], properties: { tenants: { minProperties: 1 } } } },
        },
      ],
      title: 'lagcast scenario',
    });
}

/** Facts have kinds and units of their own, which the reader checks; editors complete their paths. */
function factsSchema() {
  const entries = Object.entries(FACTS).map(([path, { says }]) => {
    return [path, leaf({ type: ['string', 'number'], description: says }, (value) => ({ value })).optional()];
  });
  return z.object(Object.fromEntries(entries) as Record<string, z.ZodType>).meta({ additionalProperties: false });
}
