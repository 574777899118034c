/** What a scenario says about durations that were measured with several sizes of memory: a table, or a file that has one. */
import * as z from 'zod';
import type { Rules } from '../../aws/rules.ts';
import { complain } from './issues.ts';
import { quantity, type QuantitySpec } from './quantity.ts';
import { mapping, requireOne } from './shapes.ts';
import { text } from './words.ts';

export function powerTuningSchema(rules: Rules) {
  const memory = (doc: string): QuantitySpec => ({
    kind: 'memory',
    min: rules.number('lambda.memory'),
    max: rules.number('lambda.memory.max'),
    isRangeFact: true,
    doc,
    source: 'ENV-02',
  });
  const row = mapping({
    memory: quantity(memory('Memory that was measured.')),
    duration: quantity({ kind: 'duration', above: 0, doc: 'How long an invocation took with it, on average.' }),
  });
  const TABLE = ['table', 'file'] as const;
  return mapping({
    measuredAt: quantity(memory('Memory with which the handler takes the times that the scenario gives.')),
    table: z.array(row).min(1).optional().describe('Durations by memory.'),
    file: text('Output of aws-lambda-power-tuning, relative to the scenario.').optional(),
  })
    .superRefine((written, context) => {
      requireOne(written, TABLE, context, ['measuredAt']);
      const sizes = (written.table ?? []).map((one) => one.memory);
      sizes.forEach((size, i) => {
        if (sizes.indexOf(size) === i) return;
        complain(context, size, { message: `${size} MB stands here twice` }, ['table', i, 'memory']);
      });
    })
    .meta({ additionalProperties: false, oneOf: TABLE.map((key) => ({ required: [key] })) });
}

export type PowerTuningWritten = z.output<ReturnType<typeof powerTuningSchema>>;
