/**
 * All charts of the page, and the ribbon above them, on one axis of time: the instant under the pointer, or that the keys have moved to, is
 * shown in all, and looking closer in one looks closer in all. A chart is drawn when it comes near the part of the page that is seen, or
 * when the page is printed.
 */
import type { ChartData } from '../report/page/charts.ts';
import { duration } from '../report/format.ts';
import { moved } from './keys.ts';
import type { OverTime } from './over-time.ts';
import { Plot } from './plot.ts';
import { Ribbon } from './strip.ts';
import { ticksBetween, type Span } from './time.ts';

/** Closer than this many pixels is a click. */
const LEAST_DRAG = 6;
/** Of the whole: nobody can look closer. */
const LEAST_SPAN = 1e-4;

export class Charts {
  readonly #plots: readonly Plot[];
  /** Those over time, the ribbon first. */
  readonly #timed: readonly OverTime[];
  readonly #ribbon: Ribbon;
  readonly #whole: Span;
  readonly #period: number;
  readonly #button: HTMLButtonElement | null = document.querySelector('#whole');
  #span: Span;
  /** Where the cross-hair is. */
  #time: number | undefined;
  /** Where a drag began: in seconds and pixels. */
  #begin: { readonly time: number; readonly x: number } | undefined;

  constructor({ end, period, charts }: ChartData) {
    this.#whole = [0, end];
    this.#span = this.#whole;
    this.#period = period;
    const figures = [...document.querySelectorAll<HTMLElement>('figure')];
    this.#plots = charts.map((chart, i) => new Plot(figures[i]!, chart));
    this.#ribbon = new Ribbon(this.#whole);
    this.#timed = [...this.#ribbon.strips, ...this.#plots.filter(({ isOverTime }) => isOverTime)];
    for (const one of this.#timed) {
      this.#listenToPointer(one);
      this.#listenToKeys(one);
    }
    this.#drawWhenNear();
    this.#button?.addEventListener('click', () => this.#show(this.#whole));
    document.addEventListener('keydown', ({ key, target }) => {
      if (key === 'Escape' && !(target instanceof HTMLInputElement)) this.#show(this.#whole);
    });
    // Paper cannot be looked closer at.
    addEventListener('beforeprint', () => this.#show(this.#whole));
  }

  #drawWhenNear(): void {
    const byElement = new Map<Element, Plot>(this.#plots.map((plot) => [plot.element, plot]));
    const draw = (plot: Plot): void => void plot.draw(this.#span, ticksBetween).then(() => this.#align(plot));
    const near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          near.unobserve(target);
          draw(byElement.get(target)!);
        }
      },
      { rootMargin: '800px' },
    );
    const resized = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        const plot = byElement.get(target)!;
        void plot.fit(ticksBetween).then(() => this.#align(plot));
      }
    });
    for (const plot of this.#plots) {
      near.observe(plot.element);
      resized.observe(plot.element);
    }
    addEventListener('beforeprint', () => this.#plots.forEach(draw));
  }

  /** The ribbon stands above the plots as they stand above each other. */
  #align({ isOverTime, bounds }: Plot): void {
    if (!isOverTime || bounds === undefined) return;
    this.#ribbon.fit(bounds.left, bounds.width);
    for (const strip of this.#ribbon.strips) strip.show(this.#span);
  }

  #listenToPointer(one: OverTime): void {
    const { element } = one;
    element.addEventListener('pointermove', (event) => this.#point(one, event));
    element.addEventListener('pointerleave', () => {
      if (this.#begin === undefined) this.#mark(undefined);
    });
    element.addEventListener('pointerdown', (event) => {
      this.#point(one, event);
      const time = one.timeAt(event.clientX);
      if (event.pointerType !== 'mouse' || event.button !== 0 || time === undefined) return;
      this.#begin = { time, x: event.clientX };
      element.setPointerCapture(event.pointerId);
    });
    element.addEventListener('pointerup', (event) => this.#endDrag(one, event));
    element.addEventListener('pointercancel', () => this.#forgetDrag());
    element.addEventListener('dblclick', () => this.#show(this.#whole));
  }

  /** A slider of time: what a reader of the screen says when it moves is what is read there. */
  #listenToKeys(one: OverTime): void {
    const { element } = one;
    element.tabIndex = 0;
    element.setAttribute('role', 'slider');
    element.setAttribute('aria-describedby', 'keys');
    element.setAttribute('aria-valuemin', '0');
    element.setAttribute('aria-valuemax', String(this.#whole[1]));
    this.#tell(one);
    element.addEventListener('focus', () => this.#tell(one));
    element.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const axis = { whole: this.#whole, period: this.#period, least: LEAST_SPAN * this.#whole[1] };
      const next = moved(event.key, event.shiftKey, { time: this.#time, span: this.#span }, axis);
      if (next === undefined) return;
      event.preventDefault();
      if (next.span[0] !== this.#span[0] || next.span[1] !== this.#span[1]) this.#show(next.span);
      this.#mark(next.time);
      this.#tell(one);
    });
  }

  #tell(one: OverTime): void {
    const time = this.#time;
    one.element.setAttribute('aria-valuenow', String(time ?? this.#span[0]));
    const text = time === undefined ? 'no instant chosen' : `${said(time)}: ${one.readAt(time)}`;
    one.element.setAttribute('aria-valuetext', text);
  }

  #point(one: OverTime, { clientX }: PointerEvent): void {
    const time = one.timeAt(clientX);
    this.#mark(time);
    if (this.#begin === undefined || time === undefined) return;
    for (const each of this.#timed) each.choose([this.#begin.time, time]);
  }

  /** The cross-hair, in all. */
  #mark(time: number | undefined): void {
    this.#time = time;
    for (const one of this.#timed) one.pointAt(time, time === undefined ? '' : said(time));
  }

  #endDrag(one: OverTime, { clientX }: PointerEvent): void {
    const begin = this.#begin;
    const time = one.timeAt(clientX);
    this.#forgetDrag();
    if (begin === undefined || time === undefined || Math.abs(clientX - begin.x) < LEAST_DRAG) return;
    const span: Span = [Math.min(begin.time, time), Math.max(begin.time, time)];
    if (span[1] - span[0] >= LEAST_SPAN * this.#whole[1]) this.#show(span);
  }

  #forgetDrag(): void {
    this.#begin = undefined;
    for (const one of this.#timed) one.choose(undefined);
  }

  #show(span: Span): void {
    this.#span = span;
    this.#mark(undefined);
    for (const one of this.#timed) {
      void one.show(span, ticksBetween);
      this.#tell(one);
    }
    // Not disabled, which would take the keys away from who has just pressed it.
    const [from, to] = this.#whole;
    this.#button?.setAttribute('aria-disabled', String(span[0] === from && span[1] === to));
  }
}

/** An instant, in words. */
function said(time: number): string {
  return `at ${time === 0 ? '0 s' : duration(Math.round(time * 1e6))}`;
}
