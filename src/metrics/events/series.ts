/** What the series of a result have of asynchronous invocation: ages at attempts, ends, retries and attempts by the interval. */
import { CONDITIONS, RETRY_CAUSES } from '../../model/observer.ts';
import { Steps } from '../steps.ts';
import type { Tally } from '../tally.ts';
import type { EventRecord } from './ledger.ts';
import { ATTEMPT_OUTCOMES, type EventSeries } from './result.ts';

/** Of one source. */
export class EventRows {
  readonly #record: EventRecord;
  readonly #age = { mean: [] as (number | null)[], max: [] as (number | null)[] };
  readonly #limit: number[] = [];
  readonly #received: Counts<'received'>;
  readonly #ended: Counts<(typeof CONDITIONS)[number]>;
  readonly #retries: Counts<(typeof RETRY_CAUSES)[number]>;
  readonly #attempts: Counts<(typeof ATTEMPT_OUTCOMES)[number]>;

  constructor(record: EventRecord) {
    this.#record = record;
    this.#received = new Counts(['received'], record);
    this.#ended = new Counts(CONDITIONS, record.ended);
    this.#retries = new Counts(RETRY_CAUSES, record.retries);
    this.#attempts = new Counts(ATTEMPT_OUTCOMES, record);
  }

  /** The interval ends. */
  close(): void {
    const { recentAge } = this.#record;
    this.#age.mean.push(recentAge.count === 0 ? null : recentAge.sum / recentAge.count);
    this.#age.max.push(recentAge.count === 0 ? null : recentAge.max);
    recentAge.reset();
    this.#limit.push(this.#record.settings!.maximumEventAge);
    for (const counts of [this.#received, this.#ended, this.#retries, this.#attempts]) counts.close();
  }

  toResult(): EventSeries {
    return {
      eventAge: this.#age,
      maximumEventAge: this.#limit,
      received: this.#received.rows.received,
      ended: this.#ended.rows,
      retries: this.#retries.rows,
      attempts: this.#attempts.rows,
    };
  }
}

/** Some counts, interval by interval. */
class Counts<K extends string> {
  readonly rows: Readonly<Record<K, number[]>>;
  readonly #keys: readonly K[];
  readonly #tallies: Readonly<Record<K, Tally>>;
  readonly #steps = new Steps();

  constructor(keys: readonly K[], tallies: Readonly<Record<K, Tally>>) {
    this.rows = Object.fromEntries(keys.map((key) => [key, []])) as unknown as Record<K, number[]>;
    this.#keys = keys;
    this.#tallies = tallies;
  }

  close(): void {
    for (const key of this.#keys) this.rows[key].push(this.#steps.take(key, this.#tallies[key].total));
  }
}
