/**
 * Distributions as a scenario writes them: a quantity alone is a constant, `{ exponential: { mean: 1 s } }` the rest.
 * The same grammar serves durations, sizes and bare numbers. What a distribution draws is engine/distributions.ts.
 */
import type * as z from 'zod';
import { lognormalByMoments, lognormalByQuantiles, type DistributionSpec } from '../../engine/distributions.ts';
import { LARGEST_PLAIN } from '../../model/records.ts';
import { quote } from '../problem.ts';
import { parseQuantity } from '../quantities.ts';
import { complain } from './issues.ts';
import { number, quantity } from './quantity.ts';
import { recordOf } from './records.ts';
import { mapping, shortOr, variants } from './shapes.ts';

/** Numbers are those that an attribute holds: bare, and drawn whole. */
export type Kind = 'duration' | 'size' | 'number';

/** Shares are written with few digits: three times 33.3 % is the whole. */
const ROUNDING = 0.001 + 1e-9;

/** Values of 0 or more, in microseconds or bytes. */
export function distribution(kind: Kind, doc: string): z.ZodType<DistributionSpec> {
  return shortOr(constant(kind, doc), variants(drawnShapes(kind))) as z.ZodType<DistributionSpec>;
}

/** A quantity alone: always that value. */
export function constant(kind: Kind, doc: string): z.ZodType<DistributionSpec> {
  return quantity({ kind, min: 0, doc }).transform((value): DistributionSpec => ({ kind: 'constant', value }));
}

/** Everything else there is, by its name. */
export function drawnShapes(kind: Kind) {
  return {
    exponential: exponential(kind),
    uniform: uniform(kind),
    lognormal: lognormal(kind),
    gamma: gamma(kind),
    erlang: erlang(kind),
    hyperexponential: hyperexponential(kind),
    pareto: pareto(kind),
    weibull: weibull(kind),
    quantiles: quantiles(kind),
    choice: choice(kind),
  };
}

function positive(kind: Kind, doc: string): z.ZodType<number> {
  return quantity({ kind, above: 0, max: most(kind), doc });
}

function fromZero(kind: Kind, doc: string): z.ZodType<number> {
  return quantity({ kind, min: 0, max: most(kind), doc });
}

function most(kind: Kind): number | undefined {
  return kind === 'number' ? LARGEST_PLAIN : undefined;
}

function exponential(kind: Kind): z.ZodType<DistributionSpec> {
  return mapping({ mean: positive(kind, 'Its mean.') }).transform(({ mean }) => ({ kind: 'exponential', mean }));
}

function uniform(kind: Kind): z.ZodType<DistributionSpec> {
  const doc = 'Every value between min and max is equally likely.';
  // Whole numbers between 1.5 and 3.2 are those between 2 and 3, which can as well be written.
  const bound = kind === 'number' ? quantity({ kind: 'count', min: 0, max: most(kind), doc }) : fromZero(kind, doc);
  return mapping({ min: bound, max: bound }).transform(({ min, max }, context) => {
    if (max < min) complain(context, max, { message: 'max is less than min' }, ['max']);
    return { kind: 'uniform', min, max };
  });
}

function lognormal(kind: Kind): z.ZodType<DistributionSpec> {
  return mapping({
    median: positive(kind, 'Half of the values are below it; goes with p99.').optional(),
    p99: positive(kind, 'All but one in a hundred are below it.').optional(),
    mean: positive(kind, 'Its mean; goes with cv.').optional(),
    cv: number('Coefficient of variation: standard deviation over mean.', { min: 0, max: 1000 }).optional(),
  }).transform((written, context) => {
    const { median, p99, mean, cv } = written;
    const names = Object.keys(written).toSorted().join();
    if (names === 'median,p99' && p99! < median!)
      complain(context, p99, { message: 'p99 is less than the median' }, ['p99']);
    if (names === 'median,p99') return lognormalByQuantiles(median!, p99!);
    if (names === 'cv,mean') return lognormalByMoments(mean!, cv!);
    complain(context, written, { message: 'a lognormal is given by median and p99, or by mean and cv' });
    return lognormalByMoments(1, 0);
  });
}

