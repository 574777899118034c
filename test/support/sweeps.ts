/** Sweeps as headers and lines that no runs made: what their tables, texts and charts show can be worked out by hand. */
import { pointsOf } from '../../src/plan/sweep/points.ts';
import type { SweepCell } from '../../src/plan/sweep/cell.ts';
import type { SweepHeader, SweepLine } from '../../src/plan/sweep/line.ts';
import { SWEEP_FORMAT, type Axis, type SweepSpec } from '../../src/plan/sweep/spec.ts';

export const P50 = figure('p50(orders.latency)', 'p50', 'latency', 'duration', 'less');
export const P99 = figure('p99(orders.latency)', 'p99', 'latency', 'duration', 'less');
export const INVOCATIONS = figure('worker.invocations', undefined, 'invocations', 'count');
export const COST = figure('cost.perMonth', undefined, 'perMonth', 'money', 'less');

type Figure = SweepSpec['figures'][number];

function figure(
  text: string,
  statistic: string | undefined,
  name: string,
  unit: Figure['unit'],
  better?: Figure['better'],
): Figure {
  const of = /(\w+)\.\w+\)?$/.exec(text)![1]!;
  return { text, statistic, name: of, figure: name, unit, ...(better === undefined ? {} : { better }) };
}

export function axis(name: string, ...values: readonly unknown[]): Axis {
  return { name, values: values.map((value) => ({ value })) };
}

/** A grid of the axes, unless something else is said. */
export function headerOf(axes: readonly Axis[], other: Partial<SweepHeader> = {}): SweepHeader {
  return {
    lagcastSweep: SWEEP_FORMAT,
    version: '0.1.0',
    name: 'Batches',
    question: 'What does a larger batch cost and save?',
    seed: 1,
    rules: 'current',
    design: 'grid',
    axes,
    cells: axes.reduce((product, { values }) => product * (values?.length ?? 1), 1),
    replications: 3,
    confidence: 0.95,
    figures: [P50, P99, INVOCATIONS, COST],
    objectives: ['p99(orders.latency) < 1 s'],
    maxEvents: null,
    assumptions: [],
    notModelled: [],
    scenario: '0123456789abcdef',
    id: 'fedcba9876543210',
    ...other,
  };
}

/** What one run of a cell gives: a value for each figure, and whether each objective was met. */
export interface Run {
  readonly values: readonly (number | null)[];
  readonly met: readonly boolean[];
}

/** A line of each cell of a grid, done. */
export function linesOf(header: SweepHeader, run: (settings: SweepCell['settings'], r: number) => Run): SweepCell[] {
  const point = pointsOf(header);
  return Array.from({ length: header.cells }, (_, cell) => doneOf(header, cell, point(cell).labels, run));
}

export function doneOf(
  header: SweepHeader,
  cell: number,
  settings: SweepCell['settings'],
  run: (settings: SweepCell['settings'], r: number) => Run,
): SweepCell {
  const runs = Array.from({ length: header.replications }, (_, r) => run(settings, r));
  return {
    ...{ cell, status: 'done', settings, why: null },
    values: header.figures.map((_, f) => runs.map(({ values }) => values[f]!)),
    met: header.objectives.map((_, o) => runs.map(({ met }) => met[o]!)),
  };
}

/** The same cell, refused, given up or failed. */
export function notDone(line: SweepLine, status: 'refused' | 'gave up' | 'failed', why: string): SweepLine {
  const { cell, settings } = line;
  if (status === 'failed') return { cell, status, settings, seed: 1, why };
  return { cell, status, settings, why, values: [], met: [] };
}

/** Batches of 1 to 1,000: ten times the batch has a tenth of the invocations, and waits twice as long. Whole numbers: milliseconds, cents. */
export const batches = (batchSize: number, r: number): Run => {
  const p99 = (100 + 10 * batchSize + r) * 1000;
  const invocations = 6000 / batchSize;
  return { values: [p99 / 2, p99, invocations, 10 + invocations / 100 + r / 100], met: [p99 < 1_000_000] };
};
