/** `lagcast sensitivity FILE`: which guess moves the answer most. */
import type { Method, Sensitivity } from '../plan/sensitivity/outcome.ts';
import { sensing } from '../plan/sensitivity/sensitivity.ts';
import { parse } from 'yaml';
import { sensitivityCharts } from '../report/experiments/sensitivity-charts.ts';
import { sensitivityCsv } from '../report/experiments/sensitivity-csv.ts';
import { sensitivityMarkdown, sensitivityText } from '../report/experiments/sensitivity.ts';
import { print, styleOfStdout } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { refuseForeignCharts, writeExperimentCharts } from './experiment-charts.ts';
import { figuresOf, templateOf } from './experiment-input.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import { experimentFolder, refuseReplaced, writeOutcome } from './experiment-output.ts';
import { RunsProgress } from './experiment-progress.ts';
import { conductHere, explained } from './experiment.ts';
import { InputError, makeFolder, removeFolders } from './files.ts';
import type { Interruption } from './run.ts';

const COMMAND = 'sensitivity';

export interface SensitivityCommandOptions extends ExperimentOptions {
  readonly method?: Method | undefined;
  readonly guess?: readonly string[] | undefined;
  readonly assumptions?: boolean | undefined;
  readonly trajectories?: number | undefined;
  readonly samples?: number | undefined;
}

export async function sensitivityCommand(
  file: string,
  options: SensitivityCommandOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  let made: string[] = [];
  try {
    const found = templateOf(file, options);
    if (found === undefined) return ExitCode.wrongInput;
    const folder = experimentFolder(COMMAND, file, options.out);
    refuseReplaced(COMMAND, folder, [file]);
    refuseForeignCharts(folder);
    made = makeFolder(folder);
    const progress = new RunsProgress(found.base.scenario.name);
    const { method, replications, trajectories, samples, confidence, assumptions } = options;
    const experiment = sensing(found.template, {
      ...known({ method, replications, trajectories, samples, confidence, assumptions }),
      ...known({ figures: figuresOf(options.figure, found.base.scenario), guesses: guessesOf(options.guess) }),
      onExpected: (runs) => progress.expect(runs),
    });
    const outcome = await conductHere(experiment, interruption, { maxEvents: options.maxEvents, progress });
    const json = writeOutcome(COMMAND, folder, outcome, sensitivityCsv(outcome));
    await writeExperimentCharts(folder, () => sensitivityCharts(outcome), options.charts !== false);
    made = [];
    print(options.json === true ? json : textOf(outcome, options));
    return ExitCode.done;
  } catch (error) {
    return explained(error instanceof RangeError ? new InputError(error.message) : error, `lagcast ${COMMAND} ${file}`);
  } finally {
    removeFolders(made);
  }
}

function textOf(outcome: Sensitivity, { markdown }: ExperimentOptions): string {
  return markdown === true ? sensitivityMarkdown(outcome) : sensitivityText(outcome, styleOfStdout());
}

/**
 * Of `--guess`: `PATH`, which is half to double; `PATH=10 ms..1 s`; `PATH=on,off`; or what a scenario would write. Undefined where there is
 * none. Whether it can be guessed, the reader says. Throws InputError.
 */
export function guessesOf(texts: readonly string[] | undefined): Record<string, unknown> | undefined {
  if (texts === undefined) return undefined;
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at === 0) throw new InputError(`--guess: a path is due before =; found "${text}"`);
      return at < 0
        ? [text.trim(), { times: 2 }]
        : [text.slice(0, at).trim(), spreadIn(text.slice(at + 1).trim(), text)];
    }),
  );
}

function spreadIn(written: string, whole: string): unknown {
  const range = /^([^{[]+?)\.\.([^{[]+)$/.exec(written);
  try {
    if (range !== null) return { from: valueIn(range[1]!), to: valueIn(range[2]!) };
    if (!/^[{[]/.test(written) && written.includes(',')) return written.split(',').map((part) => valueIn(part));
    return valueIn(written);
  } catch (error) {
    throw new InputError(`--guess ${whole}: ${(error as Error).message.split('\n')[0]}`);
  }
}

function valueIn(text: string): unknown {
  return parse(text.trim(), { maxAliasCount: 0 }) as unknown;
}

/** Without what was not given. */
function known<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
