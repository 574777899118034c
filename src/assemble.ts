/**
 * Builds the model that a scenario describes: names become objects, descriptions become samplers, and everything is
 * connected. The files assemble-….ts and simulate.ts alone know both the scenario and the model; here is the order of it, and functions.
 */
import { EventQueues } from './assemble-async.ts';
import { makeDownstreams } from './assemble-downstreams.ts';
import { makeColdStart, scaleProvisioned } from './assemble-environments.ts';
import { addEvents } from './assemble-events.ts';
import { makeHandler } from './assemble-handlers.ts';
import { addMapping } from './assemble-mappings.ts';
import { matchingIn, type Matching } from './assemble-matches.ts';
import { addOutages } from './assemble-outages.ts';
import { Parts } from './assemble-parts.ts';
import { makeSends } from './assemble-sends.ts';
import { addSource, connectSource } from './assemble-sources.ts';
import { makeTier, type TierModel } from './assemble-tier.ts';
import { Rules } from './aws/rules.ts';
import { RandomStreams } from './engine/random.ts';
import { Simulation, type Limits } from './engine/simulation.ts';
import type { BatchOwner } from './model/batch.ts';
import type { Downstream } from './model/downstreams/downstream.ts';
import { Account } from './model/lambda/account.ts';
import { LambdaFunction } from './model/lambda/function.ts';
import type { RecordIds } from './model/lambda/judge.ts';
import type { EventSourceMapping } from './model/mapping/event-source-mapping.ts';
import type { Observer } from './model/observer.ts';
import { Trails } from './model/lineage.ts';
import { Records } from './model/records.ts';
import type { Source } from './model/sources/source.ts';
import type { Subscriber } from './model/sources/stream/subscriber.ts';
import { everyoneOfTier } from './model/tier/everyone-of-tier.ts';
import type { TierObserver, TierProbe } from './model/tier/tier-observer.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

/** The parts of a model, ready to run; each list in the order of the scenario. */
export interface Model {
  readonly world: World;
  readonly sources: readonly Source[];
  readonly functions: readonly LambdaFunction[];
  readonly mappings: readonly EventSourceMapping[];
  /** What each mapping is to its stream; undefined of one that reads a queue. */
  readonly consumers: readonly (Subscriber | undefined)[];
  /** All that bring batches to functions, by their number. */
  readonly owners: readonly BatchOwner[];
  readonly account: Account;
  readonly idOf: RecordIds;
  /** Undefined: each function's events have a queue to themselves. */
  readonly tier: TierProbe | undefined;
}

/** What an observer of the tier is made from. */
export interface WatchedTier {
  readonly probe: TierProbe;
  readonly records: Records;
  readonly clock: Simulation;
  readonly idOf: RecordIds;
}

export type MakeSimulation = (streams: RandomStreams, limits: Limits) => Simulation;

export interface AssembleOptions {
  /** 0 for the first run of a scenario; others have other luck. */
  readonly replication: number;
  readonly limits: Limits;
  /** Makes the clock and what is due; absent: the engine's own. */
  readonly simulation?: MakeSimulation | undefined;
  /** See World.promptArrivals. */
  readonly promptArrivals: boolean;
  /** Makes the observer, once the records and the clock it reads exist. */
  readonly observe: (records: Records, sim: Simulation, idOf: RecordIds) => Observer;
  /** Makes the observer of the tier, where there is one; absent: nobody looks. */
  readonly observeTier?: (watched: WatchedTier) => TierObserver;
}

export function assemble(scenario: S.Scenario, options: AssembleOptions): Model {
  return new Assembly(scenario, options).build();
}

class Assembly {
  readonly #scenario: S.Scenario;
  readonly #world: World;
  readonly #parts = new Parts();
  readonly #tier: TierModel | undefined;
  readonly #eventQueues: EventQueues;
  readonly #downstreams: ReadonlyMap<string, Downstream>;
  readonly #match: Matching;

