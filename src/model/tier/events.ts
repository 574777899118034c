/**
 * What the tier keeps of each event, in arrays beside the records: whose it is, where it is stored, and what has become of it so far.
 * The arrays are others when there is room for more events: ask for them anew each time.
 */

/** Where an event is: visible in a queue; received or hidden for a while, and not visible; done with. */
export const Seat = { visible: 1, inFlight: 2, done: 3 } as const;

export class TierEvents {
  tenant = new Int32Array(1024);
  queue = new Int32Array(1024);
  seat = new Uint8Array(1024);
  /** How often it was received, or put off: a delivery whose number is another is no longer valid. */
  receipt = new Int32Array(1024);
  /** Refusals in a row, and the last wait after one. */
  refusals = new Int32Array(1024);
  lastWait = new Float64Array(1024);
  errors = new Int32Array(1024);
  /** Whether some run of it has succeeded. */
  worked = new Uint8Array(1024);
  /** Which sending of its caller it is, from 0; and whether its caller has heard in time. */
  tries = new Int32Array(1024);
  answered = new Uint8Array(1024);
  /** Whether any of the numbers that most events leave at zero may be another. */
  isMarked = new Uint8Array(1024);
  /** Its latest delivery, where deliveries are kept. */
  delivery = new Int32Array(1024);

  /** A new event in a slot. */
  begin(slot: number, tenant: number): void {
    while (slot >= this.seat.length) this.#grow();
    this.tenant[slot] = tenant;
    this.receipt[slot] = 0;
    this.worked[slot] = 0;
    if (this.isMarked[slot] === 0) return;
    // What the event before it in this slot has left behind.
    this.isMarked[slot] = 0;
    this.refusals[slot] = 0;
    this.lastWait[slot] = 0;
    this.errors[slot] = 0;
    this.tries[slot] = 0;
    this.answered[slot] = 0;
  }

  /** Something of an event will be written that most events leave at zero: refusals, waits, errors, tries, answers. */
  mark(slot: number): void {
    this.isMarked[slot] = 1;
  }

  #grow(): void {
    const length = this.seat.length * 2;
    this.tenant = copied(this.tenant, new Int32Array(length));
    this.queue = copied(this.queue, new Int32Array(length));
    this.seat = copied(this.seat, new Uint8Array(length));
    this.receipt = copied(this.receipt, new Int32Array(length));
    this.refusals = copied(this.refusals, new Int32Array(length));
    this.lastWait = copied(this.lastWait, new Float64Array(length));
    this.errors = copied(this.errors, new Int32Array(length));
    this.worked = copied(this.worked, new Uint8Array(length));
    this.tries = copied(this.tries, new Int32Array(length));
    this.isMarked = copied(this.isMarked, new Uint8Array(length));
    this.answered = copied(this.answered, new Uint8Array(length));
    this.delivery = copied(this.delivery, new Int32Array(length));
  }
}

function copied<A extends Float64Array | Int32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
