/**
 * What is counted of a source and of a function for its bill, while a run goes on, beside what the recorder counts anyway. Nothing is
 * allocated for a record or an invocation. What it is multiplied by, and for which parts, is decided afterwards (quantities.ts).
 *
 * The sizes that things are rounded to are facts: they are set once, before the run begins.
 */
import type { Batch } from '../../model/batch.ts';
import { Tally } from '../tally.ts';

/** How the calls of a source are rounded; sizes in bytes. */
export interface SourceBilling {
  /** What a call covers, and what each part of the rest is that counts once more. */
  readonly covered: number;
  readonly part: number;
  /** Messages that one call deletes at most. */
  readonly mostPerDelete: number;
  /** Messages of one call that sends. */
  readonly perSend: number;
}

/** Of a queue, or of events that are invoked asynchronously. */
export class SourceUsage {
  /**
   * Beyond one for each record sent, and for each receive that returned something: for their size. Where calls send several records it is
   * less than one for each.
   */
  readonly moreForSends = new Tally();
  readonly moreForReceives = new Tally();
  /** Calls that delete up to so many messages as one call deletes. */
  readonly deletes = new Tally();
  #covered = Infinity;
  #part = 1;
  #mostPerDelete = 1;
  #perSend = 1;
  /** Messages of the call that sends now, and their bytes. */
  #inCall = 0;
  #callBytes = 0;
  /** Whether something of the last receive was deleted because no filter let it through. */
  #hasDeletedFiltered = false;

  bill({ covered, part, mostPerDelete, perSend }: SourceBilling): void {
    this.#perSend = perSend;
    this.#covered = covered;
    this.#part = part;
    this.#mostPerDelete = mostPerDelete;
  }

  sent(bytes: number): void {
    if (this.#perSend > 1) this.#sentWithOthers(bytes);
    else if (bytes > this.#covered) this.moreForSends.total += this.#partsOf(bytes);
  }

  /** One was sent that is no record of the source. */
  sentInVain(bytes: number): void {
    this.moreForSends.total++;
    this.sent(bytes);
  }

  /** Calls are filled one after the other, and one that has just begun counts already. */
  #sentWithOthers(bytes: number): void {
    if (this.#inCall === this.#perSend) {
      this.#inCall = 0;
      this.#callBytes = 0;
    }
    if (this.#inCall++ > 0) this.moreForSends.total--;
    this.moreForSends.total -= this.#partsOf(this.#callBytes);
    this.#callBytes += bytes;
    this.moreForSends.total += this.#partsOf(this.#callBytes);
  }

  /** One receive returned so many bytes. */
  received(bytes: number): void {
    this.#hasDeletedFiltered = false;
    if (bytes > this.#covered) this.moreForReceives.total += this.#partsOf(bytes);
  }

  /** So many messages of a batch were deleted, gone ones included. */
  deleted(messages: number): void {
    this.deletes.total += messages <= this.#mostPerDelete ? Math.min(1, messages) : this.#callsFor(messages);
  }

  /** A message of the last receive is for no function: those of one receive are deleted by one call. */
  deletedFiltered(): void {
    if (this.#hasDeletedFiltered) return;
    this.#hasDeletedFiltered = true;
    this.deletes.total++;
  }

  #partsOf(bytes: number): number {
    return Math.max(0, Math.ceil((bytes - this.#covered) / this.#part));
  }

  #callsFor(messages: number): number {
    return Math.ceil(messages / this.#mostPerDelete);
  }

  restart(): void {
    // What is measured begins with a call.
    this.#inCall = 0;
    this.#callBytes = 0;
    for (const tally of [this.moreForSends, this.moreForReceives, this.deletes]) tally.restart();
  }
}

/** How the time of an invocation is rounded, in microseconds. */
export interface FunctionBilling {
  readonly roundedTo: number;
  /** Whether the INIT of a cold start is part of it. */
  readonly isInitBilled: boolean;
}

/** Billed time of a function, in microseconds. */
export class FunctionUsage {
  readonly onDemand = new Tally();
  readonly provisioned = new Tally();
  #roundedTo = 1;
  #isInitBilled = true;

  bill({ roundedTo, isInitBilled }: FunctionBilling): void {
    this.#roundedTo = roundedTo;
    this.#isInitBilled = isInitBilled;
  }

  /** An invocation ended, well or not. What comes before INIT is never billed (CLD-02), an INIT that is run again is within the duration. */
  finished({ host, initDuration, platformDuration, duration }: Batch): void {
    const init = this.#isInitBilled ? initDuration - platformDuration : 0;
    const billed = Math.ceil((init + duration) / this.#roundedTo) * this.#roundedTo;
    if (host?.provisioned === true) this.provisioned.total += billed;
    else this.onDemand.total += billed;
  }

  restart(): void {
    this.onDemand.restart();
    this.provisioned.restart();
  }
}
