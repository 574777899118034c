/**
 * Express lanes: a tenant that keeps a queue hot gets a queue of its own, until it has been quiet for long enough. Looked at once in a window; what
 * makes a tenant noisy, and what lets it go, is decided in controls/isolation.ts.
 *
 * New events of an isolated tenant go to its lane; what it has in shared queues stays there, so order between the two is lost. Lanes have numbers
 * behind the shared queues, and pollers of their own.
 */
import { Rank } from '../../engine/rank.ts';
import type { Micros } from '../../engine/time.ts';
import type { Values } from '../options.ts';
import type { World } from '../world.ts';
import { isNoisy, isToIsolate, isToRelease, rateOf, streakAfter, usualAfter } from './controls/isolation.ts';
import type { ISOLATION } from './options.ts';
import type { QueueLoads } from './queue-loads.ts';
import type { TierObserver } from './tier-observer.ts';

export interface LaneParts {
  /** Shared queues, and the most lanes there may be behind them. */
  readonly shared: number;
  readonly most: number;
  readonly tenants: number;
  readonly loads: QueueLoads;
}

const NONE = -1;

export class Lanes {
  readonly #settings: Readonly<Values<typeof ISOLATION>>;
  readonly #parts: LaneParts;
  readonly #world: World;
  #tell: TierObserver | undefined;
  #changed: ((by: number) => void) | undefined;
  /** By tenant: its lane as the number of a queue; how many it sent in this window; its usual rate a second; windows in a row it was noisy in. */
  readonly #laneOf: Int32Array;
  readonly #sent: Float64Array;
  readonly #usual: Float64Array;
  readonly #streak: Int32Array;
  /** By shared queue: what arrived in this window; by queue and tenant, too. */
  readonly #arrived: Float64Array;
  readonly #pairs = new Map<number, number>();
  /** By lane: whose it is, since when, at what rate it was isolated, and since when it is empty. */
  readonly #tenantOf: Int32Array;
  readonly #since: Float64Array;
  readonly #rate: Float64Array;
  readonly #emptySince: Float64Array;
  /** Time over which the past fades in what is usual. */
  readonly #over: Micros;
  /** When pollers last worked again after they were down. */
  #resumedAt: Micros = -Infinity;

  constructor(settings: Readonly<Values<typeof ISOLATION>>, parts: LaneParts, world: World) {
    this.#settings = settings;
    this.#parts = parts;
    this.#world = world;
    const { tenants, shared, most } = parts;
    this.#laneOf = new Int32Array(tenants).fill(NONE);
    this.#sent = new Float64Array(tenants);
    this.#usual = new Float64Array(tenants);
    this.#streak = new Int32Array(tenants);
    this.#arrived = new Float64Array(shared);
    this.#tenantOf = new Int32Array(most).fill(NONE);
    this.#since = new Float64Array(most);
    this.#rate = new Float64Array(most);
    this.#emptySince = new Float64Array(most);
    this.#over = world.rules.number('tier.isolation.usual');
    const timer = world.sim.timer(Rank.controller, () => {
      this.#look();
      timer.set(world.sim.now + settings.window);
    });
    timer.set(settings.window);
  }

  /** Who is told of lanes, and that there are more or fewer of them; known before the first window is over. */
  connect(tell: TierObserver, changed: (by: number) => void): void {
    this.#tell = tell;
    this.#changed = changed;
  }

  /** The lane of a tenant, as the number of a queue; −1 for none. */
  of(tenant: number): number {
    return this.#laneOf[tenant]!;
  }

  /** An event of a tenant was stored in a queue. */
  arrived(tenant: number, queue: number): void {
    this.#sent[tenant]!++;
    const { shared, tenants } = this.#parts;
    if (queue >= shared) return;
    this.#arrived[queue]!++;
    const pair = queue * tenants + tenant;
    this.#pairs.set(pair, (this.#pairs.get(pair) ?? 0) + 1);
  }

  /** Pollers were down: everybody has a backlog, and nobody is isolated for a time. */
  suspend(): void {
    this.#resumedAt = this.#world.sim.now;
  }

  /** A window is over. */
  #look(): void {
    this.#isolate();
    this.#release();
    const { tenants } = this.#parts;
    const { window } = this.#settings;
    for (let tenant = 0; tenant < tenants; tenant++) {
      const rate = rateOf(this.#sent[tenant]!, window);
      this.#usual[tenant] = usualAfter(this.#usual[tenant]!, rate, window, this.#over);
    }
    this.#sent.fill(0);
    this.#arrived.fill(0);
    this.#pairs.clear();
  }

  /** Who was noisy in some queue, for long enough, gets a lane; in the order of the tenants. */
  #isolate(): void {
    const noisy = this.#noisy();
    const { tenants } = this.#parts;
    const { now } = this.#world.sim;
    for (let tenant = 0; tenant < tenants; tenant++) {
      const streak = streakAfter(this.#streak[tenant]!, noisy.has(tenant));
      this.#streak[tenant] = streak;
      if (streak > 0 && isToIsolate(streak, now, this.#resumedAt, this.#settings)) this.#open(tenant);
    }
  }

  #noisy(): ReadonlySet<number> {
    const { tenants, loads } = this.#parts;
    const noisy = new Set<number>();
    for (const [pair, count] of this.#pairs) {
      const queue = Math.floor(pair / tenants);
      const tenant = pair % tenants;
      if (this.#laneOf[tenant] !== NONE) continue;
      const seen = {
        arrivals: this.#arrived[queue]!,
        depth: loads.depths[queue]!,
        drainRate: loads.drainRateOf(queue),
      };
      if (isNoisy(count, this.#usual[tenant]!, seen, this.#settings)) noisy.add(tenant);
    }
    return noisy;
  }

  #open(tenant: number): void {
    const { shared } = this.#parts;
    const { sim } = this.#world;
    this.#streak[tenant] = 0;
    const lane = this.#tenantOf.indexOf(NONE);
    if (lane < 0) return this.#tell!.laneDenied(tenant);
    this.#tenantOf[lane] = tenant;
    this.#since[lane] = sim.now;
    this.#rate[lane] = rateOf(this.#sent[tenant]!, this.#settings.window);
    this.#emptySince[lane] = Infinity;
    this.#laneOf[tenant] = shared + lane;
    this.#tell!.laneOpened(tenant, shared + lane);
    this.#changed!(1);
  }

  #release(): void {
    const { shared, most, loads } = this.#parts;
    const { now } = this.#world.sim;
    for (let lane = 0; lane < most; lane++) {
      const tenant = this.#tenantOf[lane]!;
      if (tenant === NONE) continue;
      const isEmpty = loads.depths[shared + lane] === 0 && this.#sent[tenant] === 0;
      this.#emptySince[lane] = isEmpty ? Math.min(this.#emptySince[lane]!, now) : Infinity;
      const seen = {
        emptyFor: isEmpty ? now - this.#emptySince[lane]! : 0,
        openFor: now - this.#since[lane]!,
        usual: this.#usual[tenant]!,
        rateAtIsolation: this.#rate[lane]!,
      };
      if (!isEmpty || !isToRelease(seen, this.#settings)) continue;
      this.#tenantOf[lane] = NONE;
      this.#laneOf[tenant] = NONE;
      this.#tell!.laneClosed(tenant, shared + lane);
      this.#changed!(-1);
    }
  }
}
