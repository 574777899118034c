/** `lagcast sweep merge`: of files that shards wrote, or of what workers left in Redis. */
import { printError } from '../console.ts';
import { explained, Interrupted } from '../experiment.ts';
import { ExitCode } from '../exit-codes.ts';
import { InputError } from '../files.ts';
import type { Interruption } from '../run.ts';
import { mergeFiles, type MergeFilesOptions } from './merge-files.ts';
import { mergeRedis, type MergeRedisOptions } from './merge-redis.ts';

export type SweepMergeOptions = MergeFilesOptions & MergeRedisOptions;

export async function sweepMergeCommand(
  paths: readonly string[],
  options: SweepMergeOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  try {
    if (paths.length > 0) {
      refuseOptions(options);
      return await mergeFiles(paths, options);
    }
    return await mergeRedis(options, interruption);
  } catch (error) {
    if (!(error instanceof Interrupted)) return explained(error, ['lagcast sweep merge', ...paths].join(' '));
    printError('interrupted: what the workers do goes on');
    return ExitCode.interrupted;
  }
}

function refuseOptions({ redis, sweep, wait, forget }: SweepMergeOptions): void {
  const asked = { '--redis': redis, '--sweep': sweep, '--no-wait': wait === false, '--forget': forget };
  const [option] = Object.entries(asked).find(([, value]) => value !== undefined && value !== false) ?? [];
  if (option !== undefined) throw new InputError(`${option}: is of a sweep in Redis, and files are named, too`);
}
