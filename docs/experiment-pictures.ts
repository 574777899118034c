/**
 * The pictures and outputs of the pages about experiments, from runs of the present code. `npm run docs` writes them; a slow
 * test tells when they are out of date. An experiment is a function here that gives its pictures.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { withBlock } from './blocks.ts';
import type { Painter } from './pictures.ts';
import { compare } from '../src/plan/compare.ts';
import { plan } from '../src/plan/questions.ts';
import { sensitivity } from '../src/plan/sensitivity/sensitivity.ts';
import type { SweepHeader, SweepLine } from '../src/plan/sweep/line.ts';
import { sweep } from '../src/plan/sweep/sweep.ts';
import type { AnyChart } from '../src/report/charts/chart.ts';
import { comparisonCharts } from '../src/report/charts/comparison-charts.ts';
import { comparisonReport } from '../src/report/experiments/compare.ts';
import { planCharts } from '../src/report/experiments/plan.ts';
import { sensitivityCharts } from '../src/report/experiments/sensitivity-charts.ts';
import { sensitivityText } from '../src/report/experiments/sensitivity.ts';
import { PLAIN } from '../src/report/style.ts';
import { sweepCharts } from '../src/report/sweep/charts.ts';
import { outcomeOf } from '../src/report/sweep/outcome.ts';
import { sweepText } from '../src/report/sweep/text.ts';
import { readScenario } from '../src/scenario/read.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import { Template } from '../src/scenario/template.ts';

const root = new URL('../', import.meta.url);
const folder = 'reports/experiments';

/** What one experiment has for its page. */
export interface Shown {
  /** By the stem of the picture's file. */
  readonly charts: Readonly<Record<string, AnyChart>>;
  /** Pages by their path, as they should be. */
  readonly pages: Readonly<Record<string, string>>;
}

/** All experiments that are shown. */
export const EXPERIMENTS: readonly (() => Shown)[] = [
  comparison,
  tornado,
  smallest,
  capacity,
  batchSizes,
  capacitySweep,
  samples,
];

/** Draws the pictures anew, with fingerprints beside them, and writes the pages. */
export async function drawExperimentPictures(paint: Painter): Promise<void> {
  rmSync(new URL(`${folder}/`, root), { recursive: true, force: true });
  mkdirSync(new URL(`${folder}/`, root), { recursive: true });
  const made: Record<string, string> = {};
  for (const { charts, pages } of EXPERIMENTS.map((one) => one())) {
    for (const [name, chart] of Object.entries(charts)) {
      made[name] = fingerprintOf(chart);
      writeFileSync(new URL(`${folder}/${name}.png`, root), await paint(chart.spec));
    }
    for (const [path, text] of Object.entries(pages)) writeFileSync(new URL(path, root), text);
  }
  writeFileSync(new URL(`${folder}/pictures.json`, root), `${JSON.stringify(made, null, 2)}\n`);
}

/** Of the specifications that the pictures there are were drawn from, by name. */
export function experimentPicturesThereAre(): Record<string, string> {
  return JSON.parse(read(`${folder}/pictures.json`)) as Record<string, string>;
}

export function fingerprintOf({ spec }: AnyChart): string {
  return createHash('sha256').update(JSON.stringify(spec)).digest('hex');
}

function comparison(): Shown {
  const files = ['110-eight-at-once', '111-nine-at-once'];
  const names = ['eight', 'nine'];
  const outcome = compare(files.map((file, i) => ({ scenario: scenarioOf(file), label: names[i]! })));
  const command = `npx lagcast compare ${files.map((file) => `scenarios/${file}.yaml`).join(' ')} --names ${names.join(',')}`;
  const output = `\`\`\`text\n$ ${command}\n${comparisonReport(outcome)}\`\`\``;
  const charts = comparisonCharts(outcome);
  const named = (id: string): AnyChart => charts.find((chart) => chart.id === id)!;
  return {
    charts: { 'compare-differences': named('differences'), 'compare-latency': named('latency-orders') },
    pages: { 'docs/compare.md': withBlock(read('docs/compare.md'), 'output', output) },
  };
}

function tornado(): Shown {
  const file = '117-which-guess-matters';
  const outcome = sensitivity(templateOf(file));
  const output = `\`\`\`text\n$ npx lagcast sensitivity scenarios/${file}.yaml\n${sensitivityText(outcome, PLAIN)}\`\`\``;
  return {
    charts: { tornado: sensitivityCharts(outcome)[0]! },
    pages: { 'docs/sensitivity.md': withBlock(read('docs/sensitivity.md'), 'output', output) },
  };
}

function smallest(): Shown {
  const answer = plan(templateOf('112-smallest-concurrency'));
  return { charts: { 'plan-search': planCharts('settings', answer)[0]! }, pages: {} };
}

function capacity(): Shown {
  const answer = plan(templateOf('114-capacity-matrix-of-an-outbox'), { ask: 'matrix' });
  return { charts: { 'capacity-matrix': planCharts('matrix', answer)[0]! }, pages: {} };
}

function batchSizes(): Shown {
  const file = '118-batch-size-as-a-picture';
  const { header, lines, charts } = sweptFrom(file);
  const output = `\`\`\`text\n$ npx lagcast sweep run scenarios/${file}.yaml\n${sweepText(header, lines)}\`\`\``;
  return {
    charts: { 'sweep-trade-off': charts[0]! },
    pages: { 'docs/sweep.md': withBlock(read('docs/sweep.md'), 'output', output) },
  };
}

function capacitySweep(): Shown {
  const { charts } = sweptFrom('119-capacity-matrix-as-a-sweep');
  return { charts: { 'sweep-heat-map': charts.find(({ id }) => id === 'heat-objectives')! }, pages: {} };
}

function samples(): Shown {
  return { charts: { 'sweep-samples': sweptFrom('120-samples-of-three-settings').charts[0]! }, pages: {} };
}

/** As `lagcast sweep run` would, but in this thread, and without the hashes, which no picture shows. */
function sweptFrom(file: string): { header: SweepHeader; lines: readonly SweepLine[]; charts: AnyChart[] } {
  const { spec, cells } = sweep(templateOf(file));
  const header = { ...spec, scenario: '', id: '' };
  return { header, lines: cells, charts: sweepCharts(outcomeOf(header, cells)) };
}

function templateOf(file: string): Template {
  const made = Template.fromText(read(`scenarios/${file}.yaml`), { stem: file });
  if (!made.ok) throw new Error(`${file} is not a scenario`);
  return made.template;
}

function scenarioOf(file: string): Scenario {
  const made = readScenario(read(`scenarios/${file}.yaml`), { stem: file });
  if (!made.ok) throw new Error(`${file} is not a scenario`);
  return made.scenario;
}

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}
