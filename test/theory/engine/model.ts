/**
 * What queueing models on the engine have in common: Poisson arrivals, a clock, streams of chance, and the mean of what is counted after
 * the warm-up. The models use the engine alone: its event set, its streams, its samplers. Nothing of AWS is in them.
 */
import { compile, type Distribution, type DistributionSpec } from '../../../src/engine/distributions.ts';
import { Rank } from '../../../src/engine/rank.ts';
import { RandomStreams } from '../../../src/engine/random.ts';
import { Simulation } from '../../../src/engine/simulation.ts';
import { SECOND, toMicros, type Micros } from '../../../src/engine/time.ts';
import { estimateOf, REPLICATIONS, type Estimate } from '../../../src/validation/statistics.ts';

/** A distribution with its mean in seconds. */
export function exponentialOf(mean: number): DistributionSpec {
  return { kind: 'exponential', mean };
}

export function constantOf(value: number): DistributionSpec {
  return { kind: 'constant', value };
}

/** One run of a model. Lengths are given in seconds and drawn in whole microseconds, as the simulator does. */
export class Model {
  readonly sim: Simulation;
  readonly #counted: Micros;
  #sum = 0;
  #n = 0;

  /** Counts from the end of the warm-up, a tenth of what is measured, to the end. */
  constructor(id: string, replication: number, measured: number) {
    const until = toMicros(1.1 * measured * SECOND);
    this.#counted = until - toMicros(measured * SECOND);
    this.sim = new Simulation(new RandomStreams(id, replication), { until, budget: Infinity, perInstant: 1e6 });
  }

  /** Takes one value, unless it is of the warm-up. */
  count(value: number): void {
    if (this.sim.now < this.#counted) return;
    this.#sum += value;
    this.#n++;
  }

  /** Of a time in seconds: the time since an instant. */
  countSince(instant: Micros): void {
    this.count((this.sim.now - instant) / SECOND);
  }

  /** Draws lengths of a kind: whole microseconds. */
  draws(purpose: string, spec: DistributionSpec): () => Micros {
    const random = this.sim.random('model', purpose);
    const draw: Distribution = compile(spec);
    return () => toMicros(draw(random) * SECOND);
  }

  /** Calls `arrive` at the instants of a Poisson process, in a stream of its own. Instants are rounded, never the gaps. */
  arrivals(purpose: string, rate: number, arrive: () => void): void {
    const { sim } = this;
    const random = sim.random('model', purpose);
    const gap = compile(exponentialOf(SECOND / rate));
    let exact = gap(random);
    const next = sim.action(Rank.arrival, () => {
      arrive();
      exact += gap(random);
      sim.at(toMicros(exact), next, 0);
    });
    sim.at(toMicros(exact), next, 0);
  }

  /** Runs to the end; the mean of what was counted. */
  mean(): number {
    while (this.sim.advance(1e6) !== 'finished');
    return this.#sum / this.#n;
  }
}

/** The mean of a model over independent replications; its id is the seed. */
export function estimate(run: (replication: number) => number): Estimate {
  return estimateOf(Array.from({ length: REPLICATIONS }, (_, replication) => run(replication)));
}
