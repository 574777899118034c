/** What can be asked of a tier while it runs; it exists before the tier does, so that observers can be made from it. */
import type { Micros } from '../../engine/time.ts';
import type { Records } from '../records.ts';
import type { DepthView } from './depth-view.ts';
import { Seat, type TierEvents } from './events.ts';
import type { Placement } from './placement/placement.ts';
import type { QueueLoads } from './queue-loads.ts';
import type { TenantGroup, TierProbe } from './tier-observer.ts';

export interface ProbeParts {
  readonly groups: readonly TenantGroup[];
  /** Names of the scenario's own functions that are tenants, in the order of their numbers. */
  readonly functions: readonly string[];
  readonly queues: number;
  readonly lanes: number;
  readonly loads: QueueLoads;
  readonly events: TierEvents;
  readonly view: DepthView;
  readonly placement: Placement;
  readonly records: Records;
}

export class Probe implements TierProbe {
  readonly groups: readonly TenantGroup[];
  readonly queues: number;
  readonly lanes: number;
  readonly depths: Int32Array;
  readonly visible: Int32Array;
  readonly #parts: ProbeParts;

  constructor(parts: ProbeParts) {
    this.groups = parts.groups;
    this.queues = parts.queues;
    this.lanes = parts.lanes;
    this.depths = parts.loads.depths;
    this.visible = parts.loads.visible;
    this.#parts = parts;
  }

  drainRateOf(queue: number): number {
    return this.#parts.loads.drainRateOf(queue);
  }

  get looks(): number {
    return this.#parts.view.looks;
  }

  get escapes(): number {
    return this.#parts.placement.escapes ?? 0;
  }

  visitStored(visit: (slot: number, tenant: number, acceptedAt: Micros, isFirst: boolean) => void): void {
    const { events, records } = this.#parts;
    for (let slot = 0; slot < events.seat.length; slot++) {
      const seat = events.seat[slot]!;
      if (seat !== Seat.visible && seat !== Seat.inFlight) continue;
      visit(slot, events.tenant[slot]!, records.sentAt[slot]!, records.attempts[slot] === 0);
    }
  }

  nameOf(tenant: number): string {
    return nameOfTenant(tenant, this.groups, this.#parts.functions);
  }
}

/** Name of a tenant: of its group and its number in it from 1; or of its function. */
export function nameOfTenant(tenant: number, groups: readonly TenantGroup[], functions: readonly string[]): string {
  for (const { name, first, count } of groups) {
    if (tenant >= first + count) continue;
    if (name === FUNCTIONS) return functions[tenant - first]!;
    return count === 1 ? name : `${name}/${tenant - first + 1}`;
  }
  return String(tenant);
}

/** What the group of the scenario's own functions is called. */
export const FUNCTIONS = 'functions';
