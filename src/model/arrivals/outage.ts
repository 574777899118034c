/**
 * What a producer does while its queue is out: keeps its records and sends them, in their order, when the queue is back, or
 * loses them. Outages are known beforehand, so the arrivals are shifted or left out before anybody sees them.
 * A record that had to wait is as old as its acceptance: the queue knows nothing of it before.
 */
import type { Micros } from '../../engine/time.ts';
import type { Outages } from '../outages.ts';
import type { Records } from '../records.ts';
import type { ArrivalProcess } from './process.ts';

/** What becomes of sends during an outage. */
export type SendsDuringOutage = 'wait' | 'lost';

export class ArrivalsWithOutages implements ArrivalProcess {
  nextAt: Micros = Infinity;
  readonly describe?: (records: Records, slot: number) => void;
  readonly #process: ArrivalProcess;
  readonly #outages: Outages;
  readonly #sends: SendsDuringOutage;

  constructor(process: ArrivalProcess, outages: Outages, sends: SendsDuringOutage) {
    this.#process = process;
    this.#outages = outages;
    this.#sends = sends;
    if (process.describe !== undefined) this.describe = (records, slot) => process.describe!(records, slot);
    this.#look();
  }

  get delay(): Micros | undefined {
    return this.#process.delay;
  }

  advance(): void {
    this.#process.advance();
    this.#look();
  }

  #look(): void {
    const process = this.#process;
    if (this.#sends === 'lost') while (this.#outages.isOut(process.nextAt)) process.advance();
    this.nextAt = this.#outages.endAfter(process.nextAt) ?? process.nextAt;
  }
}
