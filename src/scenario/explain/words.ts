/**
 * Values of a completed scenario, written back the way people write them: distributions, attributes, matches, lists cut short.
 * A distribution is written with the parameters the model draws from: a lognormal by median and p99, however it was given.
 */
import type { DistributionSpec } from '../../engine/distributions.ts';
import { lognormalQuantiles } from '../../engine/distributions.ts';
import type { Quantity } from '../../model/options.ts';
import { formatQuantity } from '../quantities.ts';
import { quote } from '../problem.ts';
import type { AttributeSpec, AttributeValue } from '../scenario.ts';

/** Items of a list that are written out; the others are counted. */
const MOST_ITEMS = 8;

export function duration(micros: number): string {
  return formatQuantity('duration', micros);
}

/** `{ a: 1, b: 2 }`, without what is undefined. */
export function flow(parts: Readonly<Record<string, string | undefined>>): string {
  const known = Object.entries(parts).flatMap(([key, text]) => (text === undefined ? [] : [`${key}: ${text}`]));
  return known.length === 0 ? '{}' : `{ ${someOf(known)} }`;
}

export function list(items: readonly string[]): string {
  return items.length === 0 ? '[]' : `[ ${someOf(items)} ]`;
}

/** Text as it can stand in YAML: in quotes unless it is a plain word. */
export function plain(value: AttributeValue): string {
  const isWord = typeof value !== 'string' || (/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(value) && value.length <= 60);
  const isOther = typeof value === 'string' && ['true', 'false', 'null'].includes(value);
  return isWord && !isOther ? String(value) : quote(value);
}

export function distribution(kind: Quantity, spec: DistributionSpec): string {
  if (spec.kind === 'constant') return formatQuantity(kind, spec.value);
  return `{ ${spec.kind}: ${parameters(kind, spec)} }`;
}

function parameters(kind: Quantity, spec: Exclude<DistributionSpec, { kind: 'constant' }>): string {
  const write = (value: number) => formatQuantity(kind, value);
  switch (spec.kind) {
    case 'uniform':
      return flow({ min: write(spec.min), max: write(spec.max) });
    case 'exponential':
      return flow({ mean: write(spec.mean) });
    case 'lognormal': {
      const { median, p99 } = lognormalQuantiles(spec.mu, spec.sigma);
      return flow({ median: write(median), p99: write(p99) });
    }
    case 'gamma':
      return flow({ mean: write(spec.mean), shape: String(spec.shape) });
    case 'hyperexponential':
      return flow({ mean: write(spec.mean), squaredVariation: String(spec.squaredVariation) });
    case 'pareto':
      return flow({ min: write(spec.min), shape: String(spec.shape) });
    case 'weibull':
      return flow({ scale: write(spec.scale), shape: String(spec.shape) });
    case 'quantiles':
      return flow(
        Object.fromEntries(spec.points.map(([share, value]) => [`p${Number((share * 100).toFixed(9))}`, write(value)])),
      );
    case 'choice':
      // A key is text, and a number alone is none.
      return weighted(
        spec.values.map((value) => (kind === 'number' ? quote(write(value)) : write(value))),
        spec.weights,
      );
  }
}

/** What a record carries under one name. */
export function attribute(spec: AttributeSpec): string {
  switch (spec.kind) {
    case 'constant':
      return plain(spec.value);
    case 'choice':
      return `{ choice: ${weighted(spec.values.map(plain), spec.weights)} }`;
    case 'sequence':
      return `{ sequence: ${list(spec.values.map(plain))} }`;
    case 'number':
      return distribution('number', spec.of);
    case 'zipf':
      return `{ zipf: ${flow({ values: String(spec.values), exponent: String(spec.exponent) })} }`;
  }
}

/** `when:` of a rule. */
export function match(when: Readonly<Record<string, readonly AttributeValue[]>>): string {
  return record(when, (values) => (values.length === 1 ? plain(values[0]!) : list(values.map(plain))));
}

/** Names are the scenario's own and may be anything. */
export function record<T>(parts: Readonly<Record<string, T>>, write: (value: T) => string): string {
  const items = Object.entries(parts).map(([name, value]) => `${plain(name)}: ${write(value)}`);
  return items.length === 0 ? '{}' : `{ ${someOf(items)} }`;
}

function weighted(names: readonly string[], weights: readonly number[]): string {
  return `{ ${someOf(names.map((name, i) => `${name}: ${formatQuantity('share', weights[i]!)}`))} }`;
}

function someOf(items: readonly string[]): string {
  if (items.length <= MOST_ITEMS) return items.join(', ');
  return `${items.slice(0, MOST_ITEMS - 1).join(', ')}, … and ${items.length - MOST_ITEMS + 1} more`;
}
