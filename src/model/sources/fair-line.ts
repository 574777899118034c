/**
 * The line of a fair queue: a standard queue whose messages have groups (SQS-68 to SQS-70). Messages of quiet groups come first, the oldest
 * of them; where only noisy groups have any, the group with the fewest in flight goes first: fair/fair-turns.ts. Within a group the
 * oldest comes first, and one that was sent to the back (SQS-49) stands as if it had been sent when it came back.
 *
 * A message without a group is a tenant of its own: one message cannot be noisy, so those are always quiet, and have no flow in common
 * that could be. In flight is what was received and is neither deleted nor visible again. Processing time is that from the receive to the
 * delete (inferred): one that is visible again before has none.
 */
import { PairingHeaps } from '../../engine/pairing-heaps.ts';
import { END, grownDoubles } from '../../engine/slot-lists.ts';
import type { Micros } from '../../engine/time.ts';
import { FairFlows } from '../fair/fair-flows.ts';
import type { FairSettings, FairTurns } from '../fair/fair-turns.ts';
import type { Records } from '../records.ts';
import type { Away, Line, LineMaker, QuietGroups } from './line.ts';

/** The group of messages without one. */
const NONE = 0;
/** The only queue there is. */
const HERE = 0;
/** Heaps of all messages by age: those at their place, and those that were sent to the back. */
const FRONT = 0;
const BEHIND = 1;

/** A maker of lines whose groups are the values of an attribute: the number of its column. */
export function fairLines(column: number, settings: FairSettings): LineMaker {
  return ({ sim, records, tell }, queue) => {
    const { table } = records.attributes[column]!;
    const onNoise = (group: number, isNoisy: boolean): void => tell.noisy(queue, table.valueAt(group)!, isNoisy);
    return new FairLine(column, settings, records, { clock: sim, onNoise });
  };
}

/** What a line is made with: whoever knows the instant, and who is told when a group is noisy from now on, or quiet. */
export interface FairLineParts {
  readonly clock: { readonly now: Micros };
  readonly onNoise: (group: number, isNoisy: boolean) => void;
}

export class FairLine implements Line {
  readonly away: Away = {
    delayed: () => {},
    receiving: () => {
      this.#isReceiving = true;
    },
    received: () => {
      this.#isReceiving = false;
      this.#tell();
    },
    took: (slot) => this.#took(slot),
    returned: (slot) => this.#ended(slot, 0),
    moved: () => {},
    left: (slot) => this.#ended(slot, this.#clock.now - this.#takenAt[slot]!),
  };
  readonly quiet: QuietGroups = {
    has: (slot) => this.#isQuiet(slot),
    oldestSince: () => this.#oldestQuietSince(),
  };
  readonly #column: number;
  readonly #records: Records;
  readonly #clock: { readonly now: Micros };
  readonly #groups: FairFlows;
  readonly #turns: FairTurns;
  /** The messages of each group, by flow, in the order of their turns. */
  readonly #lines: PairingHeaps;
  /** All messages. */
  readonly #byAge: PairingHeaps;
  /** When a message was last received, by slot. */
  #takenAt = new Float64Array(1024);
  #size = 0;
  /** Told when the receive is over in which they came about: what it took was taken before. Group and noise, by turns. */
  readonly #changes: number[] = [];
  #isReceiving = false;
  #isTaking = false;
  readonly #onNoise: FairLineParts['onNoise'];

