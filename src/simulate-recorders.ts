/**
 * All that listens to a run and measures it, made as the scenario needs it: what would have nothing to measure is not there. Beside
 * simulate.ts, which drives it; the tier has listeners of its own (simulate-tier.ts), and simulate-result.ts makes the result of both.
 */
import { AccountWatch } from './assemble-account.ts';
import { Alarms, FACTS_OF_ALARMS } from './assemble-alarms.ts';
import { Cost } from './assemble-cost.ts';
import { downstreamRecorder } from './assemble-downstreams.ts';
import {
  eventRecorder,
  groupRecorder,
  metersOf,
  metricsReader,
  streamRecorder,
  type Meter,
} from './assemble-metrics.ts';
import { pollerRecorder } from './assemble-pollers.ts';
import { timeRecorder, watchTimes } from './assemble-times.ts';
import type { Model } from './assemble.ts';
import type { FactPath } from './aws/facts.ts';
import type { Micros } from './engine/time.ts';
import { CountingRecorder } from './metrics/counting-recorder.ts';
import type { DownstreamRecorder } from './metrics/downstreams/recorder.ts';
import { EffectsRecorder } from './metrics/effects/recorder.ts';
import type { EventRecorder } from './metrics/events/event-recorder.ts';
import { FifoRecorder } from './metrics/groups/fifo-recorder.ts';
import type { GroupRecorder } from './metrics/groups/group-recorder.ts';
import { roleOf } from './metrics/ledgers.ts';
import type { MetricsReader } from './metrics/metrics-reader.ts';
import type { PollerRecorder } from './metrics/pollers/poller-recorder.ts';
import { ProvisionedRecorder } from './metrics/provisioned.ts';
import { Recorder } from './metrics/recorder.ts';
import type { StreamRecorder } from './metrics/streams/stream-recorder.ts';
import type { IteratorAgeAt } from './metrics/streams/summary.ts';
import type { TimeRecorder } from './metrics/where-time-went/time-recorder.ts';
import type { Observer } from './model/observer.ts';
import { AsyncSource } from './model/sources/async/async.ts';
import { SqsQueue } from './model/sources/sqs.ts';
import type { Scenario } from './scenario/scenario.ts';
import type { RunOptions, Watched } from './simulate.ts';

export class Recorders {
  readonly #scenario: Scenario;
  readonly recorder: Recorder;
  /** Undefined: nobody wants to know where time went. */
  readonly times: TimeRecorder | undefined;
  readonly cost: Cost;
  /** Only where some function ever has provisioned concurrency. */
  readonly provisioned: ProvisionedRecorder | undefined;
  /** Only where some mapping has provisioned pollers. */
  readonly pollers: PollerRecorder | undefined;
  /** Only where some handler says what its effects are. */
  readonly effects: EffectsRecorder | undefined;
  /** Only where some downstream is called step by step. */
  readonly downstreams: DownstreamRecorder | undefined;
  /** Only where there are FIFO queues. */
  readonly fifo: FifoRecorder | undefined;
  /** Only where there are streams. */
  readonly streams: StreamRecorder | undefined;
  /** Only where messages of some queue have groups. */
  readonly groups: GroupRecorder | undefined;
  /** Only where there is asynchronous invocation. */
  readonly events: EventRecorder | undefined;
  /** Of each period in which metrics are wanted: none as a rule, for alarms or to be written. */
  readonly #meters: readonly Meter[];
  /** Only where several bring batches to functions. */
  readonly account: AccountWatch | undefined;
  /** Only where there are some. */
  readonly alarms: Alarms | undefined;

  constructor(
    scenario: Scenario,
    { records, sim, idOf }: Watched,
    options: Pick<RunOptions, 'metrics' | 'whereTimeWent' | 'timesOf'>,
  ) {
    const { mappings, sources, functions } = scenario;
    const roles = sources.map(({ type }) => roleOf(type));
    const parts = { sources: roles, mappings: mappings.length, functions: functions.length };
    const model = { records, clock: sim };
    this.#scenario = scenario;
    if (scenario.alarms.length > 0) this.alarms = new Alarms(scenario);
    this.#meters = metersOf(scenario, model, options.metrics, this.alarms);
    const [first] = this.#meters;
    this.recorder =
      first === undefined ? new Recorder(parts, records, sim) : new CountingRecorder(parts, records, sim, first.counts);
    if (options.whereTimeWent !== false) this.times = timeRecorder(scenario, roles, model, options.timesOf);
    const provisions = everProvisions(scenario);
    this.cost = new Cost(scenario, this.recorder, model, provisions);
    if (provisions) this.provisioned = new ProvisionedRecorder(functions.length, sim);
    this.pollers = pollerRecorder(scenario, sim);
    if (functions.some(({ handler }) => handler.effects !== undefined))
      this.effects = new EffectsRecorder(functions.length);
    this.downstreams = downstreamRecorder(scenario, sim);
    const isFifo = sources.map(({ type }) => type === 'sqsFifo');
    if (isFifo.includes(true)) this.fifo = new FifoRecorder(isFifo, records);
    this.streams = streamRecorder(scenario, { ...model, idOf });
    this.groups = groupRecorder(scenario, model);
    this.events = eventRecorder(scenario, model);
    this.account = AccountWatch.of(scenario, sim);
  }

  /** In the order in which they are told: the recorder first. */
  get listeners(): Observer[] {
    // The counts of the first period are told by the recorder.
    const counts = this.#meters.map((meter) => meter.counts);
    const byPeriod = [...counts.slice(1), ...counts.flatMap(({ streams, events }) => [streams, events])];
    const ofSome = [
      this.times,
      this.provisioned,
      this.pollers,
      this.effects,
      this.downstreams,
      this.streams,
      this.events,
      this.fifo,
      this.groups,
      this.account?.recorder,
    ];
    return [this.recorder, ...ofSome, ...byPeriod, ...this.cost.listeners].filter((one) => one !== undefined);
  }

  /** The model is put together: what they have to know of it beyond what it tells. */
  watch(model: Model): void {
    const { account, mappings, sources, consumers, world } = model;
    if (this.times !== undefined) watchTimes(this.times, model);
    this.provisioned?.watch(account);
    this.pollers?.watch(mappings);
    this.streams?.watch({
      ageAt: world.rules.word('stream.iteratorAgeAt') as IteratorAgeAt,
      oldest: consumers.map((one) => (visit) => one?.oldestSince(visit)),
    });
    this.groups?.watch(sources.map((one) => () => (one instanceof SqsQueue ? one.oldestQuietSince() : Infinity)));
    this.events?.watch(sources.map((one) => (one instanceof AsyncSource ? one.settings : undefined)));
  }

  /** Those who make rows of what was counted by the period. */
  metricsReaders(): MetricsReader[] {
    const { recorder, provisioned, fifo, groups } = this;
    return this.#meters.map(({ period, counts }) =>
      metricsReader(this.#scenario, period, { recorder, provisioned, fifo, groups, counts }),
    );
  }

  /** Facts that the measuring rests on, whatever happens. */
  get facts(): FactPath[] {
    return [...this.cost.facts, ...(this.alarms === undefined ? [] : FACTS_OF_ALARMS)];
  }

  /** The warm-up ends. */
  restart(now: Micros): void {
    this.recorder.restart(now);
    this.times?.restart();
    this.provisioned?.restart(now);
    this.pollers?.restart(now);
    this.effects?.restart();
    this.downstreams?.restart(now);
    this.fifo?.restart(now);
    this.streams?.restart(now);
    this.events?.restart();
    this.groups?.restart(now);
    this.account?.recorder.restart();
    this.cost.restart(now);
  }
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
