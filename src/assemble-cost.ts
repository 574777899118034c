/**
 * Puts together what counts for the bill of a run, and makes the bill of it: beside simulate.ts, which drives it. Knows the scenario, and
 * which facts the counting and the pricing need.
 *
 * Rules of its own look the facts up, so that a result lists the prices of what there was something of, and no others.
 */
import { FACTS, type FactPath } from './aws/facts.ts';
import { Rules } from './aws/rules.ts';
import { HOUR, type Clock, type Micros } from './engine/time.ts';
import { CapacityUsage } from './metrics/cost/capacity-usage.ts';
import { bill, type Quantity } from './metrics/cost/price.ts';
import {
  ofFunction,
  ofPollers,
  ofQueue,
  ofStream,
  ofTableStream,
  type BilledFunction,
  type BilledQueue,
} from './metrics/cost/quantities.ts';
import type { CostResult } from './metrics/cost/result.ts';
import { StreamUsages, type StreamToBill } from './metrics/cost/stream-usage.ts';
import type { PollerRecorder } from './metrics/pollers/poller-recorder.ts';
import type { Recorder } from './metrics/recorder.ts';
import type { Listener } from './model/observer.ts';
import type { Records } from './model/records.ts';
import { isQueueType, isStreamType } from './model/sources/kinds.ts';
import type { FunctionScenario, QueueScenario, Scenario, SourceScenario } from './scenario/scenario.ts';

/** A month is a twelfth of a year of 365 days: 730 hours. */
export const MONTH: Micros = ((365 * 24) / 12) * HOUR;

export class Cost {
  readonly #scenario: Scenario;
  readonly #rules: Rules;
  readonly #recorder: Recorder;
  /** Only where some function ever has provisioned concurrency. */
  readonly #capacity: CapacityUsage | undefined;
  /** Only where there are streams. */
  readonly #streams: StreamUsages | undefined;

