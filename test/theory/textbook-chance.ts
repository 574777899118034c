/** Chance for textbook.ts: arrivals and services from the laws of an exported model, with a generator and samplers that the simulator does not have. */
import type { Exported, Sources } from './textbook.ts';

type Law = NonNullable<Exported['service']['perBatch']>;

/** Marsaglia's xorwow, as a uniform number in (0, 1). */
export function xorwow(seed: number): () => number {
  const state = [123456789, 362436069, 521288629, 88675123, 5783321 ^ seed];
  let counter = 6615241;
  const step = (): number => {
    let t = state[0]! ^ (state[0]! >>> 2);
    state.shift();
    const last = state[3]!;
    t = t ^ (t << 1) ^ last ^ (last << 4);
    state.push(t);
    counter = (counter + 362437) | 0;
    return (t + counter) >>> 0;
  };
  for (let i = 0; i < 100; i++) step();
  return () => (step() + 0.5) / 2 ** 32;
}

export function chance({ arrivals, service, failures }: Exported, seed: number): Sources {
  const uniform = xorwow(seed);
  const instants = arrivals.flatMap((entry) => instantsOf(entry, uniform)).sort((a, b) => a - b);
  return {
    arrivals: instants,
    service: (batch) => {
      let time = service.perBatch === null ? 0 : draw(service.perBatch, uniform);
      if (service.perCustomer !== null) for (let i = 0; i < batch; i++) time += draw(service.perCustomer, uniform);
      return { time, fails: uniform() < failures.share };
    },
  };
}

/** Poisson arrivals of a rate with steps: those of the highest rate, thinned (Lewis and Shedler, 1979). */
function instantsOf(entry: Exported['arrivals'][number], uniform: () => number): number[] {
  const { process, rate, steps, from, until } = entry;
  const instants: number[] = [];
  if (process === 'even') {
    for (let i = 0; from + i / rate! < until; i++) instants.push(from + i / rate!);
    return instants;
  }
  const rates = steps ?? [{ at: 0, rate: rate! }];
  const highest = Math.max(...rates.map((step) => step.rate));
  for (let t = from; ;) {
    t -= Math.log(uniform()) / highest;
    if (t >= until) return instants;
    const now = rates.filter(({ at }) => at <= t).at(-1)?.rate ?? 0;
    if (uniform() * highest < now) instants.push(t);
  }
}

/** By inversion, or by the normal numbers of Box and Muller. */
function draw(law: Law, uniform: () => number): number {
  const number = (key: string): number => law[key] as number;
  const exponential = (): number => -Math.log(uniform());
  switch (law.law) {
    case 'constant':
      return number('value');
    case 'uniform':
      return number('min') + (number('max') - number('min')) * uniform();
    case 'exponential':
      return number('mean') * exponential();
    case 'lognormal': {
      const normal = Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * uniform());
      return Math.exp(number('mu') + number('sigma') * normal);
    }
    case 'gamma': {
      if (!Number.isInteger(number('shape'))) throw new Error('only whole shapes are drawn here');
      let sum = 0;
      for (let i = 0; i < number('shape'); i++) sum += exponential();
      return (number('mean') / number('shape')) * sum;
    }
    case 'hyperexponential': {
      const scv = number('squaredVariation');
      const share = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
      const isFirst = uniform() < share;
      return (number('mean') / 2 / (isFirst ? share : 1 - share)) * exponential();
    }
    case 'pareto':
      return number('min') * uniform() ** (-1 / number('shape'));
    case 'weibull':
      return number('scale') * exponential() ** (1 / number('shape'));
    default:
      throw new Error(`the textbook draws no ${law.law}`);
  }
}
