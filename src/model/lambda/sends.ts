/**
 * What a handler sends on: messages to other sources of the scenario, about the records it was given.
 *
 * At the end for the records that were handled, which is none when the invocation threw, timed out or gave an answer that fails the
 * whole batch; at the start for all of them, whatever comes of it, so that a retry sends again. Sending takes no time of its own, and a
 * message that cannot be sent is lost while the handler goes on: left out are handlers that fail because of it.
 */
import type { Distribution } from '../../engine/distributions.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import type { Carried } from '../arrivals/producer.ts';
import { Outcome, type Batch } from '../batch.ts';
import type { Named } from '../observer.ts';
import { sendOn, type Carries, type Destination, type Sender } from '../sources/destination.ts';
import type { World } from '../world.ts';
import { matches, type RecordMatch } from './match.ts';

/** One entry of `sends:`. */
export interface SendSettings {
  readonly to: Destination;
  /** Messages for each record, or for the whole batch: about the record whose chain began first. */
  readonly for: 'record' | 'invocation';
  readonly at: 'start' | 'end';
  /** Records that it is for; undefined: all. */
  readonly when: RecordMatch | undefined;
  /** Of the records, or of the batches, for which something is sent. */
  readonly share: number;
  /** Messages each. */
  readonly count: Distribution;
  /** Bytes of a message; undefined: as many as the record it is about. */
  readonly size: Distribution | undefined;
  /** What a message carries instead of what the record does. */
  readonly attributes: readonly Carried[];
}

export class Sends {
  readonly #atStart: readonly Send[];
  readonly #atEnd: readonly Send[];

  constructor(fn: Named, settings: readonly SendSettings[], world: World) {
    const all = settings.map((one, i) => new Send(fn, one, i, world));
    this.#atStart = all.filter((_, i) => settings[i]!.at === 'start');
    this.#atEnd = all.filter((_, i) => settings[i]!.at === 'end');
  }

  /** Whether anything is sent when the handler begins. */
  get beginsWithSome(): boolean {
    return this.#atStart.length > 0;
  }

  /** The handler begins. */
  begin(batch: Batch): void {
    for (const send of this.#atStart) send.about(batch, isHeld);
  }

  /** The invocation has ended, and its batch is not settled yet: its records are still what they were. */
  end(batch: Batch): void {
    if (batch.outcome > Outcome.partial) return;
    for (const send of this.#atEnd) send.about(batch, isHandled);
  }
}

type Condition = (batch: Batch, i: number) => boolean;

const isHeld: Condition = () => true;

/** What was passed over because it was known has sent its messages before. */
const isHandled: Condition = ({ outcome, failed, unprocessed, skipped }, i) =>
  unprocessed[i] === 0 && skipped[i] === 0 && (outcome === Outcome.succeeded || failed[i] === 0);

interface Replaced {
  readonly column: number;
  value: number;
}

class Send implements Sender {
  readonly fn: Named;
  trail = 0;
  readonly replaced: readonly Replaced[];
  readonly #world: World;
  readonly #settings: SendSettings;
  readonly #carries: Carries;
  readonly #shares: RandomStream;
  readonly #counts: RandomStream;
  readonly #sizes: RandomStream;

  /** `place`: among those of the function, which names its streams of chance. */
  constructor(fn: Named, settings: SendSettings, place: number, world: World) {
    const random = (of: string): RandomStream => world.sim.random(`functions.${fn.name}`, `sends.${place}.${of}`);
    this.fn = fn;
    this.#world = world;
    this.#settings = settings;
    this.replaced = settings.attributes.map(({ column }) => ({ column, value: 0 }));
    // The text of a body holds what the record carries: with anything else in it, it is another body.
    const isSame = settings.for === 'record' && settings.size === undefined && settings.attributes.length === 0;
    this.#carries = isSame ? 'body' : 'attributes';
    this.#shares = random('share');
    this.#counts = random('count');
    this.#sizes = random('size');
  }

  about(batch: Batch, isMeant: Condition): void {
    if (this.#settings.for === 'invocation') return this.#aboutAll(batch, isMeant);
    for (let i = 0; i < batch.size; i++) if (this.#isFor(batch, i, isMeant)) this.#send(batch.slots[i]!);
  }

  #aboutAll(batch: Batch, isMeant: Condition): void {
    let parent = -1;
    for (let i = 0; i < batch.size; i++) {
      if (!this.#isFor(batch, i, isMeant)) continue;
      const slot = batch.slots[i]!;
      if (parent < 0 || this.#beginningOf(slot) < this.#beginningOf(parent)) parent = slot;
    }
    if (parent >= 0) this.#send(parent);
  }

  #isFor(batch: Batch, i: number, isMeant: Condition): boolean {
    const { when } = this.#settings;
    return isMeant(batch, i) && (when === undefined || matches(when, this.#world.records, batch.slots[i]!));
  }

  /** When the chain began that the record is part of. */
  #beginningOf(slot: number): Micros {
    const { lineage, sentAt } = this.#world.records;
    return lineage?.follows(slot) === true ? lineage.sinceOf(slot) : sentAt[slot]!;
  }

  #send(parent: number): void {
    const { share, count } = this.#settings;
    if (share < 1 && this.#shares.next() >= share) return;
    const messages = whole(count(this.#counts));
    for (let i = 0; i < messages; i++) this.#sendOne(parent);
  }

  /** All of it is drawn before anybody is asked, so that a target that is out changes nobody's luck after it. */
  #sendOne(parent: number): void {
    const { records, trails, tell } = this.#world;
    const { to, size, attributes } = this.#settings;
    for (let i = 0; i < attributes.length; i++) this.replaced[i]!.value = attributes[i]!.draw();
    const bytes = size === undefined ? records.size[parent]! : whole(size(this.#sizes));
    // Where Lambda loses sight of a chain, nothing has to be counted.
    this.trail = to.keepsTrail ? trails.after(records.lineage?.trailOf(parent) ?? 0, this.fn.index) : 0;
    if (!sendOn(this.#world, parent, to, bytes, this.#carries, this)) tell.sendFailed(this.fn, to, parent);
  }
}

function whole(exact: number): number {
  return Math.max(0, Math.round(exact));
}
