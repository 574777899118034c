/** docs/folklore.md, from runs of the scenarios of all claims: about ten seconds. */
import { readFileSync } from 'node:fs';
import { folklorePage } from '../src/report/validation/folklore.ts';
import type { Files } from '../src/validation/case.ts';
import { folkloreSection } from '../src/validation/folklore/section.ts';

const scenarios = new URL('../scenarios/', import.meta.url);
const files: Files = { readText: (path) => readFileSync(new URL(path, scenarios), 'utf8') };

export function folklore(): string {
  return folklorePage(folkloreSection(files).cases.flatMap(({ run }) => run()));
}
