/**
 * What takes messages that the model itself makes: what handlers send, and what is told of records that were given up or have
 * succeeded. A source of the scenario, or something outside it, of which nothing but the name is known.
 */
import type { Named } from '../observer.ts';
import type { World } from '../world.ts';

export interface Destination extends Named {
  /** Bytes of the largest message that it takes. */
  readonly mostBytes: number;
  /** Whether it cannot be reached now. */
  readonly isOut: boolean;
  /** Whether Lambda still knows a chain of requests behind it (ASY-16). */
  readonly keepsTrail: boolean;
  /** What was sent to it before now is told. */
  catchUp(): void;
  /** Takes a record that was made for it now: its origin is this destination. Never asked while it is out. */
  take(slot: number): void;
}

/** A topic, a bus or a bucket: always there, and what goes on inside is not modelled. */
export class Elsewhere implements Destination {
  readonly name: string;
  /** No source of the scenario. */
  readonly index = -1;
  readonly isOut = false;
  readonly keepsTrail = false;
  readonly mostBytes: number;

  constructor(name: string, mostBytes = Infinity) {
    this.name = name;
    this.mostBytes = mostBytes;
  }

  catchUp(): void {}

  /** Nothing is kept of it. */
  take(): void {}
}

/** What of a record goes into a message about it: its body and attributes, its attributes beside another body, or nothing. */
export type Carries = 'body' | 'attributes' | 'nothing';

/** Who sends, and what the message has that the record it is about has not. */
export interface Sender {
  /** The function whose handler sends; undefined: Lambda does, about a run of it. */
  readonly fn: Named | undefined;
  /** Of the message that is sent now. */
  readonly trail: number;
  /** Columns of attributes, and the value in each. */
  readonly replaced: readonly { readonly column: number; readonly value: number }[];
}

/**
 * Sends a message of `size` bytes about the record `parent`, now; false when the target is out or the message is too large for it.
 * The record that is made for it follows the old one. Without `by` it is news of it, and part of the chain that it is part of.
 */
export function sendOn(
  world: World,
  parent: number,
  target: Destination,
  size: number,
  carries: Carries,
  by?: Sender,
): boolean {
  if (target.isOut || size > target.mostBytes) return false;
  // Nothing is made for what is outside.
  if (target.index < 0) return true;
  const { records, sim, tell } = world;
  target.catchUp();
  const slot = records.add(sim.now, target.index);
  if (carries !== 'nothing') records.describe(slot, parent, carries === 'body');
  if (by !== undefined) for (const { column, value } of by.replaced) records.attributes[column]!.column[slot] = value;
  records.size[slot] = size;
  const trail = by === undefined ? (records.lineage?.trailOf(parent) ?? 0) : by.trail;
  records.follow(slot, parent, target.keepsTrail ? trail : 0);
  tell.followed(parent, slot, by?.fn);
  target.take(slot);
  return true;
}
