/** What the series of a result have of the groups of a queue: dwell by the interval, groups that were noisy, and quiet messages that waited. */
import type { Histogram } from '../../stats/histogram.ts';
import { Recent } from '../../stats/recent.ts';
import type { FairReading } from './group-recorder.ts';
import type { GroupsRecord } from './ledger.ts';
import type { GroupsSeries } from './result.ts';

/** Percentiles of dwell by the interval. */
class DwellRows {
  readonly rows = { p50: [] as (number | null)[], p99: [] as (number | null)[], max: [] as (number | null)[] };
  readonly #dwell: Recent;

  constructor(dwell: Histogram) {
    this.#dwell = new Recent([dwell]);
  }

  close(): void {
    const recent = this.#dwell.take();
    const quantile = (share: number): number | null => (recent.count === 0 ? null : recent.quantile(share));
    this.rows.p50.push(quantile(0.5));
    this.rows.p99.push(quantile(0.99));
    this.rows.max.push(quantile(1));
  }

  beforeRestart(): void {
    this.#dwell.keep();
  }

  restart(): void {
    this.#dwell.restart();
  }
}

export class GroupRows {
  readonly #dwell: DwellRows;
  readonly #quietDwell: DwellRows | undefined;
  readonly #noisyDwell: DwellRows | undefined;
  readonly #noisyGroups: number[] = [];
  readonly #quietDepth: number[] = [];
  /** Of the present interval. */
  #noisy = 0;
  #depth = 0;

  constructor({ dwell, fair }: GroupsRecord) {
    this.#dwell = new DwellRows(dwell);
    if (fair === undefined) return;
    this.#quietDwell = new DwellRows(fair.quietDwell);
    this.#noisyDwell = new DwellRows(fair.noisyDwell);
  }

  get #all(): DwellRows[] {
    return [this.#dwell, this.#quietDwell, this.#noisyDwell].filter((one) => one !== undefined);
  }

  note(reading: FairReading | undefined): void {
    if (reading === undefined) return;
    this.#noisy = Math.max(this.#noisy, reading.noisyGroups);
    this.#depth = Math.max(this.#depth, reading.visible);
  }

  close(): void {
    for (const rows of this.#all) rows.close();
    this.#noisyGroups.push(this.#noisy);
    this.#quietDepth.push(this.#depth);
    this.#noisy = 0;
    this.#depth = 0;
  }

  beforeRestart(): void {
    for (const rows of this.#all) rows.beforeRestart();
  }

  restart(): void {
    for (const rows of this.#all) rows.restart();
  }

  toResult(): GroupsSeries {
    if (this.#quietDwell === undefined) return { dwell: this.#dwell.rows };
    const levels = { noisyGroups: this.#noisyGroups, quietDepth: this.#quietDepth };
    return {
      dwell: this.#dwell.rows,
      fair: { ...levels, quietDwell: this.#quietDwell.rows, noisyDwell: this.#noisyDwell!.rows },
    };
  }
}
