/**
 * Where a mapping of a stream sends what it gives up (KIN-28): a queue of the scenario, or something whose inside is not modelled.
 * SQS and SNS get one small message about the batch, S3 the records as well; what it costs its sender is nothing in time.
 */
import type { Named } from '../../observer.ts';

export interface Destination extends Named {
  /** Takes a message about a batch; false when it is out, and the batch is dropped (KIN-30). */
  take(): boolean;
}

/** A topic or a bucket: always there. */
export class Elsewhere implements Destination {
  readonly name: string;
  /** No source of the scenario. */
  readonly index = -1;

  constructor(name: string) {
    this.name = name;
  }

  take(): boolean {
    return true;
  }
}
