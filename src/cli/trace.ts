/** `lagcast trace FILE --record ID`: runs a scenario and tells the life of one record; without an id, which records are worth a look. */
import { setImmediate } from 'node:timers/promises';
import type { RuleSet } from '../aws/fact.ts';
import { looking, type Found } from '../assemble-life.ts';
import { roleOf } from '../metrics/ledgers.ts';
import type { Life } from '../metrics/life/moments.ts';
import { duration } from '../report/format.ts';
import { remarkedWords } from '../report/life/remarked.ts';
import { timeTables } from '../report/life/time-tables.ts';
import { story } from '../report/life/story.ts';
import { summaryOf } from '../report/life/summary.ts';
import { firstLine } from '../report/terminal.ts';
import { formatProblems, quote } from '../scenario/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Run } from '../simulate.ts';
import { VERSION } from '../version.ts';
import { print, printError, styleOfStdout } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { explained } from './explained.ts';
import { nearestId } from './nearest-id.ts';
import { Progress } from './progress.ts';
import type { Interruption } from './run.ts';
import { readScenarioFile } from './scenario-file.ts';
import { asSeed } from './template-file.ts';

/** Version of what `--json` prints. */
const TRACE_FORMAT = 1;

export interface TraceCommandOptions {
  readonly record?: string | undefined;
  readonly json?: boolean | undefined;
  readonly seed?: string | undefined;
  /** From 0, the first run of the seed. */
  readonly replication?: number | undefined;
  readonly rules?: RuleSet | undefined;
  readonly maxEvents?: number | undefined;
}

export async function traceCommand(
  file: string,
  options: TraceCommandOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  try {
    const scenario = scenarioOf(file, options);
    if (scenario === undefined) return ExitCode.wrongInput;
    const found = await interruption.during(() => runScenario(scenario, options, interruption));
    if (typeof found === 'number') {
      printError(`interrupted: ${file} at ${duration(found)} of ${duration(scenario.duration)} of simulated time`);
      return ExitCode.interrupted;
    }
    return tell(scenario, found, options);
  } catch (error) {
    return explained(error, file, 'trace');
  }
}

/** The scenario, or undefined after its problems were printed. */
function scenarioOf(file: string, { seed, rules }: TraceCommandOptions): Scenario | undefined {
  const read = readScenarioFile(file, {
    ...(seed === undefined ? {} : { seed: asSeed(seed) }),
    ...(rules === undefined ? {} : { rules }),
  });
  const said = read.problems.filter(({ severity }) => severity === 'error');
  if (said.length > 0) printError(formatProblems(file, said));
  return read.ok ? read.scenario : undefined;
}

/** What was found; of a run that was interrupted the simulated time, in microseconds, at which it was. */
async function runScenario(
  scenario: Scenario,
  { record, replication, maxEvents }: TraceCommandOptions,
  interruption: Interruption,
): Promise<Found | number> {
  const progress = new Progress(scenario.name, scenario.duration);
  try {
    const watching = looking(scenario, record);
    const run = new Run(scenario, {
      ...watching.run,
      ...(replication === undefined ? {} : { replication }),
      ...(maxEvents === undefined ? {} : { eventBudget: maxEvents }),
    });
    while (!run.advance()) {
      progress.update(run.done * scenario.duration);
      await setImmediate();
      if (interruption.isWanted) return run.now;
    }
    return watching.found();
  } finally {
    progress.clear();
  }
}

function tell(scenario: Scenario, { life, times, remarked, given }: Found, options: TraceCommandOptions): ExitCode {
  const { name, seed, rules } = scenario;
  const { replication = 0 } = options;
  if (life?.moments.length === 0) {
    printError(`error: ${unknownWords(life.id, { remarked, given })}`);
    return ExitCode.wrongInput;
  }
  if (options.json === true) {
    const head = {
      lagcastTrace: TRACE_FORMAT,
      version: VERSION,
      name,
      seed,
      ...(replication > 0 ? { replication } : {}),
      rules,
    };
    print(
      `${JSON.stringify({ ...head, ...(life === undefined ? { sources: remarked } : lifeAsData(life, times)) })}\n`,
    );
    return ExitCode.done;
  }
  const style = styleOfStdout();
  const which = { name, seed, rules, version: VERSION, ...(replication > 0 ? { replication } : {}) };
  const head = style.paint('strong', firstLine(which));
  const roles = new Map(scenario.sources.map((source) => [source.name, roleOf(source.type)]));
  const lines =
    life === undefined
      ? listWords(remarked, style)
      : story(life, (source) => roles.get(source), style, timeTables(life, times, style))!;
  print(`${[head, '', ...lines].join('\n')}\n`);
  return ExitCode.done;
}

function lifeAsData(life: Life, times: Found['times']): object {
  const { id, moments, leftOut, end } = life;
  return { record: id, end, moments, leftOut, summary: summaryOf(life), times };
}

function listWords(remarked: Found['remarked'], style: ReturnType<typeof styleOfStdout>): string[] {
  return [...remarkedWords(remarked, style), '', 'The life of one of them: --record ID'];
}

/** Nobody has that id: what ids look like, and which one may be meant. */
function unknownWords(id: string, { remarked, given }: Pick<Found, 'remarked' | 'given'>): string {
  const known = remarked.filter(({ first }) => first !== undefined);
  const ranges = known.map(({ first, last }) => (first === last ? first! : `${first} … ${last}`));
  const ids = ranges.length === 0 ? 'the run has none' : `ids are ${ranges.join(', ')}`;
  const meant = nearestId(id, known, given);
  return `no record is called ${quote(id)}: ${ids}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}
