/**
 * The observer that writes down what happens in the tier, line by line among those of metrics/journal.ts: all lines are of the form
 * `{"t": …, "event": "tier.…", …}`. Fixed by docs/journal.md; the books of the tier can be balanced from them alone.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import {
  RUN_ENDS,
  type Again,
  type Rejection,
  type RunEnd,
  type TierEnd,
  type TierObserver,
  type TierProbe,
} from '../../model/tier/tier-observer.ts';
import type { AppendLine } from '../journal.ts';

export class TierJournal implements TierObserver {
  readonly #append: AppendLine;
  readonly #clock: Clock;
  readonly #probe: TierProbe;
  readonly #idOf: (slot: number) => string;

  constructor(
    append: AppendLine,
    { clock, probe, idOf }: { clock: Clock; probe: TierProbe; idOf: (slot: number) => string },
  ) {
    this.#append = append;
    this.#clock = clock;
    this.#probe = probe;
    this.#idOf = idOf;
  }

  accepted(slot: number, tenant: number, queue: number): void {
    this.#event('accepted', slot, tenant, queue);
  }

  rejected(tenant: number, why: Rejection): void {
    this.#write('rejected', { tenant: this.#nameOf(tenant), reason: why });
  }

  received(slot: number, tenant: number, queue: number): void {
    this.#event('received', slot, tenant, queue);
  }

  began(slot: number, tenant: number, queue: number, isRepeat: boolean): void {
    this.#event('began', slot, tenant, queue, isRepeat ? { repeat: true } : {});
  }

  throttled(slot: number, tenant: number, queue: number): void {
    this.#event('throttled', slot, tenant, queue);
  }

  ended(slot: number, tenant: number, queue: number, end: RunEnd, duration: Micros): void {
    this.#event('ended', slot, tenant, queue, { outcome: RUN_ENDS[end], duration });
  }

  occupied(): void {
    this.#write('occupied', {});
  }

  letGo(): void {
    this.#write('letGo', {});
  }

  hidden(slot: number, tenant: number, queue: number, why: Again, wait: Micros): void {
    this.#event('hidden', slot, tenant, queue, { reason: why, wait });
  }

  appeared(slot: number, tenant: number, queue: number): void {
    this.#event('appeared', slot, tenant, queue);
  }

  concluded(slot: number, tenant: number, queue: number, end: TierEnd, wasVisible: boolean): void {
    this.#event('concluded', slot, tenant, queue, { condition: end, ...(wasVisible ? { visible: true } : {}) });
  }

  slotsChanged(total: number): void {
    this.#write('slotsChanged', { slots: total });
  }

  laneOpened(tenant: number, queue: number): void {
    this.#write('laneOpened', { tenant: this.#nameOf(tenant), queue });
  }

  laneClosed(tenant: number, queue: number): void {
    this.#write('laneClosed', { tenant: this.#nameOf(tenant), queue });
  }

  laneDenied(tenant: number): void {
    this.#write('laneDenied', { tenant: this.#nameOf(tenant) });
  }

  leaseMoved(queue: number, from: number, to: number): void {
    this.#write('leaseMoved', { queue, from: hostOf(from), to: hostOf(to) });
  }

  blocked(queue: number, isBlocked: boolean): void {
    this.#write(isBlocked ? 'blocked' : 'unblocked', { queue });
  }

  callerTimedOut(tenant: number, isSentAgain: boolean): void {
    this.#write('callerTimedOut', { tenant: this.#nameOf(tenant), again: isSentAgain });
  }

  callerAnswered(tenant: number, after: Micros): void {
    this.#write('callerAnswered', { tenant: this.#nameOf(tenant), after });
  }

  incident(kind: string, began: boolean): void {
    this.#write('incident', { kind, reason: began ? 'began' : 'ended' });
  }

  #event(event: string, slot: number, tenant: number, queue: number, more: object = {}): void {
    this.#write(event, { tenant: this.#nameOf(tenant), queue, records: [this.#idOf(slot)], ...more });
  }

  #nameOf(tenant: number): string {
    return this.#probe.nameOf(tenant);
  }

  #write(event: string, what: object): void {
    this.#append(JSON.stringify({ t: this.#clock.now, event: `tier.${event}`, ...what }));
  }
}

/** Null for nobody. */
function hostOf(host: number): number | null {
  return host < 0 ? null : host;
}
