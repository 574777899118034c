/**
 * Builds the model that a scenario describes: names become objects, descriptions become samplers, and everything is
 * connected. Beside assemble-arrivals.ts and simulate.ts the only file that knows both the scenario and the model.
 */
import { endingsOf, EventQueues, makeAsync } from './assemble-async.ts';
import { kafkaMappingSettings, makeGroup, makeTopic } from './assemble-kafka.ts';
import { arrivalStreams } from './assemble-arrivals.ts';
import { Rules } from './aws/rules.ts';
import { assert } from './engine/assert.ts';
import { RandomStreams } from './engine/random.ts';
import { Rank } from './engine/rank.ts';
import { Simulation, type Limits } from './engine/simulation.ts';
import { Outbox } from './model/arrivals/outbox.ts';
import { Producer } from './model/arrivals/producer.ts';
import { addOutages, outagesOf } from './assemble-outages.ts';
import { makeDownstreams } from './assemble-downstreams.ts';
import { makeHandler } from './assemble-handlers.ts';
import { matchingIn, type Matching } from './assemble-matches.ts';
import { makeColdStart, scaleProvisioned } from './assemble-environments.ts';
import { makeFifoQueue } from './assemble-fifo.ts';
import { makeSends } from './assemble-sends.ts';
import { makeTier, type TierModel } from './assemble-tier.ts';
import { makeChangeConsumer, makeChangeStream } from './assemble-documentdb.ts';
import { makeMq, oneBatchEach } from './assemble-mq.ts';
import { asksForDeliveries, limitOf, makeConsumer, makeStream, streamMappingSettings } from './assemble-streams.ts';
import type { BatchOwner } from './model/batch.ts';
import type { Downstream } from './model/downstreams/downstream.ts';
import { Account } from './model/lambda/account.ts';
import { LambdaFunction } from './model/lambda/function.ts';
import type { RecordIds } from './model/lambda/judge.ts';
import { LAMBDA } from './model/filters/dialect.ts';
import { readPattern } from './model/filters/pattern.ts';
import { RecordFilter } from './model/filters/record-filter.ts';
import { Refused } from './model/filters/refused.ts';
import type { ViewOptions } from './model/filters/views.ts';
import { EventSourceMapping, type MappingSettings } from './model/mapping/event-source-mapping.ts';
import type { PollerPolicy } from './model/mapping/pollers.ts';
import type { Observer } from './model/observer.ts';
import { Outages } from './model/outages.ts';
import { Trails } from './model/lineage.ts';
import { Records } from './model/records.ts';
import { AsyncSource } from './model/sources/async/async.ts';
import { FilteredSource, type Discarding } from './model/sources/filtered.ts';
import { largestEvent } from './model/sources/async/origins.ts';
import type { Destination } from './model/sources/destination.ts';
import type { MqQueue } from './model/sources/mq.ts';
import { fairLines } from './model/sources/fair-line.ts';
import { isStreamType, SOURCE_KINDS } from './model/sources/kinds.ts';
import type { LineMaker } from './model/sources/line.ts';
import { payloadRule } from './model/sources/payload.ts';
import { Redrive } from './model/sources/redrive.ts';
import type { EventSource, Source } from './model/sources/source.ts';
import { SqsQueue, type SqsSettings } from './model/sources/sqs.ts';
import type { Stream } from './model/sources/stream/stream.ts';
import type { Subscriber } from './model/sources/stream/subscriber.ts';
import { SyncSource } from './model/sources/sync.ts';
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
  readonly #sources = new Map<string, Source>();
  /** Those of the sources that are queues. */
  readonly #queues = new Map<string, SqsQueue>();
  /** Those that are queues of a broker. */
  readonly #brokers = new Map<string, MqQueue>();
  /** Those of the sources that are streams, and what each of their mappings is to them. */
  readonly #streams = new Map<string, Stream>();
  readonly #consumers = new Map<string, Subscriber>();
  /** Those of the sources that call by themselves. */
  readonly #callers = new Map<string, SyncSource | AsyncSource>();
  /** Those that take messages which the model makes. */
  readonly #destinations = new Map<string, Destination>();
  readonly #tier: TierModel | undefined;
  readonly #eventQueues: EventQueues;
  readonly #downstreams: ReadonlyMap<string, Downstream>;
  readonly #match: Matching;
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #mappings = new Map<string, EventSourceMapping>();

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
    for (const source of this.#scenario.sources) this.#addSource(source);
    const account = new Account(this.#scenario.account.concurrency, this.#world);
    for (const fn of this.#scenario.functions) this.#addFunction(fn, account);
    for (const source of this.#scenario.sources) this.#connectSource(source);
    for (const mapping of this.#scenario.mappings) this.#addMapping(mapping);
    this.#addEvents();
    addOutages(this.#scenario, this.#world, this.#sources, this.#mappings, this.#functions);
    const [sources, functions, mappings] = [this.#sources, this.#functions, this.#mappings].map((map) => [
      ...map.values(),
    ]);
    const owners = [...this.#mappings.values(), ...this.#callers.values()];
    const consumers = this.#scenario.mappings.map(({ name }) => this.#consumers.get(name));
    const parts = { sources, functions, mappings, consumers, owners, account, tier: this.#tier?.probe };
    return { world: this.#world, ...parts, idOf: this.#idOf } as Model;
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

  // — sources and what is sent to them —

  #addSource(source: S.SourceScenario): void {
    const { name, type } = source;
    if (type === 'sqs' || type === 'sqsFifo') return this.#addQueue(source);
    if (isStreamType(type)) return this.#addStream(source as AnyStream);
    if (type === 'mq') return this.#addBroker(source);
    assert(type === 'sync' || type === 'async', `${type} is to come`);
    const numbers = {
      index: this.#sources.size,
      ownerIndex: this.#scenario.mappings.length + this.#callers.size,
    };
    const caller =
      type === 'sync'
        ? new SyncSource(name, numbers.index, numbers.ownerIndex, this.#world)
        : makeAsync(source, numbers, this.#eventQueues, this.#world);
    this.#sources.set(name, caller);
    this.#callers.set(name, caller);
    if (caller instanceof AsyncSource) this.#destinations.set(name, caller);
  }

  #addQueue(source: S.QueueScenario): void {
    const { visibilityTimeout, messageRetentionPeriod, delay, maximumMessageSize } = source.options;
    const maxReceiveCount = source.redrivePolicy?.maxReceiveCount ?? Infinity;
    const settings = { visibilityTimeout, messageRetentionPeriod, delay, maximumMessageSize, maxReceiveCount };
    const queue = this.#makeQueue(source, settings);
    this.#sources.set(source.name, queue);
    this.#queues.set(source.name, queue);
    this.#destinations.set(source.name, queue);
  }

  #makeQueue(source: S.QueueScenario, settings: SqsSettings): SqsQueue {
    const index = this.#sources.size;
    if (source.type === 'sqs') {
      const { duplicates } = source.options;
      return new SqsQueue(source.name, index, { ...settings, duplicates }, this.#world, lineOf(source, this.#world));
    }
    return makeFifoQueue(source, index, settings, outagesOf(this.#scenario, 'source', source.name), this.#world);
  }

  #addBroker(source: S.MqScenario): void {
    const queue = makeMq(source, this.#sources.size, this.#world);
    this.#sources.set(source.name, queue);
    this.#brokers.set(source.name, queue);
    this.#destinations.set(source.name, queue);
  }

  #addStream(source: AnyStream): void {
    const outages = outagesOf(this.#scenario, 'source', source.name);
    const stream = makeStreamOf(source, this.#sources.size, outages, this.#world);
    this.#sources.set(source.name, stream);
    this.#streams.set(source.name, stream);
    this.#destinations.set(source.name, stream);
  }

  #connectSource(source: S.SourceScenario): void {
    if (source.type === 'sync' || source.type === 'async') this.#connectCaller(source);
    else if ('redrivePolicy' in source && source.redrivePolicy !== undefined)
      this.#connectDeadLetters(source.name, source.redrivePolicy);
    if (source.arrivals.length === 0) return;
    const { name } = source;
    const waiting = this.#queues.get(name) ?? this.#brokers.get(name);
    const sink = waiting ?? this.#streams.get(name) ?? this.#callers.get(name)!;
    const outages = outagesOf(this.#scenario, 'source', name);
    // Commits go on while the source is out, and so do those who publish to a service in front; relay and service have to wait.
    const streams = arrivalStreams(source, hasSomebodyInFront(source) ? NO_OUTAGES : outages, this.#world);
    const largest = this.#largestRecord(source);
    if (source.outbox === undefined) {
      sink.producer = new Producer(this.#world, sink, streams, largest);
      return;
    }
    const outbox = new Outbox(this.#world, source.outbox, sink, outages);
    outbox.producer = new Producer({ ...this.#world, promptArrivals: false }, outbox, streams, largest);
    sink.producer = outbox;
  }

  #connectCaller(source: S.SyncScenario | S.AsyncScenario): void {
    const caller = this.#callers.get(source.name)!;
    caller.callee = this.#functions.get(source.function)!;
    if (source.type !== 'async') return;
    (caller as AsyncSource).endings = endingsOf(source, this.#destinations, this.#world);
  }

  #connectDeadLetters(name: string, { deadLetterQueue }: S.RedrivePolicy): void {
    this.#queues.get(name)!.deadLetterQueue = this.#queues.get(deadLetterQueue)!;
  }

  #largestRecord(source: S.SourceScenario): number {
    if (source.type === 'sqs' || source.type === 'sqsFifo') return source.options.maximumMessageSize;
    if (source.type === 'kinesis') return source.options.maxRecordSize;
    if (source.type === 'dynamodbStreams') return this.#world.rules.number('dynamodb.read.mostBytes');
    const { rules } = this.#world;
    if (source.type === 'documentDb') return rules.number('documentDb.event.max');
    if (source.type === 'mq') return payloadRule('mq', rules).largest;
    if (source.type === 'kafka') return rules.number('mapping.payload');
    return source.type === 'async' ? largestEvent(source.options.origin, rules) : rules.number('lambda.invoke.payload');
  }

  // — functions —

  #addFunction(fn: S.FunctionScenario, account: Account): void {
    const { timeout, reservedConcurrency, provisionedConcurrency, provisionedReadyAt, idleLifetime } = fn;
    const settings = {
      ...{ timeout, reservedConcurrency, provisionedConcurrency, provisionedReadyAt, idleLifetime },
      stopsLoops: fn.recursiveLoop === 'terminate',
      coldStart: fn.coldStart && makeColdStart(fn.coldStart, this.#world.rules),
    };
    if (fn.cpuShare > 0) this.#world.rules.relyOn(['lambda.memory.fullCpu']);
    const handler = makeHandler(fn, this.#functions.size, {
      scenario: this.#scenario,
      world: this.#world,
      idOf: this.#idOf,
      downstreams: this.#downstreams,
      match: this.#match,
    });
    const made = new LambdaFunction(fn.name, this.#functions.size, settings, handler, account, this.#world);
    this.#functions.set(fn.name, made);
    scaleProvisioned(made, fn, this.#world);
    const { sends } = fn.handler;
    if (sends.length === 0) return;
    made.sends = makeSends(made, sends, this.#destinations, (attributes) => this.#match({ attributes }), this.#world);
  }

  // — mappings and what happens on the way —

  #addMapping(mapping: S.MappingScenario): void {
    const [source, settings] = this.#endOf(mapping);
    const fn = this.#functions.get(mapping.function)!;
    const made = new EventSourceMapping(mapping.name, this.#mappings.size, settings, source, fn, this.#world);
    this.#mappings.set(mapping.name, made);
    if (mapping.enabledAt === undefined || mapping.enabledAt > this.#world.sim.end) return;
    this.#world.sim.at(
      mapping.enabledAt,
      this.#world.sim.action(Rank.scenario, () => made.enable(true)),
      0,
    );
  }

  /** What a mapping receives from, and what is said of all mappings. */
  #endOf(mapping: S.MappingScenario): [EventSource, MappingSettings] {
    switch (mapping.type) {
      case 'sqs':
      case 'sqsFifo':
        return [
          this.#filtered(this.#queues.get(mapping.source)!, mapping),
          { ...mapping.options, pollers: pollerPolicyOf(mapping) },
        ];
      case 'mq':
        return [this.#filtered(this.#brokers.get(mapping.source)!, mapping), oneBatchEach(mapping.options)];
      case 'documentDb':
        return [this.#consumerOf(mapping), oneBatchEach(mapping.options)];
      case 'kafka':
        return [this.#consumerOf(mapping), kafkaMappingSettings(mapping)];
      default:
        return [this.#consumerOf(mapping), streamMappingSettings(mapping)];
    }
  }

  /** The source as a mapping with its filters sees it. */
  #filtered(source: Discarding, mapping: S.MappingScenario): EventSource {
    const filter = this.#filter(mapping);
    const named = { name: mapping.name, index: this.#mappings.size };
    const isProvisioned = 'provisionedPollerConfig' in mapping && mapping.provisionedPollerConfig !== undefined;
    return filter === undefined ? source : new FilteredSource(source, filter, named, isProvisioned);
  }

  /** What a mapping is to its stream. */
  #consumerOf(mapping: S.StreamMapping | S.DocumentDbMapping | S.KafkaMapping): EventSource {
    const index = this.#mappings.size;
    const stream = this.#streams.get(mapping.source)!;
    const { handler } = this.#scenario.functions.find(({ name }) => name === mapping.function)!;
    const ends = { handler, filter: mapping.type === 'documentDb' ? undefined : this.#filter(mapping) };
    const consumer = consumerOf(mapping, index, stream, ends, this.#destinations, this.#world);
    this.#consumers.set(mapping.name, consumer);
    return consumer;
  }

  /** Undefined: all records are for the mapping. */
  #filter({ type, source, filters }: S.MappingScenario): RecordFilter | undefined {
    if (filters.length === 0) return undefined;
    const patterns = filters.map((written) => {
      const pattern = readPattern(written, { dialect: LAMBDA, mostRules: Infinity });
      assert(!(pattern instanceof Refused), 'a filter that was checked cannot be read');
      return pattern;
    });
    const from = this.#scenario.sources.find(({ name }) => name === source)!;
    return new RecordFilter(patterns, this.#world.records, SOURCE_KINDS[type].filters!, viewOf(from));
  }

  #addEvents(): void {
    const { sim } = this.#world;
    const { events } = this.#scenario;
    const happen = sim.action(Rank.scenario, (i) => this.#happen(events[i]!));
    events.forEach((event, i) => {
      if (event.at <= sim.end) sim.at(event.at, happen, i);
    });
  }

  #happen(event: S.EventScenario): void {
    switch (event.kind) {
      case 'set':
        return this.#set(event.target, event.option, event.value);
      case 'redrive':
        new Redrive(this.#world, this.#queues.get(event.from)!, this.#queues.get(event.to)!, event.perSecond);
        return;
      case 'outage':
        return; // see addOutages
      case 'reshard':
        return this.#streams.get(event.stream)!.reshard(event.shards);
      case 'enable':
      case 'disable':
        return this.#mappings.get(event.mapping)!.enable(event.kind === 'enable');
    }
  }

  /** The reader has checked that the option exists, may be set, and takes this value. */
  #set(target: S.SetTarget, option: string, value: number | undefined): void {
    switch (target.kind) {
      case 'function':
        return this.#setFunction(this.#functions.get(target.name)!, option, value);
      case 'source':
        return this.#sources.get(target.name)!.change({ [option]: value });
      case 'mapping':
        // Limits of tries and of age are the consumer's, the rest is the mapping's.
        this.#consumers.get(target.name)?.change({ [option]: limitOf(value) });
        return this.#setMapping(this.#mappings.get(target.name)!, option, value);
    }
  }

  #setMapping(mapping: EventSourceMapping, option: string, value: number | undefined): void {
    const [, key] = option.split('.');
    const change = key === undefined ? { [option]: value } : { pollers: { ...mapping.settings.pollers, [key]: value } };
    mapping.change(change as Partial<MappingSettings>, option);
  }

  #setFunction(fn: LambdaFunction, option: string, value: number | undefined): void {
    if (option === 'reservedConcurrency') fn.reserve(value);
    else fn.provision(value ?? 0);
  }
}

/** A source that mappings read from a position on. */
type AnyStream = S.StreamScenario | S.KafkaScenario | S.DocumentDbScenario;

function makeStreamOf(source: AnyStream, index: number, outages: Outages, world: World): Stream {
  switch (source.type) {
    case 'kafka':
      return makeTopic(source, index, outages, world);
    case 'documentDb':
      return makeChangeStream(source, index, outages, world);
    default:
      return makeStream(source, index, outages, world);
  }
}

/** What a mapping is to its stream. */
function consumerOf(
  mapping: S.StreamMapping | S.DocumentDbMapping | S.KafkaMapping,
  index: number,
  stream: Stream,
  ends: { readonly handler: S.HandlerScenario; readonly filter: RecordFilter | undefined },
  destinations: ReadonlyMap<string, Destination>,
  world: World,
): EventSource & Subscriber {
  switch (mapping.type) {
    case 'kafka':
      return makeGroup(mapping, index, stream, ends, destinations, world);
    case 'documentDb':
      return makeChangeConsumer(mapping, index, stream, asksForDeliveries(ends.handler), world);
    default:
      return makeConsumer(mapping, index, stream, ends, destinations, world);
  }
}

function pollerPolicyOf({ pollers, provisionedPollerConfig: provisioned }: S.QueueMapping): PollerPolicy {
  return pollers ?? { kind: 'provisioned', ...provisioned! };
}

/** Undefined: that of a standard queue. */
function lineOf({ options }: S.StandardQueueScenario, { records, rules }: World): LineMaker | undefined {
  if (options.messageGroupId === undefined) return undefined;
  const [share, least] = [rules.number('sqs.fair.share'), rules.number('sqs.fair.least')];
  const [window, release] = [rules.number('sqs.fair.window'), rules.number('sqs.fair.release')];
  return fairLines(records.attribute(options.messageGroupId), { share, least, window, release });
}

/** What of a record a filter of a stream's mapping can see beside its body. */
function viewOf(source: S.SourceScenario): ViewOptions {
  if (source.type === 'kinesis') return { partitionKey: source.options.partitionKey };
  if (source.type !== 'dynamodbStreams') return {};
  const { partitionKey, streamViewType } = source.options;
  return { streamView: streamViewType, tableKeys: partitionKey === undefined ? [] : [partitionKey] };
}

const NO_OUTAGES = new Outages([]);

function hasSomebodyInFront(source: S.SourceScenario): boolean {
  return source.outbox !== undefined || (source.type === 'async' && source.options.origin !== 'direct');
}
