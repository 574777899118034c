/** Runs scenarios and hears the parts of every record's time: what the recorder only keeps sums of. */
import type { Batch } from '../../src/model/batch.ts';
import { Listener, type Named } from '../../src/model/observer.ts';
import type { RecordTime, TellRest, TimeHearer } from '../../src/metrics/where-time-went/heard.ts';
import type { Result } from '../../src/metrics/result.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';

/** Asks of all records, those included that are not done with when the run is over. */
class AllTimes extends Listener implements TimeHearer {
  readonly heard: RecordTime[] = [];
  readonly #slots = new Set<number>();
  readonly #batches = new Set<Batch>();
  #tellRest!: TellRest;

  begins(tellRest: TellRest): void {
    this.#tellRest = tellRest;
  }

  wants(): boolean {
    return true;
  }

  hears(time: RecordTime): void {
    this.heard.push(time);
    this.#slots.delete(time.slot);
  }

  override sent(_source: Named, slot: number): void {
    this.#slots.add(slot);
  }

  override deadLettered(_source: Named, _target: Named, slot: number): void {
    this.#slots.add(slot);
  }

  override redriven(_from: Named, _to: Named, slot: number): void {
    this.#slots.add(slot);
  }

  override received(_source: Named, batch: Batch): void {
    if (batch.shard >= 0) this.#batches.add(batch);
  }

  override abandoned(batch: Batch): void {
    this.#batches.delete(batch);
  }

  finish(): void {
    this.#tellRest([...this.#slots], this.#batches);
  }
}

/** The result, which is that of a run of which nobody asks anything, and the times of its records in the order in which they ended. */
export function withEachRecord(scenario: Scenario): {
  readonly result: Result;
  readonly records: readonly RecordTime[];
} {
  const all = new AllTimes();
  const result = simulate(scenario, { timesOf: all, observers: [() => all] });
  all.finish();
  return { result, records: all.heard };
}

/** Records whose parts are not whole microseconds of at least 0 that add up to the whole. */
export function wrongOnes(records: readonly RecordTime[]): RecordTime[] {
  return records.filter(({ from, to, parts }) => {
    const areTimes = parts.every((time) => Number.isInteger(time) && time >= 0);
    return !areTimes || parts.reduce((sum, time) => sum + time, 0) !== to - from;
  });
}
