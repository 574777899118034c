/**
 * The command line: what commands and options there are. Each command is a file beside this one and is loaded when it is
 * called, so that `--help` is quick.
 */
import type * as Typings from '@commander-js/extra-typings';
import * as commander from 'commander';
import { FACT_KINDS, RULE_SETS } from '../aws/fact.ts';
import { QUESTION_NAMES } from '../plan/question-names.ts';
import { METHODS } from '../plan/sensitivity/outcome.ts';
import { VERSION } from '../version.ts';
import { watchOutput } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import {
  collected,
  margin,
  MOST_RUNS,
  numberFrom,
  seedText,
  wholeNumber,
  withExperimentOptions,
} from './experiment-options.ts';
import { addSweepCommands, MOST_WORKERS } from './sweep/command-line.ts';
import type { Asking } from './watch/command.ts';

/** What the typings describe; importing them as code would load the same library by a longer way. */
const { Command, Option } = commander as unknown as typeof Typings;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const program = new Command('lagcast')
  .description('Says what an AWS Lambda event pipeline will do under load, before it is deployed.')
  .version(VERSION, '-V, --version')
  .showHelpAfterError('(lagcast --help lists the commands)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? ExitCode.done : ExitCode.wrongInput));

program
  .command('run')
  .description('simulate scenarios and print the answer')
  .argument('<file...>', 'scenario files')
  .option('--out <folder>', 'where the files of a run go (default: reports/NAME)')
  .option('--json', 'print result.json and nothing else')
  .option('--journal <file>', 'write everything that happens, one JSON object a line')
  .option('--trace <file>', 'draw what happens, for Perfetto or chrome://tracing')
  .option('--trace-records <n|ids>', 'records that the trace follows: so many of each source, or ids (default: 20)')
  .option('--trace-from <time>', 'where in the run the trace begins (default: 0 s)')
  .option('--trace-to <time>', 'where in the run it ends (default: with the run)')
  .option('--seed <seed>', 'another seed than the scenario’s', seedText)
  .option('--replication <n>', 'which run of the seed: others have other luck (default: 0)', numberFrom(0, 1e15))
  .addOption(new Option('--rules <set>', 'other rules than the scenario’s').choices(RULE_SETS))
  .option('--no-charts', 'draw no charts, which is quicker; those of an earlier run are removed')
  .option('--no-report', 'write no report.html; that of an earlier run is removed')
  .option('--explain', 'run it again without each limit it may have come up against, and say what bound it')
  .option('--period <duration>', 'what a row of metrics.csv covers (default: 60 s)')
  .option('--max-events <n>', 'give up after so many events', wholeNumber)
  .action(async (files, options) => {
    const interruption = watchForInterrupts();
    const { runCommand } = await import('./run.ts');
    process.exitCode = await runCommand(files, options, interruption);
  });

const replicate = program
  .command('replicate')
  .description('run a scenario many times with other luck, and say how sure its figures are')
  .argument('<file>', 'scenario file');
withExperimentOptions(replicate, {
  replications: 'runs (default: 20)',
  maxRuns: 'with --until: give up after so many runs (default: 1000)',
  also: ['figure', 'until', 'maxRuns'],
}).action(async (file, options) => {
  const interruption = watchForInterrupts();
  const { replicateCommand } = await import('./replicate.ts');
  process.exitCode = await replicateCommand(file, options, interruption);
});

const compare = program
  .command('compare')
  .description('run variants with the same luck, and say what is better and worse in each than in the first')
  .argument('<file...>', 'scenario files; the first is the baseline')
  .option(
    '--against <path=value,...>',
    'one more variant: the first file with other values, such as mappings.m.batchSize=100; repeatable',
    collected,
  )
  .option('--names <names>', 'what the variants are called, with commas between them')
  .option('--margin <share>', 'relative differences up to it do not matter (default: 1 %)', margin)
  .option('--fail-if-worse', 'end with exit code 3 when something is worse than in the baseline');
withExperimentOptions(compare, {
  replications: 'runs of each variant (default: 10)',
  maxRuns: 'with --until: give up after so many runs of each variant (default: 1000)',
  also: ['figure', 'until', 'maxRuns'],
}).action(async (files, options) => {
  const interruption = watchForInterrupts();
  const { compareCommand } = await import('./compare.ts');
  process.exitCode = await compareCommand(files, options, interruption);
});

const sensitivity = program
  .command('sensitivity')
  .description('say which guessed input moves the answer most')
  .argument('<file>', 'scenario file')
  .addOption(
    new Option('--method <method>', 'how guesses are moved: each alone, or all together')
      .choices(METHODS)
      .default('one-at-a-time' as const),
  )
  .option(
    '--guess <path[=range]>',
    'what may be another, such as sources.orders.arrivals[0].rate=5/s..50/s; repeatable',
    collected,
  )
  .option('--assumptions', 'with morris and sobol: move numbers that AWS does not publish, too')
  .option('--no-assumptions', 'leave numbers that AWS does not publish as they are')
  .option('--trajectories <n>', 'of morris (default: 10)', numberFrom(2, MOST_RUNS))
  .option('--samples <n>', 'rows of sobol (default: 64)', numberFrom(2, MOST_RUNS));
withExperimentOptions(sensitivity, {
  replications: 'runs of each end of a guess, one at a time (default: 5)',
  also: ['figure'],
}).action(async (file, options) => {
  const interruption = watchForInterrupts();
  const { sensitivityCommand } = await import('./sensitivity.ts');
  process.exitCode = await sensitivityCommand(file, options, interruption);
});

program
  .command('report')
  .description('render results again; several side by side in one report')
  .argument('<result...>', 'result.json files, or folders that hold one')
  .option('--out <folder>', 'where it goes (default: beside the result; of several, reports/side-by-side)')
  .option('--explain', 'run them again without each limit they may have come up against, and say what bound them')
  .action(async (results, options) => {
    const interruption = watchForInterrupts();
    const { reportCommand } = await import('./report.ts');
    process.exitCode = await reportCommand(results, options, interruption);
  });

program
  .command('check')
  .description('report problems and advice without running')
  .argument('<file...>', 'scenario files')
  .action(async (files) => {
    const { checkCommand } = await import('./check.ts');
    process.exitCode = checkCommand(files);
  });

program
  .command('explain')
  .description(
    'say which limit bound a result, and what removes it; of scenarios print all defaults, and where each value comes from',
  )
  .argument('<file...>', 'result.json files or folders that hold one, and scenario files')
  .option('--json', 'print it as JSON, one line for each file')
  .option('--no-what-if', 'of results: run nothing again; what is said is then suspected, not verified')
  .option('--what-if-runs <n>', 'of results: re-runs at the most (default: 12)', numberFrom(1, MOST_RUNS))
  .option('--scenario <file>', 'of a result: its scenario, where no scenario.json stands beside it')
  .action(async (files, options) => {
    const interruption = watchForInterrupts();
    const { explainCommand } = await import('./explain.ts');
    process.exitCode = await explainCommand(files, options, interruption);
  });

program
  .command('trace')
  .description('tell the life of one record, or say which records are worth a look')
  .argument('<file>', 'scenario file')
  .option('--record <id>', 'the record; absent: some records of each source are named')
  .option('--json', 'print it as JSON')
  .option('--seed <seed>', 'another seed than the scenario’s', seedText)
  .option('--replication <n>', 'which run of the seed: others have other luck (default: 0)', numberFrom(0, 1e15))
  .addOption(new Option('--rules <set>', 'other rules than the scenario’s').choices(RULE_SETS))
  .option('--max-events <n>', 'give up after so many events', wholeNumber)
  .action(async (file, options) => {
    const interruption = watchForInterrupts();
    const { traceCommand } = await import('./trace.ts');
    process.exitCode = await traceCommand(file, options, interruption);
  });

program
  .command('watch')
  .description('run a scenario, and again whenever it is saved, and show what has changed')
  .argument('<file>', 'scenario file')
  .option('--seed <seed>', 'another seed than the scenario’s', seedText)
  .option('--replication <n>', 'which run of the seed: others have other luck (default: 0)', numberFrom(0, 1e15))
  .addOption(new Option('--rules <set>', 'other rules than the scenario’s').choices(RULE_SETS))
  .option('--max-events <n>', 'give a run up after so many events', wholeNumber)
  .action(async (file, options) => {
    const interruption = watchForInterrupts();
    const { watchCommand } = await import('./watch/command.ts');
    process.exitCode = await watchCommand(file, options, interruption);
  });

program
  .command('export')
  .description('print a scenario as a plain queueing model in JSON, or what such a model cannot express')
  .argument('<file>', 'scenario file')
  .addOption(new Option('--rules <set>', 'other rules than the scenario’s').choices(RULE_SETS))
  .action(async (file, options) => {
    const { exportCommand } = await import('./export.ts');
    process.exitCode = exportCommand(file, options);
  });

const planning = program
  .command('plan')
  .description('find the settings that meet the objectives, and answer other questions of planning')
  .argument('<file>', 'scenario file')
  .addOption(new Option('--ask <question>', 'what to find out (default: settings)').choices(QUESTION_NAMES))
  .option('--vary <path=values>', 'a setting that may vary: PATH=5..200, PATH=1,10,100; repeatable', collected)
  .option('--minimise <figure>', 'what is to be small: settings, cost.perMonth or another figure')
  .option('--risk <share>', 'the share of runs that may miss an objective (default: 5 %)')
  .option('--mapping <name>', 'of matrix, drain and pollers: which mapping, where there are several')
  .option('--backlog <messages>', 'of drain: how many messages wait')
  .option('--shards <numbers>', 'of matrix: such as 2,4,8')
  .option('--event-types <numbers>', 'of matrix: how many, each with a mapping of its own, such as 1,2,4')
  .option('--factors <numbers>', 'of matrix: parallelization factors, such as 1,2,10')
  .option('--reserved <numbers>', 'of matrix: what the functions reserve together, such as 50,100');
withExperimentOptions(planning, {
  replications: 'runs of each',
  maxRuns: 'runs in all (default: 2000)',
  also: ['maxRuns'],
  without: ['replications'],
}).action(async (file, options) => {
  const interruption = watchForInterrupts();
  const { planCommand } = await import('./plan.ts');
  process.exitCode = await planCommand(file, options, interruption);
});

addSweepCommands(program as never, watchForInterrupts);

program
  .command('validate')
  .description('compare the simulator with recordings, theory and published measurements')
  .argument('[what...]', 'sections, or cases by their ids or the beginning of them (default: all)')
  .option('--list', 'print what there is, and run nothing')
  .addOption(new Option('--json', 'print every comparison as JSON').conflicts(['markdown', 'list']))
  .addOption(new Option('--markdown', 'print the page: every comparison with its source').conflicts('list'))
  .option('--workers <n>', 'cases at once (default: one for each core)', numberFrom(1, MOST_WORKERS))
  .action(async (what, options) => {
    const interruption = watchForInterrupts();
    const { validateCommand } = await import('./validate/command.ts');
    process.exitCode = await validateCommand(what, options, interruption);
  });

program
  .command('schema')
  .description('print the JSON Schema of scenario files, for editors')
  .action(async () => {
    const { schemaCommand } = await import('./schema.ts');
    schemaCommand();
  });

program
  .command('facts')
  .description('list the AWS numbers the simulator uses, each with kind, source and date')
  .argument('[pattern...]', 'only these: part of a path, an identifier, a meaning or a source; * is anything')
  .addOption(new Option('--rules <set>', 'the values under these rules').choices(RULE_SETS).default('current' as const))
  .addOption(
    new Option('--kind <kind...>', 'only those known in this way; several after one another').choices(FACT_KINDS),
  )
  .addOption(new Option('--sources', 'by source').conflicts(['json', 'csv']))
  .addOption(new Option('--json', 'print them as JSON').conflicts('csv'))
  .option('--csv', 'print them as CSV')
  .action(async (patterns, options) => {
    const { factsCommand } = await import('./facts.ts');
    process.exitCode = factsCommand(patterns, options);
  });

/**
 * While `during` goes on, the first Ctrl-C asks the run to stop at the end of its slice; a second one ends the process.
 * At other times, such as while a large file is read, it ends the process as it always does: nobody could look.
 */
function watchForInterrupts(): Asking {
  let isWanted = false;
  let tell: () => void = () => {};
  const asked = new Promise<void>((resolve) => (tell = resolve));
  const ask = () => {
    isWanted = true;
    tell();
  };
  return {
    asked,
    get isWanted() {
      return isWanted;
    },
    async during(work) {
      for (const signal of SIGNALS) process.once(signal, ask);
      try {
        return await work();
      } finally {
        for (const signal of SIGNALS) process.off(signal, ask);
      }
    },
  };
}

watchOutput(ExitCode.wrongInput);
await program.parseAsync();
