/**
 * The thread that runs cells. It is given the sweep when it starts and the number of a cell each time. A file of its own in dist/command
 * (build/command.mjs), because a thread is started by the name of its file. It writes nothing: results go back to whoever asked.
 */
import { workerData } from 'node:worker_threads';
import { runSweepCell, type SweepCell } from '../../plan/sweep/cell.ts';
import { pointsOf } from '../../plan/sweep/points.ts';
import { templateOfSource } from '../../plan/sweep/source.ts';
import { MB, outOfMemory } from './memory.ts';
import type { CellTask, WorkOfPool } from './pool.ts';

const { header, source, memory, shares } = workerData as WorkOfPool;
const template = templateOfSource(source);
const pointOf = pointsOf(header);

/** Called once: says that all this could be loaded. */
export function isReady(): void {
  // It could.
}

export default function runCell({ cell, slot }: CellTask): SweepCell {
  return runSweepCell(template, header, pointOf(cell), (share) => {
    shares[slot] = share;
    // Records are outside of the heap, which is all that Node bounds.
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    if (heapUsed + arrayBuffers > memory.mostMb * MB) throw outOfMemory(memory);
  });
}
