/**
 * Watches a run from outside, with counters of its own: how many invocations ran at once, against which limits, and in which order records
 * of one key were first handed to a function. What it finds wrong it keeps as sentences.
 */
import type { Batch } from '../model/batch.ts';
import { Listener, type Named } from '../model/observer.ts';
import { isStreamType } from '../model/sources/kinds.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Watched } from '../simulate.ts';

/** Nobody reads more. */
const MOST_SAID = 5;

export class Watch extends Listener {
  readonly beyondLimits: string[] = [];
  readonly outOfOrder: string[] = [];
  /** Records of which the order was looked at. */
  ordered = 0;
  readonly #watched: Watched;
  readonly #ofFunctions: readonly Level[];
  readonly #ofMappings: readonly Level[];
  readonly #account: Level;
  readonly #keys: readonly (number | undefined)[];
  /** By slot: the number of the record in its source, which is that of the last one sent in that slot. */
  readonly #numbers: number[] = [];
  #sent = 0;
  /** By mapping and key: the greatest number handed over, and all numbers. */
  readonly #handed = new Map<string, { greatest: number; readonly all: Set<number> }>();

  constructor(scenario: Scenario, watched: Watched) {
    super();
    this.#watched = watched;
    const { functions, mappings, account } = scenario;
    this.#ofFunctions = functions.map(
      ({ name, reservedConcurrency }) =>
        new Level(
          `${name} with reservedConcurrency`,
          greatestOf(scenario, name, 'reservedConcurrency', reservedConcurrency),
        ),
    );
    this.#ofMappings = mappings.map(({ name, options }) => {
      const { maximumConcurrency } = options as { maximumConcurrency?: number };
      return new Level(
        `${name} with maximumConcurrency`,
        greatestOf(scenario, name, 'maximumConcurrency', maximumConcurrency),
      );
    });
    this.#account = new Level(
      'the account with concurrency',
      greatestOf(scenario, 'account', 'concurrency', account.concurrency),
    );
    this.#keys = scenario.sources.map((source) => {
      const key = isStreamType(source.type) ? (source.options as { partitionKey?: string }).partitionKey : undefined;
      return key === undefined ? undefined : watched.records.attribute(key);
    });
  }

  override sent(_source: Named, slot: number): void {
    this.#numbers[slot] = this.#sent++;
  }

  override invoked(fn: Named, batch: Batch): void {
    const { mapping } = batch.owner;
    const levels = [this.#ofFunctions[fn.index], mapping && this.#ofMappings[mapping.index], this.#account];
    for (const level of levels) {
      const wrong = level?.up();
      if (wrong !== undefined) this.#say(this.beyondLimits, wrong);
    }
    if (mapping !== undefined) this.#checkOrder(mapping, batch);
  }

  override finished(fn: Named, batch: Batch): void {
    const { mapping } = batch.owner;
    this.#ofFunctions[fn.index]?.down();
    if (mapping !== undefined) this.#ofMappings[mapping.index]?.down();
    this.#account.down();
  }

  /** What comes a second time, after a failure, may come after later ones. */
  #checkOrder(mapping: Named, batch: Batch): void {
    const key = this.#keys[batch.owner.source.index];
    if (key === undefined) return;
    const { column, table } = this.#watched.records.attributes[key]!;
    for (const slot of batch.slots.subarray(0, batch.size)) {
      const name = `${mapping.index} ${column[slot]}`;
      const number = this.#numbers[slot]!;
      const known = this.#handed.get(name) ?? { greatest: -1, all: new Set<number>() };
      if (!known.all.has(number) && number < known.greatest) {
        const value = String(table.valueAt(column[slot]!));
        this.#say(
          this.outOfOrder,
          `${mapping.name}: ${this.#watched.idOf(slot)} of key ${value} came after a later record`,
        );
      }
      this.ordered += 1;
      known.all.add(number);
      known.greatest = Math.max(known.greatest, number);
      this.#handed.set(name, known);
    }
  }

  #say(list: string[], text: string): void {
    if (list.length < MOST_SAID) list.push(`at ${this.#watched.sim.now / 1e6} s ${text}`);
  }
}

/** How many run, and how many may. */
class Level {
  readonly #name: string;
  readonly #limit: number;
  #running = 0;

  constructor(name: string, limit: number) {
    this.#name = name;
    this.#limit = limit;
  }

  up(): string | undefined {
    this.#running += 1;
    return this.#running > this.#limit ? `${this.#running} ran at once of ${this.#name} ${this.#limit}` : undefined;
  }

  down(): void {
    this.#running -= 1;
  }
}

/** Events change limits; what ran before a limit was lowered may go on: so the greatest it ever is counts. */
function greatestOf({ events }: Scenario, name: string, option: string, first: number | undefined): number {
  const later = events.flatMap((event) => {
    if (event.kind !== 'set' || event.option !== option) return [];
    const target = 'name' in event.target ? event.target.name : 'account';
    return target === name ? [event.value ?? Infinity] : [];
  });
  return Math.max(first ?? Infinity, ...later);
}
