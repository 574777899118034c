/**
 * The scenario as the simulator takes it: checked, complete, frozen. Every quantity is a number in the unit of the model
 * (whole microseconds, bytes, shares from 0 to 1, per second); every name refers to something that exists; every default
 * is filled in, and `origins` says where each value comes from.
 */
import type { Architecture, Package } from '../aws/cold-starts.ts';
import type { Comparison, MissingData } from '../aws/cloudwatch-alarms.ts';
import type { Metric, Statistic } from '../aws/cloudwatch-metrics.ts';
import type { FactPath } from '../aws/facts.ts';
import type { FactOverrides } from '../aws/rules.ts';
import type { RuleSet } from '../aws/fact.ts';
import type { BreakerSettings } from '../model/downstreams/breaker.ts';
import type { LoadRow } from '../model/downstreams/load.ts';
import type { RecoverySettings } from '../model/downstreams/recovery.ts';
import type { DistributionSpec } from '../engine/distributions.ts';
import type { Micros } from '../engine/time.ts';
import type { Bursts } from '../model/arrivals/alternating.ts';
import type { Wave } from '../model/arrivals/daily.ts';
import type { OutboxSettings } from '../model/arrivals/outbox.ts';
import type { Spread } from '../model/arrivals/open-rows.ts';
import type { SendsDuringOutage } from '../model/arrivals/outage.ts';
import type { Ramp } from '../model/arrivals/ramp.ts';
import type { UseSettings } from '../model/downstreams/settings.ts';
import type { OnDuplicateKey } from '../model/lambda/played/effects.ts';
import type { IdempotencySettings } from '../model/lambda/played/idempotency.ts';
import type { AutoScalingSettings } from '../model/lambda/auto-scaler.ts';
import type { OnRecordError } from '../model/lambda/judge.ts';
import type { PowerRow } from '../model/lambda/power-table.ts';
import type { MemorySettings } from '../model/lambda/memory.ts';
import type { AdaptiveSettings } from '../model/lambda/strategies/adaptive.ts';
import type { ArrangementSettings } from '../model/lambda/strategies/arrangements.ts';
import type { RulesSettings } from '../model/lambda/strategies/rules.ts';
import type { PollerPolicy } from '../model/mapping/pollers.ts';
import type { ProvisionedPollerConfig } from '../model/mapping/provisioned-options.ts';
import type { Options, Values } from '../model/options.ts';
import type { OutageKind } from '../model/observer.ts';
import type { ASYNC_KIND } from '../model/sources/async/async-kind.ts';
import type { UpstreamRetries } from '../model/sources/async/origins.ts';
import type { DYNAMODB_STREAMS_KIND } from '../model/sources/dynamodb-streams-kind.ts';
import { isQueueType, type QueueType, type SourceType } from '../model/sources/kinds.ts';
import type { KINESIS_KIND } from '../model/sources/kinesis-kind.ts';
import type { SQS_FIFO_KIND } from '../model/sources/sqs-fifo-kind.ts';
import type { SQS_KIND } from '../model/sources/sqs-kind.ts';
import type { DOCUMENTDB_KIND } from '../model/sources/documentdb-kind.ts';
import type { KAFKA_KIND } from '../model/sources/kafka-kind.ts';
import type { MQ_KIND } from '../model/sources/mq-kind.ts';
import type { STREAM_MAPPING, StartingPosition } from '../model/sources/stream-options.ts';
import type { SYNC_KIND } from '../model/sources/sync-kind.ts';
import type { TenantSettings, TierSettings } from '../model/tier/settings.ts';
import type { TimeUnit } from './attribute-time.ts';
import type { SweepScenario } from './sweep.ts';
import type { Trace } from './trace.ts';

/** Version of the scenario format this program reads. */
export const SCENARIO_FORMAT = 1;

/** A value that a record carries. */
export type AttributeValue = string | number | boolean;

