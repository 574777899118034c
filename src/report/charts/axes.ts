/**
 * Axes: time of the run, durations and counts, with ticks at round values and a unit that people use. Times and durations
 * are numbers of seconds; the only expressions are the ones written here.
 */

import { LABEL_SIZE } from './theme.ts';

const UNITS = [
  { name: 'd', seconds: 86_400, from: 2 * 86_400, steps: [1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365] },
  { name: 'h', seconds: 3600, from: 4 * 3600, steps: [0.5, 1, 2, 3, 4, 6, 12] },
  { name: 'min', seconds: 60, from: 180, steps: [1, 2, 5, 10, 15, 20, 30, 60] },
  { name: 's', seconds: 1, from: 1, steps: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60] },
  { name: 'ms', seconds: 1e-3, from: 1e-3, steps: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200] },
  { name: 'µs', seconds: 1e-6, from: 0, steps: [1, 2, 5, 10, 20, 50, 100, 200] },
] as const;

/** Where a logarithmic axis of durations has its ticks: by tens as long as people count so, then the units of the clock. */
const LOG_TICKS = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 60, 600, 3600, 36_000, 86_400, 864_000, 8_640_000];

/** A piece of a specification. */
export type Piece = Readonly<Record<string, unknown>>;

/** Ticks from 0 to `top` seconds, all in one unit, at most so many beside that at 0. */
export function durationTicks(top: number, most: number): Piece {
  const unit = UNITS.find(({ from }) => top >= from) ?? UNITS.at(-1)!;
  const steps: readonly number[] = unit.steps;
  const step = steps.find((s) => top / (s * unit.seconds) <= most) ?? Math.ceil(top / unit.seconds / most);
  const n = Math.floor(top / (step * unit.seconds) + 1e-9);
  return {
    values: Array.from({ length: n + 1 }, (_, i) => i * step * unit.seconds),
    labelExpr: `datum.value === 0 ? '0' : format(datum.value / ${unit.seconds}, ',~r') + ' ${unit.name}'`,
  };
}

/** By it the page knows the charts that can be looked closer at. */
export const TIME_TITLE = 'simulated time';

/** The axis of time: equal in all charts of a result. `duration` in seconds. */
export function timeOf(duration: number, field = 't'): Piece {
  return {
    field,
    type: 'quantitative',
    scale: { domain: [0, duration], nice: false },
    axis: { title: TIME_TITLE, ...durationTicks(duration, 10) },
  };
}

/** Tenants by rank, from 1, logarithmic: field `rank`. */
export function ranksUpTo(most: number): Piece {
  const tens = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];
  return {
    field: 'rank',
    type: 'quantitative',
    scale: { type: 'log', domain: [1, most], nice: false },
    axis: { title: 'tenants, the worst first (log scale)', values: tens.filter((n) => n <= most), format: ',d' },
  };
}

/** From 0, linear. */
export function durationsUpTo(most: number, title: string): Piece {
  const top = topAbove(most, 1e-6);
  return vertical([0, top], title, durationTicks(top, 5));
}

/** Logarithmic: for values of which the least matter as much as the greatest. Both above 0, in seconds. */
export function durationsBetween(least: number, greatest: number, title: string): Piece {
  const low = least / 1.2;
  const top = greatest * 1.2;
  const axis = { values: logTicks(low, top), labelExpr: inItsUnit() };
  return { ...vertical([low, top], title, axis), scale: { type: 'log', domain: [low, top], nice: false } };
}

/** The ticks of a logarithmic scale from `low` to `top` seconds. */
function logTicks(low: number, top: number): number[] {
  return LOG_TICKS.filter((tick) => tick >= low && tick <= top);
}

/** Each label in the largest unit in which it is a number above 1. */
function inItsUnit(): string {
  const words = UNITS.slice(0, -1).map(
    ({ name, seconds }) =>
      `datum.value >= ${seconds * 0.999999} ? format(datum.value / ${seconds}, ',~r') + ' ${name}' : `,
  );
  return `${words.join('')}format(datum.value / 0.000001, ',~r') + ' µs'`;
}

