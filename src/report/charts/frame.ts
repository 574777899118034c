/** Puts title, shaded times and layers together to a complete specification: of a result, or of anything else. */
import type { TopLevelSpec } from 'vega-lite';
import type { Result } from '../../metrics/result.ts';
import type { Piece } from './axes.ts';
import { bandLayers } from './bands.ts';
import type { AnyChart, Chart, Part } from './chart.ts';
import type { Stems } from './names.ts';
import { specHead, type Words } from './spec-head.ts';
import { CONFIG, HEIGHT, WIDTH } from './theme.ts';

/** One plot of a chart. */
export interface Panel {
  readonly layers: readonly Piece[];
  readonly height?: number;
  /** Where names or figures beside the plot take room; only of a {@link FreeDrawing}. */
  readonly width?: number;
}

export interface Drawing {
  /** Of its file, before the name of the part: `latency`. */
  readonly prefix: string;
  readonly part: Part;
  readonly title: string;
  /** A sentence: what which shape of it means. */
  readonly howToRead: string;
  readonly subtitle: string;
  /** Whether its horizontal axis is that of time, as it is unless said; where it is not, nothing is shaded. */
  readonly isOverTime?: boolean;
  /** From top to bottom; all have the same axis, of time where nothing else is said. */
  readonly panels: readonly Panel[];
}

const TITLE_COLUMNS = 78;
const SUBTITLE_COLUMNS = 108;

/** For the names of what is shaded, above the plot. */
const ROOM_FOR_NAMES = 24;

export function framed(drawing: Drawing, result: Result, stems: Stems): Chart {
  const { prefix, part, title, howToRead, subtitle, panels, isOverTime = true } = drawing;
  const { shades, names } = isOverTime ? bandLayers(result, part) : { shades: [], names: [] };
  const plots = panels.map(({ layers, height = HEIGHT }, i) => {
    const all = [...shades, ...(i === 0 ? names : []), ...layers];
    return { width: WIDTH, height, layer: i < panels.length - 1 ? all.map(withoutTime) : all };
  });
  // Whatever stands next above the plot leaves the room: the legend, or the title where there is none.
  const room = names.length === 0 ? {} : { offset: ROOM_FOR_NAMES };
  const isLegendNext = panels[0]!.layers.some(hasLegend);
  const config = {
    ...CONFIG,
    title: { ...CONFIG.title, ...(isLegendNext ? {} : room) },
    legend: { ...CONFIG.legend, ...(isLegendNext ? room : {}) },
  };
  return { id: stems.stem(prefix, part.name), title, howToRead, subtitle, part, spec: specOf(drawing, plots, config) };
}

/** A chart that is of no single result: nothing is shaded, and each panel has axes of its own. */
export interface FreeDrawing {
  /** Of its file, before what follows. */
  readonly prefix: string;
  /** What it is of, as far as the name of its file goes; none: the prefix alone. */
  readonly name?: string;
  readonly title: string;
  readonly subtitle: string;
  /** From top to bottom. */
  readonly panels: readonly Panel[];
}

export function framedFreely(drawing: FreeDrawing, stems: Stems): AnyChart {
  const { prefix, name = '', title, subtitle, panels } = drawing;
  const plots = panels.map(({ layers, height = HEIGHT, width = WIDTH }) => ({ width, height, layer: layers }));
  // Beside names of any length a title that began with the plot would have too little room.
  const isNarrow = panels.some(({ width = WIDTH }) => width < WIDTH);
  const config = isNarrow ? { ...CONFIG, title: { ...CONFIG.title, frame: 'bounds' } } : CONFIG;
  return { id: stems.stem(prefix, name), title, subtitle, spec: specOf(drawing, plots, config) };
}

function specOf({ title, subtitle }: Words, plots: readonly Piece[], config: Piece): TopLevelSpec {
  const spec = {
    ...specHead({ title, subtitle }, [TITLE_COLUMNS, SUBTITLE_COLUMNS]),
    ...(plots.length === 1 ? plots[0] : { vconcat: plots, spacing: 14, resolve: { scale: { color: 'independent' } } }),
    config,
  };
  // The types of Vega-Lite are too large to be checked by; a test holds all charts against its JSON Schema.
  return spec as unknown as TopLevelSpec;
}

/** Of plots above each other the lowest has the labels of time. */
function withoutTime(layer: Piece): Piece {
  const encoding = layer['encoding'] as Piece;
  const x = encoding['x'] as Piece;
  const axis = { ...(x['axis'] as Piece), title: null, labels: false };
  return { ...layer, encoding: { ...encoding, x: { ...x, axis } } };
}

function hasLegend(layer: Piece): boolean {
  const color = (layer['encoding'] as Piece)['color'] as Piece | undefined;
  return color !== undefined && color['legend'] !== null;
}
