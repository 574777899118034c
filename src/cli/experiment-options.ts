/**
 * The options that commands of many runs share: equal names mean equal things in all of them. Light, because `--help` loads
 * it: what the texts mean in a scenario is found out by experiment-input.ts.
 */
import type * as Typings from '@commander-js/extra-typings';
import * as commander from 'commander';
import { RULE_SETS, type RuleSet } from '../aws/fact.ts';

/** What the typings describe; importing them as code would load the same library by a longer way. */
const { InvalidArgumentError, Option } = commander as unknown as typeof Typings;

/** As the user wrote them; absent what was not. */
export interface ExperimentOptions {
  /** `PATH=VALUE`, in order. */
  readonly set?: readonly string[] | undefined;
  readonly seed?: string | undefined;
  readonly rules?: RuleSet | undefined;
  /** Figures such as `p99(orders.latency)`. */
  readonly figure?: readonly string[] | undefined;
  readonly replications?: number | undefined;
  /** `FIGURE within 5 %`. */
  readonly until?: readonly string[] | undefined;
  readonly maxRuns?: number | undefined;
  /** A share, from {@link LEAST_CONFIDENCE} to {@link MOST_CONFIDENCE}. */
  readonly confidence?: number | undefined;
  readonly json?: boolean | undefined;
  readonly markdown?: boolean | undefined;
  readonly out?: string | undefined;
  readonly charts?: boolean | undefined;
  readonly maxEvents?: number | undefined;
}

export type ExperimentOption = keyof ExperimentOptions;

export const LEAST_CONFIDENCE = 0.5;
export const MOST_CONFIDENCE = 0.9999;
/** More runs than anybody waits for; the results of none are kept. */
export const MOST_RUNS = 100_000;

const NOT_EVERYWHERE: readonly ExperimentOption[] = ['figure', 'until', 'maxRuns'];

/** What a command says of the options it shares. */
export interface OptionsOfCommand {
  /** Its default, for the help: `runs of each variant (default: 20)`. */
  readonly replications: string;
  /** Of `replications`; 2 unless said, because the interval of one run is none. */
  readonly leastReplications?: number;
  readonly maxRuns?: string;
  /** Of `figure`, `until` and `maxRuns`, those it has; and those of the others it has not. */
  readonly also?: readonly ExperimentOption[];
  readonly without?: readonly ExperimentOption[];
}

/** Gives a command the options; those of its own it adds before or after. */
export function withExperimentOptions<
  Args extends unknown[],
  Own extends Typings.OptionValues,
  Globals extends Typings.OptionValues,
>(
  command: Typings.Command<Args, Own, Globals>,
  said: OptionsOfCommand,
): Typings.Command<Args, Own & ExperimentOptions, Globals> {
  const { also = [], without = [] } = said;
  const isWanted = (name: ExperimentOption): boolean =>
    NOT_EVERYWHERE.includes(name) ? also.includes(name) : !without.includes(name);
  const options = optionsOf(said);
  for (const name of Object.keys(options) as ExperimentOption[]) if (isWanted(name)) command.addOption(options[name]);
  return command as never;
}

function optionsOf({
  replications,
  leastReplications = 2,
  maxRuns = 'give up after so many runs',
}: OptionsOfCommand): Readonly<Record<ExperimentOption, Typings.Option>> {
  return {
    set: new Option(
      '--set <path=value>',
      'another value than the scenario’s, such as mappings.m.batchSize=10; repeatable',
    ).argParser(collected),
    seed: new Option('--seed <seed>', 'another seed than the scenario’s').argParser(seedText),
    rules: new Option('--rules <set>', 'other rules than the scenario’s').choices(RULE_SETS),
    figure: new Option('--figure <figure>', 'what to estimate, such as "p99(orders.latency)"; repeatable').argParser(
      collected,
    ),
    replications: new Option('--replications <n>', replications).argParser(numberFrom(leastReplications, MOST_RUNS)),
    until: new Option(
      '--until <precision>',
      'run until this is known, such as "p99(orders.latency) within 5 %"; repeatable',
    )
      .conflicts('replications')
      .argParser(collected),
    maxRuns: new Option('--max-runs <n>', maxRuns).argParser(numberFrom(2, MOST_RUNS)),
    confidence: new Option('--confidence <share>', 'of intervals (default: 95 %)').argParser(confidence),
    json: new Option('--json', 'print the outcome as one line of JSON and nothing else'),
    markdown: new Option('--markdown', 'print the outcome for a pull request').conflicts('json'),
    out: new Option('--out <folder>', 'where the files go (default: reports/NAME/COMMAND)'),
    charts: new Option('--no-charts', 'draw no charts, which is quicker; those of an earlier time are removed'),
    maxEvents: new Option('--max-events <n>', 'give up when one run has had so many events').argParser(wholeNumber),
  } as unknown as Readonly<Record<ExperimentOption, Typings.Option>>;
}

export function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

export function seedText(text: string): string {
  if (text === '') throw new InvalidArgumentError('A whole number or a text is needed.');
  return text;
}

export function wholeNumber(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('A whole number from 1 is needed.');
  return n;
}

/** A parser of whole numbers from `least` to `most`. */
export function numberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const n = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (n >= least && n <= most) return n;
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is needed.`);
  };
}

/** `95%`, `95 %` or `0.95`. */
export function confidence(text: string): number {
  const match = /^(\d{1,3}(?:\.\d{1,6})?) *(%?)$/.exec(text.trim());
  const share = match === null ? NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1);
  if (share >= LEAST_CONFIDENCE && share <= MOST_CONFIDENCE) return share;
  throw new InvalidArgumentError('A share from 50 % to 99.99 % is needed, such as 95 %.');
}

/** A share that does not matter, from 0: `1%`, `1 %` or `0.01`. */
export function margin(text: string): number {
  const match = /^(\d{1,3}(?:\.\d{1,6})?) *(%?)$/.exec(text.trim());
  const share = match === null ? NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1);
  if (share >= 0 && share <= 0.5) return share;
  throw new InvalidArgumentError('A share from 0 to 50 % is needed, such as 1 %.');
}