  constructor(column: number, settings: FairSettings, records: Records, { clock, onNoise }: FairLineParts) {
    this.#column = column;
    this.#records = records;
    this.#clock = clock;
    this.#onNoise = onNoise;
    this.#groups = new FairFlows(settings, {
      ...{ queues: 1, clock },
      isBefore: (a, b) => this.#isBefore(this.#lines.first(a), this.#lines.first(b)),
      onNoise: (flow, isNoisy) => {
        this.#note(this.#groups.flows.keyOf(flow), isNoisy);
        if (!this.#isReceiving && !this.#isTaking) this.#tell();
      },
    });
    this.#turns = this.#groups.turns;
    this.#lines = new PairingHeaps(this.#groups.flows.capacity, (a, b) => this.#isBefore(a, b));
    this.#byAge = new PairingHeaps(2, (a, b) => this.#isOlder(a, b));
  }

  get size(): number {
    return this.#size;
  }

  get isReady(): boolean {
    return this.#size > 0;
  }

  add(slot: number): void {
    this.#size++;
    this.#byAge.add(this.#placeOf(slot), slot);
    const flow = this.#flowOf(slot);
    const first = this.#lines.first(flow);
    const comesFirst = first === END || this.#isBefore(slot, first);
    if (comesFirst && first !== END) this.#turns.leave(flow);
    this.#lines.add(flow, slot);
    if (comesFirst) this.#turns.enter(flow);
  }

  /** Its age counts no more, by which it is known. */
  addBehind(slot: number): void {
    this.add(slot);
  }

  shift(): number {
    this.#isTaking = true;
    const flow = this.#turns.next(HERE);
    this.#turns.take(flow);
    const slot = this.#lines.shift(flow);
    this.#taken(flow, slot);
    this.#isTaking = false;
    if (!this.#isReceiving) this.#tell();
    return slot;
  }

  frontSentAt(): Micros {
    const first = this.#byAge.first(FRONT);
    return first === END ? Infinity : this.#records.sentAt[first]!;
  }

  oldest(): number {
    const [front, behind] = [this.#byAge.first(FRONT), this.#byAge.first(BEHIND)];
    if (front === END || behind === END) return front === END ? behind : front;
    return this.#isOlder(behind, front) ? behind : front;
  }

  takeOldest(): number {
    const slot = this.oldest();
    this.#remove(slot);
    return slot;
  }

  abandon(slot: number): void {
    this.#remove(slot);
  }

  forEachInFront(visit: (slot: number) => void): void {
    this.#byAge.forEach(FRONT, visit);
  }

  /** The flow of a message's group, made if need be. */
  #flowOf(slot: number): number {
    const flow = this.#groups.awake(HERE, this.#groupOf(slot));
    this.#lines.growTo(this.#groups.flows.capacity);
    return flow;
  }

  #groupOf(slot: number): number {
    return this.#records.attributes[this.#column]!.column[slot]!;
  }

  /** Out of its place, wherever that is. */
  #remove(slot: number): void {
    const flow = this.#groups.flows.find(HERE, this.#groupOf(slot));
    if (this.#lines.first(flow) !== slot) {
      this.#lines.remove(flow, slot);
      this.#leaves(slot);
      return;
    }
    this.#turns.leave(flow);
    this.#lines.shift(flow);
    this.#taken(flow, slot);
  }

  /** The first message of a flow was taken out; the flow is out of line. */
  #taken(flow: number, slot: number): void {
    this.#leaves(slot);
    if (this.#lines.first(flow) !== END) this.#turns.enter(flow);
    else {
      this.#turns.rest(flow);
      this.#groups.restIfIdle(flow);
    }
  }

  #leaves(slot: number): void {
    this.#size--;
    this.#byAge.remove(this.#placeOf(slot), slot);
  }

  #placeOf(slot: number): number {
    return this.#isBehind(slot) ? BEHIND : FRONT;
  }

  #took(slot: number): void {
    if (slot >= this.#takenAt.length) this.#takenAt = grownDoubles(this.#takenAt, slot + 1);
    this.#takenAt[slot] = this.#clock.now;
    if (this.#groupOf(slot) === NONE) this.#turns.beganApart(HERE);
    else this.#turns.began(this.#flowOf(slot));
  }

  #ended(slot: number, worked: Micros): void {
    if (this.#groupOf(slot) === NONE) return this.#turns.endedApart(HERE, worked);
    const flow = this.#flowOf(slot);
    this.#turns.ended(flow, worked);
    this.#groups.restIfIdle(flow);
  }

  #isQuiet(slot: number): boolean {
    const flow = this.#groups.flows.find(HERE, this.#groupOf(slot));
    return flow === END || !this.#turns.isNoisy(flow);
  }

  #oldestQuietSince(): Micros {
    const { agedFrom, sentAt } = this.#records;
    let oldest = Infinity;
    const look = (slot: number): void => {
      oldest = Math.min(oldest, agedFrom[slot]!);
    };
    for (let flow = 0; flow < this.#groups.flows.capacity; flow++) {
      if (!this.#turns.isInLine(flow) || this.#turns.isNoisy(flow)) continue;
      const first = this.#lines.first(flow);
      // The first is the oldest unless its age counts from another instant than its turn.
      if (agedFrom[first] === sentAt[first]) look(first);
      else this.#lines.forEach(flow, look);
    }
    return oldest;
  }

  /** Whoever was found noisy and has nothing more after the same receive never was: noise is that of a backlog (SQS-69). */
  #note(group: number, isNoisy: boolean): void {
    const changes = this.#changes;
    for (let i = changes.length - 2; !isNoisy && i >= 0; i -= 2) {
      if (changes[i] !== group) continue;
      if (changes[i + 1] === 0) break;
      changes.splice(i, 2);
      return;
    }
    changes.push(group, isNoisy ? 1 : 0);
  }

  #tell(): void {
    for (let i = 0; i < this.#changes.length; i += 2) this.#onNoise(this.#changes[i]!, this.#changes[i + 1] === 1);
    this.#changes.length = 0;
  }

  #isBehind(slot: number): boolean {
    return this.#records.agedFrom[slot] === Infinity;
  }

  /** Whose turn comes first of two in line. */
  #isBefore(a: number, b: number): boolean {
    const { sentAt, due } = this.#records;
    const [isBehind, isOtherBehind] = [this.#isBehind(a), this.#isBehind(b)];
    const difference = (isBehind ? due[a]! : sentAt[a]!) - (isOtherBehind ? due[b]! : sentAt[b]!);
    if (difference !== 0) return difference < 0;
    return isBehind === isOtherBehind ? this.#isOlder(a, b) : isOtherBehind;
  }

  #isOlder(a: number, b: number): boolean {
    const { sentAt, origin, number } = this.#records;
    if (sentAt[a] !== sentAt[b]) return sentAt[a]! < sentAt[b]!;
    if (origin[a] !== origin[b]) return origin[a]! < origin[b]!;
    if (number[a] !== number[b]) return number[a]! < number[b]!;
    return a < b;
  }
}
