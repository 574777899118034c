/**
 * A pool that learns: after an invocation without any failure whose records took no longer than a target on average, the next of
 * the same environment works on one record more at once; after any other, on half as many.
 *
 * What was learned is in the memory of the process: each environment learns by itself, and begins anew when it is reset. The
 * time of a record is its own, waiting for others left out, so that it tells how a downstream bears the load.
 */
import { Outcome, type Batch } from '../../batch.ts';
import type { Environment } from '../environments.ts';
import type { Stages, Strategy } from '../stages.ts';
import type { Micros } from '../../../engine/time.ts';

export interface AdaptiveSettings {
  readonly kind: 'adaptive';
  /** Mean time of a record up to which more are tried at once. */
  readonly target: Micros;
  /** Records at once: least, most, and in the first invocation of an environment. */
  readonly min: number;
  readonly max: number;
  readonly start: number;
}

class Adaptive implements Strategy {
  readonly #settings: AdaptiveSettings;
  /** What each environment has learned; gone with it. Absent: nothing yet. */
  readonly #widths = new WeakMap<Environment, number>();

  constructor(settings: AdaptiveSettings) {
    this.#settings = settings;
  }

  plan(batch: Batch, stages: Stages): void {
    stages.begin(batch.size);
    stages.add(batch.size, this.#widthOf(batch.host!));
  }

  ended(batch: Batch): void {
    const host = batch.host!;
    const { min, max, target } = this.#settings;
    if (host.needsInit) this.#widths.delete(host);
    else if (batch.size > 0) {
      const width = this.#widthOf(host);
      const isFine = batch.outcome === Outcome.succeeded && batch.recordTime <= target * batch.size;
      this.#widths.set(host, isFine ? Math.min(max, width + 1) : Math.max(min, Math.floor(width / 2)));
    }
  }

  #widthOf(host: Environment): number {
    return this.#widths.get(host) ?? this.#settings.start;
  }
}

export const adaptive = { make: (settings: AdaptiveSettings): Strategy => new Adaptive(settings) };
