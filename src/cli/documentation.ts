/** The pages of the documentation as they come with the program. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { DocumentationPage } from '../report/facts/statements.ts';

/** Two folders up, from src/cli and from dist/command. */
const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));
/** Long lists that name much and tell little; facts.md has what a search of facts finds already. */
const LAST = ['folklore.md', 'validation.md'];
const LEFT_OUT = ['facts.md', 'architecture.md'];

/** Those that tell most first. None where the documentation is not there. */
export function documentationPages(): DocumentationPage[] {
  if (!existsSync(DOCS)) return [];
  const files = readdirSync(DOCS)
    .filter((file) => file.endsWith('.md') && !LEFT_OUT.includes(file))
    .toSorted((a, b) => LAST.indexOf(a) - LAST.indexOf(b) || (a < b ? -1 : 1));
  return files.map((file) => ({ name: `docs/${file}`, text: readFileSync(join(DOCS, file), 'utf8') }));
}
