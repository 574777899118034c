/**
 * All charts of the page on one axis of time: what the pointer is over in one is shown in all, and looking closer in one looks
 * closer in all. A chart is drawn when it comes near the part of the page that is seen, or when the page is printed.
 */
import type { ChartData } from '../report/page/charts.ts';
import { duration } from '../report/format.ts';
import { Plot } from './plot.ts';
import { ticksBetween, type Span } from './time.ts';

/** Closer than this many pixels is a click. */
const LEAST_DRAG = 6;
/** Of the whole: nobody can look closer. */
const LEAST_SPAN = 1e-4;

export class Charts {
  readonly #plots: readonly Plot[];
  /** Those over time. */
  readonly #timed: readonly Plot[];
  readonly #whole: Span;
  readonly #button: HTMLButtonElement | null = document.querySelector('#whole');
  #span: Span;
  /** Where a drag began: in seconds and pixels. */
  #begin: { readonly time: number; readonly x: number } | undefined;

  constructor({ end, charts }: ChartData) {
    this.#whole = [0, end];
    this.#span = this.#whole;
    const figures = [...document.querySelectorAll<HTMLElement>('figure')];
    this.#plots = charts.map((chart, i) => new Plot(figures[i]!, chart));
    this.#timed = this.#plots.filter(({ isOverTime }) => isOverTime);
    for (const plot of this.#timed) this.#listenTo(plot);
    this.#drawWhenNear();
    this.#button?.addEventListener('click', () => this.#show(this.#whole));
    document.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#show(this.#whole);
    });
  }

  #drawWhenNear(): void {
    const byElement = new Map<Element, Plot>(this.#plots.map((plot) => [plot.element, plot]));
    const draw = (plot: Plot) => plot.draw(this.#span, ticksBetween);
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
      for (const { target } of entries) void byElement.get(target)!.fit(ticksBetween);
    });
    for (const plot of this.#plots) {
      near.observe(plot.element);
      resized.observe(plot.element);
    }
    addEventListener('beforeprint', () => this.#plots.forEach(draw));
  }

  #listenTo(plot: Plot): void {
    const { element } = plot;
    element.addEventListener('pointermove', (event) => this.#point(plot, event));
    element.addEventListener('pointerleave', () => {
      if (this.#begin === undefined) for (const one of this.#timed) one.pointAt(undefined, '');
    });
    element.addEventListener('pointerdown', (event) => {
      this.#point(plot, event);
      const time = plot.timeAt(event.clientX);
      if (event.pointerType !== 'mouse' || event.button !== 0 || time === undefined) return;
      this.#begin = { time, x: event.clientX };
      element.setPointerCapture(event.pointerId);
    });
    element.addEventListener('pointerup', (event) => this.#endDrag(plot, event));
    element.addEventListener('pointercancel', () => this.#forgetDrag());
    element.addEventListener('dblclick', () => this.#show(this.#whole));
  }

  #point(plot: Plot, { clientX }: PointerEvent): void {
    const time = plot.timeAt(clientX);
    const said = time === undefined ? '' : `at ${time === 0 ? '0 s' : duration(Math.round(time * 1e6))}`;
    for (const one of this.#timed) {
      one.pointAt(time, said);
      if (this.#begin !== undefined && time !== undefined) one.choose([this.#begin.time, time]);
    }
  }

  #endDrag(plot: Plot, { clientX }: PointerEvent): void {
    const begin = this.#begin;
    const time = plot.timeAt(clientX);
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
    for (const plot of this.#timed) {
      plot.pointAt(undefined, '');
      void plot.show(span, ticksBetween);
    }
    if (this.#button !== null) this.#button.disabled = span === this.#whole;
  }
}
