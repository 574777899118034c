/** One chart: its drawing by vega, the line that follows the pointer, and what is read there. */
import { parse, View, type Spec } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import type { ChartData } from '../report/page/charts.ts';
import { readingsIn, type Line } from './readings.ts';
import { overlay, shade, type OverTime, type TicksOf } from './over-time.ts';
import type { Span } from './time.ts';

/** Pixels of a tick with its label. */
const TICK = 62;
/** Narrower plots show nothing: then the page scrolls. */
const LEAST_WIDTH = 160;

export class Plot implements OverTime {
  /** What holds the drawing. */
  readonly element: HTMLElement;
  /** Of a chart over something else than time nothing is read, and nobody looks closer. */
  readonly isOverTime: boolean;
  readonly #spec: Spec;
  readonly #lines: readonly Line[];
  readonly #readout: HTMLElement;
  readonly #cursor = overlay('cursor');
  readonly #chosen = overlay('chosen');
  #view: View | undefined;
  #span: Span = [0, 1];
  /** Pixels of all that is beside the plot itself, and from where the plot begins. */
  #beside = 80;
  #left = 0;
  #width = 0;

  constructor(figure: HTMLElement, { spec, unit, isOverTime }: ChartData['charts'][number]) {
    this.element = figure.querySelector<HTMLElement>('.plot')!;
    this.#readout = figure.querySelector<HTMLElement>('.readout')!;
    this.isOverTime = isOverTime;
    figure.dataset['axis'] = isOverTime ? 'time' : 'other';
    this.#spec = spec as Spec;
    this.#lines = readingsIn(spec, unit);
  }

  /** Draws it, the first time only. */
  async draw(span: Span, ticksOf: TicksOf): Promise<void> {
    if (this.#view !== undefined) return;
    const runtime = parse(this.#spec, undefined, { ast: true });
    const view = new View(runtime, { expr: expressionInterpreter, renderer: 'svg', hover: false });
    this.#view = view.tooltip(() => undefined);
    // Of its own: vega says what role the element has that it draws in, and ours has another.
    const drawing = document.createElement('div');
    drawing.setAttribute('aria-hidden', 'true');
    this.element.append(drawing, this.#chosen, this.#cursor);
    view.initialize(drawing).run();
    this.#span = span;
    await this.fit(ticksOf);
  }

  /** Makes it as wide as the page allows. */
  async fit(ticksOf: TicksOf): Promise<void> {
    const view = this.#view;
    const room = this.element.clientWidth;
    if (view === undefined || room === 0) return;
    // What stands beside the plot is known when it is drawn, and may change with its width.
    for (let i = 0; i < 2; i++) {
      this.#width = Math.max(LEAST_WIDTH, Math.floor(room - this.#beside));
      view.signal('width', this.#width);
      await this.show(this.#span, ticksOf);
      this.#beside = this.element.querySelector('svg')!.width.baseVal.value - this.#width;
    }
  }

  /** Shows so much of the run; of a chart that is not drawn yet, when it is. */
  async show(span: Span, ticksOf: TicksOf): Promise<void> {
    this.#span = span;
    const view = this.#view;
    if (view === undefined) return;
    const { values, labels } = ticksOf(span, Math.max(2, Math.floor(this.#width / TICK)));
    view.signal('timeDomain', span).signal('timeTicks', values).signal('timeLabels', labels);
    await view.runAsync();
    this.#left = leftOf(view);
  }

  /** The time under a place on the page, in seconds; at the ends of the plot that of its ends. */
  timeAt(clientX: number): number | undefined {
    if (this.#view === undefined) return undefined;
    const x = clientX - this.element.getBoundingClientRect().left - this.#left;
    const [from, to] = this.#span;
    return from + Math.min(1, Math.max(0, x / this.#width)) * (to - from);
  }

  /** Marks an instant and says what is read there; nothing when there is none. */
  pointAt(time: number | undefined, said: string): void {
    this.#cursor.hidden = time === undefined;
    this.#readout.replaceChildren();
    if (time === undefined) return;
    this.#cursor.style.left = `${this.#pixelOf(time)}px`;
    this.#readout.append(said);
    for (const { name, colour, at } of this.#lines) {
      const swatch = document.createElement('i');
      swatch.style.background = colour;
      const value = document.createElement('b');
      value.textContent = at(time);
      this.#readout.append(swatch, `${name} `, value);
    }
  }

  readAt(time: number): string {
    return this.#lines.map(({ name, at }) => `${name} ${at(time)}`).join(', ');
  }

  /** Pixels from the left of the chart to its plot, and of the plot; undefined while it is not drawn. */
  get bounds(): { readonly left: number; readonly width: number } | undefined {
    return this.#view === undefined ? undefined : { left: this.#left, width: this.#width };
  }

  /** Shades what a drag has chosen so far. */
  choose(span: Span | undefined): void {
    this.#chosen.hidden = span === undefined;
    if (span !== undefined) shade(this.#chosen, [this.#pixelOf(span[0]), this.#pixelOf(span[1])]);
  }

  #pixelOf(time: number): number {
    const [from, to] = this.#span;
    return this.#left + ((time - from) / (to - from)) * this.#width;
  }
}

/** Pixels from the left of the drawing to that of the plot; of plots above each other all begin at the same place. */
function leftOf(view: View): number {
  const [plot] = (view.scenegraph() as unknown as { root: Mark }).root.items;
  const inner = plot?.items?.find(({ name }) => /^concat_/.test(name ?? ''));
  return view.origin()[0] + (inner?.items[0]?.x ?? 0);
}

/** As far as we look into vega's scene graph. */
interface Mark {
  readonly name?: string;
  readonly items: readonly { readonly x?: number; readonly items?: readonly Mark[] }[];
}
