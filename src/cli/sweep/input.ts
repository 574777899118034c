/** What sweep a file and the options ask for: its header, and its scenario with all that it reads. */
import { createHash } from 'node:crypto';
import { settingsOfAsked } from '../../plan/sweep/asked.ts';
import type { SweepHeader } from '../../plan/sweep/line.ts';
import { makeSweep, SweepError, type MakeOptions } from '../../plan/sweep/make.ts';
import type { SweepSource } from '../../plan/sweep/source.ts';
import type { SweepSpec } from '../../plan/sweep/spec.ts';
import { formatProblems, type Problem } from '../../scenario/problem.ts';
import type { Ports } from '../../scenario/read.ts';
import { labelOf, Template, type Settings, type Variant } from '../../scenario/template.ts';
import { printError } from '../console.ts';
import { settingsOf } from '../experiment-input.ts';
import type { ExperimentOptions } from '../experiment-options.ts';
import { InputError, MOST_SCENARIO, readText } from '../files.ts';
import { portsBeside, stemOf } from '../scenario-file.ts';
import { asSeed } from '../template-file.ts';
import { sweepAskedFor, type SweepAskedOptions } from './vary.ts';

/** Hexadecimal digits of a hash: a hundred and twenty-eight bits. */
const DIGITS = 32;

export type SweepInputOptions = SweepAskedOptions &
  Pick<ExperimentOptions, 'set' | 'seed' | 'rules' | 'confidence' | 'maxEvents'>;

export interface SweepOfFile {
  readonly header: SweepHeader;
  readonly source: SweepSource;
  /** The scenario as it stands, with what the options set in all cells. */
  readonly base: Variant;
}

/** Undefined after the problems of the scenario were printed. Throws InputError of what else is wrong. */
export function sweepOf(file: string, options: SweepInputOptions): SweepOfFile | undefined {
  const { seed, rules, confidence, maxEvents } = options;
  const set = settingsOf(options.set);
  const text = readText(file, MOST_SCENARIO);
  const files: Record<string, string> = {};
  const given = { ...(seed === undefined ? {} : { seed: asSeed(seed) }), ...(rules === undefined ? {} : { rules }) };
  const ports = keptIn(files, portsBeside(file));
  const made = Template.fromText(text, { ports, stem: stemOf(file), ...given });
  if (!made.ok) {
    printError(formatProblems(file, made.problems));
    return undefined;
  }
  const found = readBase(file, made.template, set, settingsOfAsked(sweepAskedFor(options)));
  if (found === undefined) return undefined;
  const { base, template } = found;
  const spec = specOf(template, base, { confidence, maxEvents });
  const source: SweepSource = { text, stem: stemOf(file), ...given, set, files };
  const scenario = hashOf([template.data, given, sorted(files)]);
  return { header: headerOf(spec, scenario), source, base };
}

function readBase(
  file: string,
  template: Template,
  set: Settings,
  asked: Settings,
): { readonly base: Variant; readonly template: Template } | undefined {
  const base = template.tryVariant({ ...set, ...asked });
  const said = base.problems.filter(({ severity }) => severity !== 'note');
  const where = Object.keys(set).length === 0 ? file : `${file} with ${labelOf(set)}`;
  const ofFile = said.filter((problem) => optionOf(problem, asked) === undefined);
  if (ofFile.length > 0) printError(formatProblems(where, ofFile));
  for (const { place: _, ...problem } of said) {
    // What an option says stands nowhere in the file.
    const option = optionOf(problem, asked);
    if (option !== undefined) printError(formatProblems(option, [problem]));
  }
  return base.ok ? { base, template: template.with({ ...set, sweep: undefined }) } : undefined;
}

/** The option that a problem is about; undefined of one in the file. */
function optionOf({ path }: Problem, asked: Settings): string | undefined {
  const key = /^sweep\.(\w+)/.exec(path)?.[1];
  if (key === undefined || asked[`sweep.${key}`] === undefined) return undefined;
  return key === 'figures' ? '--figure' : `--${key}`;
}

function specOf(template: Template, base: Variant, options: MakeOptions): SweepSpec {
  try {
    const { spec, warnings } = makeSweep(template, base.scenario, options);
    for (const warning of warnings) printError(`warning: ${warning}`);
    return spec;
  } catch (error) {
    throw error instanceof SweepError ? new InputError(error.message) : error;
  }
}

/** The id is of all that the header says: whoever has another asks for another sweep. */
function headerOf(spec: SweepSpec, scenario: string): SweepHeader {
  const header = { ...spec, scenario };
  return { ...header, id: hashOf(header) };
}

/** Of what the scenario says, and not of how it is written: comments are free. */
function hashOf(value: unknown): string {
  // Numbers that JSON has not would all be null.
  const text = JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'number' && !Number.isFinite(one) ? String(one) : one,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
}

function sorted(files: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** A port that keeps what it gave. */
function keptIn(files: Record<string, string>, { readText: read }: Ports): Ports {
  return {
    readText: (path) => {
      const text = read(path);
      if (typeof text === 'string') files[path] = text;
      return text;
    },
  };
}
