/**
 * A scenario as it was written, of which variants are made: other values at some paths, everything else the same, luck
 * included. Files that the scenario names are read once for all variants, and so are the traces in them.
 */
import { escapeControls, formatProblems, quote, type Problem } from './problem.ts';
import { readScenarioValue, type ReadOptions } from './read.ts';
import { rememberedTraces } from './remembered-traces.ts';
import type { Scenario } from './scenario.ts';
import { parsePath, valueAt, withValue } from './setting-path.ts';
import { readYaml } from './yaml.ts';

/** Values by path, as the file would write them: `{ 'mappings.m.batchSize': 10 }`. */
export type Settings = Readonly<Record<string, unknown>>;

/** A scenario that differs from its template by these settings. */
export interface Variant {
  readonly settings: Settings;
  readonly scenario: Scenario;
}

/** Settings that give no scenario; the message has a line for each problem. */
export class VariantError extends Error {
  override readonly name = 'VariantError';
  readonly problems: readonly Problem[];

  constructor(settings: Settings, problems: readonly Problem[]) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    super(formatProblems(labelOf(settings), errors));
    this.problems = problems;
  }
}

export type VariantResult =
  | ({ readonly ok: true; readonly problems: readonly Problem[] } & Variant)
  | { readonly ok: false; readonly problems: readonly Problem[] };

export class Template {
  readonly #tree: unknown;
  readonly #options: ReadOptions;

  /** `tree`: plain data, as YAML gives it. */
  constructor(tree: unknown, options: ReadOptions = {}) {
    this.#tree = tree;
    this.#options = {
      ...options,
      readTrace: options.readTrace ?? rememberedTraces(),
      ...(options.ports === undefined ? {} : { ports: { readText: once(options.ports.readText) } }),
    };
  }

  /** Of a scenario file's text; the problems of the YAML when it is none. Whether it is a sound scenario, `variant({})` says. */
  static fromText(
    text: string,
    options: ReadOptions = {},
  ):
    { readonly ok: true; readonly template: Template } | { readonly ok: false; readonly problems: readonly Problem[] } {
    const yaml = readYaml(text);
    if (!yaml.ok) return yaml;
    const { value, locate } = yaml.document;
    return { ok: true, template: new Template(value, { ...options, locate }) };
  }

  /** What the file says, as plain data; not to be changed. */
  get data(): unknown {
    return this.#tree;
  }

  /** What the file itself says at a path, or undefined. Throws VariantError of what is no path. */
  written(path: string): unknown {
    const parsed = parsePath(path);
    if (!parsed.ok) throw new VariantError({ [path]: undefined }, [asProblem(path, parsed.problem)]);
    return valueAt(this.#tree, parsed.path);
  }

  /** What is wrong with a path by itself: it is none, or leads through what is not there. Undefined where a value could stand. */
  problemOf(path: string): Problem | undefined {
    const parsed = parsePath(path);
    const set = parsed.ok ? withValue(this.#tree, parsed.path, undefined) : parsed;
    return set.ok === false ? asProblem(path, set.problem) : undefined;
  }

  /** The scenario with other values; undefined as a value takes away what is there. */
  tryVariant(settings: Settings): VariantResult {
    let tree = this.#tree;
    const problems: Problem[] = [];
    for (const [written, value] of Object.entries(settings)) {
      const parsed = parsePath(written);
      const set = parsed.ok ? withValue(tree, parsed.path, value) : parsed;
      if (set.ok === 'set') tree = set.tree;
      else if (!set.ok) problems.push(asProblem(written, set.problem));
    }
    if (problems.length > 0) return { ok: false, problems };
    const read = readScenarioValue(tree, this.#options);
    return read.ok ? { ok: true, settings, scenario: read.scenario, problems: read.problems } : read;
  }

  /** The same; throws {@link VariantError} when it is no scenario. */
  variant(settings: Settings = {}): Variant {
    const made = this.tryVariant(settings);
    if (!made.ok) throw new VariantError(settings, made.problems);
    return { settings: made.settings, scenario: made.scenario };
  }

  /** The template with these settings made for good. Throws {@link VariantError}. */
  with(settings: Settings): Template {
    let tree = this.#tree;
    for (const [written, value] of Object.entries(settings)) {
      const parsed = parsePath(written);
      const set = parsed.ok ? withValue(tree, parsed.path, value) : parsed;
      if (set.ok !== 'set') throw new VariantError(settings, set.ok ? [] : [asProblem(written, set.problem)]);
      tree = set.tree;
    }
    return new Template(tree, this.#options);
  }
}

/**
 * `batchSize=10 reservedConcurrency=5`: a variant in few words, the last step of each path, and more of them where two paths end alike.
 * `base` when it changes nothing.
 */
export function labelOf(settings: Settings): string {
  const paths = Object.keys(settings);
  const parts = Object.entries(settings).map(([path, value]) => `${lastSteps(path, paths)}=${valueText(value)}`);
  return parts.length === 0 ? 'base' : parts.join(' ');
}

/** As many steps from the end as tell a path from the others: `batchSize`, of two mappings `a.batchSize`. */
function lastSteps(path: string, among: readonly string[]): string {
  const steps = path.split('.');
  const endings = steps.map((_, i) => steps.slice(steps.length - 1 - i).join('.'));
  const own = endings.find((ending) => among.filter((other) => `.${other}`.endsWith(`.${ending}`)).length === 1);
  return escapeControls(own ?? path);
}

/** Texts that a file has in quotes, because they would be numbers, true or false, or nothing without. */
const LOOKS_LIKE_ANOTHER = /^(|~|null|true|false|not set|[+-]?\d+(\.\d+)?)$/;

function valueText(value: unknown): string {
  // `none` is a word that settings have, and "10" is not 10.
  if (value === undefined) return 'not set';
  if (typeof value === 'string') return LOOKS_LIKE_ANOTHER.test(value) ? quote(value) : escapeControls(value);
  return typeof value === 'object' && value !== null ? escapeControls(JSON.stringify(value)) : quote(value);
}

function asProblem(path: string, said: { readonly message: string; readonly hint?: string | undefined }): Problem {
  return { severity: 'error', path, message: said.message, ...(said.hint === undefined ? {} : { hint: said.hint }) };
}

/** Asks the port once for each file. */
function once<T>(read: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return (path) => {
    if (!known.has(path)) known.set(path, read(path));
    return known.get(path)!;
  };
}
