/** What the options of an experiment mean: settings, figures. Errors are InputErrors that name the option. */
import { formatProblems } from '../scenario/problem.ts';
import { readFigure, type FigureRef } from '../scenario/figure.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Settings } from '../scenario/template.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import { InputError } from './files.ts';
import { addSetting } from './settings.ts';
import { readTemplate, type TemplateOfFile } from './template-file.ts';

/** Of `--set`. Throws InputError. */
export function settingsOf(texts: readonly string[] = [], option = '--set'): Settings {
  let settings: Settings = {};
  for (const text of texts) {
    const added = addSetting(text, settings);
    if (!added.ok) throw new InputError(`${option}: ${added.message}`);
    settings = added.settings;
  }
  return settings;
}

/** The scenario of a file with what the options make of it; undefined after its problems were printed. Throws InputError. */
export function templateOf(file: string, { set, seed, rules }: ExperimentOptions): TemplateOfFile | undefined {
  return readTemplate(file, { seed, rules, set: settingsOf(set) });
}

/** Of `--figure`; undefined where none was written. Throws InputError. */
export function figuresOf(
  texts: readonly string[] | undefined,
  scenario: Scenario,
  option = '--figure',
): FigureRef[] | undefined {
  return texts?.map((text) => {
    const read = readFigure(text, scenario);
    if (read.ok) return read.figure;
    throw new InputError(formatProblems(option, read.problems).trimEnd());
  });
}
