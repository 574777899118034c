/**
 * How many bytes of memory each record of a batch holds while it is worked on. Drawn for the whole batch when the invocation begins, so
 * that the order of work changes nobody's luck.
 */
import type { Distribution } from '../../engine/distributions.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Batch } from '../batch.ts';
import type { World } from '../world.ts';
import type { MemorySettings } from './memory.ts';

/** The memory a handler takes. */
export interface FootprintSettings extends MemorySettings {
  /** Bytes that each record holds while it is worked on; undefined: none but what its size says. */
  readonly perRecord: Distribution | undefined;
  /** And so many times its size. */
  readonly timesSize: number;
  /** Bytes of the environment. */
  readonly limit: number;
}

export class Holdings {
  readonly #settings: FootprintSettings;
  readonly #world: World;
  readonly #draws: RandomStream;

  constructor(fn: string, settings: FootprintSettings, world: World) {
    this.#settings = settings;
    this.#world = world;
    this.#draws = world.sim.random(`functions.${fn}`, 'memory');
  }

  /** Writes what each record of the batch will hold into `bytes`, which has room for them. */
  draw(batch: Batch, bytes: Float64Array): void {
    const { perRecord, timesSize } = this.#settings;
    for (let i = 0; i < batch.size; i++) {
      const own = perRecord === undefined ? 0 : Math.max(0, Math.round(perRecord(this.#draws)));
      bytes[i] = own + Math.round(timesSize * this.#world.records.size[batch.slots[i]!]!);
    }
  }
}