  constructor(scenario: S.Scenario, options: AssembleOptions) {
    this.#scenario = scenario;
    const { simulation = (streams, limits) => new Simulation(streams, limits) } = options;
    const sim = simulation(new RandomStreams(scenario.seed, options.replication), options.limits);
    const records = new Records();
    const rules = new Rules(scenario.rules, scenario.facts);
    const tell = options.observe(records, sim, this.#idOf);
    const trails = new Trails(() => rules.number('lambda.recursion.most'));
    this.#world = { sim, rules, records, trails, batches: [], tell, promptArrivals: options.promptArrivals };
    this.#downstreams = makeDownstreams(scenario, this.#world);
    this.#match = matchingIn(scenario.sources, records);
    const observeTier = (probe: TierProbe): TierObserver =>
      options.observeTier?.({ probe, records, clock: sim, idOf: this.#idOf }) ?? everyoneOfTier([]);
    this.#tier = scenario.tier && makeTier(scenario, scenario.tier, observeTier, this.#world);
    this.#eventQueues = new EventQueues(scenario.functions, this.#tier?.queueOf, this.#world);
  }

  build(): Model {
    const { sources, functions, mappings } = this.#scenario;
    const needs = { scenario: this.#scenario, parts: this.#parts, eventQueues: this.#eventQueues, world: this.#world };
    for (const source of sources) addSource(source, needs);
    const account = new Account(this.#scenario.account.concurrency, this.#world);
    for (const fn of functions) this.#addFunction(fn, account);
    for (const source of sources) connectSource(source, needs);
    for (const mapping of mappings) addMapping(mapping, needs);
    addEvents(this.#scenario, this.#parts, this.#world);
    addOutages(this.#scenario, this.#world, this.#parts.sources, this.#parts.mappings, this.#parts.functions);
    return this.#made(account);
  }

  #made(account: Account): Model {
    const { sources, functions, mappings, consumers, callers } = this.#parts;
    return {
      world: this.#world,
      sources: [...sources.values()],
      functions: [...functions.values()],
      mappings: [...mappings.values()],
      consumers: this.#scenario.mappings.map(({ name }) => consumers.get(name)),
      owners: [...mappings.values(), ...callers.values()],
      account,
      idOf: this.#idOf,
      tier: this.#tier?.probe,
    };
  }

  /** The id of a record: the one given, or its source's name and its number there; of a repeat, with the number of its sending. */
  readonly #idOf = (slot: number): string => {
    const sending = this.#world.records.sendingOf(slot);
    return sending === 1 ? this.#firstIdOf(slot) : `${this.#firstIdOf(slot)}~${sending}`;
  };

  #firstIdOf(slot: number): string {
    const { label, labels, origin, number } = this.#world.records;
    if (label[slot]! > 0) return String(labels.valueAt(label[slot]!));
    const { sources, tier } = this.#scenario;
    const { name } = sources[origin[slot]!] ?? tier!.tenants[origin[slot]! - sources.length]!;
    return `${name}-${number[slot]!}`;
  }

  #addFunction(fn: S.FunctionScenario, account: Account): void {
    const { timeout, reservedConcurrency, provisionedConcurrency, provisionedReadyAt, idleLifetime } = fn;
    const settings = {
      ...{ timeout, reservedConcurrency, provisionedConcurrency, provisionedReadyAt, idleLifetime },
      stopsLoops: fn.recursiveLoop === 'terminate',
      coldStart: fn.coldStart && makeColdStart(fn.coldStart, this.#world.rules),
    };
    if (fn.cpuShare > 0) this.#world.rules.relyOn(['lambda.memory.fullCpu']);
    const handler = makeHandler(fn, this.#parts.functions.size, {
      scenario: this.#scenario,
      world: this.#world,
      idOf: this.#idOf,
      downstreams: this.#downstreams,
      match: this.#match,
    });
    const made = new LambdaFunction(fn.name, this.#parts.functions.size, settings, handler, account, this.#world);
    this.#parts.functions.set(fn.name, made);
    scaleProvisioned(made, fn, this.#world);
    const { sends } = fn.handler;
    if (sends.length === 0) return;
    made.sends = makeSends(
      made,
      sends,
      this.#parts.destinations,
      (attributes) => this.#match({ attributes }),
      this.#world,
    );
  }
}
