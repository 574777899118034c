/**
 * A capacity matrix in words, tables and rows: what the product rule says, what the load does to it, then a table for each number of
 * shards and event types, factors down and reservations across.
 */
import { stringify } from 'csv-stringify/sync';
import type { CellState, Constraint, MatrixAnswer, MatrixCell } from '../../plan/matrix.ts';
import { harmless } from '../fit.ts';
import { count, duration, list, percent, some } from '../format.ts';
import type { Kind } from '../style.ts';
import type { Cell } from '../table.ts';
import { heatMap, SHORT } from './matrix-chart.ts';
import type { Said, Shown } from './plan-parts.ts';
import type { QuestionReport } from './plan.ts';

export const matrixReport: QuestionReport<MatrixAnswer> = {
  parts: (answer) => [words(answer), ...tables(answer), { sentences: [legend(answer)] }],
  csv,
  charts: (answer) => [heatMap(answer)],
};

const KINDS: Readonly<Record<CellState, Kind>> = { ok: 'good', contended: 'warning', throttled: 'bad' };

function words(answer: MatrixAnswer): Said {
  const { cells, matrix } = answer;
  const { replications } = matrix;
  const sentences = [productRule(answer), loadBesideRule(answer), bindings(cells)];
  const wavering = cells.filter(({ agreed }) => !agreed);
  if (wavering.length > 0)
    sentences.push(
      `In ${some(wavering.length, 'cell')} the ${replications} runs were not all in one state (marked ~): such a cell is at the border.`,
    );
  const [first, ...rest] = sentences.filter((sentence) => sentence !== '');
  return { headlines: [first!], sentences: rest };
}

/** What can be told without any run. */
function productRule({ cells }: MatrixAnswer): string {
  const most = cells.reduce((a, b) => (b.lanes > a.lanes ? b : a));
  const product = `${some(most.shards, 'shard')} × ${some(most.eventTypes, 'event type')} × factor ${most.parallelizationFactor} = ${some(most.lanes, 'invocation')} at once`;
  const beyond = cells.filter(({ fits }) => !fits).length;
  const said =
    beyond === 0
      ? 'everything that is reserved here covers its product'
      : `${count(beyond)} of ${some(cells.length, 'cell')} ${beyond === 1 ? 'has' : 'have'} a product above what is reserved`;
  return `Product rule: shards × event types × factor, up to ${product}; ${said}.`;
}

function loadBesideRule({ cells }: MatrixAnswer): string {
  const beyond = cells.filter(({ fits }) => !fits);
  const saved = beyond.filter(({ state }) => state === 'ok').length;
  const within = cells.filter(({ fits }) => fits);
  const lost = within.filter(({ state }) => state !== 'ok').length;
  const parts = [
    beyond.length === 0
      ? ''
      : saved === 0
        ? 'under this load none of these is ok'
        : `under this load ${count(saved)} of these ${saved === 1 ? 'is ok all the same' : 'are ok all the same'}, for not all lanes are busy at once`,
    within.length === 0
      ? ''
      : lost === 0
        ? 'all cells that the rule lets pass are ok'
        : `${count(lost)} of the ${count(within.length)} that the rule lets pass ${lost === 1 ? 'is' : 'are'} not ok`,
  ].filter((part) => part !== '');
  return sentence(parts.join('; '));
}

function bindings(cells: readonly MatrixCell[]): string {
  const bound = cells.filter(({ state }) => state !== 'ok');
  if (bound.length === 0) return '';
  const times = new Map<Constraint, number>();
  for (const { constraint } of bound) times.set(constraint, (times.get(constraint) ?? 0) + 1);
  const sorted = [...times].sort(([, a], [, b]) => b - a).map(([name, n]) => `${NAMES[name]} in ${count(n)}`);
  return sentence(`what binds where a cell is not ok: ${list(sorted, 'and')}`);
}

function sentence(text: string): string {
  return text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

const NAMES: Readonly<Record<Constraint, string>> = {
  'write limit': 'the write limit of shards',
  'reserved concurrency': 'reserved concurrency',
  'read limit': 'the read limit of shards',
  failures: 'failures that records wait behind',
  keys: 'keys that are uneven',
  age: 'the age of records, as all lanes are busy',
  other: 'records that wait while hardly a lane is busy',
  none: 'nothing',
};

function tables({ cells, matrix }: MatrixAnswer): Shown[] {
  return matrix.shards.flatMap((shards) =>
    matrix.eventTypes.map((eventTypes) => {
      const own = cells.filter((cell) => cell.shards === shards && cell.eventTypes === eventTypes);
      const title = `${some(shards, 'shard')}, ${some(eventTypes, 'event type')}`;
      const rows = matrix.parallelizationFactor.map((factor) => {
        const row = own.filter((cell) => cell.parallelizationFactor === factor);
        return [`factor ${factor}, ${some(row[0]!.lanes, 'lane')}`, ...row.map(cellText)];
      });
      const head = [title, ...matrix.reservedConcurrency.map((reserved) => `${count(reserved)} reserved`)];
      return { table: { head, rows } };
    }),
  );
}

/** `contended: age, 8`; a wave where runs disagreed. */
function cellText({ state, constraint, agreed, peak }: MatrixCell): Cell {
  const why = constraint === 'none' ? '' : `: ${SHORT[constraint]}`;
  return { text: `${state}${agreed ? '' : '~'}${why}, ${count(peak.max)}`, kind: KINDS[state] };
}

function legend({ matrix, runs }: MatrixAnswer): string {
  const { replications, tolerance, maxAge, eventType, functions } = matrix;
  const shared = functions === 'one' ? 'one function' : 'a function for each type, which share what is reserved';
  return `throttled: ${percent(tolerance)} or more of the invocations or puts were refused. contended: some were, or ${percent(tolerance)} of the reads, or records were older than ${duration(maxAge)} before they were sent. Behind it what binds, and the most executions at once. Types by the attribute ${harmless(eventType)}, ${shared}; ${some(replications, 'run')} of each cell, ${some(runs, 'run')} in all: where a smaller reservation would have changed nothing, it did not run again.`;
}

function csv({ cells }: MatrixAnswer): string {
  const columns = [
    ...['shards', 'eventTypes', 'parallelizationFactor', 'reservedConcurrency', 'lanes', 'fits', 'state', 'constraint'],
    ...['agreed', 'runsOk', 'runsContended', 'runsThrottled', 'peakMean', 'peakMax'],
    ...['putsRefused', 'readsRefused', 'invocationsRefused', 'ageSeconds', 'latencyP99Seconds'],
  ];
  const rows = cells.map((cell) => [
    ...[cell.shards, cell.eventTypes, cell.parallelizationFactor, cell.reservedConcurrency, cell.lanes],
    ...[String(cell.fits), cell.state, cell.constraint, String(cell.agreed)],
    ...[cell.runs.ok, cell.runs.contended, cell.runs.throttled, cell.peak.mean, cell.peak.max],
    ...[cell.putsRefused, cell.readsRefused, cell.invocationsRefused, seconds(cell.age), seconds(cell.latencyP99)],
  ]);
  return stringify([columns, ...rows], { escape_formulas: true });
}

function seconds(micros: number | null): number | string {
  return micros === null ? '' : micros / 1_000_000;
}
