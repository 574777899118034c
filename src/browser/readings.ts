/** What the lines of a chart say at an instant, from the data in its specification. */
import { count, duration } from '../report/format.ts';

export interface Line {
  readonly name: string;
  readonly colour: string;
  /** The value that holds at a time in seconds, as text. */
  readonly at: (time: number) => string;
}

interface Point {
  readonly t: number;
  readonly v: number | null;
  readonly s: string;
}

interface Scale {
  readonly type?: string;
  readonly domain?: unknown;
  readonly range?: unknown;
}

/** Points are in order of time. Values of unit `duration` are seconds. */
export function readingsIn(spec: object, unit: 'duration' | 'count'): Line[] {
  const { data = [], scales = [] } = spec as { data?: { values?: Point[] }[]; scales?: Scale[] };
  const colours = coloursOf(scales);
  const lines = new Map<string, Point[]>();
  for (const { values } of data) {
    // One point alone is where a label stands. A line that is drawn twice, as line and area, is read once.
    if (values === undefined || values.length < 2 || !('v' in values[0]!)) continue;
    for (const [name, points] of Map.groupBy(values, ({ s }) => s)) if (!lines.has(name)) lines.set(name, points);
  }
  const written = (v: number | null) =>
    v === null ? '–' : unit === 'count' ? count(v) : v === 0 ? '0 s' : duration(v * 1e6);
  return [...lines].map(([name, points]) => ({
    name,
    colour: colours.get(name) ?? 'var(--faint)',
    at: (time) => written(valueAt(points, time)),
  }));
}

/** A value holds from its point to the next. */
function valueAt(points: readonly Point[], time: number): number | null {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.t <= time) low = middle + 1;
    else high = middle;
  }
  return points[low - 1]?.v ?? null;
}

function coloursOf(scales: readonly Scale[]): Map<string, string> {
  const named = scales.filter(
    (scale): scale is { domain: string[]; range: string[] } =>
      scale.type === 'ordinal' && Array.isArray(scale.domain) && Array.isArray(scale.range),
  );
  return new Map(named.flatMap(({ domain, range }) => domain.map((name, i): [string, string] => [name, range[i]!])));
}
