/**
 * Columns that grow while a file is read and end up as typed arrays: numbers, and texts coded by a dictionary.
 * Nothing here knows what the columns mean.
 */
import type { TraceAttribute } from './types.ts';

/** A list of doubles that takes eight bytes each, whatever the file's length. */
export class Floats {
  #values = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const wider = new Float64Array(this.#length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** A copy of what was pushed, without the slack. */
  toArray(): Float64Array {
    return this.#values.slice(0, this.#length);
  }
}

/** A column of texts in which each distinct text is kept once. */
export class Dictionary {
  readonly #name: string;
  readonly #codes = new Map<string, number>();
  readonly #index = new Floats();

  constructor(name: string) {
    this.#name = name;
  }

  push(value: string): void {
    let code = this.#codes.get(value);
    if (code === undefined) {
      code = this.#codes.size;
      this.#codes.set(value, code);
    }
    this.#index.push(code);
  }

  toAttribute(): TraceAttribute {
    return { name: this.#name, values: [...this.#codes.keys()], index: Int32Array.from(this.#index.toArray()) };
  }
}
