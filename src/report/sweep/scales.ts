/**
 * Axes of the charts of sweeps: of a setting, with its own values as ticks, and of a figure. Logarithmic where values span more than a linear axis
 * can show. Durations are in seconds, as in all charts; all else is in the unit it has in results and scenarios.
 */
import type { ScaleKind } from '../../plan/search/scale.ts';
import { countsUpTo, durationsBetween, durationsUpTo, type Piece } from '../charts/axes.ts';
import { inLines, shown } from '../charts/names.ts';
import { SECOND } from '../charts/steps.ts';
import type { SweepOutcome } from './outcome.ts';
import { ends, spansTens } from './levels.ts';

export type Unit = SweepOutcome['header']['figures'][number]['unit'];

/** A value of a figure as charts have it. */
export function drawn(unit: Unit, value: number): number {
  return unit === 'duration' ? value / SECOND : value;
}

/** A title in lines; of a logarithmic axis it says so. */
export type AxisTitle = (isLog: boolean) => readonly string[];

const LOG = ' (log)';

/** As it stands where there is room for it. */
export function wholeTitle(lines: readonly string[]): AxisTitle {
  return (isLog) => (isLog ? [...lines.slice(0, -1), `${lines.at(-1)!}${LOG}`] : lines);
}

/** In more lines where one has more than so many letters; nothing but a longer word is cut. */
export function fittedTitle(lines: readonly string[], letters: number): AxisTitle {
  const fitted = lines.flatMap((line) => inLines(line, letters)).map((line) => shown(line, letters));
  const hasRoom = [...fitted.at(-1)!].length + LOG.length <= letters;
  return hasRoom ? wholeTitle(fitted) : (isLog) => (isLog ? [...fitted, LOG.trim()] : fitted);
}

/** The vertical axis of a figure. `values`: all that is to be seen, as charts have it; never empty. */
export function figureAxis(unit: Unit, values: readonly number[], title: AxisTitle): Piece {
  const [low, high] = ends(values);
  const isLog = spansTens(values);
  const piece = isLog ? logarithmic(unit, low, high) : linear(unit, high);
  return { ...piece, axis: { ...(piece['axis'] as Piece), title: title(isLog) } };
}

function linear(unit: Unit, high: number): Piece {
  if (unit === 'duration') return durationsUpTo(high, '');
  const plain = countsUpTo(high, '', unit === 'count' && high >= 5);
  return { ...plain, axis: { ...(plain['axis'] as Piece), tickCount: 4, ...labelsOf(unit) } };
}

function logarithmic(unit: Unit, low: number, high: number): Piece {
  if (unit === 'duration') {
    const plain = durationsBetween(low, high, '');
    // Beyond a minute people do not count by tens.
    return high < MINUTE ? { ...plain, axis: { ...(plain['axis'] as Piece), ...tens(low, high) } } : plain;
  }
  const domain = [low / 1.2, high * 1.2];
  const plain = linear(unit, high);
  const scale = { type: 'log', domain, nice: false };
  return { ...plain, scale, axis: { ...(plain['axis'] as Piece), ...tens(low, high) } };
}

/** In seconds. */
const MINUTE = 60;

function labelsOf(unit: Exclude<Unit, 'duration'>): Piece {
  return unit === 'count' || unit === 'rate' ? {} : { format: undefined, labelExpr: LABELS[unit] };
}

/** Of few tens the axis has ticks between them too. */
function tens(low: number, high: number): Piece {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const steps = last - first > 3 ? [1] : last - first > 2 ? [1, 3] : [1, 2, 5];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(`1e${first + i}`));
  return {
    values: ticks.flatMap((ten) => steps.map((step) => step * ten)).filter((v) => v >= low / 1.2 && v <= high * 1.2),
  };
}

const LABELS = {
  share: "format(datum.value, '.3~%')",
  money: "'$' + format(datum.value, ',.6~r')",
  size: "format(datum.value, '.3~s') + 'B'",
} as const;

/** Pixels between the labels of two values of a setting. */
const LEAST_GAP = 46;

export interface Across {
  readonly kind: ScaleKind;
  /** As charts have them, ascending. */
  readonly values: readonly number[];
  readonly title: string;
  /** In pixels. */
  readonly width: number;
  /** Whether it is logarithmic however little its values differ. */
  readonly isLog: boolean;
}

/** The horizontal axis of a setting, with its own values as ticks as far as there is room. */
export function settingAxis({ kind, values: own, title, width, isLog: isAsked }: Across): Piece {
  const [low, high] = [own[0]!, own.at(-1)!];
  const isLog = spansTens(own) || (isAsked && low > 0 && high > low);
  const share = (v: number): number => {
    return isLog ? Math.log(v / low) / Math.log(high / low) : high === low ? 0.5 : (v - low) / (high - low);
  };
  const ticks: number[] = [];
  // The last is shown always; those before it as far as there is room.
  for (const value of own.slice(0, -1)) {
    const place = share(value) * width;
    const before = ticks.length === 0 ? -Infinity : share(ticks.at(-1)!) * width;
    if (place - before >= LEAST_GAP && width - place >= LEAST_GAP) ticks.push(value);
  }
  ticks.push(high);
  const room = (high - low) * ROOM;
  const factor = Math.exp(Math.log(high / low) * ROOM);
  const domain = isLog ? [low / factor, high * factor] : [low - room, high + room];
  return {
    field: 'x',
    type: 'quantitative',
    scale: { ...(isLog ? { type: 'log' } : { zero: false }), domain, nice: false },
    axis: {
      title: isLog ? `${title} (log)` : title,
      values: ticks,
      labelExpr: SETTING_LABELS[kind],
      labelFlush: false,
    },
  };
}

/** Of the length of an axis, so that the first and the last value do not stand on its ends. */
const ROOM = 0.02;

const inUnits = (units: readonly (readonly [number, string])[]): string => {
  const parts = units.map(([size, name]) => {
    return `datum.value >= ${size * 0.999999} ? format(datum.value / ${size}, ',.6~r') + ' ${name}' : `;
  });
  return `${parts.join('')}format(datum.value, ',.6~r')`;
};

const SETTING_LABELS: Readonly<Record<ScaleKind, string>> = {
  number: "format(datum.value, ',.6~r')",
  duration: `datum.value === 0 ? '0 s' : ${inUnits([
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
    [1e-3, 'ms'],
    [1e-6, 'µs'],
  ])}`,
  memory: "format(datum.value, ',.6~r') + ' MB'",
  size: inUnits([
    [1024 * 1024 * 1024, 'GiB'],
    [1024 * 1024, 'MiB'],
    [1024, 'KiB'],
    [1, 'B'],
  ]),
  rate: "format(datum.value, ',.6~r') + '/s'",
  share: "format(datum.value, '.3~%')",
  money: "'$' + format(datum.value, ',.6~r')",
};
