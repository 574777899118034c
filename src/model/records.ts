/**
 * All records of a run, as slots in parallel arrays: a record is a small integer, and nothing is allocated for one.
 *
 * The store is shared by all sources, so a record that moves to a dead-letter queue keeps its slot and its identity.
 * A slot is free again when its record is gone and no batch holds it any more; its fields stay readable until it is reused. Attributes are whole numbers that
 * stand for values. Invariant: the free slots are #free[0 … #freeCount).
 */
import type { Micros } from '../engine/time.ts';
import { Lineage } from './lineage.ts';

/** Where a record is. */
export const State = {
  free: 0,
  /** Can be received. */
  waiting: 1,
  /** Received, and hidden until its visibility timeout runs out. */
  hidden: 2,
  /** Sent, but not to be received before its delay has passed. */
  delayed: 3,
  /** Deleted or given up; some batch may still hold it. */
  gone: 4,
} as const;

/** The largest number that needs no place in a table. */
export const LARGEST_PLAIN = 0x7fff_ffff;

/**
 * The values one attribute takes, each as a whole number of 32 bits; 0 means that the record has none.
 * A whole number n from 0 to {@link LARGEST_PLAIN} is ~n, below 0, and costs no memory however many there are; all other
 * values have a place in a table, in order of first use from 1.
 */
export class AttributeTable {
  readonly name: string;
  readonly #values: (string | number | boolean)[] = [];
  readonly #indexes = new Map<string | number | boolean, number>();

  constructor(name: string) {
    this.name = name;
  }

  /** The number that stands for a value; a new value gets the next place in the table. */
  indexOf(value: string | number | boolean): number {
    if (typeof value === 'number' && isPlain(value)) return ~value;
    let index = this.#indexes.get(value);
    if (index === undefined) {
      index = this.#values.push(value);
      this.#indexes.set(value, index);
    }
    return index;
  }

  /** The value that a number stands for; undefined: none. */
  valueAt(index: number): string | number | boolean | undefined {
    return index < 0 ? ~index : this.#values[index - 1];
  }

  /** Values in the table. */
  get size(): number {
    return this.#values.length;
  }
}

function isPlain(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= LARGEST_PLAIN;
}

/** A number for each record. The array is another when there is room for more: ask for it anew each time. */
export interface Column {
  values: Float64Array<ArrayBuffer>;
}

const FIRST_CAPACITY = 1024;

/** Records that may be in the queues at once; at some seventy bytes each, a machine has room for them. */
const MOST_RECORDS = 1 << 26;

/** More records wait at once than a run has room for. */
export class TooManyRecords extends Error {
  override readonly name = 'TooManyRecords';

  readonly live: number;

  constructor(live: number) {
    super(`${live} records wait at once`);
    this.live = live;
  }
}

export class Records {
  /** When the source accepted the record. */
  sentAt = new Float64Array(FIRST_CAPACITY);
  /** When a hidden or delayed record becomes visible. */
  due = new Float64Array(FIRST_CAPACITY);
  /** Number within its origin, from 1: with the origin's name it is the record's id unless it has a label. */
  number = new Float64Array(FIRST_CAPACITY);
  /** How long the handler works on this record, in microseconds; NaN when the handler decides. */
  work = new Float64Array(FIRST_CAPACITY);
  /** Bytes of the body. */
  size = new Int32Array(FIRST_CAPACITY);
  /** How often it was received, over all queues it has been in. */
  receiveCount = new Int32Array(FIRST_CAPACITY);
  /** Invocations that were given it. */
  attempts = new Int32Array(FIRST_CAPACITY);
  /** Batches that hold it now. */
  holders = new Int32Array(FIRST_CAPACITY);
  /** Index of the source it was first sent to. */
  origin = new Int32Array(FIRST_CAPACITY);
  /** Index of the source it is in now. */
  home = new Int32Array(FIRST_CAPACITY);
  /** Number in {@link labels} of an id given in the scenario; 0 for none. */
  label = new Int32Array(FIRST_CAPACITY);
  state = new Uint8Array(FIRST_CAPACITY);
  /** One column for each attribute that some source gives or some handler asks for. */
  readonly attributes: { readonly table: AttributeTable; column: Int32Array }[] = [];
  readonly labels = new AttributeTable('id');

