/** Runs cases on worker threads, the longest first. What comes out does not depend on how many there are. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Case } from '../../validation/case.ts';
import type { CaseOutcome } from '../../validation/run-case.ts';
import { Interrupted } from '../interrupted.ts';
import type { Interruption } from '../run.ts';

export interface CasesProgress {
  update(finished: number): void;
  clear(): void;
}

const LOOK_MS = 100;

/** By case. A case whose worker ends is a defect, and the others go on. Throws {@link Interrupted}. */
export async function conductCases(
  cases: readonly Case[],
  workers: number,
  progress: CasesProgress,
  interruption: Interruption,
): Promise<ReadonlyMap<string, CaseOutcome>> {
  if (cases.length === 0) return new Map();
  const threads = Math.min(workers, cases.length);
  const pool = new Piscina<string, CaseOutcome>({
    filename: fileURLToPath(workerFile()),
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Infinity,
    recordTiming: false,
  });
  const outcomes = new Map<string, CaseOutcome>();
  const run = async ({ id }: Case): Promise<void> => {
    const outcome = await pool.run(id).catch((error: unknown) => unable(id, error));
    if (!interruption.isWanted) outcomes.set(id, outcome);
  };
  const look = (): void => {
    progress.update(outcomes.size);
    if (interruption.isWanted) void pool.destroy();
  };
  const timer = setInterval(look, LOOK_MS);
  try {
    const longestFirst = cases.toSorted((a, b) => b.seconds - a.seconds);
    await interruption.during(() => Promise.all(longestFirst.map(run)));
  } finally {
    clearInterval(timer);
    progress.clear();
    await pool.destroy();
  }
  if (interruption.isWanted) throw new Interrupted('interrupted');
  return outcomes;
}

function unable(id: string, error: unknown): CaseOutcome {
  return { id, rows: [], defects: [`${id} could not be run: ${(error as Error).message}`] };
}

/** Beside this file when it was built; otherwise where the build puts it. */
function workerFile(): URL {
  const beside = new URL('./validate-worker.js', import.meta.url);
  return existsSync(beside) ? beside : new URL('../../../dist/command/validate-worker.js', import.meta.url);
}