export interface Scenario {
  readonly name: string;
  readonly question: string | undefined;
  readonly seed: number | string;
  readonly duration: Micros;
  readonly warmUp: Micros;
  readonly rules: RuleSet;
  readonly facts: FactOverrides;
  readonly account: { readonly concurrency: number };
  /** How the bill of a month is made. */
  readonly cost: { readonly freeTier: boolean };
  /** In the order of the file; so are the others. */
  readonly functions: readonly FunctionScenario[];
  readonly downstreams: readonly DownstreamScenario[];
  readonly sources: readonly SourceScenario[];
  readonly mappings: readonly MappingScenario[];
  readonly events: readonly EventScenario[];
  readonly alarms: readonly AlarmScenario[];
  readonly objectives: readonly Objective[];
  /** What `lagcast plan` is to find out; undefined where the file does not say. No run depends on it. */
  readonly plan: PlanScenario | undefined;
  /** What `lagcast sweep` is to run, likewise. */
  readonly sweep: SweepScenario | undefined;
  /** Inputs that may be others than written; no run depends on them. */
  readonly guesses: readonly GuessScenario[];
  /** The tier behind asynchronous invocation, with its tenants; undefined: each function has a queue to itself. */
  readonly tier: TierScenario | undefined;
  /** By path (`functions.worker.timeout`): where a value comes from. Values given in the file are not listed. */
  readonly origins: Readonly<Record<string, Origin>>;
}

export interface PlanScenario {
  /** In the order of the file; empty where nothing may vary. */
  readonly vary: readonly VariedSetting[];
  /** `settings`, or a figure such as `cost.perMonth`. */
  readonly minimise: string;
  /** The share of runs that may miss an objective; above 0. */
  readonly risk: number;
  /** How sure it must be that no more than that share misses; above 0 and below 1. */
  readonly confidence: number;
  /** Runs in all, at most. */
  readonly maxRuns: number;
  /** What the questions about capacity are asked with; undefined: with nothing. */
  readonly matrix: MatrixScenario | undefined;
  readonly drain: DrainScenario | undefined;
  readonly pollers: PollersScenario | undefined;
}

/** A capacity matrix; what is absent is chosen when it is made. */
export interface MatrixScenario {
  readonly stream?: string | undefined;
  /** The mapping of which there is a copy for each event type. */
  readonly mapping?: string | undefined;
  readonly shards?: readonly number[] | undefined;
  /** How many there are. */
  readonly eventTypes?: readonly number[] | undefined;
  readonly parallelizationFactor?: readonly number[] | undefined;
  /** Of all functions of the copies together. */
  readonly reservedConcurrency?: readonly number[] | undefined;
  /** Attribute that says of which type a record is. */
  readonly eventType?: string | undefined;
  /** Weights of the types in their order; with fewer types the first of them count. Equal unless said. */
  readonly shares?: readonly number[] | undefined;
  /** Whether all copies invoke the one function, or each a copy of it, which share what is reserved. */
  readonly functions?: 'one' | 'each' | undefined;
  /** Iterator age above which records are late. */
  readonly maxAge?: Micros | undefined;
  /** Share of refusals that is more than a touch, from 0 to 1. */
  readonly tolerance?: number | undefined;
  /** Runs of each cell. */
  readonly replications?: number | undefined;
}

export interface DrainScenario {
  readonly mapping?: string | undefined;
  /** Messages that wait when it begins; undefined: the backlog of the scenario itself. */
  readonly backlog?: number | undefined;
  readonly replications?: number | undefined;
}

export interface PollersScenario {
  readonly mapping?: string | undefined;
}

/** A setting that may vary, and its values in order, as the file writes them; null: without it. */
export interface VariedSetting {
  readonly path: string;
  readonly values: readonly unknown[];
}

export interface TierScenario extends TierSettings {
  readonly tenants: readonly TenantScenario[];
}

/** A group of tenants that are alike: `tenants:` of the tier. */
export interface TenantScenario extends Omit<TenantSettings, 'service'> {
  readonly service: DistributionSpec;
  readonly arrivals: readonly ArrivalScenario[];
}

/** Where a value comes from that the file does not give at its place. */
export interface Origin {
  /**
   * A default of the service; one that is not documented; one of ours; from the table of measured INIT times; what a dated
   * or the ideal set of rules has instead; or what the scenario gives under `facts:`.
   */
  readonly from: 'service default' | 'assumed' | 'our default' | 'measured' | 'rule set' | 'override';
  /** The facts it rests on, by path; none for a default that is no fact. */
  readonly facts: readonly FactPath[];
}

