/**
 * Writes the parts of the documentation that come from the code: the facts, the picture of the imports, the list of files,
 * the gallery with its pictures, the limits of the model, the claims of folklore.md, what is assumed about the tier, the figures of placement.md, the tables of
 * ties.md, and the output shown in the README. `npm run docs` writes them; a test notices when they no longer hold.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withBlock } from './blocks.ts';
import { drawExperimentPictures } from './experiment-pictures.ts';
import { folklore } from './folklore.ts';
import { drawPictures, painter, pathOf, picturesThereAre, scenarioFiles } from './pictures.ts';
import { makePlacement } from './placement-figures.ts';
import { makeTies } from './ties.ts';
import { assumedChoices, assumedFacts } from './tier-tables.ts';
import { explainResult } from '../src/explain/explaining.ts';
import { resultExplanationText } from '../src/report/explain-result/text.ts';
import { Template } from '../src/scenario/template.ts';
import { factsPage } from '../src/report/facts/page.ts';
import { limitsPage } from '../src/report/not-modelled/markdown.ts';
import { terminalReport } from '../src/report/terminal.ts';
import { readScenario } from '../src/scenario/read.ts';
import { simulate } from '../src/simulate.ts';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The scenario whose result docs/explain-result.md explains. */
const EXPLAINED = 'scenarios/05-reserved-concurrency-fills-the-dlq.yaml';

/** Pages by their path, as they should be. */
export function pages(): Record<string, string> {
  const architecture = withBlock(
    withBlock(read('docs/architecture.md'), 'imports', importsPicture()),
    'files',
    fileList(),
  );
  const readme = withBlock(read('README.md'), 'output', outputOf('scenarios/01-one-queue.yaml'));
  const tier = withBlock(
    withBlock(read('docs/tier.md'), 'assumed-facts', assumedFacts()),
    'assumed-choices',
    assumedChoices(),
  );
  return {
    'docs/facts.md': factsPage(),
    'docs/limits.md': limitsPage(),
    'docs/tier.md': tier,
    'docs/architecture.md': architecture,
    'docs/explain-result.md': withBlock(read('docs/explain-result.md'), 'explained', explanationOf(EXPLAINED)),
    'README.md': readme,
    'scenarios/README.md': galleryPage(),
  };
}

/** The scenarios by number, each with its question and what its file expects. */
function galleryPage(): string {
  const folder = new URL('scenarios/', root);
  const pictures = picturesThereAre();
  const entries = scenarioFiles().map((file) => {
    const ports = { readText: (path: string): string => readFileSync(new URL(path, folder), 'utf8') };
    const result = readScenario(read(`scenarios/${file}`), { ports, stem: file });
    if (!result.ok) throw new Error(`${file} is not a scenario`);
    const { name, question, objectives } = result.scenario;
    const expected = objectives.map(({ text }) => `\`${text}\``).join(', ');
    const picture = `![${pictures[file]!.title}](../${pathOf(file)})`;
    return `## [${name}](${file})\n\n${question}\n\n${picture}\n\nExpected: ${expected}.`;
  });
  const head = [
    '# Gallery',
    'Written by `npm run docs`; do not edit. Each scenario asks one question; its objectives are the answer, and a test checks that they hold.',
    'Run one with `npx lagcast run scenarios/FILE`, change a line, and run it again: the luck is the same, so the difference is the change.',
  ];
  return `${[...head, ...entries].join('\n\n')}\n`;
}

function outputOf(scenario: string): string {
  const result = readScenario(read(scenario));
  if (!result.ok) throw new Error(`${scenario} is not a scenario`);
  return `\`\`\`text\n$ npx lagcast run ${scenario}\n${terminalReport(simulate(result.scenario))}\`\`\``;
}

function explanationOf(scenario: string): string {
  const made = Template.fromText(read(scenario));
  if (!made.ok) throw new Error(`${scenario} is not a scenario`);
  const result = simulate(made.template.variant().scenario);
  return `\`\`\`text\n${resultExplanationText(explainResult(result, made.template))}\`\`\``;
}

/** All source files, by path below src. */
function sourceFiles(): string[] {
  const entries = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' });
  return entries
    .filter((entry) => entry.endsWith('.ts'))
    .map((entry) => entry.replaceAll('\\', '/'))
    .sort();
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file;
}

/** Which folder imports which, as a Mermaid flow chart; the arrows are the imports that the files really have. */
function importsPicture(): string {
  const arrows = new Set<string>();
  for (const file of sourceFiles()) {
    for (const [, path] of read(`src/${file}`).matchAll(/from '(\.[^']+)'/g)) {
      const target = fileURLToPath(new URL(path!, new URL(`src/${file}`, root))).slice(
        fileURLToPath(new URL('src/', root)).length,
      );
      const [from, to] = [folderOf(file), folderOf(target)];
      if (from !== to && from !== 'index.ts') arrows.add(`  ${label(from)} --> ${label(to)}`);
    }
  }
  return ['```mermaid', 'flowchart TD', ...[...arrows].sort(), '```'].join('\n');
}

function label(folder: string): string {
  return folder.replace('.ts', '');
}

/** Every file with the first sentence of its header. */
function fileList(): string {
  const rows = sourceFiles().map((file) => `| \`${file}\` | ${firstSentence(read(`src/${file}`))} |`);
  return ['| file | what it does |', '|---|---|', ...rows].join('\n');
}

function firstSentence(source: string): string {
  const header = /^\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? '';
  const text = header
    .replace(/^\s*\* ?/gm, '')
    .trim()
    .replace(/\s+/g, ' ');
  const sentence = /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
  return sentence.replaceAll('|', '\\|');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const paint = await painter();
  await drawPictures(paint);
  await drawExperimentPictures(paint);
  for (const [path, text] of Object.entries(pages())) writeFileSync(new URL(path, root), text);
  writeFileSync(new URL('docs/folklore.md', root), folklore());
  // What placement.md and ties.md have from runs takes minutes: `npm run docs -- quick` leaves it as it is.
  if (process.argv[2] !== 'quick') {
    await makePlacement(paint);
    makeTies();
  }
}
