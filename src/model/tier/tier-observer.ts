/**
 * What the tier tells, one method for each thing that can happen to an event in it: accepted or rejected, received, begun or
 * throttled, ended, visible again, concluded; and what happens to its queues and pollers. Told at the instant itself, with the slot of the event in
 * the records of the run: `sentAt` is when it was accepted, `attempts` counts the runs that have begun, this one included.
 */
import type { Micros } from '../../engine/time.ts';

/** How a run ended: it did its work for the first time, did it again, failed, or was lost with the host that ran it. */
export const RunEnd = { succeeded: 0, duplicate: 1, failed: 2, lost: 3 } as const;
export type RunEnd = (typeof RunEnd)[keyof typeof RunEnd];
/** Names by number, for people and the journal. */
export const RUN_ENDS = Object.keys(RunEnd) as readonly (keyof typeof RunEnd)[];

/**
 * How an event ends: done; after too many function errors; too old when it was to be received or tried again (EventAgeExceeded); dropped by the
 * discipline of its queue; of a tenant without any concurrency.
 */
export const EVENT_ENDS = ['succeeded', 'retriesExhausted', 'ageExceeded', 'dropped', 'zeroConcurrency'] as const;
export type TierEnd = (typeof EVENT_ENDS)[number];

/** Why a caller was not answered 202: the tenant's own rate, or a queue that is full. */
export type Rejection = 'admission' | 'queueFull';

/** Why an event is visible again, or will be. */
export type Again = 'functionError' | 'throttle' | 'lostAcknowledgement' | 'hostLost' | 'paced';

export interface TierObserver {
  /** An event is stored, visible, and answered 202. `looks`: loads that placement has looked at for it. */
  accepted(slot: number, tenant: number, queue: number, looks: number): void;
  /** Nothing is stored. */
  rejected(tenant: number, why: Rejection): void;
  /** A visible event is handed to a poller: it is hidden from now on. */
  received(slot: number, tenant: number, queue: number): void;
  /** A run begins, on a slot of a poller. `isRepeat`: the event is done already. */
  began(slot: number, tenant: number, queue: number, isRepeat: boolean): void;
  /** No run: the tenant has no concurrency left. */
  throttled(slot: number, tenant: number, queue: number): void;
  /** A run is over, and its slot is free; `duration` is how long it took, queueing excluded. */
  ended(slot: number, tenant: number, queue: number, end: RunEnd, duration: Micros): void;
  /** A throttled attempt holds its slot of a poller for a time from now on, or has given it back. Told only where it holds one. */
  occupied(): void;
  letGo(): void;
  /** The event will be visible again after `wait`, counted from now; a paced one stays with its poller, for no time that is known: `wait` is 0. */
  hidden(slot: number, tenant: number, queue: number, why: Again, wait: Micros): void;
  /** It is visible again, in that queue. */
  appeared(slot: number, tenant: number, queue: number): void;
  /** It is done with. `wasVisible`: a copy of it is in the queue still, which nobody receives any more. */
  concluded(slot: number, tenant: number, queue: number, end: TierEnd, wasVisible: boolean): void;
  /** Invoke slots of all pollers that work, from now on. */
  slotsChanged(total: number): void;
  /** A tenant has an express lane, which is that queue; or has it no longer. */
  laneOpened(tenant: number, queue: number): void;
  laneClosed(tenant: number, queue: number): void;
  /** All lanes are taken. */
  laneDenied(tenant: number): void;
  /** A queue is worked by another host; −1 for none. */
  leaseMoved(queue: number, from: number, to: number): void;
  /** A queue hands out nothing, because too many of its events are in flight; or does again. */
  blocked(queue: number, isBlocked: boolean): void;
  /** A caller has waited too long for its event and sends it again (`isSentAgain`), or gives up. */
  callerTimedOut(tenant: number, isSentAgain: boolean): void;
  /** A caller heard in time that its event is done. */
  callerAnswered(tenant: number, after: Micros): void;
  /** Something breaks in the tier, or works again; named as in the scenario. */
  incident(kind: string, began: boolean): void;
}

/** A group of tenants: they have the numbers from `first` on. */
export interface TenantGroup {
  readonly name: string;
  readonly first: number;
  readonly count: number;
  readonly noisy: boolean;
}

/** What can be asked of the tier at any instant, by who measures. */
export interface TierProbe {
  /** In the order of the scenario; the functions of the scenario, where they are tenants too, come last, as a group of their own. */
  readonly groups: readonly TenantGroup[];
  /** Shared queues; express lanes have the numbers behind them, up to `lanes` of them. */
  readonly queues: number;
  readonly lanes: number;
  /** By queue: events that are stored in it, visible or in flight, and those of them that are visible. */
  readonly depths: Int32Array;
  readonly visible: Int32Array;
  /** Events a second that a queue works off while it has enough to do; 0 while nothing is known. */
  drainRateOf(queue: number): number;
  /** Looks at loads so far, and events that found none of their own queues alive. */
  readonly looks: number;
  readonly escapes: number;
  /** Events that are stored now, with when they were accepted: those that have not begun to run even once (`isFirst`), and the others. */
  visitStored(visit: (slot: number, tenant: number, acceptedAt: Micros, isFirst: boolean) => void): void;
  /** Name of a tenant: that of its group and its number in it from 1, `quiet/17`, or the name of its function. */
  nameOf(tenant: number): string;
}
