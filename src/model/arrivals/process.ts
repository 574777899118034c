/**
 * When records arrive: a process knows its next instant and moves on. What a record carries is the producer's concern.
 */
import type { Micros } from '../../engine/time.ts';
import type { Records } from '../records.ts';

export interface ArrivalProcess {
  /** Instant of the next record; Infinity when there are no more. Never goes back. */
  readonly nextAt: Micros;
  /** Moves on to the record after the next. */
  advance(): void;
  /** Gives the record that is next what only this process knows of it: an id, an attribute from a trace. */
  describe?(records: Records, slot: number): void;
  /** Delay of the record that is next, where it has one of its own. */
  readonly delay?: Micros | undefined;
}
