/** One observer of the tier that stands for some: none, one or many. */
import type { Micros } from '../../engine/time.ts';
import type { Again, Rejection, RunEnd, TierEnd, TierObserver } from './tier-observer.ts';

export function everyoneOfTier(observers: readonly TierObserver[]): TierObserver {
  return observers.length === 1 ? observers[0]! : new EveryoneOfTier(observers);
}

class EveryoneOfTier implements TierObserver {
  readonly #all: readonly TierObserver[];

  constructor(all: readonly TierObserver[]) {
    this.#all = all;
  }

  accepted(slot: number, tenant: number, queue: number, looks: number): void {
    for (const one of this.#all) one.accepted(slot, tenant, queue, looks);
  }
  rejected(tenant: number, why: Rejection): void {
    for (const one of this.#all) one.rejected(tenant, why);
  }
  received(slot: number, tenant: number, queue: number): void {
    for (const one of this.#all) one.received(slot, tenant, queue);
  }
  began(slot: number, tenant: number, queue: number, isRepeat: boolean): void {
    for (const one of this.#all) one.began(slot, tenant, queue, isRepeat);
  }
  throttled(slot: number, tenant: number, queue: number): void {
    for (const one of this.#all) one.throttled(slot, tenant, queue);
  }
  ended(slot: number, tenant: number, queue: number, end: RunEnd, duration: Micros): void {
    for (const one of this.#all) one.ended(slot, tenant, queue, end, duration);
  }
  occupied(): void {
    for (const one of this.#all) one.occupied();
  }
  letGo(): void {
    for (const one of this.#all) one.letGo();
  }
  hidden(slot: number, tenant: number, queue: number, why: Again, wait: Micros): void {
    for (const one of this.#all) one.hidden(slot, tenant, queue, why, wait);
  }
  appeared(slot: number, tenant: number, queue: number): void {
    for (const one of this.#all) one.appeared(slot, tenant, queue);
  }
  concluded(slot: number, tenant: number, queue: number, end: TierEnd, wasVisible: boolean): void {
    for (const one of this.#all) one.concluded(slot, tenant, queue, end, wasVisible);
  }
  slotsChanged(total: number): void {
    for (const one of this.#all) one.slotsChanged(total);
  }
  laneOpened(tenant: number, queue: number): void {
    for (const one of this.#all) one.laneOpened(tenant, queue);
  }
  laneClosed(tenant: number, queue: number): void {
    for (const one of this.#all) one.laneClosed(tenant, queue);
  }
  laneDenied(tenant: number): void {
    for (const one of this.#all) one.laneDenied(tenant);
  }
  leaseMoved(queue: number, from: number, to: number): void {
    for (const one of this.#all) one.leaseMoved(queue, from, to);
  }
  blocked(queue: number, isBlocked: boolean): void {
    for (const one of this.#all) one.blocked(queue, isBlocked);
  }
  callerTimedOut(tenant: number, isSentAgain: boolean): void {
    for (const one of this.#all) one.callerTimedOut(tenant, isSentAgain);
  }
  callerAnswered(tenant: number, after: Micros): void {
    for (const one of this.#all) one.callerAnswered(tenant, after);
  }
  incident(kind: string, began: boolean): void {
    for (const one of this.#all) one.incident(kind, began);
  }
}
