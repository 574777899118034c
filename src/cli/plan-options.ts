/**
 * What the options of `lagcast plan` ask for, as settings of the scenario's `plan:`, so that there is one reader for both.
 * An option wins over the file; `--vary` over all that the file lets vary.
 */
import { parse } from 'yaml';
import { parsePath } from '../scenario/setting-path.ts';
import type { Settings } from '../scenario/template.ts';

export interface AskedOnCommandLine {
  readonly vary?: readonly string[] | undefined;
  readonly minimise?: string | undefined;
  readonly risk?: string | undefined;
  readonly confidence?: string | undefined;
  readonly maxRuns?: number | undefined;
}

export type AskedResult =
  { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly message: string };

/** `plan.risk`, … as `Template.with` takes them. */
export function askedFor({ vary = [], minimise, risk, confidence, maxRuns }: AskedOnCommandLine): AskedResult {
  const varied: Record<string, unknown> = {};
  for (const text of vary) {
    const read = readVaried(text);
    if (typeof read === 'string') return { ok: false, message: `--vary: ${read}` };
    if (Object.hasOwn(varied, read.path)) return { ok: false, message: `--vary: ${read.path} is given twice` };
    varied[read.path] = read.values;
  }
  const plan = { vary: vary.length === 0 ? undefined : varied, minimise, risk, confidence, maxRuns };
  const given = Object.entries(plan).filter(([, value]) => value !== undefined);
  return { ok: true, settings: Object.fromEntries(given.map(([key, value]) => [`plan.${key}`, value])) };
}

/** `PATH=5..200`, `PATH=30 s..300 s..30 s` (the last is the step), `PATH=1,10,100`. */
function readVaried(text: string): { readonly path: string; readonly values: unknown } | string {
  const at = text.indexOf('=');
  const path = text.slice(0, at).trim();
  const written = text.slice(at + 1).trim();
  if (at < 1 || written === '')
    return `PATH=FROM..TO or PATH=VALUE,VALUE is due, such as functions.worker.reservedConcurrency=5..50; found "${text}"`;
  const parsed = parsePath(path);
  if (!parsed.ok) return parsed.problem.message;
  try {
    const [from, to, step, ...more] = written.split('..').map((part) => parse(part) as unknown);
    if (to === undefined) return { path, values: parse(`[${written}]`, { maxAliasCount: 0 }) as unknown };
    if (more.length > 0) return `FROM..TO..STEP is due; found "${written}"`;
    return { path, values: { from, to, ...(step === undefined ? {} : { step }) } };
  } catch (error) {
    return `${path}: ${(error as Error).message.split('\n')[0]}`;
  }
}
