/**
 * The way to a value of a scenario as people write it in `--set` and `vary:`: `mappings.m.batchSize`,
 * `sources.orders.arrivals[0].rate`, `facts.sqs.pollers.start`. Facts have dots in their names, and a rate may stand alone in
 * its list; everything else is step by step.
 */
import { nearest } from './nearest.ts';
import { at, isMapping } from './plain.ts';
import { formatPath, quote, type Path } from './problem.ts';

/** What is wrong with a path, and what was perhaps meant. */
export interface PathProblem {
  readonly message: string;
  readonly hint?: string | undefined;
}

export type PathResult =
  { readonly ok: true; readonly path: Path } | { readonly ok: false; readonly problem: PathProblem };

const LONGEST = 500;
/** Parts of the top that a scenario may do without, and that have settings of their own. */
const SECTIONS = ['facts', 'account', 'cost', 'plan', 'sweep'];
const STEP = /^(?:\.?([\p{L}\p{N}_-]+)|\["((?:[^"\\]|\\.)*)"\]|\[(\d{1,6})\])/u;

/** Takes a written path apart; whether something stands there is another question. */
export function parsePath(text: string): PathResult {
  const path: (string | number)[] = [];
  if (text.length > LONGEST) return { ok: false, problem: { message: `a path has at most ${LONGEST} characters` } };
  if (text.startsWith('facts.')) return { ok: true, path: ['facts', text.slice('facts.'.length)] };
  let rest = text;
  while (rest !== '') {
    const match = STEP.exec(rest);
    if (match === null || (path.length === 0 && rest.startsWith('.'))) {
      const message = `${quote(text)} is no path: names with dots between them are due`;
      return { ok: false, problem: { message, hint: 'such as functions.worker.reservedConcurrency' } };
    }
    const [whole, name, quoted, position] = match;
    path.push(position === undefined ? (name ?? quoted!.replace(/\\(.)/g, '$1')) : Number(position));
    rest = rest.slice(whole.length);
  }
  if (path.length > 0) return { ok: true, path };
  return { ok: false, problem: { message: 'a path is due', hint: 'such as functions.worker.reservedConcurrency' } };
}

/** A copy of `tree` with `value` at `path`; what is on the way is copied, the rest shared. Undefined as value takes it away. */
export function withValue(
  tree: unknown,
  path: Path,
  value: unknown,
): PathResult | { readonly ok: 'set'; readonly tree: unknown } {
  const problem = missing(tree, path);
  if (problem !== undefined) return { ok: false, problem };
  return { ok: 'set', tree: placed(tree, path, 0, value) };
}

/** What stands at a path, or undefined. */
export function valueAt(tree: unknown, path: Path): unknown {
  let value = tree;
  for (const step of path) {
    if (typeof step === 'number') value = Array.isArray(value) ? (value as unknown[])[step] : undefined;
    else value = isMapping(value) ? at(value, step) : undefined;
  }
  return value;
}

/** All steps but the last have to exist: a mistyped name is no new part. Sections of settings may be new. */
function missing(tree: unknown, path: Path): PathProblem | undefined {
  let value = tree;
  for (const [i, step] of path.slice(0, -1).entries()) {
    const next = valueAt(value, [step]);
    // A list that is not there has no first item that could be changed.
    const isMapped = path.slice(i + 1).every((one) => typeof one === 'string');
    if (next === undefined && !isMapped) return unknownStep(value, path, i);
    if (next === undefined && i === 0 && SECTIONS.includes(String(step))) return undefined;
    // A section inside a part, such as a redrivePolicy that is not there yet, is the reader's to judge.
    if (next === undefined && i >= 2 && typeof step === 'string' && isMapping(value)) return undefined;
    if (next === undefined) return unknownStep(value, path, i);
    value = next;
  }
  const last = path.at(-1)!;
  if (typeof last === 'number' && valueAt(value, [last]) === undefined)
    return unknownStep(value, path, path.length - 1);
  // To put a mapping in the place of a single value or a list would silently take that away.
  const isPlace = typeof last === 'number' || value === null || isMapping(value);
  return isPlace ? undefined : { message: `${formatPath(path.slice(0, -1))} is no mapping, and has no ${quote(last)}` };
}

function unknownStep(value: unknown, path: Path, index: number): PathProblem {
  const step = path[index]!;
  const where = index === 0 ? 'the scenario' : formatPath(path.slice(0, index));
  if (typeof step === 'number') {
    const there = Array.isArray(value) ? `a list of ${value.length}` : 'no list';
    return { message: `${where} is ${there}, and has nothing at ${step}` };
  }
  const names = isMapping(value) ? Object.keys(value) : [];
  const meant = nearest(step, names);
  return {
    message: `${where} has no ${quote(step)}`,
    hint:
      meant === undefined
        ? names.length === 0
          ? undefined
          : `what there is: ${names.join(', ')}`
        : `did you mean ${meant}?`,
  };
}

function placed(tree: unknown, path: Path, depth: number, value: unknown): unknown {
  if (depth === path.length) return value;
  const step = path[depth]!;
  if (typeof step === 'number')
    return (tree as unknown[]).map((one, i) => (i === step ? placed(one, path, depth + 1, value) : one));
  const mapping = isMapping(tree) ? tree : {};
  return { ...mapping, [step]: placed(at(mapping, step), path, depth + 1, value) };
}
