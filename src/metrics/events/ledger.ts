/** What is kept of one source of asynchronous invocations while a run goes on: of fixed size. */
import { CONDITIONS, RETRY_CAUSES, type Condition, type RetryCause } from '../../model/observer.ts';
import { Extremes } from '../../stats/extremes.ts';
import { Histogram } from '../../stats/histogram.ts';
import { Tally } from '../tally.ts';

/** What becomes of records that are sent somewhere. */
export class DeliveryRecord {
  readonly name: string;
  readonly delivered = new Tally();
  readonly failed = new Tally();

  constructor(name: string) {
    this.name = name;
  }

  note(delivered: boolean): void {
    (delivered ? this.delivered : this.failed).total++;
  }

  restart(): void {
    this.delivered.restart();
    this.failed.restart();
  }
}

/** What there is to know of a source of asynchronous invocations before the run. */
export interface EventParts {
  readonly function: string;
  readonly origin: string;
  /** Names of what events are sent to at their end. */
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
  readonly deadLetterQueue: string | undefined;
  readonly settingChanges: readonly SettingChange[];
}

/** A setting that the scenario sets within the run. */
export interface SettingChange {
  readonly at: number;
  readonly setting: string;
  readonly to: number;
}

/** Settings as they stand now; times in microseconds. */
export interface EventSettings {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAge: number;
}

export class EventRecord {
  readonly parts: EventParts;
  /** Known once the model is put together. */
  settings: EventSettings | undefined;
  readonly published = new Tally();
  /** Published, and neither accepted nor dropped: with the service in front. */
  upstreamWaiting = 0;
  readonly upstreamRefused = new Tally();
  readonly upstreamDropped = new Tally();
  readonly received = new Tally();
  /** Events by how they ended. */
  readonly ended = counts<Condition>(CONDITIONS);
  /** Given up, and never run; of these, never even tried. */
  readonly droppedUnrun = new Tally();
  readonly droppedUntried = new Tally();
  readonly retries = counts<RetryCause>(RETRY_CAUSES);
  /** Attempts that began, and of those that are over how they came out. */
  readonly executions = new Tally();
  readonly ranWell = new Tally();
  readonly functionErrors = new Tally();
  /** Attempts that did not begin. */
  readonly throttled = new Tally();
  readonly systemErrors = new Tally();
  readonly stopped = new Tally();
  readonly duplicates = new Tally();
  /** One value an attempt. */
  readonly age = new Histogram();
  /** The same since it was last taken. */
  readonly recentAge = new Extremes();
  /** Greatest time for which an event was put back after an attempt that did not begin. */
  longestBackOff = 0;
  readonly onSuccess: DeliveryRecord | undefined;
  readonly onFailure: DeliveryRecord | undefined;
  readonly deadLetterQueue: DeliveryRecord | undefined;

  constructor(parts: EventParts) {
    this.parts = parts;
    const to = (name: string | undefined): DeliveryRecord | undefined =>
      name === undefined ? undefined : new DeliveryRecord(name);
    this.onSuccess = to(parts.onSuccess);
    this.onFailure = to(parts.onFailure);
    this.deadLetterQueue = to(parts.deadLetterQueue);
  }

  noteAge(age: number): void {
    this.age.add(age);
    this.recentAge.add(age);
  }

  /** The warm-up ends. */
  restart(): void {
    const { published, upstreamRefused, upstreamDropped, received, droppedUnrun, droppedUntried, duplicates } = this;
    for (const tally of [published, upstreamRefused, upstreamDropped, received]) tally.restart();
    for (const tally of [droppedUnrun, droppedUntried]) tally.restart();
    for (const tally of [...Object.values(this.ended), ...Object.values(this.retries), duplicates]) tally.restart();
    const { executions, ranWell, functionErrors, throttled, systemErrors, stopped } = this;
    for (const tally of [executions, ranWell, functionErrors, throttled, systemErrors, stopped]) tally.restart();
    for (const one of [this.onSuccess, this.onFailure, this.deadLetterQueue]) one?.restart();
    this.age.reset();
    this.longestBackOff = 0;
  }
}

/** A count for each of these keys. */
function counts<K extends string>(keys: readonly K[]): Readonly<Record<K, Tally>> {
  return Object.fromEntries(keys.map((key) => [key, new Tally()])) as Record<K, Tally>;
}
