/** A strip of the ribbon: moves with the charts, and says what bound at the cross-hair. The page has drawn it; its pieces know their times. */
import { overlay, shade, type OverTime } from './over-time.ts';
import type { Span } from './time.ts';

/** Pixels of a letter, and around a name. */
const LETTER = 6.6;
const AROUND = 10;

interface Piece {
  readonly element: SVGElement;
  readonly from: number;
  readonly until: number;
  readonly name: string;
}

export class Strip implements OverTime {
  readonly element: HTMLElement;
  readonly #readout: HTMLElement;
  readonly #pieces: readonly Piece[];
  readonly #cursor = overlay('cursor');
  readonly #chosen = overlay('chosen');
  #span: Span;

  /** `row`: with its name, its readout and its drawing. */
  constructor(row: HTMLElement, whole: Span) {
    this.#readout = row.querySelector<HTMLElement>('.readout')!;
    this.element = row.querySelector<HTMLElement>('.track')!;
    this.#pieces = [...row.querySelectorAll<SVGElement>('svg svg')].map((element) => {
      const { from, until, name } = element.dataset;
      return { element, from: Number(from), until: Number(until), name: name! };
    });
    this.element.append(this.#chosen, this.#cursor);
    this.#span = whole;
  }

  timeAt(clientX: number): number {
    const { left, width } = this.element.getBoundingClientRect();
    const [from, to] = this.#span;
    return from + Math.min(1, Math.max(0, (clientX - left) / width)) * (to - from);
  }

  pointAt(time: number | undefined, said: string): void {
    this.#cursor.hidden = time === undefined;
    this.#readout.textContent = time === undefined ? '' : `${said}: ${this.readAt(time)}`;
    if (time !== undefined) this.#cursor.style.left = `${this.#pixelOf(time)}px`;
  }

  readAt(time: number): string {
    return this.#pieces.findLast(({ from, until }) => from <= time && time <= until)?.name ?? 'none';
  }

  choose(span: Span | undefined): void {
    this.#chosen.hidden = span === undefined;
    if (span !== undefined) shade(this.#chosen, [this.#pixelOf(span[0]), this.#pixelOf(span[1])]);
  }

  show(span: Span): void {
    this.#span = span;
    const [begin, end] = span;
    for (const { element, from, until, name } of this.#pieces) {
      const [first, last] = [Math.max(from, begin), Math.min(until, end)];
      element.toggleAttribute('hidden', last <= first);
      const share = Math.max(0, last - first) / (end - begin);
      element.setAttribute('x', `${((first - begin) / (end - begin)) * 100}%`);
      element.setAttribute('width', `${share * 100}%`);
      const fits = name.length * LETTER + AROUND <= share * this.element.clientWidth;
      element.querySelector('text')!.setAttribute('visibility', fits ? 'visible' : 'hidden');
    }
  }

  #pixelOf(time: number): number {
    const [from, to] = this.#span;
    return ((time - from) / (to - from)) * this.element.clientWidth;
  }
}

/** The strips of the page, as wide as the plots of the charts, below each other. */
export class Ribbon {
  readonly strips: readonly Strip[];
  readonly #tracks: readonly HTMLElement[];

  constructor(whole: Span) {
    const rows = [...document.querySelectorAll<HTMLElement>('.strip')];
    this.strips = rows.map((row) => new Strip(row, whole));
    this.#tracks = this.strips.map(({ element }) => element);
  }

  /** Pixels from the left of a chart to its plot, and of the plot. */
  fit(left: number, width: number): void {
    // What has the keys is not to lie under the ribbon.
    const ribbon = document.querySelector<HTMLElement>('.ribbon.sticky');
    document.documentElement.style.setProperty('--ribbon', `${ribbon?.offsetHeight ?? 0}px`);
    for (const { style } of this.#tracks) {
      style.marginLeft = `${left}px`;
      style.width = `${width}px`;
    }
  }
}
