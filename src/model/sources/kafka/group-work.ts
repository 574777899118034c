/** What the members of a group have done of what they could do: busy lanes and bytes, summed over time. */
import { SECOND, type Micros } from '../../../engine/time.ts';

export class GroupWork {
  #since: Micros = 0;
  /** Lanes whose batches are closed, lanes that can be busy at once, and members; from now on. */
  #busy = 0;
  #lanes = 0;
  #members = 0;
  /** Sums over time since this was last taken, in microseconds of one. */
  #busyTime = 0;
  #laneTime = 0;
  #memberTime = 0;
  #bytes = 0;

  get busy(): number {
    return this.#busy;
  }

  /** So many more batches are under way. */
  begin(batches: number, now: Micros): void {
    this.#moveTo(now);
    this.#busy += batches;
  }

  /** So many members from now on, with so many lanes that can be busy at once. */
  resize(members: number, lanes: number, now: Micros): void {
    this.#moveTo(now);
    this.#members = members;
    this.#lanes = lanes;
  }

  read(bytes: number): void {
    this.#bytes += bytes;
  }

  /** The larger of the shares of lanes and of bytes that were used since this was last asked; `most`: bytes of a member in a second. */
  takeUse(most: number, now: Micros): number {
    this.#moveTo(now);
    const lanes = this.#laneTime === 0 ? 0 : this.#busyTime / this.#laneTime;
    const bytes = this.#memberTime === 0 ? 0 : this.#bytes / most / (this.#memberTime / SECOND);
    this.#busyTime = 0;
    this.#laneTime = 0;
    this.#memberTime = 0;
    this.#bytes = 0;
    return Math.max(lanes, bytes);
  }

  #moveTo(now: Micros): void {
    const time = now - this.#since;
    this.#since = now;
    this.#busyTime += this.#busy * time;
    this.#laneTime += this.#lanes * time;
    this.#memberTime += this.#members * time;
  }
}
