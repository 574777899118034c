/**
 * Heat maps of a grid: two settings across and down, a third and a fourth as fields beside and below each other. Colour is a figure, or in how
 * many runs all objectives were met; the number stands in the square, and a frame around the best. Further settings are held at the best cell.
 */
import type { TopLevelSpec } from 'vega-lite';
import type { Piece } from '../charts/axes.ts';
import type { AnyChart } from '../charts/chart.ts';
import { shown, type Stems } from '../charts/names.ts';
import { specHead } from '../charts/spec-head.ts';
import { CONFIG, LABEL_SIZE } from '../charts/theme.ts';
import { distinct } from '../charts/variant-lines.ts';
import { leftText } from './groups.ts';
import { heatSubtitle, heatTitle } from './heat-map-words.ts';
import { looksOf, type Look, type Shade } from './heat-map-looks.ts';
import { anchorOf, heldAt, spread, varying } from './levels.ts';
import type { ShownAxis, ShownCell, SweepOutcome } from './outcome.ts';
import { ranked } from './ranking.ts';

/** Values of one setting that are shown: across and down in a field, and of fields. */
const [MOST_ACROSS, MOST_DOWN, MOST_FIELDS] = [16, 20, 4];
/** Squares across, in all fields together. */
const MOST_COLUMNS = 32;
const [TITLE_COLUMNS, SUBTITLE_COLUMNS] = [70, 100];
const LETTER = LABEL_SIZE * 0.62;
const [HEIGHT, LEAST_WIDTH, WHOLE_WIDTH, MOST_WIDTH] = [30, 34, 720, 84];
const LONGEST_LEVEL = 18;
const DARK = '#1a1a1a';

/** What is shown of one axis. */
interface Side {
  readonly axis: number;
  /** Numbers of levels, and their names. */
  readonly levels: readonly number[];
  readonly names: readonly string[];
}

export interface Layout {
  readonly across: Side;
  readonly down: Side;
  readonly fields?: Side | undefined;
  readonly fieldsDown?: Side | undefined;
  readonly held: readonly number[];
  /** Those that are shown. */
  readonly cells: readonly ShownCell[];
}

/** None of what is no grid of two settings or more. */
export function heatMaps(outcome: SweepOutcome, stems: Stems): AnyChart[] {
  const axes = varying(outcome);
  if (outcome.header.design !== 'grid' || axes.length < 2) return [];
  const layout = layoutOf(outcome, axes);
  const { shown: looks, left } = looksOf(outcome, layout.cells);
  return looks.map((look) => heatMap(outcome, layout, { look, left }, stems));
}

/** The last setting across, the one before it down, and those before as fields, as they stand in the scenario. */
function layoutOf(outcome: SweepOutcome, axes: readonly number[]): Layout {
  const [across, down, third, fourth] = axes.toReversed();
  const held = axes.slice(0, Math.max(0, axes.length - 4));
  // Of three the first gives the fields beside each other; of four the first beside, the second below each other.
  const [beside, below] = fourth === undefined ? [third, undefined] : [fourth, third];
  const sideOf = (axis: number | undefined, most: number): Side | undefined => {
    if (axis === undefined) return undefined;
    const levels = withLevel(spread(outcome.axes[axis]!.levels.length, most), anchorOf(outcome).at[axis]!);
    return { axis, levels, names: namesOf(outcome.axes[axis]!, levels) };
  };
  const fields = sideOf(beside, MOST_FIELDS);
  const room = Math.floor(MOST_COLUMNS / (fields?.levels.length ?? 1));
  const sides = {
    across: sideOf(across, Math.min(MOST_ACROSS, room))!,
    down: sideOf(down, MOST_DOWN)!,
    fields,
    fieldsDown: sideOf(below, MOST_FIELDS),
  };
  const shownOnes = Object.values(sides).filter((side) => side !== undefined);
  const cells = heldAt(outcome.cells, held, anchorOf(outcome)).filter(({ at }) =>
    shownOnes.every(({ axis, levels }) => levels.includes(at[axis]!)),
  );
  return { ...sides, held, cells };
}

/** In place of the nearest, so that the first cell of all is seen. */
function withLevel(levels: readonly number[], wanted: number): readonly number[] {
  if (levels.includes(wanted)) return levels;
  const after = levels.findIndex((level) => level > wanted);
  // The ends are among them: one is before it, one behind. Ends stay.
  const before = after - 1;
  const isNearer = wanted - levels[before]! <= levels[after]! - wanted;
  const at = before === 0 ? after : after === levels.length - 1 || isNearer ? before : after;
  return levels.map((level, i) => (i === at ? wanted : level));
}

