/**
 * Placement: into which of the tier's shared queues an accepted event is put. A strategy is a small object that is asked for
 * each event; what it sees of the queues is a view of their loads (../depth-view.ts), which may be old.
 *
 * A strategy that gives tenants queues of their own does so by hashing alone, never by chance, so that another tenant moves nobody
 * (hash.ts); what it draws by chance comes from a stream of its own, so that all strategies see the same arrivals and service times.
 * Adding a strategy is a file beside this one and a line in strategies.ts.
 */
import type { RandomStream } from '../../../engine/random.ts';
import type { Options } from '../../options.ts';
import type { Hash64 } from './hash.ts';

/** The queues as front hosts see them. */
export interface View {
  /** Shared queues; they are numbered from 0. */
  readonly queues: number;
  /** How loaded a front host believes a queue to be, by the metric that the tier is set to: zero or more. Counts as a look-up. */
  loadOf(queue: number, host: number): number;
  /** Whether all queues take events; asked first, because it is nearly always so. */
  readonly allAlive: boolean;
  isAlive(queue: number): boolean;
}

export interface Placement {
  /** The queue that an event of a tenant is put into, accepted by a front host. */
  place(tenant: number, host: number): number;
  /** A shared queue has become empty: nothing in it is visible or in flight. Absent: the strategy does not care. */
  emptied?(queue: number): void;
  /** Times that no queue of a tenant's own took events, so that its event was put elsewhere. Absent: tenants have no own queues. */
  readonly escapes?: number;
}

/** How equal loads are decided: by chance, for the lowest number, or for the first that was looked at. */
export const TIE_BREAKS = ['random', 'lowestIndex', 'firstSampled'] as const;
export type TieBreak = (typeof TIE_BREAKS)[number];

/** What a strategy is made of. */
export interface PlacementParts {
  readonly view: View;
  readonly tenants: number;
  /** Front hosts; they are numbered from 0. */
  readonly hosts: number;
  readonly tieBreak: TieBreak;
  /** For placement alone. */
  readonly random: RandomStream;
  /** The hash of a tenant's key for a purpose: other labels give other, independent hashes. */
  readonly hashOf: (tenant: number, label: string) => Hash64;
  /** Events in all shared queues now. */
  readonly total: () => number;
}

/** A strategy: what a scenario may say about it, and how it is made. `options` are complete when `make` is called. */
export interface Strategy<O extends Options = Options> {
  /** One sentence for the reference page and the editor. */
  readonly summary: string;
  readonly options: O;
  /** Shared queues it works with: what the scenario says, unless it needs another number. */
  queues?(asked: number, tenants: number): number;
  make(options: Readonly<Record<string, number | boolean | string | undefined>>, parts: PlacementParts): Placement;
}
