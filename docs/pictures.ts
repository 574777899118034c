/**
 * The pictures of the gallery: of each scenario the chart that its file names under `x-picture`, drawn from a run of the present
 * code. Which chart, its title and a fingerprint of its specification stand beside them, so that a test can tell when they
 * are out of date without drawing anything.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pngWith } from '../src/cli/png.ts';
import type { Chart } from '../src/report/charts/chart.ts';
import { charts } from '../src/report/charts/charts.ts';
import { drawing } from '../src/report/charts/draw.ts';
import type { Result } from '../src/metrics/result.ts';
import { readScenario } from '../src/scenario/read.ts';
import { simulate } from '../src/simulate.ts';

const root = new URL('../', import.meta.url);
const scenarios = new URL('scenarios/', root);
const gallery = new URL('reports/gallery/', root);
const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => new URL(`assets/fonts/${name}`, root));

/** What a picture was made from. */
export interface Picture {
  readonly chart: string;
  readonly title: string;
  /** Of the chart's specification. */
  readonly fingerprint: string;
}

/** The scenarios of the gallery, in their order. */
export function scenarioFiles(): string[] {
  return readdirSync(scenarios)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
}

/** The pictures there are, by the name of the scenario's file. */
export function picturesThereAre(): Record<string, Picture> {
  return JSON.parse(readFileSync(new URL('pictures.json', gallery), 'utf8')) as Record<string, Picture>;
}

/** Path of a picture below the top of the repository. */
export function pathOf(file: string): string {
  return `reports/gallery/${file.replace(/\.yaml$/, '.png')}`;
}

/** What the picture of a scenario would be made from now. */
export function pictureOf(file: string, result: Result): Picture {
  const { id, title, spec } = chartOf(file, result);
  return { chart: id, title, fingerprint: createHash('sha256').update(JSON.stringify(spec)).digest('hex') };
}

function chartOf(file: string, result: Result): Chart {
  const named = /^x-picture: (\S+)$/m.exec(textOf(file))?.[1];
  const chart = charts(result).find(({ id }) => id === named);
  if (chart === undefined) throw new Error(`${file} has no chart ${named}`);
  return chart;
}

function textOf(file: string): string {
  return readFileSync(new URL(file, scenarios), 'utf8');
}

/** A specification as a PNG. */
export type Painter = (spec: Chart['spec']) => Promise<Uint8Array>;

export async function painter(): Promise<Painter> {
  const [regular, bold] = fonts.map((font) => readFileSync(font));
  const draw = await drawing({ regular: regular!, bold: bold! });
  const toPng = await pngWith(fonts.map((font) => fileURLToPath(font)));
  if (toPng === undefined) throw new Error('the pictures need the package @resvg/resvg-js');
  return async (spec) => toPng(await draw(spec));
}

/** Draws them all anew. */
export async function drawPictures(paint: Painter): Promise<void> {
  rmSync(gallery, { recursive: true, force: true });
  mkdirSync(gallery, { recursive: true });
  const made: Record<string, Picture> = {};
  for (const file of scenarioFiles()) {
    const result = resultOf(file);
    made[file] = pictureOf(file, result);
    writeFileSync(new URL(pathOf(file), root), await paint(chartOf(file, result).spec));
  }
  writeFileSync(new URL('pictures.json', gallery), `${JSON.stringify(made, null, 2)}\n`);
}

function resultOf(file: string): Result {
  const ports = { readText: (path: string): string => readFileSync(new URL(path, scenarios), 'utf8') };
  const read = readScenario(textOf(file), { ports, stem: file });
  if (!read.ok) throw new Error(`${file} is not a scenario`);
  return simulate(read.scenario);
}
