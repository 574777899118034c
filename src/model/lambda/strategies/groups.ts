/**
 * By what the records carry: one group after another, each with its own number at once. A record is in the first group that it
 * matches; within a group records keep their order. What matches none comes last, one at a time.
 */
import type { Batch } from '../../batch.ts';
import type { World } from '../../world.ts';
import { matches, type RecordMatch } from '../match.ts';
import type { Arrangement, Stages, Strategy } from '../stages.ts';
import { arrangementOf, type ArrangementSettings } from './arrangements.ts';

export interface GroupsSettings {
  readonly kind: 'groups';
  readonly groups: readonly {
    /** Undefined: every record that is in no group before. */
    readonly when: RecordMatch | undefined;
    readonly then: ArrangementSettings;
  }[];
}

interface Group {
  readonly when: RecordMatch | undefined;
  readonly then: Arrangement;
}

class Groups implements Strategy {
  readonly #groups: readonly Group[];
  readonly #world: World;
  /** For each record of the batch the number of its group. */
  #groupOf = new Uint8Array(16);

  constructor({ groups }: GroupsSettings, world: World) {
    const rest: Group = { when: undefined, then: arrangementOf({ kind: 'oneByOne' }) };
    this.#groups = [...groups.map(({ when, then }) => ({ when, then: arrangementOf(then) })), rest];
    this.#world = world;
  }

  plan(batch: Batch, stages: Stages): void {
    const { size, slots } = batch;
    stages.begin(size);
    if (size > this.#groupOf.length) this.#groupOf = new Uint8Array(size * 2);
    for (let i = 0; i < size; i++) this.#groupOf[i] = this.#find(slots[i]!);
    let place = 0;
    for (let g = 0; g < this.#groups.length; g++) {
      const from = place;
      for (let i = 0; i < size; i++) if (this.#groupOf[i] === g) stages.order[place++] = i;
      this.#groups[g]!.then.arrange(from, place, stages);
    }
  }

  #find(slot: number): number {
    const groups = this.#groups;
    let g = 0;
    while (groups[g]!.when !== undefined && !matches(groups[g]!.when!, this.#world.records, slot)) g++;
    return g;
  }
}

export const groups = { make: (settings: GroupsSettings, world: World): Strategy => new Groups(settings, world) };
