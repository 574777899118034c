/**
 * Takes a scenario that was handed over as data and copies it as plain data: mappings, lists and single values.
 * What YAML cannot hold is refused here, so that the rest meets the same data whichever way they came.
 * Leaves out what the data mean.
 */
import type { Findings } from './findings.ts';
import { quote, type Path } from './problem.ts';

/** Mappings and lists inside one another; as deep as YAML may go. A cycle is deeper than that. */
const DEEPEST = 64;

/** A mapping from names to values. */
export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at an own key: a name such as `constructor` finds nothing that was not written. */
export function at(mapping: Mapping, key: string): unknown {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/** For messages: a key with nothing after it is null to YAML and nothing to people. */
export function quoteFound(value: unknown): string {
  return value === null ? 'nothing' : quote(value);
}

/** A copy that shares nothing with `value`. Keys without a value are left out, as code writes them for `not said`. */
export function toPlain(value: unknown, findings: Findings, path: Path = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (path.length >= DEEPEST) {
    findings.error(path, { message: `nested more than ${DEEPEST} levels deep`, hint: 'does it contain itself?' });
    return null;
  }
  if (Array.isArray(value)) return value.map((item: unknown, index) => toPlain(item, findings, [...path, index]));
  return plainMapping(value, findings, path);
}

function plainMapping(value: object, findings: Findings, path: Path): Mapping {
  const copy: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value) as [string, unknown][]) {
    if (key === '__proto__') findings.error(path, { message: 'no key can be named "__proto__"' });
    else if (part !== undefined) copy[key] = toPlain(part, findings, [...path, key]);
  }
  return copy;
}
