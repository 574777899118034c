/**
 * Takes readings at equal intervals, so that a run can be seen over time. At most some 300 of them, whatever the length of
 * the run; counts are steps since the last reading and levels the greatest since then, so spikes survive.
 */
import { MILLISECOND, SECOND, MINUTE, HOUR, DAY, type Micros } from '../engine/time.ts';
import type { Recorder } from './recorder.ts';
import type { SeriesResult } from './result.ts';

/** Widths of an interval that people like to read, from a millisecond to a day. */
const PERIODS: readonly Micros[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * MILLISECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 6, 12].map((n) => n * HOUR),
  DAY,
];

const MOST_SAMPLES = 300;

/** The finest of the usual widths that gives at most some 300 readings; beyond, whole days. */
export function samplePeriod(duration: Micros): Micros {
  const finest = duration / MOST_SAMPLES;
  return PERIODS.find((period) => period >= finest) ?? Math.ceil(finest / DAY) * DAY;
}

type Rows<F extends string> = Record<F, number[]>;

export class Sampler {
  readonly period: Micros;
  readonly #recorder: Recorder;
  readonly #sources: Rows<'arrived' | 'succeeded' | 'deadLettered' | 'depth' | 'inFlight' | 'ageOfOldest'>[];
  readonly #mappings: Rows<'invocations' | 'throttles' | 'pollers' | 'pollersLimit'>[];
  readonly #functions: Rows<'invocations' | 'errors' | 'throttles' | 'concurrency'>[];

  constructor(duration: Micros, recorder: Recorder) {
    this.period = samplePeriod(duration);
    this.#recorder = recorder;
    this.#sources = recorder.sources.map(() => ({
      arrived: [],
      succeeded: [],
      deadLettered: [],
      depth: [],
      inFlight: [],
      ageOfOldest: [],
    }));
    this.#mappings = recorder.mappings.map(() => ({
      invocations: [],
      throttles: [],
      pollers: [],
      pollersLimit: [],
    }));
    this.#functions = recorder.functions.map(() => ({ invocations: [], errors: [], throttles: [], concurrency: [] }));
  }

  /** One reading. `ages`: age of the oldest message of each source, 0 where there is none; `limits`: pollers of each mapping at the most. */
  take(ages: readonly Micros[], limits: readonly number[]): void {
    this.#recorder.sources.forEach((source, i) => {
      const row = this.#sources[i]!;
      row.arrived.push(source.arrived.takeStep());
      row.succeeded.push(source.succeeded.takeStep());
      row.deadLettered.push(source.deadLettered.takeStep());
      row.depth.push(source.visible.takePeak());
      row.inFlight.push(source.inFlight.takePeak());
      row.ageOfOldest.push(ages[i]!);
    });
    this.#recorder.mappings.forEach((mapping, i) => {
      const row = this.#mappings[i]!;
      row.invocations.push(mapping.invocations.takeStep());
      row.throttles.push(mapping.throttles.takeStep());
      row.pollers.push(mapping.pollers.takePeak());
      row.pollersLimit.push(limits[i] === Infinity ? 0 : limits[i]!);
    });
    this.#recorder.functions.forEach((fn, i) => {
      const row = this.#functions[i]!;
      row.invocations.push(fn.invocations.takeStep());
      row.errors.push(fn.errors.takeStep());
      row.throttles.push(fn.throttles.takeStep());
      row.concurrency.push(fn.concurrency.takePeak());
    });
  }

  /** The readings by name. */
  toResult(names: {
    sources: readonly string[];
    mappings: readonly string[];
    functions: readonly string[];
  }): SeriesResult {
    return {
      period: this.period,
      sources: named(names.sources, this.#sources),
      mappings: named(names.mappings, this.#mappings),
      functions: named(names.functions, this.#functions),
    };
  }
}

/** An object of the values under their names, in order. */
export function named<V>(names: readonly string[], values: readonly V[]): Record<string, V> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}
