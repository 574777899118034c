/** `lagcast plan FILE`: asks a question of a scenario, prints the answer and keeps it. */
import { join, resolve } from 'node:path';
import type { RuleSet } from '../aws/fact.ts';
import { PlanError, planningOf } from '../plan/answer.ts';
import type { QuestionName } from '../plan/question-names.ts';
import { planning } from '../plan/questions.ts';
import { planCsv, planMarkdown, planText } from '../report/experiments/plan.ts';
import type { Settings } from '../scenario/template.ts';
import { print, printError, styleOfStdout } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { conductHere, explained } from './experiment.ts';
import { makeFolder, removeFolders, writeWhole } from './files.ts';
import { askedFor, type AskedOnCommandLine } from './plan-options.ts';
import type { Interruption } from './run.ts';
import { stemOf } from './scenario-file.ts';
import { addSetting } from './settings.ts';
import { readTemplate } from './template-file.ts';

export interface PlanCommandOptions extends AskedOnCommandLine {
  readonly ask?: QuestionName | undefined;
  /** `PATH=VALUE`. */
  readonly set?: readonly string[] | undefined;
  readonly seed?: string | undefined;
  readonly rules?: RuleSet | undefined;
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
  readonly markdown?: boolean | undefined;
  readonly maxEvents?: number | undefined;
}

export async function planCommand(
  file: string,
  options: PlanCommandOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const { ask: question = 'settings', seed, rules, maxEvents } = options;
  const asked = askedFor(options);
  if (!asked.ok) return wrong(asked.message);
  let set: Settings = {};
  for (const text of options.set ?? []) {
    const added = addSetting(text, set);
    if (!added.ok) return wrong(`--set: ${added.message}`);
    set = added.settings;
  }
  let made: string[] = [];
  try {
    const read = readTemplate(file, { seed, rules, set: { ...set, ...asked.settings } });
    if (read === undefined) return ExitCode.wrongInput;
    const folder = options.out === undefined ? resolve('reports', stemOf(file), 'plan') : resolve(options.out);
    made = makeFolder(folder);
    const answer = await conductHere(planning(question, planningOf(read.template)), interruption, { maxEvents });
    const json = `${JSON.stringify(answer)}\n`;
    writeWhole(join(folder, 'plan.json'), json);
    writeWhole(join(folder, 'plan.csv'), planCsv(question, answer));
    if (options.json === true) print(json);
    else if (options.markdown === true) print(planMarkdown(question, answer));
    else print(planText(question, answer, styleOfStdout()));
    return answer.met ? ExitCode.done : ExitCode.objectiveMissed;
  } catch (error) {
    if (error instanceof PlanError) return wrong(`${file}: ${error.message}`);
    return explained(error, `lagcast plan ${file}`);
  } finally {
    removeFolders(made);
  }
}

function wrong(message: string): ExitCode {
  printError(`error: ${message}`);
  return ExitCode.wrongInput;
}