function gamma(kind: Kind): z.ZodType<DistributionSpec> {
  const shape = number('1 is exponential; the greater, the less it varies.', { above: 0 });
  return mapping({ mean: positive(kind, 'Its mean.'), shape }).transform((written) => ({ kind: 'gamma', ...written }));
}

function erlang(kind: Kind): z.ZodType<DistributionSpec> {
  const phases = quantity({
    kind: 'count',
    min: 1,
    max: 1_000_000,
    doc: 'Exponential phases passed one after the other.',
  });
  return mapping({ mean: positive(kind, 'Its mean.'), phases }).transform(({ mean, phases: shape }) => ({
    kind: 'gamma',
    mean,
    shape,
  }));
}

function hyperexponential(kind: Kind): z.ZodType<DistributionSpec> {
  const squaredVariation = number('Variance over squared mean; 1 is exponential.', { min: 1, max: 1_000_000 });
  return mapping({ mean: positive(kind, 'Its mean.'), squaredVariation }).transform((written) => ({
    kind: 'hyperexponential',
    ...written,
  }));
}

function pareto(kind: Kind): z.ZodType<DistributionSpec> {
  const shape = number('The smaller, the heavier the tail; at 1 and below the mean is infinite.', { above: 0 });
  return mapping({ min: positive(kind, 'The least value.'), shape }).transform((written) => ({
    kind: 'pareto',
    ...written,
  }));
}

function weibull(kind: Kind): z.ZodType<DistributionSpec> {
  const shape = number('1 is exponential; below 1 the tail is heavier.', { above: 0 });
  return mapping({ scale: positive(kind, 'The 63rd percentile.'), shape }).transform((written) => ({
    kind: 'weibull',
    ...written,
  }));
}

/** Straight lines between percentiles; p0 and p100 are due because nothing lies beyond them. */
function quantiles(kind: Kind): z.ZodType<DistributionSpec> {
  const value = fromZero(kind, 'A percentile.');
  return recordOf(value, { pattern: PERCENTILE.source, required: ['p0', 'p100'] }).transform((written, context) => {
    const points: [share: number, value: number][] = [];
    for (const [name, value] of Object.entries(written)) {
      const percent = Number(PERCENTILE.exec(name)?.[1] ?? NaN);
      if (percent >= 0 && percent <= 100) points.push([percent / 100, value]);
      else
        complain(context, value, { message: `${quote(name)} is no percentile from p0 to p100`, about: 'key' }, [name]);
    }
    points.sort((a, b) => a[0] - b[0]);
    const isFalling = points.some(
      ([share, value], i) => i > 0 && (value < points[i - 1]![1] || share === points[i - 1]![0]),
    );
    if (isFalling) complain(context, written, { message: 'a higher percentile cannot have a lower value' });
    return { kind: 'quantiles', points };
  });
}

const PERCENTILE = /^p(\d{1,3}(?:\.\d{1,9})?)$/;

const NUMBER = /^\d{1,10}(\.\d{1,9})?$/;

function choice(kind: Kind): z.ZodType<DistributionSpec> {
  return shares('Values and how often each is drawn.').transform((written, context) => {
    const values: number[] = [];
    for (const name of written.names) {
      // Keys are text, and a number is none.
      const parsed = parseQuantity(kind, kind === 'number' && NUMBER.test(name) ? Number(name) : name);
      if (parsed.ok && parsed.value >= 0) values.push(parsed.value);
      else
        complain(
          context,
          name,
          { message: parsed.ok ? `at least 0 is due; found ${quote(name)}` : parsed.message, about: 'key' },
          [name],
        );
    }
    return { kind: 'choice', values, weights: written.weights };
  });
}

/** `{ order: 90 %, refund: 10 % }`: names with shares that add up to the whole. */
export function shares(doc: string): z.ZodType<{ names: string[]; weights: number[] }> {
  const share = quantity({ kind: 'share', doc });
  return recordOf(share, {}).transform((written, context) => {
    const weights = Object.values(written);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (Math.abs(total - 1) > ROUNDING) {
      const percent = Math.round(total * 1e6) / 1e4;
      complain(context, written, { message: `the shares add up to ${percent} %, not to 100 %` });
    }
    return { names: Object.keys(written), weights };
  });
}
