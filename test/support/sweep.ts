/** A small sweep, its header made by hand, for tests of who runs cells and where lines go. */
import { lineOf, type SweepHeader, type SweepLine } from '../../src/plan/sweep/line.ts';
import type { SweepCell } from '../../src/plan/sweep/cell.ts';
import { pointsOf } from '../../src/plan/sweep/points.ts';
import type { SweepSource } from '../../src/plan/sweep/source.ts';
import { SWEEP_FORMAT } from '../../src/plan/sweep/spec.ts';
import { readFigure, type FigureRef } from '../../src/scenario/figure.ts';
import { Template } from '../../src/scenario/template.ts';
import { VERSION } from '../../src/version.ts';

const TEXT = `
lagcast: 1
name: swept
duration: 10 s
functions: { worker: { handler: { perRecord: { exponential: { mean: 50 ms } } } } }
sources: { orders: { type: sqs, arrivals: [ { rate: { poisson: 10/s } } ] } }
mappings: { m: { source: orders, function: worker } }
objectives: [ worker.invocations < 60 ]
`;

export const source: SweepSource = { text: TEXT, stem: 'swept', set: {}, files: {} };

/** Batch sizes against reservations, of which one batch size is no sound scenario. */
export function headerOf(changes: Partial<SweepHeader> = {}): SweepHeader {
  const batches = [1, 2, 5, 11];
  const reserved = [2, 5, 20];
  return {
    lagcastSweep: SWEEP_FORMAT,
    version: VERSION,
    name: 'swept',
    question: null,
    seed: 1,
    rules: 'current',
    design: 'grid',
    axes: [
      { name: 'mappings.m.batchSize', values: batches.map((value) => ({ value })) },
      { name: 'functions.worker.reservedConcurrency', values: reserved.map((value) => ({ value })) },
    ],
    cells: batches.length * reserved.length,
    replications: 2,
    confidence: 0.95,
    figures: [figure('worker.invocations'), figure('p99(orders.latency)')],
    objectives: ['worker.invocations < 60'],
    maxEvents: null,
    assumptions: [],
    notModelled: [],
    scenario: '0123456789abcdef',
    id: 'fedcba9876543210',
    ...changes,
  };
}

function figure(text: string): FigureRef {
  const made = Template.fromText(TEXT);
  if (!made.ok) throw new Error('no scenario');
  const read = readFigure(text, made.template.variant().scenario);
  if (!read.ok) throw new Error(text);
  return read.figure;
}

/** What a cell of the sweep could have given. */
export function cellOf(cell: number, header: SweepHeader = headerOf()): SweepCell {
  const { figures, objectives, replications } = header;
  const runs = Array.from({ length: replications }, (_, replication) => replication);
  return {
    cell,
    status: 'done',
    settings: pointsOf(header)(cell).labels,
    why: null,
    values: figures.map((_, f) => runs.map((run) => cell + f / 10 + run / 100)),
    met: objectives.map(() => runs.map((run) => run % 2 === 0)),
  };
}

/** The bytes of a finished file. */
export function fileOf(header: SweepHeader, lines: readonly SweepLine[]): string {
  return [header, ...lines].map(lineOf).join('');
}
