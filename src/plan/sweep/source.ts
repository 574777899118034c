/** The scenario of a sweep with all that it reads, as plain data that can be handed to another thread or machine. */
import type { RuleSet } from '../../aws/fact.ts';
import { Template, VariantError, type Settings } from '../../scenario/template.ts';

export interface SweepSource {
  /** Of the scenario file. */
  readonly text: string;
  /** Name of a scenario that has none. */
  readonly stem: string;
  /** Other than the file says. */
  readonly seed?: number | string;
  readonly rules?: RuleSet;
  /** Settings of all cells. */
  readonly set: Settings;
  /** Text of the files it names, by the name it has for them. */
  readonly files: Readonly<Record<string, string>>;
}

/** Throws VariantError of what is no scenario. */
export function templateOfSource({ text, stem, seed, rules, set, files }: SweepSource): Template {
  const readText = (path: string) =>
    Object.hasOwn(files, path) ? files[path]! : { why: 'it did not come with the sweep' };
  const made = Template.fromText(text, {
    ports: { readText },
    stem,
    ...(seed === undefined ? {} : { seed }),
    ...(rules === undefined ? {} : { rules }),
  });
  if (!made.ok) throw new VariantError(set, made.problems);
  // What is asked of it is in the spec: cells need not read it again.
  return made.template.with({ ...set, sweep: undefined });
}
