/** An observer of the tier that does nothing: extend it and override what you need. */
import type { Again, Rejection, RunEnd, TierEnd, TierObserver } from '../../model/tier/tier-observer.ts';

export class TierListener implements TierObserver {
  accepted(_slot: number, _tenant: number, _queue: number, _looks: number): void {}
  rejected(_tenant: number, _why: Rejection): void {}
  received(_slot: number, _tenant: number, _queue: number): void {}
  began(_slot: number, _tenant: number, _queue: number, _isRepeat: boolean): void {}
  throttled(_slot: number, _tenant: number, _queue: number): void {}
  ended(_slot: number, _tenant: number, _queue: number, _end: RunEnd, _duration: number): void {}
  occupied(): void {}
  letGo(): void {}
  hidden(_slot: number, _tenant: number, _queue: number, _why: Again, _wait: number): void {}
  appeared(_slot: number, _tenant: number, _queue: number): void {}
  concluded(_slot: number, _tenant: number, _queue: number, _end: TierEnd, _wasVisible: boolean): void {}
  slotsChanged(_total: number): void {}
  laneOpened(_tenant: number, _queue: number): void {}
  laneClosed(_tenant: number, _queue: number): void {}
  laneDenied(_tenant: number): void {}
  leaseMoved(_queue: number, _from: number, _to: number): void {}
  blocked(_queue: number, _isBlocked: boolean): void {}
  callerTimedOut(_tenant: number, _isSentAgain: boolean): void {}
  callerAnswered(_tenant: number, _after: number): void {}
  incident(_kind: string, _began: boolean): void {}
}
