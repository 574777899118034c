/** Reads a scenario file of which an experiment makes variants, with the settings of the command line. */
import { formatProblems } from '../scenario/problem.ts';
import type { RuleSet } from '../aws/fact.ts';
import { labelOf, Template, type Settings, type Variant } from '../scenario/template.ts';
import { printError } from './console.ts';
import { MOST_SCENARIO, readText } from './files.ts';
import { portsBeside, stemOf } from './scenario-file.ts';

export interface TemplateOptions {
  readonly seed?: string | undefined;
  readonly rules?: RuleSet | undefined;
  /** `PATH=VALUE`, made for good. */
  readonly set?: Settings | undefined;
}

/** A template whose base is a sound scenario, and that base. */
export interface TemplateOfFile {
  readonly file: string;
  readonly template: Template;
  readonly base: Variant;
}

/** Undefined after its problems were printed. Throws InputError when the file cannot be read. */
export function readTemplate(file: string, { seed, rules, set = {} }: TemplateOptions): TemplateOfFile | undefined {
  const made = Template.fromText(readText(file, MOST_SCENARIO), {
    ports: portsBeside(file),
    stem: stemOf(file),
    ...(seed === undefined ? {} : { seed: asSeed(seed) }),
    ...(rules === undefined ? {} : { rules }),
  });
  if (!made.ok) {
    printError(formatProblems(file, made.problems));
    return undefined;
  }
  const base = made.template.tryVariant(set);
  const said = base.problems.filter(({ severity }) => severity !== 'note');
  const where = Object.keys(set).length === 0 ? file : `${file} with ${labelOf(set)}`;
  if (said.length > 0) printError(formatProblems(where, said));
  return base.ok ? { file, template: made.template.with(set), base } : undefined;
}

/** A seed that looks like a whole number is one: `--seed 7` is `seed: 7`. */
export function asSeed(text: string): number | string {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}
