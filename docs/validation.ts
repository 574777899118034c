/**
 * Writes docs/validation.md from a run of the whole validation, what only the project's own tests can run included. `npm run validation` takes
 * minutes, and wants the build. `npm run validation -- --check` writes nothing, and fails where the page says something else than what came out:
 * that is how it is run before a change lands, so that the page is true of the code beside it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { withBlock } from './blocks.ts';
import { conductCases } from '../src/cli/validate/conduct.ts';
import { packageFiles } from '../src/cli/validate/data.ts';
import { folklorePage } from '../src/report/validation/folklore.ts';
import { validationMarkdown } from '../src/report/validation/markdown.ts';
import { togetherDefects, togetherText } from '../src/validation/families.ts';
import { outcomesOf, type SectionOutcome } from '../src/validation/outcome.ts';
import type { Row } from '../src/validation/row.ts';
import { runCase, type CaseOutcome } from '../src/validation/run-case.ts';
import { suiteOf } from '../src/validation/suite.ts';
import { engineSection } from '../test/theory/engine/section.ts';

const root = new URL('../', import.meta.url);
const PROGRESS = { update: () => undefined, clear: () => undefined };
const NEVER = { isWanted: false, during: <T>(work: () => Promise<T>): Promise<T> => work() };

/** All sections, those of the command first. */
async function sectionsOf(): Promise<readonly SectionOutcome[]> {
  const suite = suiteOf(packageFiles);
  const cases = suite.flatMap((section) => section.cases);
  const ran = await conductCases(cases, availableParallelism(), PROGRESS, NEVER);
  // Not meanwhile: this thread hands out the cases of the others.
  const ofEngine = new Map<string, CaseOutcome>(engineSection.cases.map((one) => [one.id, runCase(one)]));
  return outcomesOf([...suite, engineSection], new Map([...ran, ...ofEngine]));
}

function rowsOf(sections: readonly SectionOutcome[]): readonly Row[] {
  return sections.flatMap(({ rows }) => rows);
}

/** Pages by their path, as they should be. */
function pagesOf(sections: readonly SectionOutcome[]): Record<string, string> {
  const rows = rowsOf(sections);
  const path = 'docs/validation.md';
  const page = readFileSync(new URL(path, root), 'utf8');
  return {
    [path]: withBlock(page, 'figures', `\n${validationMarkdown(sections, togetherText(rows))}`),
    'docs/folklore.md': folklorePage(rows),
  };
}

const sections = await sectionsOf();
const isCheck = process.argv.includes('--check');
for (const [path, page] of Object.entries(pagesOf(sections))) {
  const file = new URL(path, root);
  if (!isCheck) writeFileSync(file, page);
  else if (readFileSync(file, 'utf8') !== page) {
    console.error(`${path} says something else than what came out; npm run validation brings it up to date`);
    process.exitCode = 1;
  }
}
const defects = [...sections.flatMap((section) => section.defects), ...togetherDefects(rowsOf(sections))];
for (const defect of defects) console.error(defect);
if (defects.length > 0) process.exitCode = 1;