function namesOf({ levels }: ShownAxis, shownLevels: readonly number[]): string[] {
  return distinct(shownLevels.map((level) => shown(levels[level]!.text, LONGEST_LEVEL)));
}

/** `left`: numbers of figures that have no map. */
type Content = { readonly look: Look; readonly left: readonly number[] };

function heatMap(outcome: SweepOutcome, layout: Layout, { look, left }: Content, stems: Stems): AnyChart {
  const { across, down, fields, fieldsDown } = layout;
  const values = rowsOf(outcome, layout, look);
  const title = heatTitle(outcome, layout, look);
  const subtitle = [heatSubtitle(outcome, layout, look), ...leftText(outcome.header, left)].join(' ');
  const columns = across.levels.length * (fields?.levels.length ?? 1);
  const longest = Math.max(...values.map(({ text }) => text.length), ...across.names.map((name) => name.length));
  const width = Math.max(LEAST_WIDTH, Math.ceil(longest * LETTER) + 10, Math.min(MOST_WIDTH, WHOLE_WIDTH / columns));
  const field = {
    width: Math.round(width) * across.levels.length,
    height: HEIGHT * down.levels.length,
    layer: layersOf(outcome, layout, look),
  };
  const facet = {
    ...(fields === undefined ? {} : { column: facetOf(outcome, fields, 'column') }),
    ...(fieldsDown === undefined ? {} : { row: facetOf(outcome, fieldsDown, 'row') }),
  };
  const spec = {
    ...specHead({ title, subtitle }, [TITLE_COLUMNS, SUBTITLE_COLUMNS], { frame: 'bounds' }),
    data: { values },
    ...(fields === undefined ? field : { facet, spacing: 14, spec: field }),
    config: {
      ...CONFIG,
      axisY: { ...CONFIG.axisY, minExtent: 0, maxExtent: 200 },
      axisX: { ...CONFIG.axisX, labelFlush: false },
    },
  };
  return { id: stems.stem('heat', look.name), title, subtitle, spec: spec as unknown as TopLevelSpec };
}

function rowsOf(outcome: SweepOutcome, { across, down, fields, fieldsDown, cells }: Layout, look: Look) {
  const nameOf = (side: Side | undefined, { at }: ShownCell): string => {
    return side === undefined ? '' : side.names[side.levels.indexOf(at[side.axis]!)]!;
  };
  const [best] = ranked(outcome);
  return cells.map((cell) => {
    const shade: Shade = look.shadeOf(cell);
    const place = { x: nameOf(across, cell), y: nameOf(down, cell) };
    return { ...place, column: nameOf(fields, cell), row: nameOf(fieldsDown, cell), ...shade, isBest: cell === best };
  });
}

function layersOf({ axes }: SweepOutcome, { across, down }: Layout, { color }: Look): Piece[] {
  const side = ({ axis, names }: Side, field: string): Piece => ({
    field,
    type: 'ordinal',
    scale: { domain: names },
    axis: { title: shown(axes[axis]!.short, 60), labelAngle: 0, grid: false },
  });
  const encoding = { x: side(across, 'x'), y: side(down, 'y') };
  return [
    {
      transform: [{ filter: 'isValid(datum.v)' }],
      mark: { type: 'rect', stroke: 'white', strokeWidth: 2 },
      encoding: { ...encoding, color },
    },
    {
      transform: [{ filter: 'datum.isBest' }],
      mark: { type: 'rect', filled: false, stroke: DARK, strokeWidth: 2.5 },
      encoding,
    },
    ...[false, true].map((isLight) => ({
      transform: [{ filter: isLight ? 'datum.isLight' : '!datum.isLight' }],
      mark: { type: 'text', fontSize: LABEL_SIZE - 1, baseline: 'middle', color: isLight ? 'white' : DARK },
      encoding: { ...encoding, text: { field: 'text', type: 'nominal' } },
    })),
  ];
}

/** In their own order; each says of what it is. */
function facetOf({ axes }: SweepOutcome, { axis, names }: Side, field: 'row' | 'column'): Piece {
  const header = {
    title: shown(axes[axis]!.short, 60),
    titleFontSize: LABEL_SIZE,
    titleFontWeight: 'normal',
    titleColor: '#595959',
    labelFontSize: LABEL_SIZE,
    labelFontWeight: 'bold',
    labelColor: '#404040',
    ...(field === 'row' ? { labelAngle: 0, labelAlign: 'left' } : {}),
  };
  return { field, type: 'nominal', sort: names, header };
}
