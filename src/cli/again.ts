/**
 * `scenario.json`, which `lagcast run` writes beside a result: all that it takes to run it again, the text of the scenario and of the files
 * it names included. A scenario with larger traces than fit has none.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { templateOfSource, type SweepSource } from '../plan/sweep/source.ts';
import { isMapping } from '../scenario/plain.ts';
import type { Ports } from '../scenario/read.ts';
import { VariantError, type Template } from '../scenario/template.ts';
import { VERSION } from '../version.ts';
import { beginningOf, InputError, MOST_SCENARIO, readText } from './files.ts';
import { portsBeside } from './scenario-file.ts';

/** The name of the file. */
export const AGAIN = 'scenario.json';
/** Version of its format. */
const AGAIN_FORMAT = 1;
const MARK = `{"lagcastScenario":${AGAIN_FORMAT},`;
const MOST_TEXT = 64 * 1024 * 1024;

/** A scenario file while it is read: its text, and that of the files it names, as long as they are not too much to be kept. */
export class KeptScenario {
  readonly text: string;
  readonly ports: Ports;
  #files: Record<string, string> | undefined = {};

  constructor(file: string) {
    this.text = readText(file, MOST_SCENARIO);
    const { readText: read } = portsBeside(file);
    this.ports = {
      readText: (path) => {
        const text = read(path);
        if (typeof text === 'string') this.#keep(path, text);
        return text;
      },
    };
  }

  #keep(path: string, text: string): void {
    if (this.#files === undefined) return;
    this.#files[path] = text;
    const length = Object.values(this.#files).reduce((sum, one) => sum + one.length, 0);
    if (length > MOST_TEXT) this.#files = undefined;
  }

  /** The text of the file; undefined where there was too much. */
  written(given: Pick<SweepSource, 'stem' | 'seed' | 'rules'>): string | undefined {
    if (this.#files === undefined) return undefined;
    const source: SweepSource = { text: this.text, ...given, set: {}, files: this.#files };
    return `${JSON.stringify({ lagcastScenario: AGAIN_FORMAT, version: VERSION, ...source })}\n`;
  }
}

/** Throws InputError when a file of that name in a folder is none of ours: somebody's scenario may be called so. */
export function refuseForeignAgain(folder: string): void {
  const path = join(folder, AGAIN);
  if (!existsSync(path) || isOurs(path)) return;
  throw new InputError(`${path}: is not one that lagcast run wrote, and would be replaced; use another --out`);
}

/** So that none stands beside a result that it is not of. */
export function removeAgain(folder: string): void {
  const path = join(folder, AGAIN);
  if (existsSync(path) && isOurs(path)) rmSync(path);
}

function isOurs(path: string): boolean {
  return beginningOf(path, MARK.length) === MARK;
}

/** What a folder has of it; undefined where there is none. Throws InputError of a file that is none. */
export function readAgain(folder: string): Template | undefined {
  const path = join(folder, AGAIN);
  if (!existsSync(path)) return undefined;
  const value = parsed(path);
  try {
    return templateOfSource(value);
  } catch (error) {
    if (error instanceof VariantError) throw new InputError(`${path}: ${error.message}`);
    throw error;
  }
}

function parsed(path: string): SweepSource {
  let value: unknown;
  try {
    value = JSON.parse(readText(path, 4 * MOST_TEXT));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path}: is not JSON: ${(error as Error).message}`);
  }
  const { lagcastScenario, text, stem, set, files } = isMapping(value) ? (value as Record<string, unknown>) : {};
  if (lagcastScenario !== AGAIN_FORMAT)
    throw new InputError(`${path}: is not what lagcast ${VERSION} writes beside a result`);
  const isWhole = typeof text === 'string' && typeof stem === 'string' && isMapping(set) && isMapping(files);
  if (!isWhole || !Object.values(files).every((one) => typeof one === 'string'))
    throw new InputError(`${path}: text, stem, set and files are due`);
  return value as unknown as SweepSource;
}
