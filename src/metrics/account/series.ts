/** Who held the account over time: for each interval of a series the executions by function at the instant at which most ran together. */
import type { Micros } from '../../engine/time.ts';
import type { Reader } from '../readings.ts';
import type { AccountRecorder } from './account-recorder.ts';

export class AccountRows implements Reader {
  readonly period: Micros;
  /** By function. */
  readonly rows: readonly number[][];
  readonly #recorder: AccountRecorder;
  readonly #part: Int32Array;
  readonly #most: Int32Array;
  #greatest = -1;

  constructor(period: Micros, recorder: AccountRecorder) {
    this.period = period;
    this.#recorder = recorder;
    this.rows = Array.from(recorder.peak, () => []);
    this.#part = new Int32Array(recorder.peak.length);
    this.#most = new Int32Array(recorder.peak.length);
  }

  note(): void {
    const greatest = this.#recorder.takePeak(this.#part);
    if (greatest <= this.#greatest) return;
    this.#greatest = greatest;
    this.#most.set(this.#part);
  }

  close(): void {
    this.rows.forEach((row, fn) => row.push(this.#most[fn]!));
    this.#greatest = -1;
  }

  restart(): void {}
}
