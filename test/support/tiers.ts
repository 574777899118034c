/** Scenarios of the tier behind asynchronous invocation, under ideal rules unless a test says otherwise, and what comes of them. */
import { assemble, type WatchedTier } from '../../src/assemble.ts';
import type { TierGroupResult, TierResult } from '../../src/metrics/tier/result.ts';
import type { Result } from '../../src/metrics/result.ts';
import { Listener } from '../../src/model/observer.ts';
import type { TierObserver } from '../../src/model/tier/tier-observer.ts';
import { run, scenarioOf } from './run.ts';

export interface TierAround {
  /** In seconds. */
  readonly duration: number;
  readonly warmUp?: number;
  readonly seed?: number;
  readonly rules?: string;
  readonly facts?: object;
  /** Groups of tenants. */
  readonly tenants: Readonly<Record<string, object>>;
  /** What else stands under `tier`. */
  readonly [key: string]: unknown;
}

export function tierScenario({ duration, warmUp = 0, seed = 1, rules = 'ideal', facts, ...tier }: TierAround): object {
  return {
    ...{ lagcast: 1, name: 'tier', rules, seed, duration: seconds(duration), warmUp: seconds(warmUp) },
    ...(facts === undefined ? {} : { facts }),
    tier,
  };
}

function seconds(time: number): string {
  return `${Math.round(time * 1e6)} us`;
}

/** One group that sends by chance, and runs as long by chance. */
export function sends(perSecond: number, meanService: number | string, more: object = {}): object {
  return {
    service: typeof meanService === 'string' ? meanService : { exponential: { mean: seconds(meanService) } },
    arrivals: [{ rate: { poisson: `${perSecond}/s` } }],
    ...more,
  };
}

/** So many events at one instant. */
export function atOnce(count: number, at = 0): object[] {
  return Array.from({ length: count }, () => ({ at: seconds(at) }));
}

export function tierOf(around: TierAround): {
  result: Result;
  tier: TierResult;
  of: (name: string) => TierGroupResult;
} {
  const result = run(tierScenario(around));
  const tier = result.tier!;
  return { result, tier, of: (name) => tier.groups[name]! };
}

/** Does nothing about anything; tests override what they look at. */
export class TierListener implements TierObserver {
  accepted(_slot: number, _tenant: number, _queue: number, _looks: number): void {}
  rejected(_tenant: number, _why: Parameters<TierObserver['rejected']>[1]): void {}
  received(_slot: number, _tenant: number, _queue: number): void {}
  began(_slot: number, _tenant: number, _queue: number, _isRepeat: boolean): void {}
  throttled(_slot: number, _tenant: number, _queue: number): void {}
  ended(...[]: Parameters<TierObserver['ended']>): void {}
  occupied(): void {}
  letGo(): void {}
  hidden(...[]: Parameters<TierObserver['hidden']>): void {}
  appeared(_slot: number, _tenant: number, _queue: number): void {}
  concluded(...[]: Parameters<TierObserver['concluded']>): void {}
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

/** Runs a scenario with nobody else looking; returns the observer. */
export function watchTier<O extends TierObserver>(value: unknown, make: (watched: WatchedTier) => O): O {
  const scenario = scenarioOf(value);
  let observer: O | undefined;
  const { world } = assemble(scenario, {
    ...{ replication: 0, promptArrivals: true },
    limits: { until: scenario.duration, budget: 1e9, perInstant: 2e7 },
    observe: () => new Listener(),
    observeTier: (watched) => (observer = make(watched)),
  });
  while (world.sim.advance(1e6) !== 'finished');
  return observer!;
}
