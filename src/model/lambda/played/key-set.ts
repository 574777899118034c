/**
 * A set of whole numbers that only grows, a bit for each: what keys have had their effect. Numbers that lie close together, as
 * those of records and of places in a table do, share a page, so ten million of them in a row take little more than a megabyte.
 */

/** Numbers of a page. */
const PAGE = 1024;

export class KeySet {
  readonly #pages = new Map<number, Uint32Array>();

  has(key: number): boolean {
    const page = Math.floor(key / PAGE);
    const at = key - page * PAGE;
    const bits = this.#pages.get(page);
    return bits !== undefined && ((bits[at >>> 5]! >>> (at & 31)) & 1) === 1;
  }

  add(key: number): void {
    const page = Math.floor(key / PAGE);
    const at = key - page * PAGE;
    let bits = this.#pages.get(page);
    if (bits === undefined) {
      bits = new Uint32Array(PAGE / 32);
      this.#pages.set(page, bits);
    }
    bits[at >>> 5]! |= 1 << (at & 31);
  }
}
