/** Layers that charts are made of: lines and areas in steps, with a legend where there are several. */
import type { Result } from '../../metrics/result.ts';
import { timeOf, type Piece } from './axes.ts';
import { lonePoints, SECOND, stackedSteps, steps, type Readings } from './steps.ts';
import { STROKE } from './theme.ts';

export interface Line {
  readonly name: string;
  readonly colour: string;
  readonly readings: Readings;
}

/**
 * Lines over each other, the first behind all others. `scale` makes the readings the unit of the axis. Values that stand
 * alone between gaps are dots.
 */
export function lineLayers(lines: readonly Line[], y: Piece, result: Result, scale = 1): Piece[] {
  const encoding = { x: timeOf(result.duration / SECOND), y, color: colourOf(lines, 'stroke') };
  const values = lines.flatMap(({ name, readings }) => steps(name, readings, result, scale));
  const dots = lines.flatMap(({ name, readings }) => lonePoints(name, readings, result, scale));
  const line = {
    data: { values },
    mark: { type: 'line', interpolate: 'step-after', strokeWidth: STROKE, strokeJoin: 'round', clip: true },
    encoding,
  };
  const dot = { data: { values: dots }, mark: { type: 'point', filled: true, size: 22, opacity: 1 }, encoding };
  return dots.length === 0 ? [line] : [line, dot];
}

/** One line with the space under it shaded. */
export function areaLayers(line: Line, y: Piece, result: Result, scale = 1): Piece[] {
  const area = {
    data: { values: steps(line.name, line.readings, result, scale) },
    mark: { type: 'area', interpolate: 'step-after', color: line.colour, opacity: 0.18, clip: true },
    encoding: { x: timeOf(result.duration / SECOND), y },
  };
  return [area, ...lineLayers([line], y, result, scale)];
}

/** Areas upon each other, the first at the bottom: counts that add up. */
export function stackLayers(lines: readonly Line[], y: Piece, result: Result): Piece[] {
  const values = stackedSteps(
    lines.map(({ name, readings }) => [name, readings] as const),
    result,
  ).map((point) => ({ ...point, o: lines.findIndex(({ name }) => name === point.s) }));
  return [
    {
      data: { values },
      mark: { type: 'area', interpolate: 'step-after', clip: true, opacity: 0.9 },
      encoding: {
        x: timeOf(result.duration / SECOND),
        y: { ...y, stack: 'zero' },
        color: colourOf(lines, 'square'),
        order: { field: 'o', type: 'quantitative' },
      },
    },
  ];
}

/** The greatest sum of lines that are stacked. */
export function highestStack(lines: readonly Line[]): number {
  const sums = lines[0]!.readings.map((_, i) => lines.reduce((sum, { readings }) => sum + (readings[i] ?? 0), 0));
  return Math.max(0, ...sums);
}

/** The greatest value of lines that are not. */
export function highest(...lines: readonly Readings[]): number {
  return lines.flat().reduce<number>((most, v) => Math.max(most, v ?? 0), 0);
}

/** The legend is in the order of the lines; a single line needs none, since the title says what it is. */
export function colourOf(lines: readonly Pick<Line, 'name' | 'colour'>[], symbolType: 'stroke' | 'square'): Piece {
  return {
    field: 's',
    type: 'nominal',
    scale: { domain: lines.map(({ name }) => name), range: lines.map(({ colour }) => colour) },
    legend: lines.length === 1 ? null : { symbolType },
  };
}
