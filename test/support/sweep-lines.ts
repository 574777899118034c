/** Lines of a small sweep that nobody ran: ten cells of one axis. */
import type { FailedCell, SweepCell } from '../../src/plan/sweep/cell.ts';
import { lineOf, type SweepHeader } from '../../src/plan/sweep/line.ts';
import { SWEEP_FORMAT } from '../../src/plan/sweep/spec.ts';

export const HEADER: SweepHeader = {
  lagcastSweep: SWEEP_FORMAT,
  version: '0.1.0',
  name: 'Orders',
  question: null,
  seed: 1,
  rules: 'current',
  design: 'grid',
  axes: [{ name: 'duration', values: Array.from({ length: 10 }, (_, i) => ({ value: `${i + 1} s` })) }],
  cells: 10,
  replications: 2,
  confidence: 0.95,
  figures: [{ text: 'f.invocations', statistic: undefined, name: 'f', figure: 'invocations', unit: 'count' }],
  objectives: [],
  maxEvents: null,
  assumptions: [],
  notModelled: [],
  scenario: 'aaaa',
  id: 'f00d',
};

export function cellLine(cell: number, more: Partial<SweepCell> = {}): string {
  const settings = { duration: `${cell + 1} s` };
  return lineOf({ cell, status: 'done', settings, why: null, values: [[cell, null]], met: [], ...more });
}

export function failedLine(cell: number, why = 'out of memory'): string {
  const line: FailedCell = { cell, status: 'failed', settings: { duration: `${cell + 1} s` }, seed: 1, why };
  return lineOf(line);
}
