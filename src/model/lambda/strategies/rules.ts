/**
 * Chosen anew for each batch by what is in it: the first rule whose conditions all hold decides. Comparisons are strict.
 * A batch that no rule is for is worked on one record at a time.
 */
import type { Batch } from '../../batch.ts';
import type { World } from '../../world.ts';
import type { Arrangement, Stages, Strategy } from '../stages.ts';
import { arrangementOf, type ArrangementSettings } from './arrangements.ts';
import { BatchFacts, type SizeOf } from './batch-facts.ts';

/** Strictly between the two; each may be absent. */
export interface Range {
  readonly above: number | undefined;
  readonly below: number | undefined;
}

/** All that is given must hold. */
export interface BatchCondition {
  readonly records: Range | undefined;
  /** In bytes. */
  readonly meanSize: Range | undefined;
  readonly types: Range | undefined;
}

export interface RulesSettings {
  readonly kind: 'rules';
  readonly rules: readonly { readonly when: BatchCondition | undefined; readonly then: ArrangementSettings }[];
  readonly sizeOf: SizeOf;
  /** The attribute that holds the type of a record. */
  readonly typeAttribute: string;
}

interface Rule {
  readonly when: BatchCondition | undefined;
  readonly then: Arrangement;
}

class Rules implements Strategy {
  readonly #rules: readonly Rule[];
  readonly #facts: BatchFacts;
  readonly #otherwise = arrangementOf({ kind: 'oneByOne' });

  constructor({ rules, sizeOf, typeAttribute }: RulesSettings, { records }: World) {
    this.#rules = rules.map(({ when, then }) => ({ when, then: arrangementOf(then) }));
    this.#facts = new BatchFacts(records, sizeOf, records.attribute(typeAttribute));
  }

  plan(batch: Batch, stages: Stages): void {
    stages.begin(batch.size);
    this.#choose(batch).arrange(0, batch.size, stages);
  }

  #choose(batch: Batch): Arrangement {
    for (const { when, then } of this.#rules) if (when === undefined || this.#holds(when, batch)) return then;
    return this.#otherwise;
  }

  #holds({ records, meanSize, types }: BatchCondition, batch: Batch): boolean {
    if (records !== undefined && !isWithin(batch.size, records)) return false;
    if (meanSize !== undefined && !isWithin(this.#facts.meanSize(batch), meanSize)) return false;
    return types === undefined || isWithin(this.#facts.types(batch), types);
  }
}

function isWithin(value: number, { above = -Infinity, below = Infinity }: Range): boolean {
  return value > above && value < below;
}

export const rules = { make: (settings: RulesSettings, world: World): Strategy => new Rules(settings, world) };
