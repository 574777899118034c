/**
 * Runs the points of a design, Morris's or Sobol's, in which all guesses move together. A guess of which an end is refused is left out:
 * somebody has to say a range that the scenario takes. The runs of one trajectory, or of one row, share their luck; the next have other luck.
 */
import { RandomStreams } from '../../engine/random.ts';
import type { Result } from '../../metrics/result.ts';
import type { FigureRef } from '../../scenario/figure.ts';
import type { Settings, Template } from '../../scenario/template.ts';
import { valueOf } from '../estimate.ts';
import type { Cell } from '../experiment.ts';
import { inRounds } from '../rounds.ts';
import { soundAt, type Axis } from './axis.ts';
import { LEVELS, morrisEffects, trajectories, type Trajectory } from './morris.ts';
import type { MorrisEffect, SobolEffect, SobolTotal } from './outcome.ts';
import { sobolIndices, sobolRows } from './sobol.ts';

type Running<T> = Generator<readonly Cell[], T, readonly Result[]>;

export interface DesignOptions {
  /** Trajectories or rows. */
  readonly count: number;
  readonly confidence: number;
  readonly seed: number | string;
}

/** One that can be moved from end to end. */
export interface MovableAxis extends Axis {
  /** It moves by whole numbers only. */
  readonly isWhole: boolean;
}

/** The axes that can be moved from end to end, and why the others cannot. */
export function movable(
  axes: readonly Axis[],
  template: Template,
): { axes: MovableAxis[]; leftOut: { path: string; why: string }[] } {
  const leftOut: { path: string; why: string }[] = [];
  const can = axes.flatMap((axis): MovableAxis[] => {
    const one = { ...axis, isWhole: needsWhole(axis, template) };
    const why = unmovable(one);
    if (why === undefined) return [one];
    leftOut.push({ path: axis.path, why });
    return [];
  });
  return { axes: can, leftOut };
}

function unmovable({ ends, valueAt, isWhole }: MovableAxis): string | undefined {
  for (const end of ends) if (!end.ok && end.isWritten !== true) return `${end.label} is refused: ${end.why}`;
  const [low, high] = [valueAt(0, isWhole), valueAt(1, isWhole)].map((made) => JSON.stringify(made.ok && made.value));
  return low === high ? `both ends of its range are ${low}` : undefined;
}

/** By guess, then by figure. */
export function* screening(
  axes: readonly MovableAxis[],
  template: Template,
  figures: readonly FigureRef[],
  { count, confidence, seed }: DesignOptions,
): Running<{ readonly effects: MorrisEffect[][]; readonly unmeasured: number[]; readonly runs: number }> {
  const random = new RandomStreams(seed).stream('sensitivity', 'morris');
  const levels = axes.map(({ spread }) => (spread.kind === 'values' ? spread.values.length : LEVELS));
  const all = trajectories(count, levels, random).map((one) => reallyMoved(one, axes));
  const values = yield* valuesAt(
    all.map(({ points }) => points),
    axes,
    template,
    figures,
  );
  const byFigure = figures.map((_, f) =>
    morrisEffects(
      all,
      values.map((row) => row.map((at) => at[f]!)),
      axes.length,
      confidence,
    ),
  );
  return {
    effects: axes.map((_, i) => byFigure.map((effects) => effects[i]!)),
    unmeasured: figures.map((_, f) => values.flat().filter((at) => at[f] === null).length),
    runs: count * (axes.length + 1),
  };
}

/** With steps as long as the values are apart, which may have been rounded or cut. */
function reallyMoved({ points, steps }: Trajectory, axes: readonly MovableAxis[]): Trajectory {
  return {
    points,
    steps: steps.map(({ guess }, i) => {
      const { standing, isWhole } = axes[guess]!;
      const [before, after] = [points[i]![guess]!, points[i + 1]![guess]!];
      return { guess, by: standing(after, isWhole) - standing(before, isWhole) };
    }),
  };
}

/** By guess, then by figure. */
export function* apportioning(
  axes: readonly MovableAxis[],
  template: Template,
  figures: readonly FigureRef[],
  { count, confidence, seed }: DesignOptions,
): Running<{ readonly totals: SobolTotal[]; readonly effects: SobolEffect[][]; readonly runs: number }> {
  const streams = new RandomStreams(seed);
  const rows = sobolRows(count, axes.length, streams.stream('sensitivity', 'sobol'));
  const values = yield* valuesAt(rows, axes, template, figures);
  const byFigure = figures.map(({ text }, f) =>
    sobolIndices(
      values.map((row) => row.map((at) => at[f]!)),
      axes.length,
      confidence,
      streams.stream('sensitivity', `bootstrap ${text}`),
    ),
  );
  return {
    totals: byFigure.map(({ total }) => total),
    effects: axes.map((_, i) => byFigure.map(({ effects }) => effects[i]!)),
    runs: count * (axes.length + 2),
  };
}

/** Of each group of points, which share their luck, of each point, the figures. */
function* valuesAt(
  groups: readonly (readonly (readonly number[])[])[],
  axes: readonly MovableAxis[],
  template: Template,
  figures: readonly FigureRef[],
): Running<(number | null)[][][]> {
  const cells = groups.flatMap((points, replication) =>
    points.map((point) => (): Cell => {
      const { scenario } = template.variant(settingsAt(point, axes));
      return { scenario, replication };
    }),
  );
  const values = yield* inRounds(cells, (result) => figures.map((figure) => valueOf(result, figure)));
  let first = 0;
  return groups.map(({ length }) => values.slice(first, (first += length)));
}

/** Whether what it moves counts something, or takes whole seconds only: then the reader refuses what lies between. */
function needsWhole({ path, valueAt }: Axis, template: Template): boolean {
  return [0, 0.37, 0.71, 1].some((share) => {
    const exact = valueAt(share, false);
    if (!exact.ok || template.tryVariant({ [path]: exact.value }).ok) return false;
    return soundAt(path, (whole) => valueAt(share, whole), template).ok;
  });
}

function settingsAt(point: readonly number[], axes: readonly MovableAxis[]): Settings {
  return Object.fromEntries(
    axes.flatMap(({ path, valueAt, isWhole }, i) => {
      const made = valueAt(point[i]!, isWhole);
      return made.ok ? [[path, made.value]] : [];
    }),
  );
}