export interface FunctionScenario {
  readonly name: string;
  readonly memory: number;
  readonly architecture: Architecture;
  /** No time depends on it, only the bill (ENV-03). MB. */
  readonly ephemeralStorage: number;
  readonly timeout: Micros;
  readonly reservedConcurrency: number | undefined;
  /** Environments that are kept ready; 0 for none. */
  readonly provisionedConcurrency: number;
  /** When the first of them are ready; undefined: when the service would have them ready. */
  readonly provisionedReadyAt: Micros | undefined;
  /** Changes of their number by the clock, repeated after `every`; none as a rule. */
  readonly provisionedSchedule: { readonly changes: readonly ProvisionedChange[]; readonly every: Micros | undefined };
  /** Target tracking by Application Auto Scaling; undefined: none. */
  readonly autoScaling: AutoScalingSettings | undefined;
  /** Part of the handler's time that computes, as measured with a whole CPU; 0: times are as given. */
  readonly cpuShare: number;
  /** Durations measured with several sizes of memory; undefined: none. Not beside cpuShare. */
  readonly powerTuning: PowerTuning | undefined;
  /** What the handler's own times are multiplied by, by either of the two; 1: they are as given. */
  readonly slowdown: number;
  /** Time until the handler begins in a new environment: platform and INIT. Undefined: no cold starts. */
  readonly coldStart: ColdStart | undefined;
  readonly idleLifetime: Micros;
  /** What Lambda does with a chain of requests in which the function has run too often (ASY-16). */
  readonly recursiveLoop: 'terminate' | 'allow';
  readonly handler: HandlerScenario;
}

