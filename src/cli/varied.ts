/**
 * `--vary` of several commands, as the scenario would write it: `PATH=1,10,100`, `PATH=5..200`, `PATH=30 s..300 s..30 s` (the last is the
 * step); and where there are more forms, `PATH=1..1000..4 values`, `..4 log` and `..log`, or `PATH={ from: … }`. Whether it can vary, the
 * reader of the scenario says.
 */
import { parse } from 'yaml';
import { isMapping } from '../scenario/plain.ts';
import { numeralOf } from '../scenario/range.ts';
import { parsePath } from '../scenario/setting-path.ts';
import { InputError } from './files.ts';

/** By path, each once. `longForms`: keys of which a mapping has one that is no value but says how it varies. Throws InputError. */
export function variedBy(
  texts: readonly string[],
  longForms: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const varied: Record<string, unknown> = {};
  for (const text of texts) {
    const { path, values } = readVaried(text, longForms);
    if (Object.hasOwn(varied, path)) throw new InputError(`--vary: ${path} is given twice`);
    varied[path] = values;
  }
  return varied;
}

function readVaried(text: string, longForms: readonly string[]): { readonly path: string; readonly values: unknown } {
  const at = text.indexOf('=');
  const path = text.slice(0, at).trim();
  const written = text.slice(at + 1).trim();
  if (at < 1 || written === '') {
    const example = 'functions.worker.reservedConcurrency=5..50';
    throw new InputError(`--vary: PATH=FROM..TO or PATH=VALUE,VALUE is due, such as ${example}; found "${text}"`);
  }
  const parsed = parsePath(path);
  if (!parsed.ok) throw new InputError(`--vary: ${parsed.problem.message}`);
  try {
    return { path, values: isRange(written) ? rangeIn(written, longForms.length > 0) : listIn(written, longForms) };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`--vary: ${path}: ${(error as Error).message.split('\n')[0]}`);
  }
}

/** Dots may also be in a value, such as the path of a file: a range begins with a number, be it with a blank too many. */
function isRange(written: string): boolean {
  const [from, ...others] = written.split('..');
  return others.length > 0 && numeralOf(from!.replaceAll(/\/\s+/g, '/')) !== undefined;
}

function rangeIn(written: string, hasMore: boolean): unknown {
  const parts = written.split('..');
  const third = hasMore ? 'STEP, N values, N log or log' : 'STEP';
  if (parts.length > 3) throw new InputError(`--vary: FROM..TO..${third} is due; found "${written}"`);
  const [from, to, last] = parts.map((part) => part.trim());
  const ends = { from: valueOf(from!), to: valueOf(to!) };
  const match = hasMore && last !== undefined ? /^(?:(\d{1,9}) *(values|log)|log)$/.exec(last) : null;
  if (match === null) return last === undefined ? ends : { ...ends, step: valueOf(last) };
  const values = match[1] === undefined ? {} : { values: Number(match[1]) };
  return { ...ends, ...values, ...(match[2] === 'values' ? {} : { scale: 'log' }) };
}

function listIn(written: string, longForms: readonly string[]): unknown {
  const values = valueOf(`[${written}]`) as readonly unknown[];
  const [first] = values;
  const isLong = values.length === 1 && isMapping(first) && longForms.some((key) => Object.hasOwn(first, key));
  return isLong ? first : values;
}

function valueOf(yaml: string): unknown {
  return parse(yaml, { maxAliasCount: 0 }) as unknown;
}
