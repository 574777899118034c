/** What a scenario says about provisioned concurrency: how many environments, when others, and who changes their number. */
import * as z from 'zod';
import type { Rules } from '../../aws/rules.ts';
import { complain } from './issues.ts';
import { quantity } from './quantity.ts';
import { mapping, shortOr } from './shapes.ts';
import { word } from './words.ts';

/** What it says together with other settings is a rule across them. */
export const PROVISIONED_CONCURRENCY = {
  kind: 'count',
  min: 1,
  max: 1_000_000,
  doc: 'Environments that are kept ready, of the alias through which the function is taken to be invoked.',
  source: 'CON-04',
} as const;

const bound = (doc: string) => quantity({ ...PROVISIONED_CONCURRENCY, doc });
const cooldown = (doc: string) => quantity({ kind: 'duration', min: 0, doc, source: 'AAS-02' }).optional();

function autoScaling(rules: Rules) {
  return mapping({
    min: bound('Least environments.'),
    max: bound('Most environments.'),
    target: quantity({
      kind: 'share',
      min: rules.number('lambda.autoScaling.target.min'),
      max: rules.number('lambda.autoScaling.target.max'),
      isRangeFact: true,
      doc: 'Utilisation of provisioned concurrency that is aimed at.',
      source: 'AAS-03',
    }),
    statistic: word(
      ['average', 'maximum'],
      'Of the utilisation in a minute: what the service looks at unless told otherwise is the average.',
    ).optional(),
    scaleOutCooldown: cooldown('Time after more have got ready before more again.'),
    scaleInCooldown: cooldown('Time after there are fewer before fewer again.'),
  }).superRefine(({ min, max }, context) => {
    if (max < min) complain(context, max, { message: 'max is less than min' }, ['max']);
  });
}

const change = mapping({
  at: quantity({ kind: 'duration', min: 0, doc: 'When.' }),
  environments: quantity({ ...PROVISIONED_CONCURRENCY, min: 0, doc: 'So many are asked for; 0 for none.' }).optional(),
  min: bound('With autoScaling: least environments from then on.').optional(),
  max: bound('With autoScaling: most environments from then on.').optional(),
});

export function provisionedSchema(rules: Rules) {
  const long = mapping({
    environments: quantity(PROVISIONED_CONCURRENCY).optional(),
    readyAt: quantity({
      kind: 'duration',
      min: 0,
      doc: 'When they are ready, instead of when the service would have them ready; 0 s: from the start.',
    }).optional(),
    schedule: z.array(change).min(1).optional().describe('Other numbers at other times.'),
    every: quantity({
      kind: 'duration',
      above: 0,
      doc: 'Time after which the schedule repeats; once unless said.',
    }).optional(),
    autoScaling: autoScaling(rules).optional().describe('Target tracking by Application Auto Scaling.'),
  }).superRefine((written, context) => {
    const { environments, schedule, every, autoScaling: scaling } = written;
    if (environments === undefined && schedule === undefined && scaling === undefined)
      complain(context, written, { message: 'one of environments, schedule or autoScaling is due' });
    if (every !== undefined && schedule === undefined)
      complain(context, written, { message: 'repeats a schedule, and none is given', about: 'key' }, ['every']);
    schedule?.forEach((one, i) => checkChange(one, scaling !== undefined, ['schedule', i], context));
  });
  const short = quantity(PROVISIONED_CONCURRENCY).transform((environments): z.output<typeof long> => ({
    environments,
  }));
  return shortOr(short, long);
}

export type ProvisionedWritten = z.output<ReturnType<typeof provisionedSchema>>;

function checkChange(
  one: z.output<typeof change>,
  isScaled: boolean,
  path: (string | number)[],
  context: Parameters<typeof complain>[0],
): void {
  const isNumber = one.environments !== undefined;
  const isBound = one.min !== undefined || one.max !== undefined;
  if (isScaled && (isNumber || !isBound))
    complain(context, one, { message: 'with autoScaling a change gives min, max or both' }, path);
  if (!isScaled && (isBound || !isNumber))
    complain(context, one, { message: 'without autoScaling a change gives environments' }, path);
}
