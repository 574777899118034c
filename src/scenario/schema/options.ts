/**
 * Turns options, which parts of the model describe as data (model/options.ts), into schemas: a new kind of source needs
 * no line here. Bounds that are facts are looked up under the rules and overrides of the scenario.
 */
import type * as z from 'zod';
import type { Rules } from '../../aws/rules.ts';
import type { Bound, NumberOption, Option, Options, Values } from '../../model/options.ts';
import { formatQuantity } from '../quantities.ts';
import { quantity, quantityOr, type QuantitySpec } from './quantity.ts';
import { attributeName, flag, word } from './words.ts';

export type OptionShape<O extends Options> = {
  [K in keyof O]: z.ZodOptional<z.ZodType<Values<O>[K]>>;
};

/** A schema for each option, none of them required. */
export function optionShape<O extends Options>(options: O, rules: Rules): OptionShape<O> {
  const entries = Object.entries(options).map(([name, option]) => [name, optionSchema(option, rules).optional()]);
  return Object.fromEntries(entries) as OptionShape<O>;
}

/** The value of a bound under these rules. */
export function valueOf(bound: Bound, rules: Rules): number {
  return typeof bound === 'number' ? bound : rules.number(bound.fact);
}

/** The range of an option under these rules; the ideal model knows no granularity. */
export function rangeOf(option: NumberOption, rules: Rules): QuantitySpec {
  const { kind, min, max, doc, source, wholeSeconds, wholeHours } = option;
  return {
    kind,
    min: min === undefined ? undefined : valueOf(min, rules),
    max: max === undefined ? undefined : valueOf(max, rules),
    wholeSeconds: wholeSeconds === true && rules.set !== 'ideal',
    wholeHours: wholeHours === true && rules.set !== 'ideal',
    isRangeFact: typeof min === 'object' || typeof max === 'object',
    doc: `${doc}${sayRange(option, rules)} (${source})`,
    source,
  };
}

function optionSchema(option: Option, rules: Rules): z.ZodType<number | boolean | string | undefined> {
  switch (option.kind) {
    case 'flag':
      return flag(`${option.doc} ${option.default ? 'true' : 'false'} unless said (${option.source})`);
    case 'word':
      return word(option.words, `${option.doc} ${option.default} unless said (${option.source})`);
    case 'attribute':
      return attributeName(`${option.doc} (${option.source})`);
    default: {
      const spec = rangeOf(option, rules);
      if (option.unlimited === undefined) return quantity(spec);
      // Unset would be the default, where there is one.
      return quantityOr(option.unlimited, spec, option.default === undefined ? undefined : Infinity);
    }
  }
}

/** ` 30 s unless said; from 0 s to 12 h.` */
function sayRange(option: NumberOption, rules: Rules): string {
  const write = (bound: Bound) => formatQuantity(option.kind, valueOf(bound, rules));
  const { min, max, default: standard } = option;
  const range = min !== undefined && max !== undefined ? `from ${write(min)} to ${write(max)}` : undefined;
  const parts = [standard === undefined ? undefined : `${write(standard)} unless said`, range];
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? '' : ` ${known.join('; ')}.`;
}
