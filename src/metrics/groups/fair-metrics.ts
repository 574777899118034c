/** The rows that CloudWatch has of a fair queue beside those of any queue (H.3): noisy groups, and its messages without theirs. */
import { METRICS } from '../../aws/cloudwatch-metrics.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import { LevelMeter } from '../level-meter.ts';
import type { Sheet } from '../sheet.ts';
import type { FairReading } from './group-recorder.ts';
import type { FairRecord } from './ledger.ts';

export class FairMetrics {
  readonly #noisyGroups: LevelMeter;
  readonly #visible: LevelMeter;
  readonly #inFlight: LevelMeter;
  readonly #delayed: LevelMeter;
  #ageOfOldest: Micros = 0;

  constructor({ noisyGroups, visible, inFlight, delayed }: FairRecord) {
    this.#noisyGroups = new LevelMeter(noisyGroups);
    this.#visible = new LevelMeter(visible);
    this.#inFlight = new LevelMeter(inFlight);
    this.#delayed = new LevelMeter(delayed);
  }

  note({ noisyGroups, visible, inFlight, delayed, ageOfOldest }: FairReading, now: Micros): void {
    this.#noisyGroups.note(noisyGroups, now);
    this.#visible.note(visible, now);
    this.#inFlight.note(inFlight, now);
    this.#delayed.note(delayed, now);
    this.#ageOfOldest = Math.max(this.#ageOfOldest, ageOfOldest);
  }

  restart(): void {
    for (const level of [this.#noisyGroups, this.#visible, this.#inFlight, this.#delayed]) level.restart();
  }

  /** A period of this length ends. `sheet` undefined: the queue is not active, and has no rows. */
  close(sheet: Sheet | undefined, name: string, length: Micros): void {
    const age = this.#ageOfOldest;
    this.#ageOfOldest = 0;
    const noisy = this.#noisyGroups.take(length);
    const [visible, inFlight, delayed] = [this.#visible, this.#inFlight, this.#delayed].map((one) => one.take(length));
    if (sheet === undefined) return;
    sheet.add(METRICS.noisyGroups, name, ...noisy);
    sheet.add(METRICS.quietVisible, name, ...visible!);
    sheet.add(METRICS.quietNotVisible, name, ...inFlight!);
    sheet.add(METRICS.quietDelayed, name, ...delayed!);
    sheet.add(METRICS.quietAgeOfOldest, name, age / SECOND);
  }
}
