/**
 * What the squares of a heat map show: in how many runs all objectives were met, or a figure, from light to dark. Letters are light on dark, and
 * say what the colour says.
 */
import { count, inUnit } from '../format.ts';
import type { Piece } from '../charts/axes.ts';
import { COLOURS, LABEL_SIZE } from '../charts/theme.ts';
import { groupsOf, withoutPanel } from './groups.ts';
import { ends, spansTens } from './levels.ts';
import type { ShownCell, SweepOutcome } from './outcome.ts';

const MOST_FIGURES = 3;

/** Of one square. */
export interface Shade {
  /** Of the colour; absent of a cell without a value. */
  readonly v?: number | string;
  readonly text: string;
  /** Whether letters are light. */
  readonly isLight: boolean;
}

export interface Look {
  /** Of its file. */
  readonly name: string;
  /** Number of the figure; undefined of objectives. */
  readonly figure: number | undefined;
  readonly color: Piece;
  readonly shadeOf: (cell: ShownCell) => Shade;
}

export interface Looks {
  readonly shown: readonly Look[];
  /** Numbers of figures that differ, and have no map. */
  readonly left: readonly number[];
}

/** From the least to the greatest; dark enough for light letters from the middle on. */
const RANGE = ['#deebf7', '#9ecae1', '#4292c6', '#08519c', '#08306b'];

/** Objectives first, then figures that differ: latency, invocations, cost. */
export function looksOf(outcome: SweepOutcome, cells: readonly ShownCell[]): Looks {
  const { header } = outcome;
  const groups = groupsOf(header, cells, MOST_FIGURES);
  const figures = groups.shown.map((group) => figureLook(header, group.figures.at(-1)!, cells));
  const shown = [...(header.objectives.length === 0 ? [] : [objectivesLook(header)]), ...figures];
  return { shown, left: withoutPanel(groups) };
}

const [ALL, SOME, NO] = ['all objectives met in all runs', 'in some runs', 'in no run'];

function objectivesLook({ replications }: SweepOutcome['header']): Look {
  return {
    name: 'objectives',
    figure: undefined,
    color: {
      field: 'v',
      type: 'nominal',
      scale: { domain: [ALL, SOME, NO], range: [COLOURS.sky, COLOURS.orange, COLOURS.vermilion] },
      legend: { symbolType: 'square', symbolStrokeWidth: 0 },
    },
    shadeOf: ({ met, line }) => {
      if (met === null) return { text: line.status, isLight: false };
      const v = met === replications ? ALL : met > 0 ? SOME : NO;
      return { v, text: `${count(met)} of ${count(replications)}`, isLight: false };
    },
  };
}

function figureLook({ figures }: SweepOutcome['header'], f: number, cells: readonly ShownCell[]): Look {
  const { text, unit } = figures[f]!;
  const known = cells.flatMap(({ estimates }) => estimates[f]?.mean ?? []);
  const [low, high] = ends(known);
  const isLog = spansTens(known);
  const share = (v: number): number => {
    return high === low ? 0 : isLog ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low);
  };
  return {
    name: text,
    figure: f,
    // What is drawn is the place between the two ends: the numbers are in the squares.
    color: {
      field: 'v',
      type: 'quantitative',
      scale: { domain: [0, 1], range: RANGE, interpolate: 'rgb' },
      legend: {
        ...{ title: null, values: [0, 1], gradientLength: 180, gradientThickness: 10, labelFontSize: LABEL_SIZE },
        labelExpr: `datum.value === 0 ? 'least' : 'greatest${isLog ? ' (log)' : ''}'`,
      },
    },
    shadeOf: ({ estimates, line }) => {
      const mean = estimates[f]?.mean ?? null;
      if (mean === null) return { text: line.status === 'done' ? '–' : line.status, isLight: false };
      const v = share(mean);
      return { v, text: inUnit(unit, mean), isLight: v > 0.45 };
    },
  };
}
