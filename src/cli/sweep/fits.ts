/** Whether a line is one of a sweep's cells, as it was written. */
import type { FailedCell, SweepCell } from '../../plan/sweep/cell.ts';
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';
import { readLine } from '../../plan/sweep/line.ts';
import { pointsOf } from '../../plan/sweep/points.ts';

/** A reader of lines without their end: the line, or why it is none of these cells of this sweep. */
export function fitsSweep(
  header: SweepHeader,
  cells: readonly number[],
): (text: string | undefined) => SweepLine | string {
  const belonging = new Set(cells);
  const pointOf = pointsOf(header);
  return (text) => {
    if (text === undefined) return 'it is longer than any line of a cell';
    if (text.endsWith('\r')) return 'it ends in a carriage return, as files do that were copied as text';
    const read = readLine(text);
    if (read === undefined) return 'it is not as it was written';
    if (!('cell' in read)) return 'it is none of a cell';
    if (!belonging.has(read.cell)) return `cell ${JSON.stringify(read.cell)} does not belong here`;
    if (JSON.stringify(read.settings) !== JSON.stringify(pointOf(read.cell).labels))
      return `cell ${read.cell} has other settings here`;
    return hasShape(read, header) ? read : `cell ${read.cell} has another status, other figures or other runs here`;
  };
}

const KEYS: readonly string[] = ['cell', 'status', 'settings', 'why', 'values', 'met'] satisfies (keyof SweepCell)[];
const KEYS_OF_FAILED: readonly string[] = ['cell', 'status', 'settings', 'seed', 'why'] satisfies (keyof FailedCell)[];
const STATUSES: readonly string[] = ['done', 'refused', 'gave up', 'failed'] satisfies SweepLine['status'][];

function hasShape(line: SweepLine, { figures, objectives, replications }: SweepHeader): boolean {
  if (!STATUSES.includes(line.status)) return false;
  if (!hasKeys(line)) return false;
  if (line.status === 'failed') return typeof line.why === 'string';
  if (line.status === 'done' ? line.why !== null : typeof line.why !== 'string') return false;
  const [ofFigures, ofObjectives] = line.status === 'done' ? [figures.length, objectives.length] : [0, 0];
  return (
    isTable(line.values, ofFigures, replications, (value) => value === null || typeof value === 'number') &&
    isTable(line.met, ofObjectives, replications, (value) => typeof value === 'boolean')
  );
}

/** Whatever the line says, sound as its check may be. */
function isTable(table: unknown, rows: number, columns: number, isOne: (value: unknown) => boolean): boolean {
  return (
    Array.isArray(table) &&
    table.length === rows &&
    table.every((row) => Array.isArray(row) && row.length === columns && row.every(isOne))
  );
}

/** Keys in their order, as cells are written: equal sweeps end with equal bytes. */
function hasKeys(line: SweepLine): boolean {
  if (line.status === 'failed') return Object.keys(line).join() === KEYS_OF_FAILED.join();
  const { also } = line;
  if (also === undefined) return Object.keys(line).join() === KEYS.join();
  return Object.keys(line).join() === [...KEYS, 'also'].join() && isListOfTexts(also);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
}
