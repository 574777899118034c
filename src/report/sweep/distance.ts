/**
 * How far a cell is from meeting its objectives, so that cells of which none is good can still be put in order. A way to compare, and no figure
 * of anything: it is nowhere shown.
 */
import { boundsOf } from './groups.ts';
import type { ShownCell, SweepOutcome } from './outcome.ts';

type Header = SweepOutcome['header'];

/** 0 where all runs met all objectives; below 1 for each that was missed, infinite where there was nothing to measure for one. */
export function distanceOf(cell: ShownCell, header: Header): number {
  return header.objectives.reduce((sum, _, o) => sum + missOf(cell, header, o), 0);
}

function missOf({ line, estimates }: ShownCell, header: Header, o: number): number {
  const { replications, objectives, figures } = header;
  const met = line.status === 'done' ? line.met[o]!.filter((isMet) => isMet).length : 0;
  if (met === replications) return 0;
  const f = figures.findIndex(({ text }) => objectives[o]!.startsWith(`${text} `));
  const estimate = estimates[f];
  const [bound] = f === -1 ? [] : boundsOf({ figures, objectives: [objectives[o]!] }, f);
  // Of a figure that is not looked at only the runs tell.
  if (estimate === undefined || bound === undefined) return 1 - met / replications;
  if (estimate.mean === null) return Infinity;
  const beyond = Math.abs(estimate.mean - bound.value);
  return beyond === 0 ? 0 : beyond / (beyond + Math.abs(bound.value));
}
