/**
 * What every step of reading a scenario needs to know, and how it walks the maps of functions, sources and mappings.
 */
import type { Rules } from '../../aws/rules.ts';
import type { Micros } from '../../engine/time.ts';
import { SOURCE_KINDS, type SourceType } from '../../model/sources/kinds.ts';
import type { Findings } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { isMapping, quoteFound } from '../plain.ts';
import { quote, type Path } from '../problem.ts';
import type {
  DownstreamScenario,
  FunctionScenario,
  MappingScenario,
  SourceScenario,
  TierScenario,
} from '../scenario.ts';
import { NAME, NAME_RULE } from '../schema/words.ts';
import type { TraceReader } from '../trace.ts';
import type { Origins } from './origins.ts';

/** Reaches what lies outside the scenario's own text. */
export interface Ports {
  /** Text of a file named in the scenario, relative to it; why it cannot be read, or undefined when nobody can say. */
  readonly readText: (relativePath: string) => string | Unreadable | undefined;
}

export interface Unreadable {
  /** As it goes on after the name of the file: `is not text in UTF-8`. */
  readonly why: string;
}

export interface Context {
  readonly findings: Findings;
  readonly rules: Rules;
  readonly origins: Origins;
  readonly ports: Ports | undefined;
  readonly readTrace: TraceReader;
  /** Undefined when the scenario says none that can be used. */
  readonly duration: Micros | undefined;
  readonly names: Names;
}

/** The names a scenario defines, those of parts with problems included: to refer to one of them is no second problem. */
export interface Names {
  readonly functions: ReadonlySet<string>;
  readonly downstreams: ReadonlySet<string>;
  /** With their kind, where it could be told. */
  readonly sources: ReadonlyMap<string, SourceType | undefined>;
  readonly mappings: ReadonlySet<string>;
  readonly alarms: ReadonlySet<string>;
  /** Groups of tenants. */
  readonly tenants: ReadonlySet<string>;
  readonly hasTier: boolean;
}

/** The parts that are sound. */
export interface Parts {
  readonly functions: readonly FunctionScenario[];
  readonly downstreams: readonly DownstreamScenario[];
  readonly sources: readonly SourceScenario[];
  readonly mappings: readonly MappingScenario[];
  readonly tier: TierScenario | undefined;
}

/**
 * Reads each entry of a map of named parts; those with problems are left out. Nothing at all is an empty map. The section may be
 * part of another, which is then `within`.
 */
export function readEntries<T>(
  value: unknown,
  section: string,
  findings: Findings,
  read: (name: string, value: unknown, path: Path) => T | undefined,
  within: Path = [],
): T[] {
  if (value === undefined) return [];
  if (!isMapping(value)) {
    findings.error([...within, section], {
      message: `a mapping from names to ${section} is due; found ${quoteFound(value)}`,
    });
    return [];
  }
  return Object.entries(value).flatMap(([name, part]) => {
    const path = [...within, section, name];
    const result = read(name, part, path);
    if (NAME.test(name)) return result === undefined ? [] : [result];
    findings.error(path, { message: `${quote(name)} is no name`, hint: NAME_RULE, about: 'key' });
    return [];
  });
}

/** Reads each entry of a list. Nothing at all is an empty list. The section may be part of another, which is then `within`. */
export function readList<T>(
  value: unknown,
  section: string,
  findings: Findings,
  read: (value: unknown, path: Path) => T | undefined,
  within: Path = [],
): T[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    findings.error([...within, section], { message: `a list of ${section} is due; found ${quoteFound(value)}` });
    return [];
  }
  return value.flatMap((part: unknown, index) => {
    const result = read(part, [...within, section, index]);
    return result === undefined ? [] : [result];
  });
}

/**
 * Reports a source that cannot hold records for others: no dead-letter queue, and no end of a redrive. `like`: the queue whose messages
 * it is to hold, for a FIFO queue goes with a FIFO queue, and a standard queue with a standard queue (J.4 rule 5).
 */
export function checkQueue(name: string, path: Path, { names, findings }: Context, like?: string): void {
  const type = names.sources.get(name);
  if (type === undefined) return;
  if (!SOURCE_KINDS[type].redrives)
    return findings.error(path, { message: `${name} is no queue: it is of type ${type}` });
  const other = like === undefined ? undefined : names.sources.get(like);
  if (other === undefined || !SOURCE_KINDS[other].redrives || other === type) return;
  const message = `${name} is of type ${type}, and ${like} of type ${other}: messages move between queues of one type only`;
  findings.error(path, { message, hint: `type: ${other} for ${name}`, source: 'J.4 rule 5' });
}

/** Looking for what was meant takes time, and nobody reads so many problems. */
const MOST_SUGGESTIONS = 100;

/** Names that can be looked up: a set, or a map from them. */
interface Known {
  has(name: string): boolean;
  keys(): Iterable<string>;
}

/** Reports a name that is not among those there are. */
export function checkReference(name: string, what: string, known: Known, path: Path, findings: Findings): boolean {
  if (known.has(name)) return true;
  const hint = findings.errors < MOST_SUGGESTIONS ? suggest(name, what, known) : undefined;
  findings.error(path, { message: `no ${what} is called ${quote(name)}`, hint });
  return false;
}

function suggest(name: string, what: string, known: Known): string {
  const usable = [...known.keys()].filter((candidate) => NAME.test(candidate));
  const meant = nearest(name, usable);
  if (meant !== undefined) return `did you mean ${meant}?`;
  return usable.length === 0 ? `there is no ${what}` : `there is: ${usable.slice(0, 10).join(', ')}`;
}
