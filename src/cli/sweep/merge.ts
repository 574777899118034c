/** `lagcast sweep merge`: of files that shards wrote, or of what workers left in Redis. */
import { explained } from '../experiment.ts';
import type { ExitCode } from '../exit-codes.ts';
import { InputError } from '../files.ts';
import type { Interruption } from '../run.ts';
import { mergeFiles } from './merge-files.ts';

export interface SweepMergeOptions {
  readonly out?: string | undefined;
  readonly charts?: boolean | undefined;
}

export async function sweepMergeCommand(
  paths: readonly string[],
  options: SweepMergeOptions,
  _interruption: Interruption,
): Promise<ExitCode> {
  try {
    if (paths.length === 0) throw new InputError('sweep merge takes folders or files, such as reports/NAME/sweep');
    return await mergeFiles(paths, options);
  } catch (error) {
    return explained(error, `lagcast sweep merge ${paths.join(' ')}`);
  }
}
