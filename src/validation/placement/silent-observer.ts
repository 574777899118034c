/** An observer of the tier that does nothing: who looks at little extends it. */
import type { TierObserver } from '../../model/tier/tier-observer.ts';

type Told<K extends keyof TierObserver> = Parameters<TierObserver[K]>;

export class SilentObserver implements TierObserver {
  accepted(..._told: Told<'accepted'>): void {}
  rejected(): void {}
  received(): void {}
  began(): void {}
  throttled(): void {}
  ended(..._told: Told<'ended'>): void {}
  occupied(): void {}
  letGo(): void {}
  hidden(): void {}
  appeared(): void {}
  concluded(..._told: Told<'concluded'>): void {}
  slotsChanged(): void {}
  laneOpened(): void {}
  laneClosed(): void {}
  laneDenied(): void {}
  leaseMoved(): void {}
  blocked(): void {}
  callerTimedOut(): void {}
  callerAnswered(): void {}
  incident(): void {}
}
