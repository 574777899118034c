/**
 * Builds the tier behind asynchronous invocation from what a scenario says: its queues, placement, pollers and tenants. A part of assemble.ts.
 */
import { streamsOf } from './assemble-arrivals.ts';
import { alias, compile, zipfWeights } from './engine/distributions.ts';
import { SECOND } from './engine/time.ts';
import { Producer } from './model/arrivals/producer.ts';
import { Callers } from './model/tier/callers.ts';
import { TokenBuckets } from './model/tier/controls/token-buckets.ts';
import { DepthView } from './model/tier/depth-view.ts';
import { DISCIPLINES } from './model/tier/disciplines/disciplines.ts';
import type { DisciplineKind } from './model/tier/disciplines/discipline.ts';
import { TierEvents } from './model/tier/events.ts';
import { FunctionTenant } from './model/tier/function-tenant.ts';
import { Gates } from './model/tier/gates.ts';
import { scheduleIncidents } from './model/tier/incidents.ts';
import { Lanes } from './model/tier/lanes.ts';
import { Leases } from './model/tier/leases.ts';
import { hashKey } from './model/tier/placement/hash.ts';
import { STRATEGIES } from './model/tier/placement/strategies.ts';
import type { Strategy } from './model/tier/placement/placement.ts';
import { OldestVisible } from './model/tier/oldest-visible.ts';
import { FUNCTIONS, nameOfTenant, Probe } from './model/tier/probe.ts';
import { QueueLoads } from './model/tier/queue-loads.ts';
import { Ramp } from './model/tier/ramp.ts';
import { Servers } from './model/tier/servers.ts';
import { TenantArrivals } from './model/tier/tenants.ts';
import { Tier, type TierParts } from './model/tier/tier.ts';
import type { TenantGroup, TierObserver, TierProbe } from './model/tier/tier-observer.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

/** A tier, ready to run. */
export interface TierModel {
  readonly tier: Tier;
  readonly probe: TierProbe;
  /** The queue behind a function of the scenario. */
  readonly queueOf: (fn: string) => FunctionTenant;
}

/** Makes the observer of a tier, once there is something to be observed. */
export type ObserveTier = (probe: TierProbe) => TierObserver;

export function makeTier(scenario: S.Scenario, tier: S.TierScenario, observe: ObserveTier, world: World): TierModel {
  return new TierAssembly(scenario, tier, observe, world).build();
}

class TierAssembly {
  readonly #scenario: S.Scenario;
  readonly #settings: S.TierScenario;
  readonly #observe: ObserveTier;
  readonly #world: World;
  /** Functions that are invoked asynchronously: tenants behind those of the groups. */
  readonly #functions: readonly string[];
  readonly #groups: readonly TenantGroup[];
  readonly #tenants: number;
  readonly #groupOf: Uint16Array;

  constructor(scenario: S.Scenario, settings: S.TierScenario, observe: ObserveTier, world: World) {
    this.#scenario = scenario;
    this.#settings = settings;
    this.#observe = observe;
    this.#world = world;
    const invoked = new Set(scenario.sources.flatMap((one) => (one.type === 'async' ? [one.function] : [])));
    this.#functions = [...invoked];
    this.#groups = groupsOf(settings.tenants, this.#functions.length);
    this.#tenants = this.#groups.reduce((sum, { count }) => sum + count, 0);
    this.#groupOf = new Uint16Array(this.#tenants);
    this.#groups.forEach(({ first, count }, g) => this.#groupOf.fill(g, first, first + count));
  }

