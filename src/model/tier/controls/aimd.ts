/**
 * How many runs of a tenant pollers allow at once (AP-6.4): a window for each tenant that grows with success and is cut by a throttle, at
 * most once in the mean time of a run. It lets go of nothing by itself: whoever was held back is asked for again when a run ends.
 * A tenant that has never been asked about has no window.
 */
import type { Micros } from '../../../engine/time.ts';
import { AimdWindow } from '../../sources/async/pacing.ts';

export interface AimdSettings {
  /** Runs at once to begin with. */
  readonly first: number;
  /** What a round of successes adds. */
  readonly increase: number;
  /** Share of the window that is left after a throttle. */
  readonly keep: number;
}

export class TenantWindows {
  readonly #settings: AimdSettings;
  readonly #windows: (AimdWindow | undefined)[];

  constructor(tenants: number, settings: AimdSettings) {
    this.#settings = settings;
    this.#windows = new Array<AimdWindow | undefined>(tenants);
  }

  /** Whether another run of a tenant may begin beside so many. */
  allows(tenant: number, inFlight: number): boolean {
    return this.#of(tenant).allows(inFlight);
  }

  succeeded(tenant: number, duration: Micros): void {
    this.#of(tenant).succeeded(duration);
  }

  throttled(tenant: number, now: Micros): void {
    this.#of(tenant).throttled(now);
  }

  #of(tenant: number): AimdWindow {
    const { first, keep, increase } = this.#settings;
    return (this.#windows[tenant] ??= new AimdWindow(first, keep, increase, NEWEST));
  }
}

/** Share of the last run in the mean time of one. */
const NEWEST = 0.1;
