/** `lagcast validate`: compares the simulator with what it did not produce, and prints every comparison with its source. */
import { availableParallelism } from 'node:os';
import { validationJson } from '../../report/validation/json.ts';
import { validationMarkdown } from '../../report/validation/markdown.ts';
import { validationText } from '../../report/validation/text.ts';
import { nearest } from '../../scenario/nearest.ts';
import type { Case, Section } from '../../validation/case.ts';
import { chosenCases, idsOf } from '../../validation/choice.ts';
import { outcomesOf } from '../../validation/outcome.ts';
import { suiteOf } from '../../validation/suite.ts';
import { VERSION } from '../../version.ts';
import { print, printError, styleOfStdout } from '../console.ts';
import { ExitCode } from '../exit-codes.ts';
import { Interrupted } from '../interrupted.ts';
import type { Interruption } from '../run.ts';
import { SweepProgress } from '../sweep/progress.ts';
import { conductCases } from './conduct.ts';
import { packageFiles } from './data.ts';

export interface ValidateOptions {
  readonly json?: true | undefined;
  readonly markdown?: true | undefined;
  readonly list?: true | undefined;
  readonly workers?: number | undefined;
}

export async function validateCommand(
  words: readonly string[],
  options: ValidateOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const suite = suiteOf(packageFiles);
  const chosen = chosenCases(suite, words);
  if (!chosen.ok) {
    printError(unknownText(suite, chosen.unknown));
    return ExitCode.wrongInput;
  }
  if (options.list === true) {
    print(listText(suite, chosen.cases));
    return ExitCode.done;
  }
  try {
    const workers = options.workers ?? availableParallelism();
    const progress = new SweepProgress({ name: 'validate', kept: 0, expected: chosen.cases.length, noun: 'case' });
    const sections = outcomesOf(suite, await conductCases(chosen.cases, workers, progress, interruption));
    if (options.json === true) print(validationJson(VERSION, sections));
    else if (options.markdown === true) print(validationMarkdown(sections));
    else print(validationText({ sections, isDetailed: words.length > 0 }, styleOfStdout()));
    return sections.some(({ defects }) => defects.length > 0) ? ExitCode.objectiveMissed : ExitCode.done;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    printError('interrupted');
    return ExitCode.interrupted;
  }
}

function unknownText(suite: readonly Section[], word: string): string {
  if (word.toLowerCase() === 'engine')
    return 'error: the cases of the engine are not in the package; npm run validation runs them in the repository';
  const names = suite.flatMap(({ name, cases }) => [name, ...cases.flatMap(idsOf)]);
  const meant = nearest(word, names);
  const hint = meant === undefined ? 'lagcast validate --list lists them' : `did you mean ${meant}?`;
  return `error: no section and no case of the validation is called ${JSON.stringify(word)}; ${hint}`;
}

function listText(suite: readonly Section[], cases: readonly Case[]): string {
  const chosen = new Set(cases);
  const lines = suite.flatMap((section) =>
    section.cases.filter((one) => chosen.has(one)).map(({ id }) => `${section.name}  ${id}`),
  );
  return `${lines.join('\n')}\n`;
}
