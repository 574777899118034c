/** `lagcast sweep run FILE`: runs the cells of a sweep on all cores, and goes on where an earlier time was interrupted. */
import type { Design } from '../../plan/sweep/spec.ts';
import type { ExperimentOptions } from '../experiment-options.ts';
import { ExitCode } from '../exit-codes.ts';
import type { Interruption } from '../run.ts';

export interface SweepRunOptions extends ExperimentOptions {
  readonly vary?: readonly string[] | undefined;
  readonly design?: Design | undefined;
  readonly samples?: number | undefined;
  readonly workers?: number | undefined;
  readonly shard?: string | undefined;
  readonly cells?: string | undefined;
  readonly maxMemory?: number | undefined;
  readonly restart?: boolean | undefined;
}

export async function sweepRunCommand(_file: string, _options: SweepRunOptions, _i: Interruption): Promise<ExitCode> {
  return Promise.reject(new Error('HELPER 2'));
}
