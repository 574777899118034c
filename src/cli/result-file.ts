/**
 * Reads results that `lagcast run` has written, for the commands that look at them again. What an older version did not record
 * yet is filled in as unknown, and said; what is no result is an InputError that says why.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { RESULT_FORMAT, type Result } from '../metrics/result.ts';
import { CLOSE_REASONS } from '../model/batch.ts';
import { VERSION } from '../version.ts';
import { beginningOf, InputError, readText, STDIN } from './files.ts';
import { RESULT_SHAPE } from './result-shape.ts';

const MOST_RESULT = 256 * 1024 * 1024;

export interface ReadResult {
  /** Of the file: what is given, or `result.json` in it when it is a folder. */
  readonly path: string;
  readonly result: Result;
  /** Fields that were filled in. */
  readonly unknown: readonly string[];
}

/** `path`: a file, a folder that holds a `result.json`, or `-`. */
export function readResult(path: string): ReadResult {
  const file = isFolder(path) ? join(path, 'result.json') : path;
  const value = parsed(file, readText(file, MOST_RESULT));
  if (!isObject(value) || !('lagcastResult' in value))
    throw new InputError(`${file}: is not a result of lagcast: it has no lagcastResult`);
  const { lagcastResult: format, version } = value;
  const by = typeof version === 'string' ? `made by lagcast ${shown(version)}` : 'of an unknown version';
  if (format !== RESULT_FORMAT) {
    throw new InputError(
      `${file}: has format ${shown(format)} of results, ${by}; this is lagcast ${VERSION}, which reads format ${RESULT_FORMAT}`,
    );
  }
  const unknown = filledIn(value);
  const { error } = RESULT_SHAPE.safeParse(value);
  const wrong = error === undefined ? unlinked(value as unknown as Result) : wordsFor(error.issues[0]!);
  if (wrong !== undefined)
    throw new InputError(`${file}: is not a result that lagcast ${VERSION} can read (${by}): ${wrong}`);
  return { path: file, result: value as unknown as Result, unknown };
}

/** Whether a path is that of a result, by how it begins, or of a folder that holds one. */
export function isResult(path: string): boolean {
  if (path === STDIN) return false;
  return /^\s*\{\s*"lagcastResult"/.test(beginningOf(isFolder(path) ? join(path, 'result.json') : path, 100));
}

function isFolder(path: string): boolean {
  return path !== STDIN && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

type JsonObject = Record<string, unknown>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      // No part of a scenario can be called so, and what checks a result would look past it.
      if (key === '__proto__') throw new InputError(`${file}: is not a result of lagcast: it has a key ${key}`);
      return value;
    });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: is not JSON: ${(error as Error).message}`);
  }
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 40).replace(/^"|"$/g, '');
}

function wordsFor({ path, message }: { path: readonly PropertyKey[]; message: string }): string {
  return `${path.map(String).join('.')}: ${message}`;
}

/** A name that leads nowhere; undefined when all lead somewhere. */
function unlinked({ sources, mappings, functions, series }: Result): string | undefined {
  const kinds = [
    ['sources', sources, series.sources],
    ['mappings', mappings, series.mappings],
    ['functions', functions, series.functions],
  ] as const;
  for (const [kind, parts, readings] of kinds) {
    const bare = Object.keys(parts).find((name) => !Object.hasOwn(readings, name));
    if (bare !== undefined) return `series.${kind} has nothing of ${bare}`;
  }
  const lost = Object.entries(mappings).find(
    ([, of]) => !Object.hasOwn(sources, of.source) || !Object.hasOwn(functions, of.function),
  );
  return lost === undefined ? undefined : `mappings.${lost[0]} is between parts that are not there`;
}

/** Fills in what came to the format after its first results, and returns what that was. */
function filledIn(result: JsonObject): string[] {
  const filled = new Set<string>();
  const fill = (owner: unknown, where: string, key: string, value: () => unknown): void => {
    if (!isObject(owner) || key in owner) return;
    owner[key] = value();
    filled.add(`${where}${key}`);
  };
  fill(result, '', 'facts', () => []);
  fill(result, '', 'inputs', () => []);
  fill(result, '', 'inputsLeftOut', () => 0);
  for (const source of partsOf(result['sources'])) fill(source, 'sources.', 'async', () => null);
  // No version without them knew a function that cannot be asked.
  for (const part of ['mappings', 'functions'])
    for (const of of partsOf(result[part])) fill(of, `${part}.`, 'systemErrors', () => 0);
  for (const of of partsOf(result['sources']))
    fill(of['deadLetteredBy'], 'sources.deadLetteredBy.', 'systemError', () => 0);
  const { sources, mappings, functions } = isObject(result['series']) ? result['series'] : {};
  for (const series of partsOf(sources)) {
    const readings = (value: number | null) => like(series['arrived'], value);
    for (const key of ['failed', 'refused']) fill(series, 'series.sources.', key, () => readings(0));
    const none = () => Object.fromEntries(['p50', 'p95', 'p99', 'max'].map((key) => [key, readings(null)]));
    fill(series, 'series.sources.', 'latency', none);
  }
  for (const series of partsOf(mappings)) {
    const readings = (value: number | null) => like(series['invocations'], value);
    for (const key of ['pollersLimit', 'batchSize']) fill(series, 'series.mappings.', key, () => readings(null));
    const none = () => Object.fromEntries(CLOSE_REASONS.map((reason) => [reason, readings(0)]));
    fill(series, 'series.mappings.', 'closed', none);
  }
  for (const series of partsOf(functions))
    fill(series, 'series.functions.', 'limit', () => like(series['invocations'], null));
  return [...filled];
}

function partsOf(parts: unknown): JsonObject[] {
  return isObject(parts) ? Object.values(parts).filter(isObject) : [];
}

/** As many values as there are readings. */
function like(readings: unknown, value: number | null): (number | null)[] {
  return Array.isArray(readings) ? readings.map(() => value) : [];
}