  /** Before the run begins. `provisions`: whether some function ever has provisioned concurrency. */
  constructor(
    scenario: Scenario,
    recorder: Recorder,
    watched: { readonly records: Records; readonly clock: Clock },
    provisions: boolean,
  ) {
    this.#scenario = scenario;
    this.#recorder = recorder;
    this.#rules = new Rules(scenario.rules, scenario.facts);
    const { functions, sources, mappings } = scenario;
    functions.forEach((_, i) => this.#setFunction(i));
    sources.forEach((source, i) => this.#setSource(source, i));
    if (provisions) {
      const roundedTo = this.#number('price.lambda.provisioned.rounding');
      const capacity = new CapacityUsage(functions.length, watched.clock, roundedTo);
      functions.forEach(({ provisionedConcurrency }, i) => capacity.begin(i, provisionedConcurrency));
      this.#capacity = capacity;
    }
    if (!sources.some(({ type }) => type === 'kinesis' || type === 'dynamodbStreams')) return;
    const streams = sources.map((source) => toBill(source, scenario));
    this.#streams = new StreamUsages(streams, mappings.length, this.#streamBilling(), watched);
  }

  /** Observers to be told of the run, beside the recorder. */
  get listeners(): Listener[] {
    return [this.#capacity, this.#streams].filter((one) => one !== undefined);
  }

  /** The facts that counting and pricing have looked up so far. */
  get facts(): readonly FactPath[] {
    return this.#rules.reliedOn().map(({ path }) => path);
  }

  #number(path: FactPath): number {
    return this.#rules.number(path);
  }

  #setFunction(fn: number): void {
    this.#recorder.functions[fn]!.usage.bill({
      roundedTo: this.#number('price.lambda.rounding'),
      // A restore is paid for by its GB.
      isInitBilled:
        this.#scenario.functions[fn]!.coldStart?.snapStart !== true &&
        this.#rules.word('price.lambda.init') === 'billed',
    });
  }

  #setSource(scenario: SourceScenario, source: number): void {
    const { type } = scenario;
    const { usage } = this.#recorder.sources[source]!;
    if (type === 'async') {
      const [covered, part] = [
        this.#number('price.lambda.largeEvent.above'),
        this.#number('price.lambda.largeEvent.part'),
      ];
      return usage.bill({ covered, part, mostPerDelete: 1, perSend: 1 });
    }
    if (!isQueueType(type)) return;
    const unit = this.#number('price.sqs.unit');
    const perSend = scenario.type === 'sqsFifo' ? scenario.options.sendBatch : 1;
    usage.bill({ covered: unit, part: unit, mostPerDelete: this.#number('price.sqs.deleteBatch'), perSend });
  }

  #streamBilling(): ConstructorParameters<typeof StreamUsages>[2] {
    return {
      putUnit: this.#number('price.kinesis.put.unit'),
      roundedTo: this.#number('price.kinesis.onDemand.roundedTo'),
      included: this.#number('price.kinesis.retention.included'),
      longAfter: this.#number('price.kinesis.retention.long.after'),
    };
  }

  /** The warm-up ends. */
  restart(now: Micros): void {
    this.#capacity?.restart(now);
    this.#streams?.restart(now);
  }

  /** The bill at the end of the run, and the facts it rests on. `pollers`: where some mapping has provisioned pollers. */
  result(
    pollers: PollerRecorder | undefined,
    now: Micros,
  ): { readonly cost: CostResult; readonly facts: readonly FactPath[] } {
    const { duration, warmUp, functions, sources, cost } = this.#scenario;
    const span = duration - warmUp;
    const all = [
      ...functions.flatMap((fn, i) => ofFunction(this.#function(fn, i, now), span)),
      ...sources.flatMap((source, i) => this.#source(source, i, span, now)),
      ...this.#pollers(pollers, now),
    ];
    const factOf = (path: string) => {
      const fact = path as FactPath;
      return { value: this.#number(fact), id: FACTS[fact].id };
    };
    const terms = { span, month: MONTH, freeTier: cost.freeTier };
    return {
      cost: bill(all, factOf, terms, this.#handledFromOutside()),
      facts: this.facts,
    };
  }

  #pollers(recorder: PollerRecorder | undefined, now: Micros): Quantity[] {
    if (recorder === undefined) return [];
    this.#number('price.lambda.pollers.least');
    return this.#scenario.mappings.flatMap(({ name, type }, i) => {
      const record = recorder.mappings[i];
      return record === undefined ? [] : ofPollers(name, isQueueType(type) ? 'sqs' : 'kafka', record.unitHours(now));
    });
  }

  #function(fn: FunctionScenario, index: number, now: Micros): BilledFunction {
    const { invocations, usage, coldStarts } = this.#recorder.functions[index]!;
    const { name, architecture, memory, ephemeralStorage, coldStart } = fn;
    const asked = (type: 'sync' | 'async'): number => this.#askedBy(name, type);
    const [sync, async] = [asked('sync'), asked('async')];
    return {
      ...{ name, architecture, memory },
      extraStorage: Math.max(0, ephemeralStorage - this.#number('price.lambda.storage.included')),
      paysForSnapshots: coldStart?.snapStart === true && !/^java/.test(coldStart.runtime ?? ''),
      requests: { mapping: invocations.counted - sync - async, async, sync },
      largeEvents: this.#largeEvents(name),
      onDemand: usage.onDemand.counted,
      provisioned: usage.provisioned.counted,
      capacity: this.#capacity?.areaOf(index, now) ?? 0,
      coldStarts: coldStarts.counted,
    };
  }

  /** Invocations of a function that sources of one type asked for by themselves. */
  #askedBy(fn: string, type: 'sync' | 'async'): number {
    const { sources, mappings } = this.#scenario;
    let owner = mappings.length;
    let requests = 0;
    for (const source of sources) {
      if (source.type !== 'sync' && source.type !== 'async') continue;
      if (source.type === type && source.function === fn) requests += this.#recorder.owners[owner]!.invocations.counted;
      owner++;
    }
    return requests;
  }

  #largeEvents(fn: string): number {
    return this.#scenario.sources.reduce((sum, source, i) => {
      if (source.type !== 'async' || source.function !== fn) return sum;
      return sum + this.#recorder.sources[i]!.usage.moreForSends.counted;
    }, 0);
  }

  #source(source: SourceScenario, index: number, span: Micros, now: Micros): ReturnType<typeof ofQueue> {
    const { name, type } = source;
    if (source.type === 'sqs' || source.type === 'sqsFifo') {
      const { arrived, receives, emptyReceives, usage } = this.#recorder.sources[index]!;
      const sends = arrived.counted + usage.moreForSends.counted;
      const full = receives.counted + usage.moreForReceives.counted;
      const [empty, deletes] = [emptyReceives.counted, usage.deletes.counted];
      const kind = queueKind(source);
      return ofQueue({ name, kind, sends, receives: full, emptyReceives: empty, deletes });
    }
    const stream = this.#streams?.streams[index];
    if (stream === undefined || !isStreamType(type)) return [];
    stream.catchUp(now);
    const readers = this.#readersOf(name);
    if (type === 'dynamodbStreams') return ofTableStream(readers);
    const { putUnits, bytesIn, kept, keptLong } = stream;
    const counts = {
      ...{ putUnits: putUnits.counted, bytesIn: bytesIn.counted, kept: kept.counted, keptLong: keptLong.counted },
      ...{ shards: stream.shards.area(now), extended: stream.extended.area(now) },
    };
    const isOnDemand = source.type === 'kinesis' && source.options.mode === 'onDemand';
    return ofStream({ name, isOnDemand, ...counts, readers }, span, MONTH);
  }

  #readersOf(source: string): { name: string; isPushed: boolean; bytes: number; reads: number }[] {
    return this.#scenario.mappings.flatMap((mapping, i) => {
      if (mapping.source !== source) return [];
      const { bytes, reads } = this.#streams!.mappings[i]!;
      const isPushed = mapping.type === 'kinesis' && mapping.options.enhancedFanOut === true;
      return [{ name: mapping.name, isPushed, bytes: bytes.counted, reads: reads.counted }];
    });
  }

  /**
   * Records that were handled, without those that follow others. Of a stream each of its mappings handles all: a record counts in equal
   * parts for each of them.
   */
  #handledFromOutside(): number {
    const { sources, mappings } = this.#scenario;
    return sources.reduce((sum, { name, type }, i) => {
      const followers = this.#recorder.chains.endToEnd(i)?.count ?? 0;
      const handled = this.#recorder.sources[i]!.succeeded.counted - followers;
      const readers = isStreamType(type) ? mappings.filter(({ source }) => source === name).length : 1;
      return sum + handled / Math.max(1, readers);
    }, 0);
  }
}

function queueKind({ type, options }: QueueScenario): BilledQueue['kind'] {
  if (type === 'sqsFifo') return 'fifo';
  return options.messageGroupId === undefined ? 'standard' : 'fair';
}

/** What of a source there is to bill as a stream; undefined: it is none. */
function toBill(source: SourceScenario, { events, duration }: Scenario): StreamToBill | undefined {
  if (source.type !== 'kinesis' && source.type !== 'dynamodbStreams') return undefined;
  const changes = events.flatMap((event) => {
    if (event.kind !== 'set' || event.at > duration || event.option !== 'retentionPeriod') return [];
    const isOurs = event.target.kind === 'source' && event.target.name === source.name;
    return isOurs && event.value !== undefined ? [{ at: event.at, to: event.value }] : [];
  });
  const { shards } = source.options;
  // The stream of a table keeps its records for a day, which costs nothing.
  const retention = source.type === 'kinesis' ? source.options.retentionPeriod : 0;
  return { shards, retention, changes: changes.sort((a, b) => a.at - b.at) };
}
