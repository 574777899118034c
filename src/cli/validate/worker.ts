/** The thread that runs cases of the validation. A file of its own in dist/command, because a thread is started by the name of its file. */
import { runCase, type CaseOutcome } from '../../validation/run-case.ts';
import { suiteOf } from '../../validation/suite.ts';
import { packageFiles } from './data.ts';

const cases = new Map(suiteOf(packageFiles).flatMap((section) => section.cases.map((one) => [one.id, one] as const)));

export default function runById(id: string): CaseOutcome {
  return runCase(cases.get(id)!);
}
