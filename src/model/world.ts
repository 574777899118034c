/** What every part of the model is given: time and chance, the facts, the records, and somebody to tell. */
import type { Simulation } from '../engine/simulation.ts';
import type { Rules } from '../aws/rules.ts';
import type { Observer } from './observer.ts';
import type { Batch } from './batch.ts';
import type { Trails } from './lineage.ts';
import type { Records } from './records.ts';

export interface World {
  readonly sim: Simulation;
  readonly rules: Rules;
  readonly records: Records;
  readonly trails: Trails;
  /** All batches by their number: an event about one names it by that. */
  readonly batches: Batch[];
  readonly tell: Observer;
  /**
   * Whether arrivals are told at their own instant even when nobody waits for them. A journal needs that; the figures
   * do not, and the results are the same.
   */
  readonly promptArrivals: boolean;
}
