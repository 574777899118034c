/**
 * Charts of a sensitivity analysis: a tornado, in which each guess has a bar from the answer as written to the answer at either end, or
 * bars of its size (Morris) or its share (Sobol). The farthest stands at the top; what moves nothing is left out.
 */
import type { FigureRef, Method, OneAtATime, Sensitivity } from '../../plan/sensitivity/outcome.ts';
import { durationTicks, type Piece } from '../charts/axes.ts';
import type { AnyChart } from '../charts/chart.ts';
import { framedFreely } from '../charts/frame.ts';
import { colourOf } from '../charts/lines.ts';
import { shown, Stems } from '../charts/names.ts';
import { COLOURS, CONFIG, INK, LABEL_SIZE } from '../charts/theme.ts';
import { inUnit, some } from '../format.ts';

const MOST_ROWS = 12;
const MOST_FIGURES = 4;
const ROW_HEIGHT = 36;
const SIDES = [
  { name: 'lower end', colour: COLOURS.sky },
  { name: 'upper end', colour: COLOURS.orange },
];
const NO_LABELS: Piece = { title: ' ', labels: false, grid: false };

/** One bar; `k` tells rows apart, `s` sides. */
interface Bar {
  readonly k: string;
  readonly from: number;
  readonly v: number;
  readonly s: string;
}

interface Row {
  readonly k: string;
  readonly label: string;
}

export function sensitivityCharts(outcome: Sensitivity): AnyChart[] {
  const stems = new Stems();
  const drawn = outcome.figures.slice(0, MOST_FIGURES).map((figure, f) => {
    const content = outcome.method === 'one-at-a-time' ? tornado(outcome, f) : sizes(outcome, f);
    if (content === undefined) return undefined;
    const { rows, bars, base, title, subtitle, axis } = content;
    return framedFreely(
      {
        prefix: PREFIXES[outcome.method],
        name: figure.text,
        title,
        subtitle,
        panels: [{ height: rows.length * ROW_HEIGHT, layers: layersOf(rows, bars, base, axis) }],
      },
      stems,
    );
  });
  return drawn.filter((chart) => chart !== undefined);
}

const PREFIXES: Readonly<Record<Method, string>> = { 'one-at-a-time': 'tornado', morris: 'morris', sobol: 'sobol' };

interface Content {
  readonly rows: readonly Row[];
  readonly bars: readonly Bar[];
  readonly base: number;
  readonly title: string;
  readonly subtitle: string;
  readonly axis: Piece;
}

function tornado({ guesses, figures, base, replications }: OneAtATime, f: number): Content | undefined {
  const figure = figures[f]!;
  const from = base.means[f]!;
  if (from === null) return undefined;
  const moving = guesses
    .map(({ path, ends }) => {
      const known = ends.flatMap(({ label, effects, runs }, i) => {
        const effect = effects[f];
        if (effect === undefined || effect.difference === null || effect.difference === 0) return [];
        const mean = from + effect.difference;
        const gone = effect.lost === 0 ? '' : `, nothing in ${effect.lost} of ${some(runs, 'run')}`;
        const text = `${shown(label, 24)} → ${inUnit(figure.unit, mean)}${gone}`;
        return [{ text, mean, size: Math.abs(effect.difference), side: Math.min(i, 1) }];
      });
      // Without a bar: there is nothing to draw.
      const ended = ends.flatMap(({ label, effects }) => {
        const effect = effects[f];
        return effect?.mean === null && effect.lost > 0 ? [`${shown(label, 24)} → nothing to measure`] : [];
      });
      const lost = Math.max(0, ...ends.map(({ effects }) => effects[f]?.lost ?? 0));
      return { path, ends: known, ended, lost, size: Math.max(0, ...known.map(({ size }) => size)) };
    })
    .filter(({ size, lost }) => size > 0 || lost > 0)
    .toSorted((a, b) => b.lost - a.lost || b.size - a.size)
    .slice(0, MOST_ROWS);
  if (moving.every(({ ends }) => ends.length === 0)) return undefined;
  const rows = moving.map(({ path, ends, ended }, i) => ({
    k: String(i),
    label: `${shown(path, 60)}: ${[...ends.map(({ text }) => text), ...ended].join(', ')}`,
  }));
  const bars = moving.flatMap(({ ends }, i) =>
    ends.map(({ mean, side }) => ({
      k: String(i),
      from: scaled(from, figure),
      v: scaled(mean, figure),
      s: SIDES[side]!.name,
    })),
  );
  const axis = valueAxis(
    bars.flatMap(({ from, v }) => [from, v]),
    figure,
    figure.text,
  );
  const { path, lost } = moving[0]!;
  const title =
    lost > 0
      ? `${shown(path, 60)} can leave nothing to measure of ${shown(figure.text)}`
      : `${shown(path, 60)} moves ${shown(figure.text)} most`;
  const subtitle = `As written it is ${inUnit(figure.unit, from)}; each guess alone at either end of its range, mean of ${some(replications, 'run')}.`;
  return { rows, bars, base: scaled(from, figure), title, subtitle, axis };
}