/** Rows from the top, of so many things each, labelled by the number of the first: fields `row` and `below`. */
export function rowsDown(rows: number, perRow: number, title: string): Piece {
  const step = Math.max(1, Math.ceil(rows / 8));
  return {
    field: 'row',
    type: 'quantitative',
    scale: { domain: [rows, 0], nice: false, zero: false },
    axis: {
      title,
      grid: false,
      values: Array.from({ length: Math.ceil(rows / step) }, (_, i) => i * step + 0.5),
      labelExpr: `format((datum.value - 0.5) * ${perRow}, 'd')`,
    },
  };
}

/** Colours of durations on a logarithmic scale, in seconds: field `age`. Light is young on white and on black alike. */
export function durationColours(least: number, greatest: number, title: string): Piece {
  const [low, top] = [Math.max(least, 1e-3), Math.max(greatest, least * 2, 2e-3)];
  return {
    field: 'age',
    type: 'quantitative',
    scale: { type: 'log', domain: [low, top], nice: false, range: AGE_COLOURS, interpolate: 'rgb' },
    legend: {
      title,
      titleFontWeight: 'normal',
      titleFontSize: LABEL_SIZE,
      values: logTicks(low, top),
      labelExpr: inItsUnit(),
      gradientLength: 180,
      gradientThickness: 10,
    },
  };
}

/** From young to old. None is a colour of lines: those the page has in light and in dark, and between them nothing is mixed. */
const AGE_COLOURS = ['#d7e9f5', '#58b2e6', '#0a70ae', '#3b2a6b'];

/** From 0, linear; whole numbers have no ticks between them. */
export function countsUpTo(most: number, title: string, isWhole = true): Piece {
  const top = topAbove(most, isWhole ? 1 : 0.001);
  const whole = isWhole ? { tickMinStep: 1 } : {};
  return vertical([0, top], title, { format: top >= 1e6 ? '~s' : ',~r', tickCount: 5, ...whole });
}

/** Some room above the greatest, where the label of a limit stands. */
function topAbove(most: number, atLeast: number): number {
  return Math.max(most, atLeast) * 1.12;
}

function vertical(domain: readonly [number, number], title: string, axis: Piece): Piece {
  return { field: 'v', type: 'quantitative', scale: { domain, nice: false, zero: false }, axis: { title, ...axis } };
}

const SIGNS = { share: ["format(datum.value, '.3~%')"], money: ["'$' + format(datum.value, ',.6~r')"] } as const;

/**
 * A vertical axis for the values of a figure that all lie near one another: not from 0. Values as in results, but durations in
 * seconds. `low` and `high`: the least and the greatest to be shown.
 */
export function valuesBetween(
  unit: 'duration' | 'count' | 'share' | 'rate' | 'size' | 'money',
  low: number,
  high: number,
  title: string,
): Piece {
  const room = high > low ? 0.06 * (high - low) : Math.max(0.05 * Math.abs(high), 1e-9);
  const domain = [low >= 0 ? Math.max(0, low - room) : low - room, high + room] as const;
  return vertical(domain, title, { tickCount: 5, ...labelsOf(unit, domain[1]) });
}

function labelsOf(unit: Parameters<typeof valuesBetween>[0], top: number): Piece {
  if (unit === 'duration') {
    const { seconds, name } = UNITS.find(({ from }) => top >= from) ?? UNITS.at(-1)!;
    return { labelExpr: `datum.value === 0 ? '0' : format(datum.value / ${seconds}, ',.4~r') + ' ${name}'` };
  }
  if (unit === 'share' || unit === 'money') return { labelExpr: SIGNS[unit][0] };
  return { format: top >= 1e6 ? '.3~s' : ',.6~r' };
}
