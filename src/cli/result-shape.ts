/**
 * What a `result.json` must look like to be read: every field of the format with its type, as `metrics/result.ts` has it.
 * Fields it does not know are left alone. The shapes of its parts are in result-shape/. Leaves out whether the numbers make sense.
 */
import * as z from 'zod';
import type { Result } from '../metrics/result.ts';
import { number, maybe, text, named, each, spread } from './result-shape/basic.ts';
import { fn, downstream } from './result-shape/function.ts';
import { mapping } from './result-shape/mapping.ts';
import { series } from './result-shape/series.ts';
import { source } from './result-shape/source.ts';
import { tier } from './result-shape/tier.ts';
import { cost, account, alarm } from './result-shape/whole-run.ts';

const fact = { path: text, id: text, kind: text };

export const RESULT_SHAPE = z.object({
  lagcastResult: number,
  version: text,
  name: text,
  question: text.nullable(),
  seed: z.union([number, text]),
  replication: number.exactOptional(),
  rules: text,
  duration: z.number().positive(),
  warmUp: z.number().nonnegative(),
  digest: text,
  events: number,
  sources: named(source),
  mappings: named(mapping),
  functions: named(fn),
  downstreams: named(downstream),
  chains: z.array(z.object({ from: text, to: text, stages: each(['min', 'max'], number), latency: spread })),
  account,
  outages: z.array(
    z.object({ kind: z.enum(['downstream', 'source', 'mapping', 'function']), name: text, from: number, until: maybe }),
  ),
  alarms: named(alarm).exactOptional(),
  tier: tier.nullable(),
  cost,
  objectives: z.array(
    z.object({
      text,
      met: z.boolean(),
      value: maybe,
      unit: z.enum(['duration', 'count', 'share', 'rate', 'size', 'money']),
    }),
  ),
  assumptions: z.array(
    z.object({
      ...fact,
      unit: text,
      value: z.union([number, text]).nullable(),
      overridden: z.boolean(),
      says: text,
    }),
  ),
  facts: z.array(z.object(fact)),
  inputs: z.array(z.object({ path: text, written: text, origin: text })),
  inputsLeftOut: number,
  series,
}) satisfies z.ZodType<Result>;
