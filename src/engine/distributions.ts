/**
 * Random variates: a distribution is described by plain data and compiled once into a function of a random stream.
 *
 * Written by hand so that equal seeds give equal bits on every Node release: no powers (their last bit moved
 * between V8 versions), no state hidden in a sampler. x to the power a is exp(a · log x).
 * References: exponential.ts, Marsaglia's polar method (normal), Marsaglia and Tsang 2000 (gamma), Walker and Vose (alias tables).
 */
import { exponential } from './exponential.ts';
import type { RandomStream } from './random.ts';

/** Draws one value, in the unit of its description. */
export type Distribution = (random: RandomStream) => number;

/** A distribution as data; every parameter is in the unit of the values drawn. */
export type DistributionSpec =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number }
  | { readonly kind: 'gamma'; readonly mean: number; readonly shape: number }
  | { readonly kind: 'hyperexponential'; readonly mean: number; readonly squaredVariation: number }
  | { readonly kind: 'pareto'; readonly min: number; readonly shape: number }
  | { readonly kind: 'weibull'; readonly scale: number; readonly shape: number }
  | { readonly kind: 'quantiles'; readonly points: readonly (readonly [share: number, value: number])[] }
  | { readonly kind: 'choice'; readonly values: readonly number[]; readonly weights: readonly number[] };

/** Turns a description into a sampler. The description must have been checked: parameters are trusted here. */
export function compile(spec: DistributionSpec): Distribution {
  switch (spec.kind) {
    case 'constant':
      return () => spec.value;
    case 'uniform':
      return (random) => spec.min + (spec.max - spec.min) * random.next();
    case 'exponential':
      return (random) => exponential(random) * spec.mean;
    case 'lognormal':
      return (random) => Math.exp(spec.mu + spec.sigma * normal(random));
    case 'gamma':
      return gamma(spec.shape, spec.mean / spec.shape);
    case 'hyperexponential':
      return hyperexponential(spec.mean, spec.squaredVariation);
    case 'pareto':
      return (random) => spec.min * Math.exp(-Math.log(random.positive()) / spec.shape);
    case 'weibull':
      return (random) => spec.scale * Math.exp(Math.log(-Math.log(random.positive())) / spec.shape);
    case 'quantiles':
      return quantiles(spec.points);
    case 'choice':
      return choice(spec.values, spec.weights);
  }
}

/** The mean, exactly where there is a closed form. */
export function meanOf(spec: DistributionSpec): number {
  switch (spec.kind) {
    case 'constant':
      return spec.value;
    case 'uniform':
      return (spec.min + spec.max) / 2;
    case 'lognormal':
      return Math.exp(spec.mu + (spec.sigma * spec.sigma) / 2);
    case 'exponential':
    case 'gamma':
    case 'hyperexponential':
      return spec.mean;
    case 'pareto':
      return spec.shape > 1 ? (spec.min * spec.shape) / (spec.shape - 1) : Infinity;
    case 'weibull':
      return spec.scale * gammaFunction(1 + 1 / spec.shape);
    case 'quantiles':
      return meanOfQuantiles(spec.points);
    case 'choice':
      return dot(spec.values, spec.weights) / sum(spec.weights);
  }
}

/** The variance, exactly; Infinity where there is none. */
export function varianceOf(spec: DistributionSpec): number {
  const mean = meanOf(spec);
  switch (spec.kind) {
    case 'constant':
      return 0;
    case 'uniform':
      return ((spec.max - spec.min) * (spec.max - spec.min)) / 12;
    case 'lognormal':
      return Math.expm1(spec.sigma * spec.sigma) * mean * mean;
    case 'exponential':
      return mean * mean;
    case 'gamma':
      return (mean * mean) / spec.shape;
    case 'hyperexponential':
      return spec.squaredVariation * mean * mean;
    case 'pareto':
      return spec.shape > 2 ? (mean * mean) / (spec.shape * (spec.shape - 2)) : Infinity;
    case 'weibull':
      return spec.scale * spec.scale * gammaFunction(1 + 2 / spec.shape) - mean * mean;
    case 'quantiles':
      return secondMomentOfQuantiles(spec.points) - mean * mean;
    case 'choice':
      return (
        dot(
          spec.values.map((value) => (value - mean) * (value - mean)),
          spec.weights,
        ) / sum(spec.weights)
      );
  }
}

/** A lognormal through two quantiles: the median and the 99th percentile, both above zero, p99 ≥ median. */
export function lognormalByQuantiles(median: number, p99: number): DistributionSpec {
  return { kind: 'lognormal', mu: Math.log(median), sigma: Math.log(p99 / median) / NORMAL_P99 };
}

/** The quantiles that describe a lognormal to people. */
export function lognormalQuantiles(mu: number, sigma: number): { median: number; p99: number } {
  return { median: Math.exp(mu), p99: Math.exp(mu + sigma * NORMAL_P99) };
}

