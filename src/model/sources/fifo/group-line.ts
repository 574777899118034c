/**
 * The messages of a FIFO queue: strict order within a group, and a choice of groups (SQS-62, R-FQ-01 to R-FQ-08).
 *
 * What a group can give are its messages before the first that is in flight or delayed: a hidden message hides what follows it, not
 * what is before it. A receive takes all that a group can give, and goes on with the next group. Of several groups the one comes
 * first whose first message has been visible for longest, so that groups whose messages came back let the others go first. That is not
 * documented; every recorded order of groups fits it. A message keeps its place in its group, wherever it has been.
 *
 * Nothing is allocated for a message, and groups stand in a heap only while they can give something.
 *
 * Invariants: a group is in the heap exactly when its first message waits and is looked at, and no receive has it open.
 */
import { END } from '../../../engine/linked-ints.ts';
import type { Micros } from '../../../engine/time.ts';
import type { Column, Records } from '../../records.ts';
import type { World } from '../../world.ts';
import type { Away, Line } from '../line.ts';
import { GroupHeap } from './group-heap.ts';
import { GroupTable } from './group-table.ts';
import { LookAhead } from './look-ahead.ts';

/** Where a message stands. */
const Place = {
  /** Not in this queue. */
  absent: 0,
  waiting: 1,
  /** The present receive has taken it, and what becomes of it is not said yet. */
  taken: 2,
  /** In flight, or delayed. */
  away: 3,
} as const;

/** Columns with the value that is the group of a message, and the number of its attribute: given when it is sent, and kept wherever it moves. */
export const GROUP_VALUES = 'fifo.value';
export const GROUP_ATTRIBUTES = 'fifo.attribute';

export class GroupLine implements Line, Away {
  readonly away: Away = this;
  readonly quiet = undefined;
  readonly isStrict = true;
  /** Groups with messages in flight. */
  groupsInFlight = 0;
  /** Called when groups that are here, or in flight, may have become more or fewer. */
  onGroups: () => void = () => {};
  /** Whether a receive takes messages of one group only. */
  isOneGroup = false;
  readonly #records: Records;
  readonly #groups = new GroupTable();
  readonly #ready = new GroupHeap();
  readonly #all: LookAhead;
  readonly #values: Column;
  readonly #attributes: Column;
  /** By message: its group, where it stands, its neighbours in the group, and since which turn it is visible. */
  readonly #groupOf: Column;
  readonly #places: Column;
  readonly #next: Column;
  readonly #previous: Column;
  readonly #turns: Column;
  #turn = 0;
  #size = 0;
  /** The group that the present receive takes from, and what it takes next. */
  #open = END;
  #cursor = END;
  #isReceiving = false;
  /** Whether it takes from no other group. */
  #isBound = false;
  /** No message before it waits. */
  #oldestHint = END;

  constructor({ records, rules }: Pick<World, 'records' | 'rules'>) {
    this.#records = records;
    this.#all = new LookAhead(records, rules.number('fifo.lookAhead'));
    this.#values = records.column(GROUP_VALUES);
    this.#attributes = records.column(GROUP_ATTRIBUTES);
    this.#groupOf = records.column('fifo.group');
    this.#places = records.column('fifo.place');
    this.#next = records.column('fifo.next');
    this.#previous = records.column('fifo.previous');
    this.#turns = records.column('fifo.turn');
  }

  /** Messages that wait, whether their groups are blocked or not (R-FQ-11). */
  get size(): number {
    return this.#size;
  }

  /** Groups that have messages. */
  get groups(): number {
    return this.#groups.size;
  }

  /** The message that entered first, wherever it is; END when there is none. */
  get first(): number {
    return this.#all.first;
  }

  get isReady(): boolean {
    return this.#hasMore || (this.#ready.size > 0 && !this.#isBound);
  }

  /** Whether there is an earlier message of its group than this one, which may have been deleted just now. */
  isOvertaking(slot: number): boolean {
    const group = this.#groups.find(this.#attributes.values[slot]!, this.#values.values[slot]!);
    return group !== END && this.#all.isBefore(this.#groups.firsts[group]!, slot);
  }

  /** The message before this one in its group; END when it is the first, or is not here. */
  before(slot: number): number {
    return this.#places.values[slot] === Place.absent ? END : this.#previous.values[slot]!;
  }

  // — Line —