  build(): TierModel {
    const { tier, probe, lanes } = this.#makeTier();
    this.#settings.tenants.forEach((group, g) => this.#addGroup(group, g, tier));
    const leases = this.#leases(tier);
    scheduleIncidents(this.#settings.incidents, tier, leases, lanes, this.#world);
    tier.tell.slotsChanged(tier.pollers.workingSlots);
    return { tier, probe, queueOf: (fn) => this.#functionTenant(fn, tier) };
  }

  #makeTier(): { tier: Tier; probe: TierProbe; lanes: Lanes | undefined } {
    const settings = this.#settings;
    const { isolation, placement: chosen } = settings;
    const world = this.#world;
    const strategy: Strategy = STRATEGIES[chosen.name as keyof typeof STRATEGIES];
    const shared = strategy.queues?.(settings.queues, this.#tenants) ?? settings.queues;
    const mostLanes = isolation === undefined ? 0 : (isolation.mostLanes ?? Math.max(1, shared >> 1));
    const all = shared + mostLanes;
    const { hostOf, slots, sharedHosts } = this.#hosts(shared, mostLanes);
    const events = new TierEvents();
    const oldest = settings.depth.metric === 'oldestAge' ? new OldestVisible(events, world.sim) : undefined;
    const loads = new QueueLoads(all, (queue) => slots[hostOf[queue]!] ?? 0, oldest);
    const turn = settings.pollers.model === 'pooledWeighted' ? 'weighted' : 'roundRobin';
    const random = world.sim.random('tier', 'pollers');
    const servers = new Servers(hostOf, slots, sharedHosts, loads.visible, turn, random);
    const view = this.#view(shared, loads);
    const parts: TierParts = {
      ...{ shared, tenants: this.#tenants, firstGroup: this.#scenario.sources.length },
      ...{ events, loads, view, servers },
      placement: this.#placement(strategy, view, () => tier.total),
      discipline: this.#discipline(all, events, (queue) => slots[hostOf[queue]!] ?? 0),
      gates: settings.pacing.policy === 'off' ? undefined : this.#gates(),
      lanes: isolation && new Lanes(isolation, { shared, most: mostLanes, tenants: this.#tenants, loads }, world),
      ramp: settings.ramp && new Ramp(settings.ramp, all, (queue) => tier.pollers.turn(queue), world),
    };
    const probe = new Probe({
      ...{ groups: this.#groups, functions: this.#functions, queues: shared, lanes: mostLanes },
      ...{ loads, events, view, placement: parts.placement, records: world.records },
    });
    const tier: Tier = new Tier(settings, parts, this.#observe(probe), world);
    if (parts.gates !== undefined) parts.gates.exit = tier;
    parts.lanes?.connect(tier.tell, (by) => tier.pollers.lanesChanged(by));
    return { tier, probe, lanes: parts.lanes };
  }

  /** Which host works which queue, and its slots; lanes have hosts of their own behind the others. */
  #hosts(shared: number, lanes: number): { hostOf: Int32Array; slots: Float64Array; sharedHosts: number[] } {
    const { model, slots: each, hosts } = this.#settings.pollers;
    const count = model === 'static' ? shared : model === 'leased' ? hosts : 1;
    const slots = new Float64Array(count + lanes).fill(model === 'static' || model === 'leased' ? each : each * hosts);
    slots.fill(this.#settings.isolation?.laneSlots ?? each, count);
    const hostOf = new Int32Array(shared + lanes);
    for (let queue = 0; queue < shared; queue++) hostOf[queue] = queue % count;
    for (let lane = 0; lane < lanes; lane++) hostOf[shared + lane] = count + lane;
    return { hostOf, slots, sharedHosts: model === 'static' ? [] : Array.from({ length: count }, (_, host) => host) };
  }

  #nameOf = (tenant: number): string => nameOfTenant(tenant, this.#groups, this.#functions);

  #concurrencyOf = (tenant: number): number => {
    const group = this.#settings.tenants[this.#groupOf[tenant]!];
    if (group !== undefined) return group.concurrency ?? Infinity;
    const name = this.#nameOf(tenant);
    return this.#scenario.functions.find((fn) => fn.name === name)?.reservedConcurrency ?? Infinity;
  };

  #view(queues: number, loads: QueueLoads): DepthView {
    const { depth, frontHosts } = this.#settings;
    return new DepthView(loads, depth, queues, frontHosts, this.#world.sim);
  }

  #placement(strategy: Strategy, view: DepthView, total: () => number) {
    const { placement, frontHosts, tieBreak } = this.#settings;
    return strategy.make(placement.options, {
      ...{ view, tenants: this.#tenants, hosts: frontHosts, tieBreak, total },
      random: this.#world.sim.random('tier', 'placement'),
      hashOf: (tenant, label) => hashKey(label, this.#nameOf(tenant)),
    });
  }

  #discipline(queues: number, events: TierEvents, slotsOf: (queue: number) => number) {
    const { discipline, tenants } = this.#settings;
    const kind: DisciplineKind = DISCIPLINES[discipline.name as keyof typeof DISCIPLINES];
    const { records, sim } = this.#world;
    return kind.make(discipline.options, {
      ...{ queues, tenants: this.#tenants, clock: sim, slotsOf },
      tenantOf: (slot) => events.tenant[slot]!,
      acceptedAt: (slot) => records.sentAt[slot]!,
      weightOf: (tenant) => tenants[this.#groupOf[tenant]!]?.weight ?? 1,
      costOf: (slot) => (Number.isNaN(records.work[slot]!) ? 1 : records.work[slot]!),
    });
  }

  #gates(): Gates {
    return new Gates(this.#settings.pacing, this.#tenants, this.#concurrencyOf, this.#world);
  }

  #leases(tier: Tier): Leases | undefined {
    const { pollers, leases } = this.#settings;
    if (pollers.model !== 'leased') return undefined;
    const { hosts, zones } = pollers;
    return new Leases({ settings: leases, hosts, zones, queues: tier.parts.shared }, tier, this.#world);
  }

  #addGroup(group: S.TenantScenario, g: number, tier: Tier): void {
    const { name, count, popularity, service, fails, concurrency = Infinity } = group;
    const world = this.#world;
    const index = this.#scenario.sources.length + g;
    const { first } = this.#groups[g]!;
    const drawn = popularity.kind === 'equal' ? undefined : alias(zipfWeights(count, popularity.exponent));
    const arrivals = new TenantArrivals(
      { name, index, first, count, popularity: drawn, service: compile(service) },
      tier,
      world,
    );
    const callers = group.callers && new Callers(name, group.callers, tier, arrivals, world);
    const failures = world.sim.random(`tier.tenants.${name}`, 'failures');
    tier.groups.push({ concurrency, fails, failures, callers, admits: this.#admission(group, first) });
    arrivals.callers = callers;
    if (group.arrivals.length === 0) return;
    const streams = streamsOf(group.arrivals, `tier.tenants.${name}`, world);
    arrivals.producer = new Producer(world, arrivals, streams, Infinity);
  }

  /** A token bucket for each tenant of a group, where the group has a rate. */
  #admission({ admissionRate: rate, admissionBurst, count }: S.TenantScenario, first: number) {
    if (rate === undefined) return undefined;
    const buckets = new TokenBuckets(count);
    const burst = admissionBurst ?? Math.max(1, Math.ceil(rate));
    const { sim } = this.#world;
    return (tenant: number): boolean => buckets.take(tenant - first, sim.now, rate / SECOND, burst);
  }

  #functionTenant(fn: string, tier: Tier): FunctionTenant {
    const { first } = this.#groups.at(-1)!;
    const { timeout } = this.#scenario.functions.find(({ name }) => name === fn)!;
    return new FunctionTenant(tier, first + this.#functions.indexOf(fn), timeout, this.#world);
  }
}

function groupsOf(tenants: readonly S.TenantScenario[], functions: number): TenantGroup[] {
  let first = 0;
  const groups = tenants.map(({ name, count, noisy }) => {
    const group = { name, first, count, noisy };
    first += count;
    return group;
  });
  if (functions > 0) groups.push({ name: FUNCTIONS, first, count: functions, noisy: false });
  return groups;
}
