/**
 * The filters of one mapping: whether a record goes on to its function. Several patterns are alternatives (FIL-01).
 *
 * A verdict depends on the few attributes that the patterns name, and on the body if the record has one: all of them are
 * whole numbers, so verdicts are remembered under them, and nothing is allocated for a record like one seen before.
 */
import { SECOND } from '../../engine/time.ts';
import type { Records } from '../records.ts';
import { fieldsOf, isMet } from './matches.ts';
import type { Pattern } from './pattern.ts';
import { ruleFor, SOURCE_FIELDS, type FilteredKind, type SourceFields } from './source-fields.ts';
import { TIME_PATH, VIEWS, type FilteredRecord, type Value, type ViewOptions } from './views.ts';

/** Verdicts that are remembered; then all are forgotten. */
const MOST_VERDICTS = 1 << 16;

/** By one number after the other; a verdict at the end. */
type Verdicts = Map<number, Verdicts | boolean>;

export class RecordFilter {
  readonly #patterns: readonly Pattern[];
  readonly #records: Records;
  readonly #kind: FilteredKind;
  readonly #options: ViewOptions;
  /** Numbers of the attributes that decide, in `records.attributes`. */
  readonly #attributes: readonly number[];
  /** Whether patterns look at an instant, of which there are too many to remember. */
  readonly #looksAtTime: boolean;
  #verdicts: Verdicts = new Map();
  #remembered = 0;

  constructor(patterns: readonly Pattern[], records: Records, kind: FilteredKind, options: ViewOptions = {}) {
    this.#patterns = patterns;
    this.#records = records;
    this.#kind = kind;
    this.#options = options;
    const paths = patterns.flatMap(({ rules }) => rules.flat()).map(({ path }) => path);
    const names = new Set(paths.flatMap((path) => VIEWS[kind].attributesAt(path, options)));
    this.#attributes = [...names].map((name) => records.attribute(name));
    this.#looksAtTime = paths.includes(TIME_PATH);
  }

  /** Whether some pattern matches the record. */
  accepts(slot: number): boolean {
    if (this.#looksAtTime) return this.#judge(slot);
    const { attributes } = this.#records;
    let verdicts = this.#verdicts;
    let number = this.#records.bodyIndex(slot);
    for (const attribute of this.#attributes) {
      verdicts = nextOf(verdicts, number);
      number = attributes[attribute]!.column[slot]!;
    }
    const known = verdicts.get(number) as boolean | undefined;
    return known ?? this.#remember(verdicts, number, this.#judge(slot));
  }

  #remember(verdicts: Verdicts, number: number, verdict: boolean): boolean {
    verdicts.set(number, verdict);
    if (++this.#remembered < MOST_VERDICTS) return verdict;
    this.#verdicts = new Map();
    this.#remembered = 0;
    return verdict;
  }

  #judge(slot: number): boolean {
    return letsThrough(this.#patterns, VIEWS[this.#kind].of(this.#recordAt(slot), this.#options), this.#kind);
  }

  #recordAt(slot: number): FilteredRecord {
    const { attributes, sentAt } = this.#records;
    const given: [string, Value][] = [];
    for (const attribute of this.#attributes) {
      const { table, column } = attributes[attribute]!;
      const value = table.valueAt(column[slot]!);
      if (value !== undefined) given.push([table.name, value]);
    }
    const second = Math.floor(sentAt[slot]! / SECOND);
    return { body: this.#records.bodyAt(slot), attributes: Object.fromEntries(given), second };
  }
}

function nextOf(verdicts: Verdicts, number: number): Verdicts {
  let next = verdicts.get(number) as Verdicts | undefined;
  if (next === undefined) verdicts.set(number, (next = new Map()));
  return next;
}

/** Whether some pattern of a mapping matches what its source hands over, forms of bodies considered (G.4). */
export function letsThrough(
  patterns: readonly Pattern[],
  event: Readonly<Record<string, unknown>>,
  kind: FilteredKind,
): boolean {
  const fields: SourceFields = SOURCE_FIELDS[kind];
  const form = typeof event[fields.key] === 'string' ? 'text' : 'json';
  return patterns.some(({ rules, prefixes }) => {
    const leaves = fieldsOf(event, prefixes);
    return rules.some((rule) => {
      const asked = ruleFor(form, rule, fields);
      return asked !== undefined && isMet(asked, leaves);
    });
  });
}
