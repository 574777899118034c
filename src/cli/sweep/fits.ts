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
    if (read === undefined) return 'it is not as it was written';
    if (!('cell' in read)) return 'it is none of a cell';
    if (!belonging.has(read.cell)) return `cell ${JSON.stringify(read.cell)} does not belong here`;
    if (JSON.stringify(read.settings) !== JSON.stringify(pointOf(read.cell).labels))
      return `cell ${read.cell} has other settings here`;
    return hasShape(read, header) ? read : `cell ${read.cell} has another status, other figures or other runs here`;
  };
}

const STATUSES: readonly string[] = ['done', 'refused', 'gave up', 'failed'] satisfies SweepLine['status'][];

function hasShape(line: SweepLine, { figures, objectives, replications }: SweepHeader): boolean {
  if (!STATUSES.includes(line.status)) return false;
  if (line.status === 'failed') return true;
  const [ofFigures, ofObjectives] = line.status === 'done' ? [figures.length, objectives.length] : [0, 0];
  return isTable(line.values, ofFigures, replications) && isTable(line.met, ofObjectives, replications);
}

function isTable(table: readonly (readonly unknown[])[], rows: number, columns: number): boolean {
  return Array.isArray(table) && table.length === rows && table.every((row) => row.length === columns);
}
