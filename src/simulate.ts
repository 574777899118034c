/**
 * Scenario in, result out: assembles the model, lets it run in slices, and watches it. What measures is in simulate-recorders.ts, when
 * it is looked at in simulate-readings.ts, what comes of it in simulate-result.ts.
 *
 * These files alone know all parts. They print nothing, read nothing, and do not know the time of day.
 */
import { assemble, type MakeSimulation, type Model, type WatchedTier } from './assemble.ts';
import type { MetricsOptions } from './assemble-metrics.ts';
import { assert, Defect } from './engine/assert.ts';
import type { Limits, Pause, Simulation } from './engine/simulation.ts';
import { Journal, type AppendLine } from './metrics/journal.ts';
import type { Assumption, Result } from './metrics/result.ts';
import type { Sampler } from './metrics/sampler.ts';
import type { TimeHearer } from './metrics/where-time-went/heard.ts';
import { everyone, type Observer } from './model/observer.ts';
import { TooManyRecords, type Records } from './model/records.ts';
import type { TierObserver } from './model/tier/tier-observer.ts';
import type { Scenario } from './scenario/scenario.ts';
import { wantsBaseline, type Baseline } from './simulate-baseline.ts';
import { assumptionsOf, factsOfDefaults } from './simulate-facts.ts';
import { startReadings } from './simulate-readings.ts';
import { Recorders } from './simulate-recorders.ts';
import { replicationOf, resultOf } from './simulate-result.ts';
import { TierRun, type Luck } from './simulate-tier.ts';
import { VERSION } from './version.ts';

/** What an observer of one's own is made from. */
export interface Watched {
  readonly records: Records;
  readonly sim: Simulation;
  /** The id of a record, as the scenario and the journal know it. */
  readonly idOf: (slot: number) => string;
}

export interface RunOptions {
  /** 0 for the first run of a scenario; others have other luck. */
  readonly replication?: number;
  /** Events after which a run is given up; default ten thousand million. */
  readonly eventBudget?: number;
  /** Where to write the journal; absent: none is kept. */
  readonly journal?: AppendLine;
  /** Metrics by the period, as CloudWatch would have them, and where to write them; absent: none are kept. */
  readonly metrics?: MetricsOptions;
  /** Whether to keep account of where time went; default true. Without it a run is faster, and the result has null there. */
  readonly whereTimeWent?: boolean;
  /** Who asks where the time of single records went; absent: nobody, and only sums are kept. */
  readonly timesOf?: TimeHearer;
  /** Observers of one's own, beside the recorder. */
  readonly observers?: readonly ((watched: Watched) => Observer)[];
  /** The same for the tier, which tells words of its own; not called where a scenario has none. */
  readonly tierObservers?: readonly ((watched: WatchedTier) => TierObserver)[];
  /** Makes the clock and what is due: tests give one that runs simultaneous events in another order. Absent: the engine's own. */
  readonly simulation?: MakeSimulation;
}

/** The run cannot go on, for a reason that lies in the scenario. */
export class RunAborted extends Error {
  override readonly name = 'RunAborted';
}

const EVENT_BUDGET = 1e10;
const EVENTS_PER_INSTANT = 2e7;
const SLICE = 200_000;

/** Runs a scenario from beginning to end. Throws {@link RunAborted}, or Defect when the simulator itself is wrong. */
export function simulate(scenario: Scenario, options: RunOptions = {}): Result {
  const run = new Run(scenario, options);
  while (!run.advance());
  return run.result();
}

/** A run that its caller drives: between two slices it may look at signals, or draw progress. */
export class Run {
  readonly #scenario: Scenario;
  readonly #model: Model;
  #recorders!: Recorders;
  /** Only where there is a tier. */
  #tier: TierRun | undefined;
  /** The run without the noise, which follows where it is wanted; undefined until then. */
  #baseline: Baseline | undefined;
  /** What both runs have in common beside the scenario. */
  readonly #luck: Luck;
  readonly #sampler: Sampler;
  #finished = false;

