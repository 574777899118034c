/** The series of one downstream: what sampler.ts keeps of it. */
import type { DownstreamReading } from '../readings.ts';
import { Steps } from '../steps.ts';
import type { DownstreamRecord } from './recorder.ts';

export class DownstreamRows {
  readonly rows = {
    calls: [] as number[],
    callsFailed: [] as number[],
    connections: [] as number[],
    connectionsWanted: [] as number[],
    inProgress: [] as number[],
  };
  readonly #record: DownstreamRecord;
  readonly #steps = new Steps();

  constructor(record: DownstreamRecord) {
    this.#record = record;
  }

  note(reading: DownstreamReading, interval: number): void {
    for (const level of ['connections', 'connectionsWanted', 'inProgress'] as const) {
      this.rows[level][interval] = Math.max(this.rows[level][interval] ?? 0, reading[level]);
    }
  }

  close(): void {
    this.rows.calls.push(this.#steps.take('calls', this.#record.calls.total));
    this.rows.callsFailed.push(this.#steps.take('callsFailed', this.#record.failed.total));
  }
}
