/**
 * What the options of `lagcast plan` ask for, as settings of the scenario's `plan:`, so that there is one reader for both.
 * An option wins over the file; `--vary` over all that the file lets vary.
 */
import { parse } from 'yaml';
import { formatQuantity } from '../scenario/quantities.ts';
import { parsePath } from '../scenario/setting-path.ts';
import type { Settings } from '../scenario/template.ts';
import { InputError } from './files.ts';

export interface AskedOnCommandLine {
  readonly vary?: readonly string[] | undefined;
  readonly minimise?: string | undefined;
  readonly risk?: string | undefined;
  /** From 0 to 1. */
  readonly confidence?: number | undefined;
  readonly maxRuns?: number | undefined;
}

/** `plan.risk`, … as `Template.with` takes them. Throws InputError. */
export function askedFor({ vary = [], minimise, risk, confidence, maxRuns }: AskedOnCommandLine): Settings {
  const varied: Record<string, unknown> = {};
  for (const text of vary) {
    const read = readVaried(text);
    if (Object.hasOwn(varied, read.path)) throw new InputError(`--vary: ${read.path} is given twice`);
    varied[read.path] = read.values;
  }
  const plan = {
    vary: vary.length === 0 ? undefined : varied,
    minimise,
    risk,
    confidence: confidence === undefined ? undefined : formatQuantity('share', confidence),
    maxRuns,
  };
  const given = Object.entries(plan).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => [`plan.${key}`, value]));
}

/** `PATH=5..200`, `PATH=30 s..300 s..30 s` (the last is the step), `PATH=1,10,100`. */
function readVaried(text: string): { readonly path: string; readonly values: unknown } {
  const at = text.indexOf('=');
  const path = text.slice(0, at).trim();
  const written = text.slice(at + 1).trim();
  if (at < 1 || written === '') {
    const example = 'functions.worker.reservedConcurrency=5..50';
    throw new InputError(`--vary: PATH=FROM..TO or PATH=VALUE,VALUE is due, such as ${example}; found "${text}"`);
  }
  const parsed = parsePath(path);
  if (!parsed.ok) throw new InputError(`--vary: ${parsed.problem.message}`);
  const parts = written.split('..');
  if (parts.length > 3) throw new InputError(`--vary: FROM..TO..STEP is due; found "${written}"`);
  try {
    if (parts.length === 1) return { path, values: valueOf(`[${written}]`) };
    const [from, to, step] = parts.map(valueOf);
    return { path, values: { from, to, ...(step === undefined ? {} : { step }) } };
  } catch (error) {
    throw new InputError(`--vary: ${path}: ${(error as Error).message.split('\n')[0]}`);
  }
}

function valueOf(yaml: string): unknown {
  return parse(yaml, { maxAliasCount: 0 }) as unknown;
}
