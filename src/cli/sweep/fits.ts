/** Whether a line is one of a sweep's cells, as it was written. */
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';
import { readLine } from '../../plan/sweep/line.ts';
import { pointsOf } from '../../plan/sweep/points.ts';

/** A reader of lines without their end: the line, or why it is none of these cells of this sweep. */
export function fitsSweep(header: SweepHeader, cells: readonly number[]): (text: string) => SweepLine | string {
  const belonging = new Set(cells);
  const pointOf = pointsOf(header);
  return (text) => {
    const read = readLine(text);
    if (read === undefined)
      return `it is not as it was written${text.endsWith('\r') ? ': it ends like a line of Windows' : ''}`;
    if (!('cell' in read)) return 'it is none of a cell';
    if (!belonging.has(read.cell)) return `cell ${JSON.stringify(read.cell)} does not belong here`;
    if (JSON.stringify(read.settings) !== JSON.stringify(pointOf(read.cell).labels))
      return `cell ${read.cell} has other settings here`;
    return hasShape(read, header) ? read : `cell ${read.cell} has another status, other figures or other runs here`;
  };
}

const OF_OUTCOME = ['cell', 'status', 'settings', 'why', 'values', 'met'];
const OF_FAILURE = ['cell', 'status', 'settings', 'seed', 'why'];

/** Exactly what this version writes: a line goes as it is into the file at the end. */
function hasShape(line: SweepLine, { figures, objectives, replications, seed }: SweepHeader): boolean {
  const { status, why } = line;
  if (status === 'failed') return hasKeys(line, OF_FAILURE) && line.seed === seed && typeof why === 'string';
  if (!['done', 'refused', 'gave up'].includes(status) || !hasKeys(line, OF_OUTCOME)) return false;
  const isDone = status === 'done';
  return (
    isDone === (why === null) &&
    isTable(line.values, isDone ? figures.length : 0, replications, isFigure) &&
    isTable(line.met, isDone ? objectives.length : 0, replications, (met) => typeof met === 'boolean')
  );
}

function isFigure(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

function hasKeys(line: SweepLine, keys: readonly string[]): boolean {
  return Object.keys(line).join() === keys.join();
}

function isTable(table: unknown, rows: number, columns: number, isSound: (value: unknown) => boolean): boolean {
  const isRow = (row: unknown): boolean => Array.isArray(row) && row.length === columns && row.every(isSound);
  return Array.isArray(table) && table.length === rows && table.every(isRow);
}