function sizes(outcome: Exclude<Sensitivity, OneAtATime>, f: number): Content | undefined {
  const figure = outcome.figures[f]!;
  const isMorris = outcome.method === 'morris';
  const found = (outcome.guesses as readonly { path: string; effects: readonly object[] }[])
    .map(({ path, effects }) => {
      const effect = effects[f] as { meanSize?: number | null; total?: number | null };
      return { path, size: (isMorris ? effect.meanSize : effect.total) ?? 0 };
    })
    .filter(({ size }) => size > 0)
    .toSorted((a, b) => b.size - a.size)
    .slice(0, MOST_ROWS);
  if (found.length === 0) return undefined;
  const write = (size: number) => (isMorris ? inUnit(figure.unit, size) : `${Math.round(size * 100)} %`);
  const rows = found.map(({ path, size }, i) => ({ k: String(i), label: `${shown(path, 60)}: ${write(size)}` }));
  const scale = (size: number) => (isMorris ? scaled(size, figure) : size);
  const bars = found.map(({ size }, i) => ({ k: String(i), from: 0, v: scale(size), s: SIDES[1]!.name }));
  const top = bars.map(({ v }) => v);
  const axis = isMorris
    ? valueAxis([0, ...top], figure, `mean size of the effect on ${figure.text}`)
    : {
        ...plainAxis([0, ...top], 'share of the variance, with others together'),
        axis: { title: `share of the variance of ${figure.text}`, format: '.0%', tickCount: 6 },
      };
  const title = `${shown(found[0]!.path, 60)} moves ${shown(figure.text)} most`;
  const subtitle = isMorris
    ? `Mean size of the effect of the whole range of each guess, over ${some(outcome.trajectories, 'trajectory', 'trajectories')}.`
    : `The share of its variance that each guess makes by itself or together with others (total index), over ${some(outcome.samples, 'row')}.`;
  return { rows, bars, base: 0, title, subtitle, axis };
}

function layersOf(rows: readonly Row[], bars: readonly Bar[], base: number, x: Piece): Piece[] {
  const y: Piece = { field: 'k', type: 'nominal', sort: rows.map(({ k }) => k), axis: NO_LABELS };
  const sides = SIDES.filter(({ name }) => bars.some(({ s }) => s === name));
  return [
    {
      data: { values: bars },
      mark: { type: 'bar', height: 13, yOffset: 9 },
      encoding: { x: { field: 'v', ...x }, x2: { field: 'from' }, y, color: colourOf(sides, 'square') },
    },
    {
      data: { values: [{ v: base }] },
      mark: { type: 'rule', color: INK, strokeDash: [4, 3] },
      encoding: { x: { field: 'v', ...x } },
    },
    {
      data: { values: rows },
      mark: {
        type: 'text',
        align: 'left',
        baseline: 'middle',
        x: 0,
        dy: -8,
        fontSize: LABEL_SIZE,
        color: CONFIG.axis.labelColor,
      },
      encoding: { y, text: { field: 'label', type: 'nominal' } },
    },
  ];
}

/** Charts count durations in seconds. */
function scaled(value: number, { unit }: FigureRef): number {
  return unit === 'duration' ? value / 1e6 : value;
}

function valueAxis(values: readonly number[], { unit }: FigureRef, title: string): Piece {
  const plain = plainAxis(values, title);
  const top = Math.max(...values) * 1.02;
  switch (unit) {
    case 'duration':
      return { ...plain, axis: { title, ...durationTicks(Math.max(top, 1e-6), 8) } };
    case 'share':
      return { ...plain, axis: { title, format: '.1~%', tickCount: 6 } };
    case 'money':
      return { ...plain, axis: { title, format: '$,~r', tickCount: 6 } };
    case 'size':
      return { ...plain, axis: { title: `${title}, bytes`, format: '~s', tickCount: 6 } };
    default:
      return { ...plain, axis: { title, format: top >= 1e6 ? '~s' : ',~r', tickCount: 6 } };
  }
}

function plainAxis(values: readonly number[], title: string): Piece {
  const [low, top] = [Math.min(0, ...values), Math.max(...values)];
  return {
    type: 'quantitative',
    scale: { domain: [low * 1.02, top > 0 ? top * 1.02 : 1], nice: false, zero: false },
    axis: { title },
  };
}
