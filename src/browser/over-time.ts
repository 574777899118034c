/** What shows the run over time and has the cross-hair: a chart, or a strip of the ribbon. */
import type { Span, Ticks } from './time.ts';

/** At most so many ticks of a span. */
export type TicksOf = (span: Span, most: number) => Ticks;

export interface OverTime {
  /** On which the pointer moves and the keys act. */
  readonly element: HTMLElement;
  /** The time under a place on the page, in seconds; undefined where nothing is drawn yet. */
  timeAt(clientX: number): number | undefined;
  /** Marks an instant and says what is read there; nothing when there is none. */
  pointAt(time: number | undefined, said: string): void;
  /** What is read at an instant, as text. */
  readAt(time: number): string;
  /** Shades what a drag has chosen so far. */
  choose(span: Span | undefined): void;
  /** Shows so much of the run. */
  show(span: Span, ticksOf: TicksOf): void | Promise<void>;
}

/** What stands over a drawing, and is not there yet. */
export function overlay(name: string): HTMLElement {
  const element = document.createElement('div');
  element.className = name;
  element.hidden = true;
  return element;
}

/** Places a shade from one pixel to another, in either order. */
export function shade(element: HTMLElement, ends: readonly [number, number]): void {
  const [a, b] = ends.toSorted((one, other) => one - other) as [number, number];
  element.style.left = `${a}px`;
  element.style.width = `${b - a}px`;
}
