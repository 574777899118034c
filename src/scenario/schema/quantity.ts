/**
 * Leaves of a schema that are quantities within a range: durations, sizes, rates, shares, counts and bare numbers.
 * A range that is a fact depends on the rules and overrides of the scenario, so an editor is only told about it.
 */
import type { z } from 'zod';
import { HOUR, SECOND } from '../../engine/time.ts';
import type { Quantity } from '../../model/options.ts';
import type { Said } from '../findings.ts';
import { quote } from '../problem.ts';
import { describeQuantity, formatQuantity, parseQuantity, quantityJson } from '../quantities.ts';
import { leaf } from './words.ts';

export interface QuantitySpec {
  readonly kind: Quantity;
  /** Least and greatest value, in the model's unit. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** The value must be greater than this. */
  readonly above?: number | undefined;
  readonly wholeSeconds?: boolean | undefined;
  readonly wholeHours?: boolean | undefined;
  readonly doc: string;
  /** Entry of the reference that states the range. */
  readonly source?: string | undefined;
  /** The range may be another under other rules. */
  readonly isRangeFact?: boolean | undefined;
  /** What to say of more than `max`. */
  readonly beyond?: string | undefined;
}

export function quantity(spec: QuantitySpec): z.ZodType<number> {
  const json = { ...quantityJson(spec.kind), ...rangeJson(spec), description: spec.doc };
  return leaf(json, (value) => readQuantity(spec, value), describeQuantity(spec.kind));
}

/** A quantity, or the bare number that means no limit: then `endless`. */
export function quantityOr(unlimited: number, spec: QuantitySpec, endless?: number): z.ZodType<number | undefined> {
  const json = { oneOf: [{ ...quantityJson(spec.kind), ...rangeJson(spec) }, { const: unlimited }] };
  const read = (value: unknown) => (value === unlimited ? { value: endless } : readQuantity(spec, value));
  return leaf({ ...json, description: spec.doc }, read, `${describeQuantity(spec.kind)}, or ${unlimited} for no limit`);
}

/** The value of what a scenario wrote, or what is wrong with it. */
export function readQuantity(spec: QuantitySpec, written: unknown): { value: number } | Said {
  if (written === null) return { message: `${describeQuantity(spec.kind)} is due; found nothing` };
  const parsed = parseQuantity(spec.kind, written);
  return parsed.ok ? (breach(spec, parsed.value, written) ?? { value: parsed.value }) : parsed;
}

/** What is wrong with a value that was read, if anything. */
function breach(spec: QuantitySpec, value: number, found: unknown): Said | undefined {
  const { min = -Infinity, max = Infinity, above = -Infinity, wholeSeconds, wholeHours, source } = spec;
  if (value < min || value > max || value <= above)
    return { message: `${rangeOf(spec)}; found ${quote(found)}`, source, hint: value > max ? spec.beyond : undefined };
  const part = (unit: number, name: string): Said | undefined =>
    value % unit === 0 ? undefined : { message: `whole ${name} only; found ${quote(found)}`, source };
  if (wholeHours === true) return part(HOUR, 'hours');
  return wholeSeconds === true ? part(SECOND, 'seconds') : undefined;
}

/** `from 0 s to 12 h`. */
function rangeOf({ kind, min, max, above }: QuantitySpec): string {
  const write = (value: number) => formatQuantity(kind, value);
  const most = max === undefined || max === Infinity ? '' : ` and at most ${write(max)}`;
  if (above !== undefined) return `more than ${write(above)}${most} is due`;
  if (most === '') return `at least ${write(min ?? 0)} is due`;
  return min === undefined ? `${most.slice(5)} is allowed` : `from ${write(min)} to ${write(max!)} is allowed`;
}

/** Only counts and numbers are numbers to JSON Schema, and only ranges of our own are the same in every scenario. */
function rangeJson({ kind, min, max, above, isRangeFact }: QuantitySpec): Record<string, number> {
  if ((kind !== 'count' && kind !== 'number') || isRangeFact === true) return {};
  return {
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
    ...(above !== undefined && { exclusiveMinimum: above }),
  };
}

interface NumberRange {
  readonly min?: number;
  readonly max?: number;
  /** The number must be greater than this. */
  readonly above?: number;
}

/** A number without a unit, whole or not. */
export function number(
  doc: string,
  { min = -Infinity, max = Infinity, above = -Infinity }: NumberRange,
): z.ZodType<number> {
  const json = {
    ...(above > -Infinity && { exclusiveMinimum: above }),
    ...(min > -Infinity && { minimum: min }),
    ...(max < Infinity && { maximum: max }),
  };
  return leaf({ type: 'number', ...json, description: doc }, (value) => {
    const isNumber = typeof value === 'number' && Number.isFinite(value);
    if (isNumber && value >= min && value <= max && value > above) return { value };
    const bounds = above > -Infinity ? ` above ${above}` : min > -Infinity ? ` of at least ${min}` : '';
    const limit = max < Infinity ? ` and at most ${max}` : '';
    return { message: `a number${bounds}${limit} is due; found ${quote(value)}` };
  });
}