  /** Columns that only some runs have, by name. */
  readonly #columns = new Map<string, Column>();
  /** How often the contents of a record were sent before; made for the first repeat. */
  #repeats: Column | undefined;
  /** Records sent so far, by origin. */
  readonly #sent: number[] = [];
  /** Texts of bodies that the scenario gives to single records. */
  readonly bodies = new AttributeTable('body');

  /** See {@link lineage}; made for the first record that follows another. */
  #lineage: Lineage | undefined;
  /** See {@link agedFrom}; made when the first record has an instant of its own. */
  #agedFrom: Float64Array<ArrayBuffer> | undefined;
  /** See {@link bodyIndex}; made when the first record has a body. */
  #bodies: Int32Array<ArrayBuffer> | undefined;

  #free = new Int32Array(FIRST_CAPACITY);
  #freeCount = 0;
  #used = 0;

  /**
   * From when the age of a record counts that its queue is measured by: when it was sent, or was moved to a dead-letter queue
   * (SQS-48); Infinity when it counts no more (SQS-49).
   */
  get agedFrom(): Readonly<Float64Array> {
    return this.#agedFrom ?? this.sentAt;
  }

  /** Another instant from which the age of a record counts. */
  countAgeFrom(slot: number, at: Micros): void {
    this.#agedFrom ??= this.sentAt.slice();
    this.#agedFrom[slot] = at;
  }

  /** Number in {@link bodies} of the body that was given to the record; 0 for none. */
  bodyIndex(slot: number): number {
    return this.#bodies === undefined ? 0 : this.#bodies[slot]!;
  }

  /** The text of the body that was given to the record; undefined: none. */
  bodyAt(slot: number): string | undefined {
    return this.bodies.valueAt(this.bodyIndex(slot)) as string | undefined;
  }

  giveBody(slot: number, text: string): void {
    this.#bodies ??= new Int32Array(this.state.length);
    this.#bodies[slot] = this.bodies.indexOf(text);
  }

  /** The column of an attribute, made on first mention. */
  attribute(name: string): number {
    const known = this.attributes.findIndex((a) => a.table.name === name);
    if (known >= 0) return known;
    const column = new Int32Array(this.state.length);
    return this.attributes.push({ table: new AttributeTable(name), column }) - 1;
  }

  /** A column of numbers beside the others, made on first mention. New records find in it what the slot had before. */
  column(name: string): Column {
    let column = this.#columns.get(name);
    if (column === undefined) this.#columns.set(name, (column = { values: new Float64Array(this.state.length) }));
    return column;
  }