  constructor(scenario: Scenario, options: RunOptions = {}) {
    this.#scenario = scenario;
    const { replication = 0, simulation } = options;
    this.#luck = { replication, limits: limitsOf(scenario, options), simulation };
    this.#model = assemble(scenario, {
      ...this.#luck,
      promptArrivals: options.journal !== undefined || options.observers !== undefined,
      observe: (records, sim, idOf) => everyone(this.#observers({ records, sim, idOf }, options)),
      observeTier: (watched) => this.#tierObserver(watched, options),
    });
    this.#recorders.watch(this.#model);
    this.#sampler = startReadings(scenario, this.#model, this.#recorders, this.#tier);
    this.#model.world.rules.relyOn([...factsOfDefaults(scenario), ...this.#recorders.facts]);
  }

  /** Simulated time so far, in microseconds. */
  get now(): number {
    return this.#model.world.sim.now;
  }

  /** How much of the whole is done, from 0 to 1: of both runs where one without the noise follows. */
  get done(): number {
    const { duration, tier } = this.#scenario;
    const runs = wantsBaseline(tier) ? 2 : 1;
    return (this.now + (this.#baseline?.now ?? 0)) / (runs * duration);
  }

  /** Events so far. */
  get events(): number {
    return this.#model.world.sim.events;
  }

  /** The facts looked at so far that are not documented or are the scenario's own: before the first slice, nearly all. */
  assumptions(): Assumption[] {
    return assumptionsOf(this.#model.world.rules, this.#scenario);
  }

  /** Goes on for a slice of events; true when the run has ended, and the one without its noise, where one follows. */
  advance(slice = SLICE): boolean {
    if (this.#finished) return true;
    // The run without the noise, where one follows, is driven as this one is.
    const pause = this.#guarded(() => (this.#baseline ?? this.#model.world.sim).advance(slice));
    if (!this.#isEnd(pause)) return false;
    const next = this.#tier?.follow(this.#luck);
    if (next === undefined) this.#finished = true;
    else this.#baseline = next;
    return this.#finished;
  }

  /** The result of a run that has ended. Throws Defect when the books do not balance. */
  result(): Result {
    assert(this.#finished, 'a result was asked for before the run had ended');
    return this.#guarded(() =>
      resultOf({
        scenario: this.#scenario,
        luck: this.#luck,
        model: this.#model,
        recorders: this.#recorders,
        sampler: this.#sampler,
        tier: this.#tier,
      }),
    );
  }

  /** Who listens, in the order in which they are told: what measures, the journal, the caller's own. */
  #observers(watched: Watched, options: RunOptions): Observer[] {
    this.#recorders = new Recorders(this.#scenario, watched, options);
    const writing = options.journal === undefined ? [] : [this.#journal(watched, options.journal)];
    const own = (options.observers ?? []).map((make) => make(watched));
    return [...this.#recorders.listeners, ...writing, ...own];
  }

  #tierObserver(watched: WatchedTier, { journal, tierObservers = [] }: RunOptions): TierObserver {
    this.#tier = new TierRun(this.#scenario, watched, journal, tierObservers);
    return this.#tier.observer;
  }

  #journal({ records, sim, idOf }: Watched, append: AppendLine): Journal {
    const { name, seed, rules } = this.#scenario;
    const header = { scenario: name, seed, ...replicationOf(this.#luck), rules, version: VERSION };
    return new Journal(header, append, { records, clock: sim, idOf });
  }

  #isEnd(pause: Pause): boolean {
    if (pause === 'budgetUsed')
      throw new RunAborted(
        `the event budget is used up at ${this.now / 1e6} s of simulated time: is a rate or the duration too large? (--max-events allows more)`,
      );
    if (pause === 'timeStoodStill')
      throw new RunAborted(
        `time stands still at ${this.now / 1e6} s: too many events at one instant; does something take 0 s and come back at once?`,
      );
    return pause === 'finished';
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof TooManyRecords) {
        throw new RunAborted(
          `${error.live} records wait at ${this.now / 1e6} s of simulated time, which is all there is room for: is a rate too high, or a function too slow?`,
        );
      }
      if (!(error instanceof Defect)) throw error;
      throw new Defect(`${error.message} (seed ${JSON.stringify(this.#scenario.seed)}, at ${this.now} µs)`);
    }
  }
}

function limitsOf({ duration }: Scenario, { eventBudget = EVENT_BUDGET }: RunOptions): Limits {
  return { until: duration, budget: eventBudget, perInstant: EVENTS_PER_INSTANT };
}
