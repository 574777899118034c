/**
 * The rows of a queue of Amazon MQ for one period, by its engine, and when there are none: what docs/metrics.md says in its table.
 * Brokers are asked every minute; a queue that holds nothing and that nobody sends to or reads is left out here.
 */
import { METRICS } from '../aws/cloudwatch-metrics.ts';
import type { Micros } from '../engine/time.ts';
import { LevelMeter } from './level-meter.ts';
import type { SourceRecord } from './ledgers.ts';
import type { QueueCounts } from './period-counts.ts';
import type { SourceReading } from './readings.ts';
import type { Sheet } from './sheet.ts';
import { Steps } from './steps.ts';

export type BrokerEngine = 'activeMq' | 'rabbitMq';

export class BrokerMetrics {
  readonly #name: string;
  readonly #engine: BrokerEngine;
  readonly #record: SourceRecord;
  readonly #counts: QueueCounts;
  readonly #steps = new Steps();
  readonly #waiting: LevelMeter;
  readonly #inFlight: LevelMeter;

  constructor(name: string, engine: BrokerEngine, record: SourceRecord, counts: QueueCounts) {
    this.#name = name;
    this.#engine = engine;
    this.#record = record;
    this.#counts = counts;
    this.#waiting = new LevelMeter(record.visible);
    this.#inFlight = new LevelMeter(record.inFlight);
  }

  note({ depth, inFlight }: SourceReading, now: Micros): void {
    this.#waiting.note(depth, now);
    this.#inFlight.note(inFlight, now);
  }

  beforeRestart(): void {}

  restart(): void {
    this.#waiting.restart();
    this.#inFlight.restart();
  }

  /** The period from `from` to `now` ends. */
  close(sheet: Sheet, from: Micros, now: Micros): void {
    const sent = this.#steps.take('sent', this.#record.arrived.total);
    const received = this.#steps.take('received', this.#record.received.total);
    const expired = this.#steps.take('expired', this.#record.expired.total);
    const acknowledged = this.#counts.deletes;
    const [waiting, inFlight] = [this.#waiting.take(now - from), this.#inFlight.take(now - from)];
    if (sent + received + expired + acknowledged + waiting[0] + inFlight[0] === 0) return;
    const name = this.#name;
    // Their averages add up, and their maxima do not: they are of different instants.
    const all = waiting[1] + inFlight[1];
    if (this.#engine === 'rabbitMq') {
      sheet.add(METRICS.messageReady, name, ...waiting);
      sheet.add(METRICS.messageUnacknowledged, name, ...inFlight);
      sheet.add(METRICS.messageCount, name, all);
      return;
    }
    sheet.add(METRICS.enqueued, name, sent);
    sheet.add(METRICS.dispatched, name, received);
    sheet.add(METRICS.dequeued, name, acknowledged);
    sheet.add(METRICS.expiredMessages, name, expired);
    sheet.add(METRICS.inFlightMessages, name, ...inFlight);
    sheet.add(METRICS.queueSize, name, all);
  }
}
