/**
 * One invocation that is being played out, and the workers inside it. Objects are reused: nothing is allocated for an invocation
 * once there are enough of them.
 *
 * An event about either names it by its number. One that is still to come when the invocation is over keeps the object out of
 * use until then: see {@link Play.isExpected} and {@link Worker.isExpected}.
 */
import type { Timer } from '../../../engine/simulation.ts';
import type { Micros } from '../../../engine/time.ts';
import type { Batch } from '../../batch.ts';
import type { CallEnd, Caller } from '../../downstreams/call.ts';
import { Verdict } from '../judge.ts';
import type { Memory } from '../memory.ts';
import { Stages } from '../stages.ts';
import { Timeline } from '../timeline.ts';
import { Pending } from './effects.ts';

export class Play extends Timeline {
  readonly number: number;
  /** Cuts it off. */
  readonly timeout: Timer;
  readonly stages = new Stages();
  readonly verdict = new Verdict();
  readonly pending = new Pending();
  /** Undefined: memory plays no part. */
  readonly memory: Memory | undefined;
  batch: Batch | undefined = undefined;
  /** Whether an event of its own is to come. */
  isExpected = false;
  /** Time before the records. */
  before: Micros = 0;
  stage = 0;
  /** Place of the record that is begun next. */
  next = 0;
  readonly workers: Worker[] = [];
  /** By record: its own work, and each of the two times the idempotency table is asked for it. */
  work = new Float64Array(16);
  look = new Float64Array(16);
  mark = new Float64Array(16);
  /** By record: bytes it holds while it is worked on. */
  holds = new Float64Array(16);
  /** By record: whether it is reported as failed although nothing is wrong with it, and whether it was marked before the work. */
  reported = new Uint8Array(16);
  marked = new Uint8Array(16);
  /** By record and use: time of the call. */
  calls = new Float64Array(16);

  /** Sums over its records so far, of what is over: time of their calls, and time in all. */
  calling: Micros = 0;
  spent: Micros = 0;
  /** How long the handler had run when it was done with its records, or was stopped. */
  worked: Micros = 0;

  constructor(number: number, timeout: Timer, memory: Memory | undefined) {
    super();
    this.number = number;
    this.timeout = timeout;
    this.memory = memory;
  }

  begin(batch: Batch, uses: number): void {
    const { size } = batch;
    this.batch = batch;
    this.stage = 0;
    this.next = 0;
    this.calling = 0;
    this.spent = 0;
    this.pending.clear();
    this.verdict.begin(size);
    if (size > this.work.length) this.#grow(size * 2);
    if (size * uses > this.calls.length) this.calls = new Float64Array(size * uses * 2);
    this.finish.fill(Infinity, 0, size);
    this.reported.fill(0, 0, size);
    this.marked.fill(0, 0, size);
  }

  /** Sum of the times of the records that were finished. */
  get recordTime(): Micros {
    let sum = 0;
    for (let i = 0; i < this.batch!.size; i++) if (this.finish[i]! < Infinity) sum += this.finish[i]! - this.start[i]!;
    return sum;
  }

  #grow(size: number): void {
    this.makeRoom(size);
    for (const key of ['work', 'look', 'mark', 'holds'] as const) this[key] = new Float64Array(size);
    this.reported = new Uint8Array(size);
    this.marked = new Uint8Array(size);
  }
}

/** Where a worker is with its record; what comes next when time has passed. */
export const Step = {
  /** The idempotency table has been looked at, or written under a condition. */
  looked: 0,
  /** The mark before the work is made. */
  marked: 1,
  worked: 2,
  /** The mark after the work is made. */
  noted: 3,
  /** The mark before the work is taken back, which has failed. */
  removed: 4,
} as const;
export type Step = (typeof Step)[keyof typeof Step];

/** Works on one record at a time. */
export class Worker implements Caller {
  readonly number: number;
  /** Undefined: it is free, or its invocation is over. */
  play: Play | undefined = undefined;
  record = 0;
  step: Step = Step.worked;
  /** Whether an event of its own is to come. */
  isExpected = false;
  /** When the call began that is made now; NaN: none is. */
  callingSince: Micros = NaN;
  /** The call that is made, or comes next. */
  use = 0;
  readonly #answered: (worker: Worker, end: CallEnd) => void;

  constructor(number: number, answered: (worker: Worker, end: CallEnd) => void) {
    this.number = number;
    this.#answered = answered;
  }

  callEnded(end: CallEnd): void {
    this.#answered(this, end);
  }
}
