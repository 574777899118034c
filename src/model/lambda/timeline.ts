/**
 * When an invocation begins and finishes each of its records, from the beginning of the handler; and what that says of two of them.
 * Filled at once (schedule.ts), or while the invocation is played out (played/play.ts).
 */
import type { Micros } from '../../engine/time.ts';

export class Timeline {
  /** When each record is begun; never earlier than one at an earlier place. */
  start = new Float64Array(16);
  /** When each record is finished; Infinity: never, or not yet. */
  finish = new Float64Array(16);
  /** The how-manieth each record was to be begun, from 0. */
  place = new Int32Array(16);

  /** Whether record `i` is finished before record `j`: at the same instant, the one begun first. */
  isDoneBefore(i: number, j: number): boolean {
    const [one, other]: [Micros, Micros] = [this.finish[i]!, this.finish[j]!];
    return one < other || (one === other && this.place[i]! < this.place[j]!);
  }

  /**
   * Whether record `i` was done when `failed` was finished: not when it was begun at that very instant behind it, as all
   * are whose work takes no time.
   */
  wasDoneBy(i: number, failed: number): boolean {
    const at = this.finish[failed]!;
    return this.finish[i]! <= at && (this.place[i]! <= this.place[failed]! || this.start[i]! < at);
  }

  /** Makes room for so many records; what was there is forgotten. */
  protected makeRoom(records: number): void {
    this.start = new Float64Array(records);
    this.finish = new Float64Array(records);
    this.place = new Int32Array(records);
  }
}
