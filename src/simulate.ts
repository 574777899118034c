/**
 * Scenario in, result out: assembles the model, lets it run in slices, watches it, and checks its books.
 *
 * The only file that knows all parts. Prints nothing, reads nothing, and does not know the time of day.
 */
import { Cost } from './assemble-cost.ts';
import { AccountWatch } from './assemble-account.ts';
import { Alarms, FACTS_OF_ALARMS } from './assemble-alarms.ts';
import { assemble, type MakeSimulation, type Model, type WatchedTier } from './assemble.ts';
import {
  eventRecorder,
  groupRecorder,
  metersOf,
  metricsReader,
  namesOf,
  streamRecorder,
  type Meter,
  type MetricsOptions,
} from './assemble-metrics.ts';
import { downstreamRecorder } from './assemble-downstreams.ts';
import { pollerRecorder, pollersResult } from './assemble-pollers.ts';
import { assert, Defect } from './engine/assert.ts';
import { Rank } from './engine/rank.ts';
import type { Limits, Pause, Simulation } from './engine/simulation.ts';
import type { SourceRole } from './metrics/ledgers.ts';
import { COST_NAME } from './metrics/cost/figures.ts';
import { CountingRecorder } from './metrics/counting-recorder.ts';
import { checkObjective } from './metrics/figure.ts';
import type { DownstreamRecorder } from './metrics/downstreams/recorder.ts';
import { downstreamResult } from './metrics/downstreams/result.ts';
import { EffectsRecorder } from './metrics/effects/recorder.ts';
import type { EventRecorder } from './metrics/events/event-recorder.ts';
import { discrepancy, eventResult } from './metrics/events/summary.ts';
import { FifoRecorder } from './metrics/groups/fifo-recorder.ts';
import { fifoResult } from './metrics/groups/fifo-result.ts';
import type { GroupRecorder } from './metrics/groups/group-recorder.ts';
import { groupsResult } from './metrics/groups/summary.ts';
import { Journal, type AppendLine } from './metrics/journal.ts';
import type { MetricsReader } from './metrics/metrics-reader.ts';
import type { StreamMappingResult } from './metrics/streams/result.ts';
import type { PollerRecorder } from './metrics/pollers/poller-recorder.ts';
import { ProvisionedRecorder } from './metrics/provisioned.ts';
import { Readings, type Probes } from './metrics/readings.ts';
import { Recorder } from './metrics/recorder.ts';
import { MOST_INPUTS, RESULT_FORMAT, type Assumption, type Result } from './metrics/result.ts';
import { measured, named, Sampler } from './metrics/sampler.ts';
import type { StreamRecorder } from './metrics/streams/stream-recorder.ts';
import { TIER_NAME } from './metrics/tier/figures.ts';
import { streamBooks, streamMappingResult, streamResult, type IteratorAgeAt } from './metrics/streams/summary.ts';
import {
  booksOf,
  chainResults,
  functionResult,
  imbalance,
  levelResult,
  mappingResult,
  sourceResult,
} from './metrics/summary.ts';
import { everyone, type Observer } from './model/observer.ts';
import { TooManyRecords, type AttributeTable, type Records } from './model/records.ts';
import { AsyncSource } from './model/sources/async/async.ts';
import { isStreamType, SOURCE_KINDS, type SourceType } from './model/sources/kinds.ts';
import { SqsQueue } from './model/sources/sqs.ts';
import type { TierObserver } from './model/tier/tier-observer.ts';
import type { Histogram } from './stats/histogram.ts';
import { explain } from './scenario/explain.ts';
import { FIGURES, type FigureKind } from './scenario/objective-figures.ts';
import type { Objective, Scenario } from './scenario/scenario.ts';
import { wantsBaseline, type Baseline } from './simulate-baseline.ts';
import { assumptionsOf, factsOfDefaults, soundFactsOf } from './simulate-facts.ts';
import { timeRecorder, watchTimes } from './assemble-times.ts';
import { whereTimeWent, type WhereTimeWent } from './metrics/where-time-went/result.ts';
import type { TimeHearer } from './metrics/where-time-went/heard.ts';
import type { TimeRecorder } from './metrics/where-time-went/time-recorder.ts';
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
  #recorder!: Recorder;
  /** Undefined: nobody wants to know where time went. */
  #times: TimeRecorder | undefined;
  #cost!: Cost;
  /** Only where some function ever has provisioned concurrency. */
  #provisioned: ProvisionedRecorder | undefined;
  /** Only where some mapping has provisioned pollers. */
  #pollers: PollerRecorder | undefined;
  /** Only where some handler says what its effects are. */
  #effects: EffectsRecorder | undefined;
  /** Only where some downstream is called step by step. */
  #downstreams: DownstreamRecorder | undefined;
  /** Only where there are FIFO queues. */
  #fifo: FifoRecorder | undefined;
  /** Only where there are streams. */
  #streams: StreamRecorder | undefined;
  /** Only where messages of some queue have groups. */
  #groups: GroupRecorder | undefined;
  /** Only where there is asynchronous invocation. */
  #events: EventRecorder | undefined;
  /** Of each period in which metrics are wanted: none as a rule, for alarms or to be written. */
  #meters: readonly Meter[] = [];
  /** Only where several bring batches to functions. */
  #account: AccountWatch | undefined;
  /** Only where there are some. */
  #alarms: Alarms | undefined;
  /** Only where there is a tier. */
  #tier: TierRun | undefined;
  /** The run without the noise, which follows where it is wanted; undefined until then. */
  #baseline: Baseline | undefined;
  /** What both runs have in common beside the scenario. */
  readonly #luck: Luck;
  readonly #sampler: Sampler;
  readonly #readings: Readings;
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
    if (this.#times !== undefined) watchTimes(this.#times, this.#model);
    this.#provisioned?.watch(this.#model.account);
    this.#pollers?.watch(this.#model.mappings);
    this.#streams?.watch({
      ageAt: this.#iteratorAgeAt,
      oldest: this.#model.consumers.map((one) => (visit) => one?.oldestSince(visit)),
    });
    this.#groups?.watch(
      this.#model.sources.map((one) => () => (one instanceof SqsQueue ? one.oldestQuietSince() : Infinity)),
    );
    this.#events?.watch(this.#model.sources.map((one) => (one instanceof AsyncSource ? one.settings : undefined)));
    this.#sampler = new Sampler(
      scenario.duration,
      this.#recorder,
      scenario.sources.map((_, i) => this.#latenciesOf(i)),
      { streams: this.#streams, events: this.#events, downstreams: this.#downstreams, groups: this.#groups },
    );
    const ofAccount = this.#account?.watch(
      this.#model.functions.map(({ settings }) => settings),
      this.#sampler.period,
    );
    const readers = [
      this.#sampler,
      ...(ofAccount === undefined ? [] : [ofAccount]),
      ...(this.#tier?.readers ?? []),
      ...this.#metrics(),
    ];
    const recorders = {
      recorder: this.#recorder,
      provisioned: this.#provisioned,
      streams: this.#streams,
      downstreams: this.#downstreams,
      fifo: this.#fifo,
      groups: this.#groups,
    };
    this.#readings = new Readings(scenario.duration, recorders, this.#probes(), readers);
    this.#startWatching();
    const ofAlarms = this.#alarms === undefined ? [] : FACTS_OF_ALARMS;
    this.#model.world.rules.relyOn([...factsOfDefaults(scenario), ...this.#cost.facts, ...ofAlarms]);
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
    return this.#guarded(() => this.#summarise());
  }

  #observers(watched: Watched, options: RunOptions): Observer[] {
    const { mappings, sources, functions } = this.#scenario;
    const parts = {
      sources: sources.map(({ type }) => roleOf(type)),
      mappings: mappings.length,
      functions: functions.length,
    };
    const { records, sim } = watched;
    if (this.#scenario.alarms.length > 0) this.#alarms = new Alarms(this.#scenario);
    this.#meters = metersOf(this.#scenario, { records, clock: sim }, options.metrics, this.#alarms);
    const [first, ...others] = this.#meters.map(({ counts }) => counts);
    this.#recorder =
      first === undefined ? new Recorder(parts, records, sim) : new CountingRecorder(parts, records, sim, first);
    if (options.whereTimeWent !== false)
      this.#times = timeRecorder(this.#scenario, parts.sources, { records, clock: sim }, options.timesOf);
    const provisions = everProvisions(this.#scenario);
    this.#cost = new Cost(this.#scenario, this.#recorder, { records, clock: sim }, provisions);
    if (provisions) this.#provisioned = new ProvisionedRecorder(functions.length, sim);
    this.#pollers = pollerRecorder(this.#scenario, sim);
    if (functions.some(({ handler }) => handler.effects !== undefined))
      this.#effects = new EffectsRecorder(functions.length);
    this.#downstreams = downstreamRecorder(this.#scenario, sim);
    const own = (options.observers ?? []).map((make) => make(watched));
    const isFifo = sources.map(({ type }) => type === 'sqsFifo');
    if (isFifo.includes(true)) this.#fifo = new FifoRecorder(isFifo, records);
    this.#streams = streamRecorder(this.#scenario, { records, clock: sim, idOf: watched.idOf });
    this.#groups = groupRecorder(this.#scenario, { records, clock: sim });
    this.#events = eventRecorder(this.#scenario, { records, clock: sim });
    const byPeriod = [...others, ...this.#meters.flatMap(({ counts }) => [counts.streams, counts.events])];
    this.#account = AccountWatch.of(this.#scenario, sim);
    const ofSome = [
      this.#times,
      this.#provisioned,
      this.#pollers,
      this.#effects,
      this.#downstreams,
      this.#streams,
      this.#events,
      this.#fifo,
      this.#groups,
    ];
    const ofAll = [...ofSome, this.#account?.recorder, ...byPeriod, ...this.#cost.listeners];
    const measuring = [this.#recorder, ...ofAll].filter((one) => one !== undefined);
    return options.journal === undefined
      ? [...measuring, ...own]
      : [...measuring, this.#journal(watched, options.journal), ...own];
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

  #metrics(): MetricsReader[] {
    return this.#meters.map(({ period, counts }) => {
      const [recorder, provisioned, fifo, groups] = [this.#recorder, this.#provisioned, this.#fifo, this.#groups];
      const measured = { recorder, provisioned, fifo, groups, counts };
      return metricsReader(this.#scenario, period, measured);
    });
  }

  /** Readings at equal intervals, and the end of the warm-up. */
  #startWatching(): void {
    const { sim } = this.#model.world;
    const { duration, warmUp } = this.#scenario;
    const timer = sim.timer(Rank.sample, () => {
      this.#readings.take(sim.now);
      if (sim.now < duration) timer.set(this.#readings.next(sim.now));
    });
    timer.set(this.#readings.next(0));
    if (warmUp === 0) return;
    const endOfWarmUp = sim.action(Rank.sample, () => {
      this.#readings.endWarmUp(sim.now, () => {
        this.#recorder.restart(sim.now);
        this.#times?.restart();
        this.#provisioned?.restart(sim.now);
        this.#pollers?.restart(sim.now);
        this.#effects?.restart();
        this.#downstreams?.restart(sim.now);
        this.#fifo?.restart(sim.now);
        this.#streams?.restart(sim.now);
        this.#events?.restart();
        this.#groups?.restart(sim.now);
        this.#account?.recorder.restart();
        this.#cost.restart(sim.now);
        this.#tier?.restart(sim.now);
      });
    });
    sim.at(warmUp, endOfWarmUp, 0);
  }

  #probes(): Probes {
    const { mappings, functions, account } = this.#model;
    return {
      oldestAges: () => this.#oldestAges(),
      pollersLimits: () => mappings.map(({ pollersLimit }) => pollersLimit),
      concurrencyLimits: () =>
        functions.map(({ settings }) => {
          return settings.reservedConcurrency ?? Math.max(0, account.unreserved) + settings.provisionedConcurrency;
        }),
    };
  }

  /** Sources draw on their producers only when somebody looks at them. */
  #catchUp(): void {
    for (const source of this.#model.sources) void source.held;
    for (const mapping of this.#model.mappings) mapping.countWaits();
  }

  #oldestAges(): (number | null)[] {
    this.#catchUp();
    return this.#model.sources.map((source) => {
      const since = source.oldestSince();
      return since === Infinity ? null : this.now - since;
    });
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

  #summarise(): Result {
    const { name, question, seed, rules, duration, warmUp, account, objectives } = this.#scenario;
    const ages = this.#oldestAges();
    this.#checkBooks();
    const { sim } = this.#model.world;
    const parts = { sources: this.#sources(ages), mappings: this.#mappings(), functions: this.#functions() };
    const alarms = this.#alarms === undefined ? {} : { alarms: this.#alarms.results() };
    const [downstreams, tier] = [this.#downstreamResults(), this.#tier?.result(this.now) ?? null];
    const figures = { ...parts, downstreams, ...alarms, tier, cost: this.#bill() };
    return {
      lagcastResult: RESULT_FORMAT,
      version: VERSION,
      name,
      question: question ?? null,
      seed,
      ...replicationOf(this.#luck),
      rules,
      duration,
      warmUp,
      digest: sim.digest,
      events: sim.events,
      ...parts,
      downstreams,
      chains: chainResults(this.#recorder.chains, this.#scenario.sources.map(nameOf)),
      account: {
        concurrency: account.concurrency === Infinity ? null : account.concurrency,
        claimed: this.#provisioned === undefined ? null : levelResult(this.#provisioned.claimed, this.now),
        ...this.#account?.results(),
      },
      outages: this.#recorder.outages,
      ...alarms,
      tier: figures.tier,
      cost: figures.cost,
      objectives: objectives.map((objective) => checkObjective(figures, objective, unitOf(objective, figures))),
      assumptions: assumptionsOf(this.#model.world.rules, this.#scenario),
      facts: soundFactsOf(this.#model.world.rules),
      ...inputsOf(this.#scenario),
      series: { ...this.#sampler.toResult(namesOf(this.#scenario)), ...this.#account?.series() },
    };
  }

  /** What it comes to; the prices it has been asked for are among what the run relies on from then on. */
  #bill(): Result['cost'] {
    const { cost, facts } = this.#cost.result(this.#pollers, this.now);
    this.#model.world.rules.relyOn(facts);
    return cost;
  }

  #sources(ages: readonly (number | null)[]): Result['sources'] {
    const { sources } = this.#scenario;
    const results = sources.map(({ type }, i) => {
      const [stream, events, fifo] = [this.#streams?.streams[i], this.#events?.sources[i], this.#fifo?.queues[i]];
      const groups = this.#groups?.queues[i];
      const result = sourceResult(
        type,
        this.#recorder.sources[i]!,
        this.#latenciesOf(i),
        this.#recorder.chains.endToEnd(i),
        ages[i]!,
        this.now,
      );
      return {
        ...result,
        whereTimeWent: this.#whereTimeWent(this.#ownersOf(i)),
        duplicates: events?.duplicates.counted ?? result.duplicates,
        stream: stream === undefined ? null : streamResult(stream, this.now),
        async: events === undefined ? null : eventResult(events),
        fifo: fifo === undefined ? null : fifoResult(fifo, this.now),
        groups: groups === undefined ? null : groupsResult(groups, this.#tableOf(groups.queue.column), this.now),
      };
    });
    return named(sources.map(nameOf), results);
  }

  #tableOf(column: number): AttributeTable {
    return this.#model.world.records.attributes[column]!.table;
  }

  /** Numbers of all that bring the records of a source to functions. */
  #ownersOf(source: number): number[] {
    return this.#model.owners.filter((owner) => owner.source.index === source).map(({ ownerIndex }) => ownerIndex);
  }

  #whereTimeWent(owners: readonly number[]): WhereTimeWent | null {
    const { sums } = this.#times ?? {};
    return sums === undefined ? null : whereTimeWent(owners.map((owner) => sums[owner]!));
  }

  #latenciesOf(source: number): Histogram[] {
    return this.#ownersOf(source).map((owner) => this.#recorder.owners[owner]!.latency);
  }

  #mappings(): Result['mappings'] {
    const { mappings } = this.#scenario;
    const results = mappings.map((mapping, i) => {
      const { pollersLimit } = this.#model.mappings[i]!;
      const result = mappingResult(this.#recorder.mappings[i]!, mapping, pollersLimit, this.now);
      const provisioned = pollersResult(this.#pollers, i, this.#scenario, this.now);
      return { ...result, whereTimeWent: this.#whereTimeWent([i]), stream: this.#streamMapping(i), provisioned };
    });
    return named(mappings.map(nameOf), results);
  }

  #streamMapping(mapping: number): StreamMappingResult | null {
    const record = this.#streams?.mappings[mapping];
    if (record === undefined) return null;
    return streamMappingResult(record, this.#model.consumers[mapping]!.held, this.#iteratorAgeAt, this.now);
  }

  get #iteratorAgeAt(): IteratorAgeAt {
    return this.#model.world.rules.word('stream.iteratorAgeAt') as IteratorAgeAt;
  }

  #functions(): Result['functions'] {
    const { functions } = this.#scenario;
    const results = functions.map(({ name, handler }, i) => {
      const { settings } = this.#model.functions[i]!;
      const record = this.#recorder.functions[i]!;
      return functionResult(
        record,
        settings,
        reservedChanges(this.#scenario, name),
        { provisioned: this.#provisioned?.functions[i], effects: handler.effects && this.#effects?.functions[i] },
        this.now,
      );
    });
    return named(functions.map(nameOf), results);
  }

  #downstreamResults(): Result['downstreams'] {
    const results = (this.#downstreams?.downstreams ?? []).map((one) => one && downstreamResult(one, this.now));
    return measured(this.#scenario.downstreams.map(nameOf), results);
  }

  /** Every record went somewhere, and the recorder's levels are what the queues really hold. */
  #checkBooks(): void {
    this.#model.sources.forEach((source, i) => {
      const record = this.#recorder.sources[i]!;
      const { name, held } = source;
      assert(imbalance(booksOf(record)) === 0, `the books of ${name} do not balance`);
      assert(record.held === held, `the books of ${name} say that ${record.held} wait, and it holds ${held}`);
      const events = this.#events?.sources[i];
      if (events === undefined) return;
      const wrong = discrepancy(events, held, (source as AsyncSource).handingOver);
      assert(wrong === undefined, `the books of ${name} do not balance: ${wrong}`);
    });
    const wrong = this.#tier?.discrepancy;
    assert(wrong === undefined, `the books of the tier do not balance: ${wrong}`);
    // What mappings of streams are not done with is what their consumers hold.
    this.#model.mappings.forEach(({ name }, i) => {
      const record = this.#streams?.mappings[i];
      if (record === undefined) return;
      const books = streamBooks(record, this.#model.consumers[i]!.held);
      assert(imbalance(books) === 0, `the books of ${name} do not balance`);
    });
  }
}

/** Said of every run but the first. */
function replicationOf({ replication }: Luck): { readonly replication?: number } {
  return replication === 0 ? {} : { replication };
}

function limitsOf({ duration }: Scenario, { eventBudget = EVENT_BUDGET }: RunOptions): Limits {
  return { until: duration, budget: eventBudget, perInstant: EVENTS_PER_INSTANT };
}

/** When the reserved concurrency of a function is set within the run, and to what. */
function reservedChanges({ events, duration }: Scenario, fn: string): { at: number; to: number | null }[] {
  return events.flatMap((event) => {
    if (event.kind !== 'set' || event.at > duration || event.option !== 'reservedConcurrency') return [];
    const isOurs = event.target.kind === 'function' && event.target.name === fn;
    return isOurs ? [{ at: event.at, to: event.value ?? null }] : [];
  });
}

function everProvisions({ functions, events }: Scenario): boolean {
  const isSet = events.some((event) => event.kind === 'set' && event.option === 'provisionedConcurrency');
  return (
    isSet ||
    functions.some(
      ({ provisionedConcurrency, provisionedSchedule }) =>
        provisionedConcurrency > 0 || provisionedSchedule.changes.length > 0,
    )
  );
}

export function roleOf(type: SourceType): SourceRole {
  const { calls } = SOURCE_KINDS[type];
  if (calls !== undefined) return calls === 'sync' ? 'calls' : 'events';
  return isStreamType(type) ? 'stream' : 'queue';
}

function nameOf(part: { readonly name: string }): string {
  return part.name;
}

function unitOf(
  { name, figure }: Objective,
  parts: Pick<Result, 'sources' | 'mappings' | 'functions' | 'downstreams' | 'tier' | 'alarms'>,
): FigureKind['unit'] {
  const owners = [
    name === COST_NAME && figure in FIGURES.cost && FIGURES.cost,
    name === TIER_NAME && FIGURES.tier,
    parts.tier !== null && name in parts.tier.groups && FIGURES.group,
    name in parts.sources && FIGURES.source,
    name in parts.mappings && FIGURES.mapping,
    name in parts.functions && FIGURES.function,
    name in parts.downstreams && FIGURES.downstream,
    parts.tier !== null && name === 'tier' && FIGURES.tier,
    parts.tier !== null && name in parts.tier.groups && FIGURES.group,
    name in (parts.alarms ?? {}) && FIGURES.alarm,
  ];
  const kinds = owners.filter((figures) => figures !== false) as Record<string, FigureKind>[];
  return kinds.find((figures) => figure in figures)?.[figure]?.unit ?? 'count';
}

function inputsOf(scenario: Scenario): Pick<Result, 'inputs' | 'inputsLeftOut'> {
  const inputs = explain(scenario).lines.flatMap(({ path, value }) =>
    value === undefined ? [] : [{ path, written: value.written, origin: value.origin }],
  );
  return { inputs: inputs.slice(0, MOST_INPUTS), inputsLeftOut: Math.max(0, inputs.length - MOST_INPUTS) };
}