/** A lognormal by its mean and its coefficient of variation (standard deviation over mean). */
export function lognormalByMoments(mean: number, variation: number): DistributionSpec {
  const variance = Math.log1p(variation * variation);
  return { kind: 'lognormal', mu: Math.log(mean) - variance / 2, sigma: Math.sqrt(variance) };
}

/** The 99th percentile of the standard normal distribution. */
const NORMAL_P99 = 2.3263478740408408;

/** Polar method; the second value is thrown away, for a sampler that keeps a spare has hidden state. */
function normal(random: RandomStream): number {
  for (;;) {
    const u = 2 * random.next() - 1;
    const v = 2 * random.next() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

/** Below shape 1: gamma(shape + 1) · U^(1/shape). */
function gamma(shape: number, scale: number): Distribution {
  if (shape >= 1) return gammaFromOne(shape, scale);
  const above = gammaFromOne(shape + 1, scale);
  return (random) => above(random) * Math.exp(Math.log(random.positive()) / shape);
}

function gammaFromOne(shape: number, scale: number): Distribution {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  return (random) => {
    for (;;) {
      const x = normal(random);
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      if (Math.log(random.positive()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v * scale;
    }
  };
}

/** Two exponentials with balanced means (each contributes half of the mean); squared variation ≥ 1. */
function hyperexponential(mean: number, squaredVariation: number): Distribution {
  const p = 0.5 * (1 + Math.sqrt((squaredVariation - 1) / (squaredVariation + 1)));
  const first = mean / (2 * p);
  const second = mean / (2 * (1 - p));
  return (random) => exponential(random) * (random.next() < p ? first : second);
}

/** Straight lines between the given quantiles; the points go from share 0 to share 1. */
function quantiles(points: readonly (readonly [number, number])[]): Distribution {
  const shares = Float64Array.from(points, (p) => p[0]);
  const values = Float64Array.from(points, (p) => p[1]);
  return (random) => {
    const u = random.next();
    let i = 1;
    while (i < shares.length - 1 && shares[i]! <= u) i++;
    const share = (u - shares[i - 1]!) / (shares[i]! - shares[i - 1]!);
    return values[i - 1]! + share * (values[i]! - values[i - 1]!);
  };
}

function choice(values: readonly number[], weights: readonly number[]): Distribution {
  const pick = alias(weights);
  return (random) => values[pick(random)]!;
}

/** Draws an index with probability proportional to its weight, in constant time (alias table). Weights ≥ 0, some > 0. */
export function alias(weights: ArrayLike<number>): (random: RandomStream) => number {
  const n = weights.length;
  const { accept, other } = aliasTable(weights);
  return (random) => {
    const u = random.next() * n;
    const i = Math.floor(u);
    return u - i < accept[i]! ? i : other[i]!;
  };
}

function aliasTable(weights: ArrayLike<number>): { accept: Float64Array; other: Int32Array } {
  const n = weights.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += weights[i]!;
  const accept = Float64Array.from(weights, (w) => (w * n) / total);
  const other = Int32Array.from(weights, (_, i) => i);
  const small: number[] = [];
  const large: number[] = [];
  accept.forEach((share, i) => (share < 1 ? small : large).push(i));
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop()!;
    const rich = large.pop()!;
    other[poor] = rich;
    accept[rich] = accept[rich]! + accept[poor]! - 1;
    (accept[rich] < 1 ? small : large).push(rich);
  }
  // What is left over is one but for rounding.
  for (const i of [...small, ...large]) accept[i] = 1;
  return { accept, other };
}

/** Weights of Zipf's law: the k-th value (from 1) has weight k^−exponent. */
export function zipfWeights(values: number, exponent: number): Float64Array {
  return Float64Array.from({ length: values }, (_, k) => Math.exp(-exponent * Math.log(k + 1)));
}

function meanOfQuantiles(points: readonly (readonly [number, number])[]): number {
  let mean = 0;
  for (let i = 1; i < points.length; i++) {
    const [share, value] = points[i]!;
    const [shareBefore, valueBefore] = points[i - 1]!;
    mean += ((share - shareBefore) * (value + valueBefore)) / 2;
  }
  return mean;
}

/** Within each pair of points all values between are equally likely. */
function secondMomentOfQuantiles(points: readonly (readonly [number, number])[]): number {
  let moment = 0;
  for (let i = 1; i < points.length; i++) {
    const [share, b] = points[i]!;
    const [shareBefore, a] = points[i - 1]!;
    moment += ((share - shareBefore) * (a * a + a * b + b * b)) / 3;
  }
  return moment;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, i) => total + value * b[i]!, 0);
}

/** Γ(x) for x ≥ 1 by Stirling's series after shifting x above 10; relative error below 1e-12. */
function gammaFunction(x: number): number {
  let shift = 1;
  let z = x;
  while (z < 10) shift *= z++;
  const square = z * z;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / z;
  return Math.exp((z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series) / shift;
}
