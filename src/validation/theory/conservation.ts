/**
 * No message is lost and none is there twice, at any step of a run: kept by an observer from what the model tells, message by message, and compared
 * with the books of the result when the run has ended. Of queues without filters; nothing is moved back from a dead-letter queue.
 */
import { Fate, type Batch } from '../../model/batch.ts';
import { Listener, type Named } from '../../model/observer.ts';
import { simulate } from '../../simulate.ts';
import type { Case } from '../case.ts';
import type { Row } from '../row.ts';
import { identityScenario, LOSSY, SETTINGS, type Setting } from './identities.ts';

const Place = { delayed: 0, visible: 1, inFlight: 2 } as const;
type Place = (typeof Place)[keyof typeof Place];
const PLACES = 3;

/** Where every message is. A step that cannot be (to be received while in flight, to leave twice) is counted, and carried out as far as it can be. */
export class Whereabouts extends Listener {
  steps = 0;
  impossible = 0;
  /** Greatest difference, at any step, between those that came less those that went and those that are there. */
  greatest = 0;
  /** By slot: the number of its queue, and its place there. */
  readonly #there = new Map<number, number>();
  #balance = 0;

  /** Messages in a queue now. */
  inQueue(queue: number): number {
    return [...this.#there.values()].filter((place) => Math.floor(place / PLACES) === queue).length;
  }

  override sent({ index }: Named, slot: number, delayed: boolean): void {
    this.#enter(index, slot, delayed ? Place.delayed : Place.visible);
  }

  override appeared({ index }: Named, slot: number): void {
    this.#move(index, slot, Place.delayed, Place.visible);
  }

  override received({ index }: Named, { slots, held }: Batch, from: number): void {
    for (let i = from; i < held; i++) this.#move(index, slots[i]!, Place.visible, Place.inFlight);
  }

  override returned({ index }: Named, slot: number): void {
    this.#move(index, slot, Place.inFlight, Place.visible);
  }

  override deleted({ index }: Named, { slots, fates, size }: Batch): void {
    for (let i = 0; i < size; i++) {
      const fate = fates[i]! & 3;
      if (fate === Fate.kept || fate === Fate.goneBefore) continue;
      this.#leave(index, slots[i]!, fates[i]! >= Fate.wasVisible ? Place.visible : Place.inFlight);
    }
  }

  override deadLettered({ index }: Named, target: Named, slot: number): void {
    this.#leave(index, slot, Place.visible);
    this.#enter(target.index, slot, Place.visible);
  }

  override expired({ index }: Named, slot: number): void {
    this.#leave(index, slot, Place.visible);
  }

  #enter(queue: number, slot: number, place: Place): void {
    this.#expect(slot, undefined);
    this.#there.set(slot, queue * PLACES + place);
    this.#balance++;
    this.#count();
  }

  #move(queue: number, slot: number, from: Place, to: Place): void {
    this.#expect(slot, queue * PLACES + from);
    this.#there.set(slot, queue * PLACES + to);
    this.#count();
  }

  #leave(queue: number, slot: number, from: Place): void {
    this.#expect(slot, queue * PLACES + from);
    this.#there.delete(slot);
    this.#balance--;
    this.#count();
  }

  #expect(slot: number, place: number | undefined): void {
    if (this.#there.get(slot) !== place) this.impossible++;
  }

  #count(): void {
    this.steps++;
    this.greatest = Math.max(this.greatest, Math.abs(this.#balance - this.#there.size));
  }
}

export interface Conserved {
  readonly steps: number;
  readonly impossible: number;
  readonly greatest: number;
  /** Of all queues when the run has ended: in less out by the books, and those there by the books less those there by what was told. */
  readonly books: number;
}

/** Follows a run. NaN, which passes nowhere, when it did not do what it is for. */
export function conservationOf(setting: Setting): Conserved {
  let watch!: Whereabouts;
  const { sources } = simulate(identityScenario(setting), { observers: [() => (watch = new Whereabouts())] });
  const total = (side: object): number => Object.values(side).reduce((sum: number, count: number) => sum + count, 0);
  const books = Object.values(sources).map(
    ({ books: { in: came, out } }, i) => Math.abs(total(came) - total(out)) + Math.abs(out.waiting - watch.inQueue(i)),
  );
  const lost = Object.values(sources).map(({ expired, deadLettered }) => ({ expired, deadLettered }));
  const isUseful = setting !== LOSSY || (lost[0]!.deadLettered > 0 && lost.every(({ expired }) => expired > 0));
  const { steps, impossible, greatest } = watch;
  return { steps, impossible, greatest, books: isUseful ? Math.max(...books) : NaN };
}

const ALL = [...SETTINGS, LOSSY];

export const conservationCase: Case = {
  id: 'Q-INV-02',
  seconds: 2.5,
  run: () => {
    const found = ALL.map(conservationOf);
    const steps = found.reduce((sum, one) => sum + one.steps, 0);
    const labels = { id: 'Q-INV-02', evidence: 'exact', source: 'counting', ran: 'observed' } as const;
    const setting = `${ALL.length} runs: ${ALL.map(({ title }) => title).join('; ')}`;
    const zero = (figure: string, worst: number, words: string): Row => ({
      ...{ ...labels, figure, setting, expected: '0' },
      ...{ found: `${worst}${words}`, verdict: worst === 0 ? 'pass' : 'miss' },
    });
    const most = (of: (one: Conserved) => number): number => Math.max(...found.map(of));
    return [
      zero(
        'messages in less messages out less those there, greatest number at any step',
        most(({ greatest }) => greatest),
        `, in ${steps} steps`,
      ),
      zero(
        'messages that did what none can where they were: left twice, were received while in flight',
        most(({ impossible }) => impossible),
        `, in ${steps} steps`,
      ),
      zero(
        'books at the end, of every queue: in less out, and less what an observer counted as there, greatest number',
        most(({ books }) => books),
        '',
      ),
    ];
  },
};
