/** Values that a setting may have, as `plan:` and `sweep:` write them: a list, or the ends of a range. */
import * as z from 'zod';
import { quote } from '../problem.ts';
import { leaf } from './words.ts';

/** `5`, `30 s`, `200/s`: what a range is made of. */
export const end = (description: string) =>
  leaf<number | string>({ type: ['number', 'string'], description }, (value) => {
    const isUsable = (typeof value === 'number' && Number.isFinite(value)) || typeof value === 'string';
    if (isUsable) return { value: value as number | string };
    return { message: `a number or a quantity such as 30 s is due; found ${quote(value)}` };
  });

export const values = z.array(
  z.unknown().meta({ description: 'As the file writes it at that place; null: without it.' }),
);

export const RANGE = {
  from: end('The first value.'),
  to: end('The last value, in the same unit.'),
  step: end('Between two values, in the same unit; 1 unless said.').optional(),
};

export interface SteppedRange {
  readonly from: number | string;
  readonly to: number | string;
  readonly step?: number | string | undefined;
}
