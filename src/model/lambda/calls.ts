/**
 * The calls that a handler makes for a record: one to each downstream it uses, in order, after its own work.
 *
 * What a call finds is decided by the instant at which it begins: outages are known beforehand, so a call that began before
 * one comes back, and one that began during it does not, whatever follows.
 * Left out so far: connections, of which there is no end, and calls once for an invocation.
 */
import type { Distribution } from '../../engine/distributions.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import type { Outages } from '../outages.ts';
import type { World } from '../world.ts';

/** A downstream as one function uses it. */
export interface DownstreamSettings {
  readonly name: string;
  /** Time of a call that succeeds. */
  readonly latency: Distribution;
  /** What a call does while it is out: fails after a time, or never comes back. */
  readonly whenOut: 'fail' | 'hang';
  readonly failAfter: Micros;
  readonly outages: Outages;
}

export class Calls {
  readonly #uses: readonly DownstreamSettings[];
  readonly #latencies: readonly RandomStream[];
  #failed = false;

  /** `fn`: name of the function; the same downstream has other luck under another function. */
  constructor(fn: string, uses: readonly DownstreamSettings[], world: World) {
    this.#uses = uses;
    this.#latencies = uses.map(({ name }) => world.sim.random(`functions.${fn}`, `downstreams.${name}`));
  }

  /** Whether a call of the record last asked about failed. One that hangs has not failed: nobody knows yet. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Time of the calls of one record, of which the first begins at the instant `at`; Infinity when one of them hangs. */
  timeFrom(at: Micros): Micros {
    this.#failed = false;
    let time = 0;
    for (let i = 0; i < this.#uses.length; i++) {
      const { latency, whenOut, failAfter, outages } = this.#uses[i]!;
      // Drawn whether it is needed or not, so that an outage changes nobody's luck after it.
      const drawn = Math.max(0, Math.round(latency(this.#latencies[i]!)));
      if (this.#failed || time === Infinity) continue;
      if (!outages.isOut(at + time)) time += drawn;
      else if (whenOut === 'hang') time = Infinity;
      else {
        time += failAfter;
        this.#failed = true;
      }
    }
    return time;
  }
}