  /** A new record, the next of its origin; every field has its starting value. */
  add(sentAt: Micros, origin: number): number {
    const number = (this.#sent[origin] ?? 0) + 1;
    this.#sent[origin] = number;
    return this.#make(sentAt, origin, number);
  }

  #make(sentAt: Micros, origin: number, number: number): number {
    const slot = this.#freeCount > 0 ? this.#free[--this.#freeCount]! : this.#unused();
    this.sentAt[slot] = sentAt;
    this.origin[slot] = origin;
    this.home[slot] = origin;
    this.number[slot] = number;
    this.work[slot] = NaN;
    this.size[slot] = 0;
    this.receiveCount[slot] = 0;
    this.attempts[slot] = 0;
    this.label[slot] = 0;
    this.state[slot] = State.waiting;
    if (this.#agedFrom !== undefined) this.#agedFrom[slot] = sentAt;
    if (this.#bodies !== undefined) this.#bodies[slot] = 0;
    if (this.#repeats !== undefined) this.#repeats.values[slot] = 0;
    if (this.#lineage !== undefined) this.#lineage.begin(slot);
    for (let i = 0; i < this.attributes.length; i++) this.attributes[i]!.column[slot] = 0;
    return slot;
  }

  /** Which sending of its contents a record is, from 1: repeats are 2 and up. */
  sendingOf(slot: number): number {
    return 1 + (this.#repeats?.values[slot] ?? 0);
  }

  /** Another record with the same contents, number and label, so that what goes by these treats both alike. */
  copy(of: number): number {
    this.#repeats ??= this.column('repeats');
    const slot = this.#make(this.sentAt[of]!, this.origin[of]!, this.number[of]!);
    this.label[slot] = this.label[of]!;
    this.#repeats.values[slot] = this.#repeats.values[of]! + 1;
    this.work[slot] = this.work[of]!;
    this.size[slot] = this.size[of]!;
    if (this.#bodies !== undefined) this.#bodies[slot] = this.#bodies[of]!;
    for (const { column } of this.attributes) column[slot] = column[of]!;
    return slot;
  }

  /** Where records come from that follow others; undefined while there was none. */
  get lineage(): Lineage | undefined {
    return this.#lineage;
  }

  /** A record that was just made is made out of `parent`; its trail is the number of one of the run's Trails. */
  follow(slot: number, parent: number, trail: number): void {
    this.#lineage ??= new Lineage(this.state.length);
    this.#lineage.follow(slot, parent, trail, this);
  }

  /** A record carries the attributes of another, and its body if that is the same. */
  describe(slot: number, as: number, withBody: boolean): void {
    for (const { column } of this.attributes) column[slot] = column[as]!;
    if (withBody && this.#bodies !== undefined) this.#bodies[slot] = this.#bodies[as]!;
  }

  /** The record is sent at that instant, and its age counts from then. */
  sendAt(slot: number, at: Micros): void {
    this.sentAt[slot] = at;
    if (this.#agedFrom !== undefined) this.#agedFrom[slot] = at;
  }

  /** The record is sent anew: as old as now, never received, never tried. */
  renew(slot: number, now: Micros): void {
    this.sendAt(slot, now);
    this.receiveCount[slot] = 0;
    this.attempts[slot] = 0;
  }

  /** The record is deleted or given up. Its slot is reused once the last batch lets go of it. */
  remove(slot: number): void {
    this.state[slot] = State.gone;
    if (this.holders[slot] === 0) this.#release(slot);
  }

  /** A batch that holds the record lets go of it, and it is deleted: {@link remove} and {@link letGo} at once. */
  removeHeld(slot: number): void {
    this.state[slot] = State.gone;
    if (--this.holders[slot]! === 0) this.#release(slot);
  }

  /** A batch takes hold of the record, so that its slot keeps its meaning. */
  hold(slot: number): void {
    this.holders[slot]!++;
  }

  /** A batch lets go of the record. */
  letGo(slot: number): void {
    if (--this.holders[slot]! === 0 && this.state[slot] === State.gone) this.#release(slot);
  }

  /** Slots in use. */
  get live(): number {
    return this.#used - this.#freeCount;
  }

  #release(slot: number): void {
    this.state[slot] = State.free;
    this.#free[this.#freeCount++] = slot;
  }

  #unused(): number {
    if (this.#used === this.state.length) this.#grow();
    return this.#used++;
  }

  #grow(): void {
    if (this.state.length >= MOST_RECORDS) throw new TooManyRecords(this.state.length);
    const capacity = this.state.length * 2;
    this.sentAt = copied(this.sentAt, new Float64Array(capacity));
    if (this.#agedFrom !== undefined) this.#agedFrom = copied(this.#agedFrom, new Float64Array(capacity));
    if (this.#lineage !== undefined) this.#lineage.grow(capacity);
    if (this.#bodies !== undefined) this.#bodies = copied(this.#bodies, new Int32Array(capacity));
    this.due = copied(this.due, new Float64Array(capacity));
    this.number = copied(this.number, new Float64Array(capacity));
    this.work = copied(this.work, new Float64Array(capacity));
    this.size = copied(this.size, new Int32Array(capacity));
    this.receiveCount = copied(this.receiveCount, new Int32Array(capacity));
    this.attempts = copied(this.attempts, new Int32Array(capacity));
    this.holders = copied(this.holders, new Int32Array(capacity));
    this.origin = copied(this.origin, new Int32Array(capacity));
    this.home = copied(this.home, new Int32Array(capacity));
    this.label = copied(this.label, new Int32Array(capacity));
    this.state = copied(this.state, new Uint8Array(capacity));
    this.#free = copied(this.#free, new Int32Array(capacity));
    for (const attribute of this.attributes) attribute.column = copied(attribute.column, new Int32Array(capacity));
    for (const column of this.#columns.values()) column.values = copied(column.values, new Float64Array(capacity));
  }
}

function copied<A extends Float64Array | Int32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
