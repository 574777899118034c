/**
 * Reads off a run while it goes on, for readers whose intervals differ: the series of a result, metrics by the minute.
 *
 * Levels and ages are the greatest since the reading before, and every reader is given every reading, so spikes survive
 * whatever the interval. Counts are left to the readers: each remembers where a count stood when its last interval ended.
 */
import type { Micros } from '../engine/time.ts';
import type { DownstreamRecord, DownstreamRecorder } from './downstreams/recorder.ts';
import type { FifoRecorder } from './groups/fifo-recorder.ts';
import type { FairReading, GroupRecorder } from './groups/group-recorder.ts';
import type { ProvisionedRecorder } from './provisioned.ts';
import type { Recorder } from './recorder.ts';
import type { StreamReading } from './streams/reading.ts';
import type { StreamRecorder } from './streams/stream-recorder.ts';

/** Greatest since the reading before, unless it says otherwise. */
export interface SourceReading {
  readonly depth: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Of those that left as well as of those that are there; microseconds. */
  readonly ageOfOldest: Micros;
}

export interface MappingReading {
  readonly pollers: number;
  /** Most pollers there could be now; Infinity: no bound. */
  readonly pollersLimit: number;
}

export interface FunctionReading {
  readonly concurrency: number;
  /** Most that may run at once now: what it reserves, or the account's shared part; Infinity: no bound. */
  readonly limit: number;
  /** Provisioned environments that can be used now, and the most executions on them. */
  readonly provisionedReady: number;
  readonly provisionedConcurrency: number;
  /** Executions over environments that could be used, the greatest; null when there were none. */
  readonly provisionedUtilization: number | null;
}

/** The greatest of each. */
export interface DownstreamReading {
  readonly connections: number;
  readonly connectionsWanted: number;
  readonly inProgress: number;
}

/** One look at all parts, in the order of the scenario. */
export interface Reading {
  readonly now: Micros;
  readonly sources: readonly SourceReading[];
  readonly mappings: readonly MappingReading[];
  readonly functions: readonly FunctionReading[];
  /** ClaimedAccountConcurrency and the account's shared executions, the greatest; of runs that measure them. */
  readonly claimed: number | undefined;
  /** By mapping; none of those that read no stream. */
  readonly streams: readonly (StreamReading | undefined)[];
  /** By downstream; none of those that are not measured. */
  readonly downstreams: readonly (DownstreamReading | undefined)[];
  /** Groups in flight, by source; none of those that are no FIFO queue. */
  readonly groupsInFlight: readonly (number | undefined)[];
  /** By source; none of those that are no fair queue. */
  readonly fair: readonly (FairReading | undefined)[];
}

/** Somebody with intervals of his own. */
export interface Reader {
  /** Length of an interval; they begin at 0 and follow each other. */
  readonly period: Micros;
  /** A reading within the present interval, its end included. */
  note(reading: Reading): void;
  /** The interval ends with the reading that was noted last. */
  close(now: Micros): void;
  /** The warm-up is about to end, at the instant that was noted last. */
  beforeRestart?(): void;
  /** It has ended: histograms are empty again, areas of levels begin at zero. */
  restart(): void;
}

/** What only the model knows. Lists are in the order of the scenario. */
export interface Probes {
  /** Age of the oldest record of each source; null when there is none. Brings the sources up to date. */
  readonly oldestAges: () => readonly (Micros | null)[];
  readonly pollersLimits: () => readonly number[];
  readonly concurrencyLimits: () => readonly number[];
}

/** The observers that measure; undefined where a run has nothing for them. */
export interface Recorders {
  readonly recorder: Recorder;
  readonly provisioned: ProvisionedRecorder | undefined;
  readonly streams: StreamRecorder | undefined;
  readonly downstreams: DownstreamRecorder | undefined;
  readonly fifo: FifoRecorder | undefined;
  readonly groups: GroupRecorder | undefined;
}

export class Readings {
  readonly #end: Micros;
  readonly #recorder: Recorder;
  readonly #provisioned: ProvisionedRecorder | undefined;
  readonly #streams: StreamRecorder | undefined;
  readonly #downstreams: DownstreamRecorder | undefined;
  readonly #fifo: FifoRecorder | undefined;
  readonly #groups: GroupRecorder | undefined;
  readonly #probes: Probes;
  readonly #readers: readonly Reader[];

  /** `end`: of the run, where the last interval of every reader ends. */
  constructor(end: Micros, recorders: Recorders, probes: Probes, readers: readonly Reader[]) {
    const { recorder, provisioned, streams, downstreams, fifo, groups } = recorders;
    this.#end = end;
    this.#recorder = recorder;
    this.#provisioned = provisioned;
    this.#streams = streams;
    this.#downstreams = downstreams;
    this.#fifo = fifo;
    this.#groups = groups;
    this.#probes = probes;
    this.#readers = readers;
  }

  /** When the next reading is due after `now`. */
  next(now: Micros): Micros {
    const ends = this.#readers.map(({ period }) => (Math.floor(now / period) + 1) * period);
    return Math.min(this.#end, ...ends);
  }

  take(now: Micros): void {
    const reading = this.#read(now);
    for (const reader of this.#readers) {
      reader.note(reading);
      if (now % reader.period === 0 || now === this.#end) reader.close(now);
    }
  }

  /** The warm-up ends: all that was before is noted, then `restart` makes figures start afresh. */
  endWarmUp(now: Micros, restart: () => void): void {
    const reading = this.#read(now);
    for (const reader of this.#readers) {
      reader.note(reading);
      reader.beforeRestart?.();
    }
    restart();
    for (const reader of this.#readers) reader.restart();
  }

  #read(now: Micros): Reading {
    const ages = this.#probes.oldestAges();
    const pollersLimits = this.#probes.pollersLimits();
    const limits = this.#probes.concurrencyLimits();
    return {
      now,
      sources: this.#recorder.sources.map((source, i) => ({
        depth: source.visible.takePeak(),
        inFlight: source.inFlight.takePeak(),
        delayed: source.delayed.takePeak(),
        ageOfOldest: Math.max(source.takeGreatestAge(), ages[i] ?? 0),
      })),
      mappings: this.#recorder.mappings.map((mapping, i) => ({
        pollers: mapping.pollers.takePeak(),
        pollersLimit: pollersLimits[i]!,
      })),
      functions: this.#recorder.functions.map((fn, i) => {
        const provisioned = this.#provisioned?.functions[i];
        return {
          concurrency: fn.concurrency.takePeak(),
          limit: limits[i]!,
          provisionedReady: provisioned?.ready.value ?? 0,
          provisionedConcurrency: provisioned?.busy.takePeak() ?? 0,
          provisionedUtilization: provisioned?.takeGreatestUtilization() ?? null,
        };
      }),
      claimed: this.#provisioned?.claimed.takePeak(),
      streams: this.#streams?.takeReadings() ?? [],
      downstreams: (this.#downstreams?.downstreams ?? []).map((one) => one && takePeaks(one)),
      groupsInFlight: this.#fifo?.takeReadings() ?? [],
      fair: this.#groups?.takeReadings() ?? [],
    };
  }
}

function takePeaks({ connections, wanted, inProgress }: DownstreamRecord): DownstreamReading {
  return {
    connections: connections.takePeak(),
    connectionsWanted: wanted.takePeak(),
    inProgress: inProgress.takePeak(),
  };
}
