/**
 * How much memory a worker may take. Node bounds the heap of a thread, and no more; a machine that runs out of memory kills the whole process,
 * and would do so again whenever the sweep goes on with the same cell.
 */
import { totalmem } from 'node:os';

export const MB = 1024 * 1024;
/** Of all there is: the rest is for the thread that writes, and for others. */
const SHARE = 0.8;

export interface WorkerMemory {
  readonly mostMb: number;
  /** Whether somebody said so. */
  readonly isAsked: boolean;
}

/** What each of so many workers may take: what was asked for, else its share of the machine or container. */
export function memoryOf(asked: number | undefined, workers: number): WorkerMemory {
  if (asked !== undefined) return { mostMb: asked, isAsked: true };
  const bound = process.constrainedMemory() ?? 0;
  const all = bound > 0 ? Math.min(bound, totalmem()) : totalmem();
  return { mostMb: Math.floor((SHARE * all) / workers / MB), isAsked: false };
}

/** Without a stack: where it happened says nothing. */
export function outOfMemory(memory: WorkerMemory): Error {
  const error = new Error(memoryText(memory));
  error.stack = '';
  return error;
}

export function memoryText({ mostMb, isAsked }: WorkerMemory): string {
  if (isAsked) return `its worker ran out of memory (--max-memory ${mostMb})`;
  return `its worker ran out of memory (${mostMb} MB for each; fewer --workers leave more)`;
}