  add(slot: number): void {
    const isNew = this.#places.values[slot] === Place.absent;
    if (isNew) this.#enter(slot);
    this.#places.values[slot] = Place.waiting;
    this.#turns.values[slot] = ++this.#turn;
    this.#size++;
    if (this.#oldestHint === END || this.#all.isBefore(slot, this.#oldestHint)) this.#oldestHint = slot;
    const group = this.#groupOf.values[slot]!;
    if (this.#groups.firsts[group] === slot) this.#rank(group);
    if (isNew) this.onGroups();
  }

  addBehind(slot: number): void {
    this.add(slot);
  }

  shift(): number {
    if (!this.#hasMore) this.#openNext();
    const slot = this.#cursor;
    this.#cursor = this.#next.values[slot]!;
    this.#places.values[slot] = Place.taken;
    this.#size--;
    return slot;
  }

  frontSentAt(): Micros {
    return this.#size > 0 ? this.#records.sentAt[this.oldest()]! : Infinity;
  }

  /** Of the messages that wait. */
  oldest(): number {
    while (this.#places.values[this.#oldestHint] !== Place.waiting)
      this.#oldestHint = this.#all.after(this.#oldestHint);
    return this.#oldestHint;
  }

  takeOldest(): number {
    const slot = this.oldest();
    this.abandon(slot);
    return slot;
  }

  abandon(slot: number): void {
    this.#size--;
    this.#leave(slot);
    this.onGroups();
  }

  forEachInFront(visit: (slot: number) => void): void {
    for (let slot = this.#all.first; slot !== END; slot = this.#all.after(slot)) {
      if (this.#places.values[slot] === Place.waiting) visit(slot);
    }
  }

  // — Away —

  delayed(slot: number): void {
    this.#enter(slot);
    this.#places.values[slot] = Place.away;
    this.onGroups();
  }

  receiving(): void {
    this.#isReceiving = true;
  }

  took(slot: number): void {
    this.#places.values[slot] = Place.away;
    this.#isBound = this.isOneGroup;
    if (this.#groups.inFlight[this.#groupOf.values[slot]!]!++ > 0) return;
    this.groupsInFlight++;
    this.onGroups();
  }

  received(): void {
    this.#isReceiving = false;
    this.#isBound = false;
    this.#close();
  }

  returned(slot: number): void {
    this.#landed(slot);
    this.onGroups();
  }

  left(slot: number): void {
    this.#landed(slot);
    this.#leave(slot);
    this.onGroups();
  }

  moved(slot: number): void {
    this.#leave(slot);
    if (!this.#isReceiving) this.#close();
    this.onGroups();
  }

  // — groups —

  /** A message is no longer in flight. */
  #landed(slot: number): void {
    if (--this.#groups.inFlight[this.#groupOf.values[slot]!]! === 0) this.groupsInFlight--;
  }

  /** Whether the open group has more to give. */
  get #hasMore(): boolean {
    return this.#cursor !== END && this.#places.values[this.#cursor] === Place.waiting;
  }

  #openNext(): void {
    this.#close();
    const group = this.#ready.first;
    this.#ready.remove(group);
    this.#open = group;
    this.#cursor = this.#groups.firsts[group]!;
  }

  #close(): void {
    const group = this.#open;
    this.#open = END;
    this.#cursor = END;
    if (group !== END) this.#rank(group);
  }

  /** The first message of a group is another, or stands elsewhere: the group can give something now, or no longer. */
  #rank(group: number): void {
    if (this.#ready.has(group)) this.#ready.remove(group);
    const first = this.#groups.firsts[group]!;
    if (group === this.#open || this.#places.values[first] !== Place.waiting || !this.#all.reaches(first)) return;
    this.#ready.add(group, this.#turns.values[first]!);
  }

  #enter(slot: number): void {
    const group = this.#groups.numberOf(this.#attributes.values[slot]!, this.#values.values[slot]!);
    const { firsts, lasts } = this.#groups;
    const last = lasts[group]!;
    this.#groupOf.values[slot] = group;
    this.#previous.values[slot] = last;
    this.#next.values[slot] = END;
    if (last === END) firsts[group] = slot;
    else this.#next.values[last] = slot;
    lasts[group] = slot;
    this.#all.push(slot);
  }

  #leave(slot: number): void {
    const group = this.#groupOf.values[slot]!;
    if (this.#oldestHint === slot) this.#oldestHint = this.#all.after(slot);
    const reached = this.#all.remove(slot);
    this.#unlink(slot, group);
    this.#places.values[slot] = Place.absent;
    if (reached === END) return;
    const other = this.#groupOf.values[reached]!;
    if (this.#groups.firsts[other] === reached) this.#rank(other);
  }

  #unlink(slot: number, group: number): void {
    const { firsts, lasts } = this.#groups;
    const next = this.#next.values[slot]!;
    const previous = this.#previous.values[slot]!;
    if (this.#cursor === slot) this.#cursor = next;
    if (next === END) lasts[group] = previous;
    else this.#previous.values[next] = previous;
    if (previous !== END) {
      this.#next.values[previous] = next;
      return;
    }
    firsts[group] = next;
    if (next !== END) this.#rank(group);
    else this.#end(group);
  }

  /** Its last message has left. */
  #end(group: number): void {
    if (this.#ready.has(group)) this.#ready.remove(group);
    if (this.#open === group) {
      this.#open = END;
      this.#cursor = END;
    }
    this.#groups.release(group);
  }
}
