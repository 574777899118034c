/**
 * The parts of a tier that are options with a word for short: depth, pacing, isolation; and those that are options alone.
 */
import type * as z from 'zod';
import type { Rules } from '../../../aws/rules.ts';
import {
  DEPTH,
  DEPTH_VIEWS,
  ISOLATION,
  LEASES,
  MEASURE,
  PACING,
  PACINGS,
  POLLERS,
  RAMP,
  RETRIES,
} from '../../../model/tier/options.ts';
import { quote } from '../../problem.ts';
import { optionShape } from '../options.ts';
import { mapping, shortOr } from '../shapes.ts';
import { leaf, word } from '../words.ts';

/** YAML 1.2 has on and off as text, and people know them from elsewhere as yes and no. */
const onOff = leaf<boolean>(
  { enum: ['on', 'off', true, false], description: 'off unless said; on with all defaults.' },
  (value) => {
    if (value === 'on' || value === true) return { value: true };
    if (value === 'off' || value === false) return { value: false };
    return {
      message: `on, off or a mapping that says more is due; found ${quote(value)}`,
      hint: 'such as isolation: on',
    };
  },
);

export function partSchemas(rules: Rules) {
  return {
    depth: shortOr(
      word(DEPTH_VIEWS, 'How old the loads are that front hosts see.').transform((view) => ({ view })),
      mapping(optionShape(DEPTH, rules)),
    )
      .describe('What front hosts see of the queues; live unless said.')
      .optional(),
    pollers: mapping(optionShape(POLLERS, rules)).describe('Who receives events and invokes.').optional(),
    leases: mapping(optionShape(LEASES, rules)).describe('Who has which queue, where pollers are leased.').optional(),
    retries: mapping(optionShape(RETRIES, rules))
      .describe('What becomes of events that fail or are throttled.')
      .optional(),
    pacing: shortOr(
      word(PACINGS, 'How pollers slow down for a tenant that is throttled.').transform((policy) => ({ policy })),
      mapping(optionShape(PACING, rules)),
    )
      .describe('How pollers slow down for a tenant that is throttled; off unless said.')
      .optional(),
    isolation: shortOr(onOff, mapping(optionShape(ISOLATION, rules)))
      .describe('Express lanes for noisy tenants; off unless said.')
      .optional(),
    ramp: mapping(optionShape(RAMP, rules))
      .describe('How pollers begin again after they were down; at full speed unless said.')
      .optional(),
    measure: mapping(optionShape(MEASURE, rules))
      .describe('When a tenant counts as harmed, and when that is looked at.')
      .optional(),
  };
}

export type PartsWritten = {
  [K in keyof ReturnType<typeof partSchemas>]: z.output<ReturnType<typeof partSchemas>[K]>;
};
