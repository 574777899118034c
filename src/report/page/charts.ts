/**
 * The charts of the page: what is static of them, by part, and the data that the script of the page draws them from. Of
 * several results the charts of one thing stand below each other, on one scale. Pure.
 */
import type { Chart } from '../charts/chart.ts';
import { union, type Entry } from './entry.ts';
import { markup, json, type Html } from './html.ts';
import { axesOf, isOverTime, live, type Json } from './live.ts';
import { onOneScale } from './one-scale.ts';
import { ribbon } from './ribbon.ts';

/** A chart with its specification compiled to Vega. */
export interface CompiledChart extends Omit<Chart, 'spec'> {
  readonly spec: { readonly [key: string]: Json };
}

/** What the script of the page is given; in the order of the plots on the page. */
export interface ChartData {
  /** The end of the axis of time, in seconds. */
  readonly end: number;
  /** From one reading of the series to the next, in seconds; of several results the shortest. */
  readonly period: number;
  readonly charts: readonly {
    readonly spec: object;
    readonly unit: 'duration' | 'count';
    readonly isOverTime: boolean;
  }[];
}

interface Placed {
  readonly label: string;
  readonly chart: CompiledChart;
}

/** `compiled`: the charts of each result. */
export function charts(entries: readonly Entry[], compiled: readonly (readonly CompiledChart[])[]): Html | null {
  const all = compiled.flatMap((some, i) => some.map((chart): Placed => ({ label: entries[i]!.label, chart })));
  if (all.length === 0) return null;
  const groups = union(all, ({ chart }) => [partOf(chart)]).map((part) => ofPart(part, all));
  const specs = groups.flat(2).map(({ chart: { spec } }) => spec);
  const end = Math.max(...entries.map(({ result }) => result.duration));
  const data: ChartData = {
    end: end / 1e6,
    period: Math.min(...entries.map(({ result }) => result.series.period)) / 1e6,
    charts: specs.map((spec) => ({ spec: live(spec), unit: unitOf(spec), isOverTime: isOverTime(spec) })),
  };
  return markup`<p class="tools scripted" hidden>
      <span class="zoom">Drag over a chart to look closer at a time; double-click to see it all again.</span>
      <span class="zoom" id="keys">With keys: arrows move along a chart, + and − look closer and back, Escape shows the whole run.</span>
      <button type="button" id="whole" aria-disabled="true">Whole run</button>
    </p>
    <noscript>
      <p class="note">The charts are drawn by a script of this page, which may not run here. Everything else is shown.</p>
    </noscript>
    ${ribbon(entries, end)}
    ${groups.map((group) => groupOf(group, entries.length === 1))}
    <script type="application/json" id="charts">${json(data)}</script>
`;
}

function partOf({ part: { kind, name } }: CompiledChart): string {
  return `${kind} ${name}`;
}

/** The charts of a part, those of one thing together and on one scale. */
function ofPart(part: string, all: readonly Placed[]): Placed[][] {
  const meant = all.filter(({ chart }) => partOf(chart) === part);
  return union(meant, ({ chart }) => [chart.id]).map((id) => {
    const same = meant.filter(({ chart }) => chart.id === id);
    const specs = onOneScale(same.map(({ chart }) => chart.spec));
    return same.map(({ label, chart }, i) => ({ label, chart: { ...chart, spec: specs[i]! } }));
  });
}

function groupOf(group: readonly (readonly Placed[])[], isAlone: boolean): Html {
  const { kind, name } = group[0]![0]!.chart.part;
  return markup`<section class="charts">
    <h3><span class="kind">${kind}</span> ${name}</h3>
    ${group.flat().map(({ label, chart: { title, subtitle, howToRead } }) => {
      const whose = isAlone ? null : markup`<span class="kind">${label}</span> `;
      const said = subtitle === undefined ? null : markup`<p>${subtitle}</p>`;
      return markup`<figure>
        <figcaption>
          <h4>${whose}${title}</h4>
          ${said}
        </figcaption>
        <p class="readout" aria-hidden="true"></p>
        <div class="plot" role="img" aria-label="${title}"></div>
        <p class="how">${howToRead}</p>
      </figure> `;
    })}
  </section> `;
}

/** Axes whose labels are made by an expression are those of durations. */
function unitOf(spec: CompiledChart['spec']): 'duration' | 'count' {
  const isDuration = axesOf(spec).some(({ orient, encode }) => orient === 'left' && encode !== undefined);
  return isDuration ? 'duration' : 'count';
}
