/**
 * Writes charts: `charts/ID.vl.json`, `.svg` and `.png` in the folder of what they are of, a result as a rule. Vega is loaded
 * with the first that has any, resvg too; without resvg there are no PNGs, which is said once and is no error.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../metrics/result.ts';
import type { AnyChart } from '../report/charts/chart.ts';
import { charts, withoutCharts } from '../report/charts/charts.ts';
import { drawing, type Draw } from '../report/charts/draw.ts';
import { list, some } from '../report/format.ts';
import { printError } from './console.ts';
import { refuseForeign, replaceFolder, type Files } from './folders.ts';
import { pngWith, type ToPng } from './png.ts';

const font = (name: string): string => fileURLToPath(new URL(`../../assets/fonts/${name}`, import.meta.url));
const FONTS = [font('DejaVuSans.ttf'), font('DejaVuSans-Bold.ttf')] as const;
const ENDINGS = ['.vl.json', '.svg', '.png'];

/** The name of their folder. */
export const CHARTS = 'charts';

/** Writes the charts of several results or experiments, one after the other. */
export class ChartWriter {
  #tools: Promise<Tools> | undefined;

  /** Writes them in place of those of an earlier run. Throws InputError where that cannot be. */
  async write(result: Result, folder: string): Promise<void> {
    await this.writeAll(charts(result), folder);
    sayWhatIsMissing(result);
  }

  /** The same with charts of anything; without any there is no folder of charts. */
  async writeAll(all: readonly AnyChart[], folder: string): Promise<void> {
    const files = all.length === 0 ? new Map<string, string>() : await drawn(all, await (this.#tools ??= tools()));
    replaceFolder(chartsIn(folder), files, areCharts);
  }
}

/** The files of the charts. Everything is drawn before anything is written. */
async function drawn(all: readonly AnyChart[], { draw, toPng }: Tools): Promise<Files> {
  const files = new Map<string, string | Uint8Array>();
  for (const { id, spec } of all) {
    const svg = await draw(spec);
    files.set(`${id}.vl.json`, `${JSON.stringify(spec)}\n`);
    files.set(`${id}.svg`, `${svg}\n`);
    if (toPng !== undefined) files.set(`${id}.png`, toPng(svg));
  }
  return files;
}

/** Throws InputError when what is called `charts` in the folder of a result is not ours. */
export function refuseForeignCharts(folder: string): void {
  refuseForeign(chartsIn(folder), areCharts);
}

/** Takes the charts of an earlier run away: they are not of the result that is there now. */
export function removeCharts(folder: string): void {
  replaceFolder(chartsIn(folder), new Map(), areCharts);
}

function chartsIn(folder: string): string {
  return join(folder, CHARTS);
}

interface Tools {
  readonly draw: Draw;
  readonly toPng: ToPng | undefined;
}

async function tools(): Promise<Tools> {
  const fonts = { regular: readFileSync(FONTS[0]), bold: readFileSync(FONTS[1]) };
  const [draw, toPng] = await Promise.all([drawing(fonts), pngWith(FONTS)]);
  if (toPng === undefined) {
    printError('note: charts are written as SVG and not as PNG: the package @resvg/resvg-js is not installed');
  }
  return { draw, toPng };
}

/** Every drawing belongs to a specification, and nothing else is there. */
function areCharts(names: readonly string[]): boolean {
  return names.every((name) => {
    const ending = ENDINGS.find((one) => name.endsWith(one));
    return ending !== undefined && names.includes(`${name.slice(0, -ending.length)}.vl.json`);
  });
}

function sayWhatIsMissing(result: Result): void {
  const { sources, mappings, functions } = withoutCharts(result);
  const parts = [
    [sources, 'source'],
    [mappings, 'mapping'],
    [functions, 'function'],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => some(n, what));
  if (said.length > 0)
    printError(`note: there was no room for charts of ${list(said, 'and')}: those with the most to tell have some`);
}
