/** The commands of `lagcast sweep`, with their options. Light, because `--help` loads it: each command is a file beside this one. */
import type * as Typings from '@commander-js/extra-typings';
import * as commander from 'commander';
import { DESIGNS } from '../../plan/sweep/spec.ts';
import { collected, MOST_RUNS, numberFrom, withExperimentOptions } from '../experiment-options.ts';
import type { Interruption } from '../run.ts';

/** What the typings describe; importing them as code would load the same library by a longer way. */
const { Option } = commander as unknown as typeof Typings;

/** More workers than any machine has cores. */
export const MOST_WORKERS = 1024;

const REDIS = 'where the sweep is, such as redis://host:6379 (default: what LAGCAST_REDIS says)';
const MAX_MEMORY = 'what each worker may take (default: its share of the machine)';
const SWEEP = 'its id, or the beginning of it (default: the only one there is)';

/** `lagcast sweep run|submit|work|merge`. `watch` is asked once a command begins. */
export function addSweepCommands(program: Typings.Command, watch: () => Interruption): void {
  const sweep = program
    .command('sweep')
    .description('run a scenario with many settings, on all cores or many machines');
  addRun(sweep as never, watch);
  addSubmit(sweep as never);
  addWork(sweep as never, watch);
  addMerge(sweep as never, watch);
}

function addRun(sweep: Typings.Command, watch: () => Interruption): void {
  const run = withVarying(
    sweep
      .command('run')
      .description('run the cells of a sweep; what was finished before is not run again')
      .argument('<file>', 'scenario file'),
  )
    .option('--workers <n>', 'runs at once (default: one for each core)', numberFrom(1, MOST_WORKERS))
    .option('--shard <i/n>', 'run one part of n, for many machines: 1/4, or env for what an array job says')
    .option('--cells <numbers>', 'only these, such as 0,5..9; the rest is left for later')
    .option('--max-memory <MB>', MAX_MEMORY, numberFrom(32, 1e6))
    .option('--restart', 'forget what an earlier, other sweep left in the folder');
  withExperimentOptions(run, {
    replications: 'runs of each cell (default: 5)',
    leastReplications: 1,
    also: ['figure'],
  }).action(async (file, options) => {
    const interruption = watch();
    const { sweepRunCommand } = await import('./run.ts');
    process.exitCode = await sweepRunCommand(file, options, interruption);
  });
}

function addSubmit(sweep: Typings.Command): void {
  const submit = withVarying(
    sweep
      .command('submit')
      .description('put the cells of a sweep into Redis, where workers on any machine take them')
      .argument('<file>', 'scenario file'),
  ).option('--redis <url>', REDIS);
  withExperimentOptions(submit, {
    replications: 'runs of each cell (default: 5)',
    leastReplications: 1,
    also: ['figure'],
    without: ['out', 'charts', 'json', 'markdown'],
  }).action(async (file, options) => {
    const { sweepSubmitCommand } = await import('./submit.ts');
    process.exitCode = await sweepSubmitCommand(file, options);
  });
}

function addWork(sweep: Typings.Command, watch: () => Interruption): void {
  sweep
    .command('work')
    .description('run cells that were submitted, until there are none left')
    .option('--redis <url>', REDIS)
    .option('--sweep <id>', SWEEP)
    .option('--workers <n>', 'runs at once (default: one for each core)', numberFrom(1, MOST_WORKERS))
    .option('--max-memory <MB>', MAX_MEMORY, numberFrom(32, 1e6))
    .option('--wait', 'stay when there is nothing left, for what is submitted later')
    .action(async (options) => {
      const interruption = watch();
      const { sweepWorkCommand } = await import('./work.ts');
      process.exitCode = await sweepWorkCommand(options, interruption);
    });
}

function addMerge(sweep: Typings.Command, watch: () => Interruption): void {
  sweep
    .command('merge')
    .description('put the parts of a sweep together: the same files as one machine would write')
    .argument('[path...]', 'folders, or files such as shard-1-of-4.jsonl')
    .option('--out <folder>', 'where the files go (default: the folder; with --redis reports/NAME/sweep)')
    .option('--no-charts', 'draw no charts, which is quicker; those of an earlier time are removed')
    .option('--redis <url>', `instead of files: ${REDIS}`)
    .option('--sweep <id>', SWEEP)
    .option('--no-wait', 'with --redis: say what is missing instead of waiting for it')
    .option('--forget', 'with --redis: take the sweep out of Redis when its files are written')
    .action(async (paths, options) => {
      const interruption = watch();
      const { sweepMergeCommand } = await import('./merge.ts');
      process.exitCode = await sweepMergeCommand(paths, options, interruption);
    });
}

/** What varies, and how cells are made of it: equal for all who begin a sweep. */
function withVarying<Args extends unknown[]>(command: Typings.Command<Args>) {
  return command
    .option(
      '--vary <path=values>',
      'a setting that varies: PATH=5..200, PATH=1,10,100; repeatable; instead of what the scenario varies',
      collected,
    )
    .addOption(new Option('--design <design>', 'how cells are made of them (default: grid)').choices(DESIGNS))
    .option('--samples <n>', 'cells of a latin-hypercube or low-discrepancy design', numberFrom(1, MOST_RUNS));
}
