/**
 * What a handler can see of a batch before it works on it: how many records there are, their mean size, how many types.
 *
 * A record's type is the value of an attribute; without it, the type is `unknown`, and `invalid` when a body was given to the
 * record that is not JSON, for then nothing in it can be read.
 */
import type { Batch } from '../../batch.ts';
import type { Records } from '../../records.ts';

/** Which bytes of a record count: those of its body, or what it takes up in the event, envelope included. */
export type SizeOf = 'body' | 'envelope';

export class BatchFacts {
  readonly #records: Records;
  readonly #sizeOf: SizeOf;
  readonly #column: number;
  readonly #unknown: number;
  readonly #invalid: number;
  /** By number of the body: whether it is JSON. */
  readonly #isReadable: (boolean | undefined)[] = [];
  readonly #seen = new Set<number>();

  /** `column`: the attribute that holds the type. */
  constructor(records: Records, sizeOf: SizeOf, column: number) {
    this.#records = records;
    this.#sizeOf = sizeOf;
    this.#column = column;
    const { table } = records.attributes[column]!;
    this.#unknown = table.indexOf('unknown');
    this.#invalid = table.indexOf('invalid');
  }

  /** Bytes; 0 for no records. */
  meanSize({ size, bytes, slots }: Batch): number {
    if (size === 0) return 0;
    if (this.#sizeOf === 'envelope') return bytes / size;
    let sum = 0;
    for (let i = 0; i < size; i++) sum += this.#records.size[slots[i]!]!;
    return sum / size;
  }

  /** How many different types there are. */
  types({ size, slots }: Batch): number {
    this.#seen.clear();
    for (let i = 0; i < size; i++) this.#seen.add(this.#typeOf(slots[i]!));
    return this.#seen.size;
  }

  #typeOf(slot: number): number {
    const body = this.#records.bodyIndex(slot);
    if (body > 0 && !(this.#isReadable[body] ??= isJson(this.#records.bodyAt(slot)!))) return this.#invalid;
    const type = this.#records.attributes[this.#column]!.column[slot]!;
    return type === 0 ? this.#unknown : type;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
