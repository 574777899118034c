/** Distributions of durations in microseconds as laws in seconds. */
import type { DistributionSpec } from '../../engine/distributions.ts';
import { SECOND } from '../../engine/time.ts';
import type { Law } from './model.ts';

export function lawOf(spec: DistributionSpec): Law {
  switch (spec.kind) {
    case 'constant':
      return { law: 'constant', value: inSeconds(spec.value) };
    case 'uniform':
      return { law: 'uniform', min: inSeconds(spec.min), max: inSeconds(spec.max) };
    case 'exponential':
      return { law: 'exponential', mean: inSeconds(spec.mean) };
    case 'lognormal':
      return { law: 'lognormal', mu: spec.mu - Math.log(SECOND), sigma: spec.sigma };
    case 'gamma':
      return { law: 'gamma', mean: inSeconds(spec.mean), shape: spec.shape };
    case 'hyperexponential':
      return { law: 'hyperexponential', mean: inSeconds(spec.mean), squaredVariation: spec.squaredVariation };
    case 'pareto':
      return { law: 'pareto', min: inSeconds(spec.min), shape: spec.shape };
    case 'weibull':
      return { law: 'weibull', scale: inSeconds(spec.scale), shape: spec.shape };
    case 'quantiles':
      return { law: 'quantiles', points: spec.points.map(([share, value]) => [share, inSeconds(value)]) };
    case 'choice':
      return { law: 'choice', values: spec.values.map(inSeconds), weights: spec.weights };
  }
}

export function inSeconds(micros: number): number {
  return micros / SECOND;
}
