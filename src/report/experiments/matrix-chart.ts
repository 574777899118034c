/**
 * The heat map of a capacity matrix: a field of squares for each number of shards (across) and event types (down), in it factors down and
 * reservations across. Colour is the state; in the square stand the limit that binds and the most executions at once.
 */
import type { TopLevelSpec } from 'vega-lite';
import type { CellState, Constraint, MatrixAnswer, MatrixCell } from '../../plan/matrix.ts';
import type { AnyChart } from '../charts/chart.ts';
import { specHead } from '../charts/spec-head.ts';
import { COLOURS, CONFIG, LABEL_SIZE } from '../charts/theme.ts';
import { count, some } from '../format.ts';

const [TITLE_COLUMNS, SUBTITLE_COLUMNS] = [70, 96];
const [LEAST_WIDTH, MOST_WIDTH, HEIGHT] = [62, 92, 34];
/** The plot of one field is not made wider than this in all. */
const WHOLE_WIDTH = 720;

const SHADES: Readonly<Record<CellState, string>> = {
  ok: COLOURS.sky,
  contended: COLOURS.orange,
  throttled: COLOURS.vermilion,
};

/** Short enough for a square. */
export const SHORT: Readonly<Record<Constraint, string>> = {
  'write limit': 'write',
  'reserved concurrency': 'reserved',
  'read limit': 'read',
  failures: 'failures',
  keys: 'keys',
  age: 'age',
  other: 'late',
  none: '',
};

export function heatMap(answer: MatrixAnswer): AnyChart {
  const { matrix, cells } = answer;
  const columns = matrix.shards.length * matrix.reservedConcurrency.length;
  const width = Math.round(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, WHOLE_WIDTH / columns)));
  const title = titleOf(cells);
  const subtitle =
    'In a square: what binds (write, reserved, read, failures, keys, age), and the most executions at once of how many lanes. ~: runs differed. Framed: more lanes than are reserved.';
  const values = cells.map(rowOf);
  const x = { field: 'reserved', type: 'ordinal', title: 'reserved concurrency', axis: { labelAngle: 0 } };
  const y = { field: 'factor', type: 'ordinal', title: 'factor' };
  const text = (field: string, dy: number, weight: string) => ({
    mark: { type: 'text', fontSize: LABEL_SIZE - 1, dy, fontWeight: weight, color: '#1a1a1a' },
    encoding: { text: { field } },
  });
  const domain = Object.keys(SHADES);
  const spec = {
    ...specHead({ title, subtitle }, [TITLE_COLUMNS, SUBTITLE_COLUMNS], { frame: 'bounds' }),
    data: { values },
    facet: {
      column: { field: 'shards', type: 'nominal', sort: named(cells, 'shards'), header: header() },
      row: {
        field: 'types',
        type: 'nominal',
        sort: named(cells, 'types'),
        header: { ...header(), labelAngle: 0, labelAlign: 'left' },
      },
    },
    spacing: 14,
    spec: {
      width: width * matrix.reservedConcurrency.length,
      height: HEIGHT * matrix.parallelizationFactor.length,
      layer: [
        {
          mark: { type: 'rect', stroke: 'white', strokeWidth: 2 },
          encoding: {
            color: {
              field: 'state',
              type: 'nominal',
              scale: { domain, range: domain.map((state) => SHADES[state as CellState]) },
              legend: { symbolType: 'square', symbolStrokeWidth: 0 },
            },
          },
        },
        {
          transform: [{ filter: '!datum.fits' }],
          mark: { type: 'rect', filled: false, stroke: '#1a1a1a', strokeWidth: 2 },
          encoding: {},
        },
        text('why', -7, 'bold'),
        text('busy', 7, 'normal'),
      ],
      encoding: { x, y },
    },
    config: {
      ...CONFIG,
      axisY: { ...CONFIG.axisY, minExtent: 0, maxExtent: 60 },
      axisX: { ...CONFIG.axisX, labelFlush: false },
    },
  };
  return { id: 'matrix', title, subtitle, spec: spec as unknown as TopLevelSpec };
}

function titleOf(cells: readonly MatrixCell[]): string {
  const of = (state: CellState): number => cells.filter((cell) => cell.state === state).length;
  return `Capacity: ${count(of('ok'))} of ${some(cells.length, 'cell')} ok, ${count(of('contended'))} contended, ${count(of('throttled'))} throttled`;
}

function rowOf(cell: MatrixCell) {
  const { state, constraint, agreed, fits, peak, lanes } = cell;
  return {
    shards: some(cell.shards, 'shard'),
    types: some(cell.eventTypes, 'event type'),
    factor: cell.parallelizationFactor,
    reserved: cell.reservedConcurrency,
    state,
    fits,
    why: `${state === 'ok' ? 'ok' : SHORT[constraint]}${agreed ? '' : ' ~'}`,
    busy: `${count(peak.max)} of ${count(lanes)}`,
  };
}

/** In the order of the numbers and not of the letters. */
function named(cells: readonly MatrixCell[], field: 'shards' | 'types'): string[] {
  return [...new Set(cells.map((cell) => rowOf(cell)[field]))];
}

function header() {
  return { title: null, labelFontSize: LABEL_SIZE, labelFontWeight: 'bold', labelColor: '#404040' };
}
