/**
 * `--vary` of several commands, as the scenario would write it: `PATH=5..200`, `PATH=30 s..300 s..30 s` (the last is the step),
 * `PATH=1,10,100`. Whether it can vary, the reader of the scenario says.
 */
import { parse } from 'yaml';
import { parsePath } from '../scenario/setting-path.ts';
import { InputError } from './files.ts';

/** By path, each once. Throws InputError. */
export function variedBy(texts: readonly string[]): Readonly<Record<string, unknown>> {
  const varied: Record<string, unknown> = {};
  for (const text of texts) {
    const { path, values } = readVaried(text);
    if (Object.hasOwn(varied, path)) throw new InputError(`--vary: ${path} is given twice`);
    varied[path] = values;
  }
  return varied;
}

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
