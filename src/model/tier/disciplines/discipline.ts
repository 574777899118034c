/**
 * Disciplines: in which order the visible events of a queue are received. One object holds the order of all queues of a tier, because
 * there may be a million of them; what it keeps for an event is an entry in an array by its slot.
 *
 * The tier tells what becomes visible, asks for the next, and tells what begins and ends to run. Disciplines never look at the
 * clock's future and set no timers. Adding one is a file beside this one and a line in disciplines.ts.
 */
import type { Micros } from '../../../engine/time.ts';
import type { Options } from '../../options.ts';

export interface Discipline {
  /** An event becomes visible in a queue: it was stored there, or is visible again. */
  push(queue: number, slot: number): void;
  /**
   * The event that is received next, which is visible no more. There is one. Below zero: ~slot of one that is to be dropped instead,
   * because it is older than the discipline's limit.
   */
  pop(queue: number): number;
  /** An event that was received begins to run. Absent: the discipline does not care. */
  began?(queue: number, slot: number): void;
  /** Its run has ended after `duration`. */
  ended?(queue: number, slot: number, duration: Micros): void;
  /** Time that the receiver has spent with moving events since it was last taken; reading it makes it zero. Absent: none ever. */
  takeSpent?(): Micros;
}

/** What a discipline is made of. */
export interface DisciplineParts {
  /** Queues; they are numbered from 0 and include express lanes. */
  readonly queues: number;
  readonly tenants: number;
  readonly clock: { readonly now: Micros };
  /** Whose event it is. */
  readonly tenantOf: (slot: number) => number;
  /** When the event was accepted. */
  readonly acceptedAt: (slot: number) => Micros;
  /** The weight of a tenant, above 0; 1 unless the scenario says more. */
  readonly weightOf: (tenant: number) => number;
  /** How long the event is expected to run, for disciplines that count work instead of events. */
  readonly costOf: (slot: number) => Micros;
  /** Invoke slots that serve a queue; what a share of a queue's capacity is measured by. */
  readonly slotsOf: (queue: number) => number;
}

/** A discipline: what a scenario may say about it, and how it is made. `options` are complete when `make` is called. */
export interface DisciplineKind<O extends Options = Options> {
  /** One sentence for the reference page and the editor. */
  readonly summary: string;
  readonly options: O;
  make(options: Readonly<Record<string, number | boolean | string | undefined>>, parts: DisciplineParts): Discipline;
}
