/**
 * Which sends a FIFO queue accepts and does not deliver: those with an id that it accepted within the last five minutes, whatever became
 * of that message (SQS-66, R-FQ-12). The five minutes count from the send that was accepted; that a repeat does not extend them is
 * inferred.
 *
 * The id is an attribute of the message, or its content, or its own: such an id is shared by its repeats, as when the relay of an
 * outbox sends the same again. The content is the body that the scenario gives; of a message without one it is its own, as if every
 * body had something in it that no other has. Each column here has numbers that stand for values; 0: there is none.
 */
import { RecentKeys } from '../../../engine/recent-keys.ts';
import type { Micros } from '../../../engine/time.ts';
import type { Records } from '../../records.ts';

export interface DeduplicationSettings {
  /** Column of the attribute that is the id; undefined: there is none. */
  readonly id: number | undefined;
  /** Whether the content is the id of a message that has none. */
  readonly contentBased: boolean;
  /** Within what an id is known. */
  readonly scope: 'queue' | 'messageGroup';
  /** Whether messages are sent again with the same number: nothing is remembered of own ids where none is. */
  readonly hasRepeats: boolean;
}

/** What an id is made of. Ids of different kinds never meet. */
const Kind = { attribute: 0, body: 1, own: 2 } as const;
const KINDS = 3;

/** Numbers that a value of 32 bits takes, and its group. */
const VALUES = 0x1_0000_0000;

export class Deduplication {
  readonly #settings: DeduplicationSettings;
  readonly #records: Records;
  readonly #known: RecentKeys;

  /** `interval`: how long an id is known. */
  constructor(settings: DeduplicationSettings, interval: Micros, records: Records) {
    this.#settings = settings;
    this.#records = records;
    this.#known = new RecentKeys(interval);
  }

  /** Ids that are remembered. */
  get size(): number {
    return this.#known.size;
  }

  /** Whether a message of this group, which is sent at an instant that never goes back, is not delivered. Its id is known from then on. */
  isRepeat(slot: number, group: number, at: Micros): boolean {
    const scope = this.#settings.scope === 'queue' ? 0 : group + VALUES;
    const { id, contentBased, hasRepeats } = this.#settings;
    const value = id === undefined ? 0 : this.#records.attributes[id]!.column[slot]!;
    if (value !== 0) return this.#known.isKnown(value * KINDS + Kind.attribute, scope, at);
    const body = contentBased ? this.#records.bodyIndex(slot) : 0;
    if (body !== 0) return this.#known.isKnown(body * KINDS + Kind.body, scope, at);
    if (!hasRepeats) return false;
    return this.#known.isKnown(this.#records.number[slot]! * KINDS + Kind.own, scope, at);
  }
}