/** With auto scaling other bounds, without it another number. */
export interface ProvisionedChange {
  readonly at: Micros;
  readonly environments: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

export interface PowerTuning {
  /** Memory that the handler's times were measured with, MB. */
  readonly measuredAt: number;
  /** Where the table was read from; undefined: it stands in the scenario. */
  readonly file: string | undefined;
  /** By memory; MB and microseconds. */
  readonly table: readonly PowerRow[];
}

export interface ColdStart {
  readonly platform: DistributionSpec;
  /** How the code is deployed. */
  readonly package: Package;
  /** Bytes of the deployment package; undefined: a minimal one, whose download is part of the platform's time. */
  readonly packageSize: number | undefined;
  /** Measured INIT times, and where they were read from; undefined: none were. */
  readonly file: ColdStartFile | undefined;
  /** INIT, or the restore of a snapshot. */
  readonly init: DistributionSpec;
  readonly snapStart: boolean;
  /** As far as it is known; snapshots of Java cost nothing. */
  readonly runtime: string | undefined;
}

export interface ColdStartFile {
  readonly file: string;
  /** As the file calls it. */
  readonly runtime: string;
  /** MB; undefined: all sizes. */
  readonly memory: number | undefined;
}

export interface HandlerScenario {
  readonly duration: DistributionSpec | undefined;
  readonly perInvocation: DistributionSpec | undefined;
  /** Time of a record: the first rule that matches decides. */
  readonly perRecord: readonly TimeRuleScenario[];
  /** Time for each KiB of a record. */
  readonly perKiB: DistributionSpec | undefined;
  /** Records at once; 1 where `strategy` says more. */
  readonly parallel: number;
  /** Undefined: a pool of `parallel`. */
  readonly strategy: StrategyScenario | undefined;
  /** Undefined: memory plays no part. */
  readonly memory: HandlerMemoryScenario | undefined;
  readonly invocationFails: number;
  readonly outcome: readonly {
    readonly when: Readonly<Record<string, readonly AttributeValue[]>> | undefined;
    readonly fails: number;
  }[];
  readonly onRecordError: OnRecordError;
  /** Bytes that each record adds to the state of a tumbling window. */
  readonly statePerRecord: number;
  /** Downstreams, called for each record in this order. */
  readonly uses: readonly UseScenario[];
  /** What the work leaves behind; undefined: nobody counts. */
  readonly effects: EffectsScenario | undefined;
  readonly idempotency: IdempotencyScenario | undefined;
  readonly transaction: TransactionScenario | undefined;
  readonly sends: readonly SendScenario[];
  readonly script: readonly InstructionScenario[];
  readonly when: readonly {
    readonly id: string | undefined;
    readonly attributes: Readonly<Record<string, readonly AttributeValue[]>> | undefined;
    readonly receiveCount: { readonly min: number; readonly max: number } | undefined;
    readonly then: InstructionScenario;
  }[];
}

/** A downstream that a handler calls. Times are Infinity where there is no limit. */
export interface UseScenario extends UseSettings {
  readonly downstream: string;
}

export interface EffectsScenario {
  /** Attribute that is the key; undefined: the record itself. */
  readonly key: string | undefined;
  readonly onDuplicateKey: OnDuplicateKey;
}

export interface IdempotencyScenario extends Omit<IdempotencySettings, 'key' | 'latency'> {
  readonly key: string | undefined;
  readonly latency: DistributionSpec;
}

export interface TransactionScenario {
  readonly critical: Readonly<Record<string, readonly AttributeValue[]>> | undefined;
  readonly commit: DistributionSpec;
}

/** As the model has it, with groups by the names of attributes. */
export type StrategyScenario =
  | ArrangementSettings
  | RulesSettings
  | AdaptiveSettings
  | {
      readonly kind: 'groups';
      readonly groups: readonly {
        readonly when?: Readonly<Record<string, readonly AttributeValue[]>> | undefined;
        readonly then: ArrangementSettings;
      }[];
    };

/** Bytes, shares and microseconds, as in model/lambda/memory.ts. */
export interface HandlerMemoryScenario extends MemorySettings {
  readonly perRecord: DistributionSpec | undefined;
  readonly timesSize: number;
}

/** Messages that a handler sends on. */
export interface SendScenario {
  /** Name of a source. */
  readonly to: string;
  readonly for: 'record' | 'invocation';
  readonly at: 'start' | 'end';
  readonly when: Readonly<Record<string, readonly AttributeValue[]>> | undefined;
  readonly share: number;
  /** Messages each. */
  readonly count: DistributionSpec;
  /** Bytes of a message; undefined: as many as the record it is about. */
  readonly size: DistributionSpec | undefined;
  readonly attributes: readonly { readonly name: string; readonly spec: AttributeSpec }[];
}

export interface TimeRuleScenario {
  readonly when: Readonly<Record<string, readonly AttributeValue[]>> | undefined;
  readonly time: DistributionSpec | AttributeTime;
}

/** A time that stands in an attribute of the record. */
export interface AttributeTime {
  readonly kind: 'attribute';
  readonly name: string;
  /** Of values that are bare numbers; undefined: every value has its own. */
  readonly unit: TimeUnit | undefined;
}

export type InstructionScenario =
  | { readonly kind: 'succeed' | 'throw' | 'crash' | 'timeout' | 'reportMatching' }
  | { readonly kind: 'report'; readonly ids: readonly string[] }
  | { readonly kind: 'return'; readonly value: unknown }
  | { readonly kind: 'raw'; readonly text: string };

export interface DownstreamScenario {
  readonly name: string;
  readonly latency: DistributionSpec;
  /** What a call does during an outage: fails after `failAfter`, or never comes back. */
  readonly whenOut: 'fail' | 'hang';
  readonly failAfter: Micros;
  /** Open at once at most; undefined: no limit. */
  readonly connections: number | undefined;
  /** Undefined without a limit; `breaker`: fails, and there is a breaker. */
  readonly onExhausted: 'fail' | 'wait' | 'breaker' | undefined;
  readonly connectTime: DistributionSpec | undefined;
  readonly idleTimeout: Micros | undefined;
  /** Calls a second; undefined: no limit, and nothing to exceed. */
  readonly requestRate: number | undefined;
  readonly onRateExceeded: 'fail' | 'wait' | undefined;
  readonly load: readonly LoadRow[];
  readonly recovery: RecoverySettings | undefined;
  readonly breaker: BreakerSettings | undefined;
}

export type SourceScenario =
  QueueScenario | SyncScenario | AsyncScenario | StreamScenario | KafkaScenario | MqScenario | DocumentDbScenario;
export type StreamScenario = KinesisScenario | DynamoDbStreamsScenario;

/** What all sources have. */
interface AnySource {
  readonly name: string;
  readonly type: SourceType;
  /** Undefined: nobody has to choose, for a service in front keeps what it cannot hand over. */
  readonly sendsDuringOutage: SendsDuringOutage | undefined;
  /** Arrivals are committed to it, and a relay sends them; undefined: they are sent themselves. */
  readonly outbox: OutboxSettings | undefined;
  readonly arrivals: readonly ArrivalScenario[];
}

export type QueueScenario = StandardQueueScenario | FifoQueueScenario;

/** A standard queue. */
export interface StandardQueueScenario extends AnySource {
  readonly type: 'sqs';
  readonly options: Values<typeof SQS_KIND.options>;
  readonly redrivePolicy: RedrivePolicy | undefined;
}

export interface FifoQueueScenario extends AnySource {
  readonly type: 'sqsFifo';
  readonly options: Values<typeof SQS_FIFO_KIND.options>;
  readonly redrivePolicy: RedrivePolicy | undefined;
}

export interface RedrivePolicy {
  readonly maxReceiveCount: number;
  readonly deadLetterQueue: string;
}

/** The queues among the sources. */
export function queuesOf(sources: readonly SourceScenario[]): QueueScenario[] {
  return sources.filter((source) => source.type === 'sqs' || source.type === 'sqsFifo');
}

/** Callers that invoke a function directly. */
export interface SyncScenario extends AnySource {
  readonly type: 'sync';
  readonly options: Values<typeof SYNC_KIND.options>;
  readonly function: string;
}

/** Events that a function is invoked with asynchronously. */
export interface AsyncScenario extends AnySource {
  readonly type: 'async';
  readonly options: Values<typeof ASYNC_KIND.options>;
  readonly function: string;
  /** Where events end; undefined: nobody is told. */
  readonly onSuccess: DestinationScenario | undefined;
  readonly onFailure: DestinationScenario | undefined;
  readonly deadLetterQueue: DestinationScenario | undefined;
  /** Of the service in front, where they can be set; undefined: there is none, or they are its own. */
  readonly upstreamRetries: UpstreamRetries | undefined;
}

/** A source of the scenario, or something outside it, of which nothing but the name is known. */
export interface DestinationScenario {
  readonly kind: 'source' | 'sns' | 'eventBridge' | 's3';
  readonly name: string;
}

/** The asynchronous invocations among the sources. */
export function asyncOf(sources: readonly SourceScenario[]): AsyncScenario[] {
  return sources.filter((source) => source.type === 'async');
}

/** Names of the sources of a scenario that events end in. */
export function endsOf({ onSuccess, onFailure, deadLetterQueue }: AsyncScenario): string[] {
  return [onSuccess, onFailure, deadLetterQueue].flatMap((end) => (end?.kind === 'source' ? [end.name] : []));
}

/** Values of the options of a stream, the number of shards included. */
type StreamOptions<O extends Options> = Omit<Values<O>, 'shards'> & { readonly shards: number };

export interface KinesisScenario extends AnySource {
  readonly type: 'kinesis';
  readonly options: StreamOptions<typeof KINESIS_KIND.options>;
}

export interface DynamoDbStreamsScenario extends AnySource {
  readonly type: 'dynamodbStreams';
  readonly options: StreamOptions<typeof DYNAMODB_STREAMS_KIND.options>;
  /** What the number of shards was estimated from, where the scenario does not say it. */
  readonly table: TableScenario | undefined;
}

/** A DynamoDB table, by what it can serve and what it holds. */
export interface TableScenario {
  /** Read and write capacity units. */
  readonly rcu: number;
  readonly wcu: number;
  /** Bytes. */
  readonly size: number;
}

/** A topic of Kafka. */
export interface KafkaScenario extends AnySource {
  readonly type: 'kafka';
  readonly options: Values<typeof KAFKA_KIND.options>;
}

/** A queue of Amazon MQ. */
export interface MqScenario extends AnySource {
  readonly type: 'mq';
  readonly options: Values<typeof MQ_KIND.options>;
}

/** The change stream of DocumentDB. */
export interface DocumentDbScenario extends AnySource {
  readonly type: 'documentDb';
  readonly options: Values<typeof DOCUMENTDB_KIND.options>;
}

/** The streams with shards among the sources. */
export function streamsOf(sources: readonly SourceScenario[]): StreamScenario[] {
  return sources.filter((source) => source.type === 'kinesis' || source.type === 'dynamodbStreams');
}

/** One entry of `arrivals:`. */
export interface ArrivalScenario {
  readonly when: ArrivalTimes;
  /** From when it sends, and until just before when; undefined: the whole run. Not for records. */
  readonly startAt: Micros | undefined;
  readonly endAt: Micros | undefined;
  readonly attributes: readonly { readonly name: string; readonly spec: AttributeSpec }[];
  /** Bytes of a record. */
  readonly size: DistributionSpec | undefined;
}

export type ArrivalTimes =
  | RateScenario
  | { readonly kind: 'records'; readonly records: readonly RecordScenario[] }
  | { readonly kind: 'replay'; readonly file: string; readonly trace: Trace; readonly spread: Spread };

/** Instants are those of the run. */
export type RateScenario =
  | { readonly kind: 'constant'; readonly perSecond: number }
  | { readonly kind: 'poisson'; readonly perSecond: number }
  | { readonly kind: 'steps'; readonly steps: readonly { readonly at: Micros; readonly perSecond: number }[] }
  | ({ readonly kind: 'ramp' } & Ramp)
  | ({ readonly kind: 'daily' } & Wave)
  | ({ readonly kind: 'bursty' } & Bursts)
  | {
      readonly kind: 'onOff';
      readonly perSecond: number;
      readonly offPerSecond: number;
      readonly on: DistributionSpec;
      readonly off: DistributionSpec;
    };

export type AttributeSpec =
  | { readonly kind: 'constant'; readonly value: AttributeValue }
  | { readonly kind: 'choice'; readonly values: readonly AttributeValue[]; readonly weights: readonly number[] }
  /** In turn, from the first again after the last. */
  | { readonly kind: 'sequence'; readonly values: readonly AttributeValue[] }
  /** Values 1 to n, the k-th with a weight of k^−exponent. */
  | { readonly kind: 'zipf'; readonly values: number; readonly exponent: number }
  /** Whole numbers from 0 on: what is drawn, rounded. */
  | { readonly kind: 'number'; readonly of: DistributionSpec };

/** A record written out in the scenario. */
export interface RecordScenario {
  readonly at: Micros;
  readonly id: string | undefined;
  readonly size: number | undefined;
  readonly delay: Micros | undefined;
  readonly duration: Micros | undefined;
  /** Text of its body; undefined: the JSON of its attributes. */
  readonly body: string | undefined;
  readonly attributes: Readonly<Record<string, AttributeValue>> | undefined;
}

/** A mapping, by the kind of source it reads from. */
export type MappingScenario = QueueMapping | StreamMapping | KafkaMapping | MqMapping | DocumentDbMapping;

/** What all mappings have. */
interface AnyMapping {
  readonly name: string;
  readonly source: string;
  readonly function: string;
  /** Patterns, each a mapping or the JSON text of one; a record goes on that one of them matches. None: all do. */
  readonly filters: readonly unknown[];
  /** When it begins to poll; undefined: never, unless an event enables it. */
  readonly enabledAt: Micros | undefined;
}

export interface QueueMapping extends AnyMapping {
  /** The kind of its source. */
  readonly type: QueueType;
  /** Of a FIFO queue, without a window. */
  readonly options: Values<typeof SQS_KIND.mapping>;
  /** Undefined: pollers come and go as `pollers` says. */
  readonly provisionedPollerConfig: ProvisionedPollerConfig | undefined;
  /** Undefined of a mapping whose pollers are provisioned. */
  readonly pollers: PollerPolicy | undefined;
}

export interface StreamMapping extends AnyMapping, StreamReading {
  /** The kind of its source. */
  readonly type: StreamScenario['type'];
  /** Fan-out is for Kinesis only. */
  readonly options: Values<typeof STREAM_MAPPING> & { readonly enhancedFanOut?: boolean };
}

/** What mappings have that read from a position on. */
export interface StreamReading {
  readonly startingPosition: StartingPosition;
  /** Instant of the run from which it reads, before the run begins where it is negative; with AT_TIMESTAMP only. */
  readonly startingPositionTimestamp: Micros | undefined;
  /** Where the news of a batch that was given up goes; undefined: nowhere. */
  readonly onFailure: OnFailureDestination | undefined;
}

export interface KafkaMapping extends AnyMapping, StreamReading {
  readonly type: 'kafka';
  readonly options: Values<typeof KAFKA_KIND.mapping>;
  /** Undefined: on demand. */
  readonly provisionedPollerConfig: ProvisionedPollerConfig | undefined;
}

export interface MqMapping extends AnyMapping {
  readonly type: 'mq';
  readonly options: Values<typeof MQ_KIND.mapping>;
}

export interface DocumentDbMapping extends AnyMapping, StreamReading {
  readonly type: 'documentDb';
  readonly options: Values<typeof DOCUMENTDB_KIND.mapping>;
}

/** A queue of the scenario, or something outside it, of which nothing but the name is known. */
export interface OnFailureDestination {
  /** `queue`: a source of the scenario, which may be a topic of Kafka. */
  readonly kind: 'queue' | 's3' | 'sns' | 'kafka';
  readonly name: string;
}

/** What a mapping has provisioned, of whatever kind its source is; undefined: nothing. */
export function provisionedPollersOf(mapping: MappingScenario): ProvisionedPollerConfig | undefined {
  return 'provisionedPollerConfig' in mapping ? mapping.provisionedPollerConfig : undefined;
}

/** The mappings that read from queues. */
export function queueMappingsOf(mappings: readonly MappingScenario[]): QueueMapping[] {
  return mappings.filter((mapping) => isQueueType(mapping.type)) as QueueMapping[];
}

/** The mappings that read from streams with shards. */
export function streamMappingsOf(mappings: readonly MappingScenario[]): StreamMapping[] {
  return mappings.filter(
    (mapping) => mapping.type === 'kinesis' || mapping.type === 'dynamodbStreams',
  ) as StreamMapping[];
}

export type EventScenario = {
  /** Position in the file's list of what it was made of, from 0. */
  readonly entry: number;
} & EventChange;

/** What happens, without where the file says so. */
export type EventChange =
  | {
      readonly at: Micros;
      readonly kind: 'set';
      readonly target: SetTarget;
      readonly option: string;
      readonly value: number | undefined;
    }
  | {
      readonly at: Micros;
      readonly kind: 'redrive';
      readonly from: string;
      readonly to: string;
      readonly perSecond: number;
    }
  | { readonly at: Micros; readonly kind: 'enable' | 'disable'; readonly mapping: string }
  /** The stream is brought to so many open shards. */
  | { readonly at: Micros; readonly kind: 'reshard'; readonly stream: string; readonly shards: number }
  /** Out from `at` until `until`; Infinity: to the end. */
  | {
      readonly at: Micros;
      readonly kind: 'outage';
      readonly of: OutageKind;
      readonly name: string;
      readonly until: Micros;
    };

/** What a `set` event changes; `option` beside it names the setting. A value of undefined removes it. */
export type SetTarget =
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'source'; readonly name: string }
  | { readonly kind: 'mapping'; readonly name: string };

/** `statistic(name.figure) operator limit`; statistic undefined for counts. */
export interface Objective {
  /** As written. */
  readonly text: string;
  readonly statistic: string | undefined;
  readonly name: string;
  readonly figure: string;
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!=';
  /** In the figure's unit: microseconds, counts, records. */
  readonly limit: number;
}

/** An input that its writer is not sure of. */
export interface GuessScenario {
  /** As written: `functions.worker.handler.perRecord`. */
  readonly path: string;
  readonly spread: GuessSpread;
}

/** How far off a guess may be: by a factor, between two amounts as the file writes them, or one of some values. */
export type GuessSpread =
  | { readonly kind: 'times'; readonly factor: number }
  | { readonly kind: 'between'; readonly from: string | number; readonly to: string | number }
  | { readonly kind: 'values'; readonly values: readonly unknown[] };

/** An alarm of CloudWatch. */
export interface AlarmScenario {
  readonly name: string;
  /** In words. */
  readonly text: string;
  readonly metric: Metric;
  /** Undefined for a metric of the account. */
  readonly of: string | undefined;
  readonly statistic: Statistic;
  /** In CloudWatch's unit of the metric. */
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly period: Micros;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
}
