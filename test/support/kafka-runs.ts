/** Scenarios of one topic `t`, one function `f` and one mapping `m`, written shortly. */
import type { RunOptions } from '../../src/simulate.ts';
import type { Result } from '../../src/metrics/result.ts';
import { journaled, type Line } from './run.ts';

export interface Said {
  readonly duration?: string;
  readonly facts?: object;
  readonly topic?: object;
  readonly handler?: object;
  readonly function?: object;
  readonly mapping?: object;
  readonly events?: readonly object[];
  /** One entry of `arrivals`, or several. */
  readonly arrivals: object | readonly object[];
}

/** The scenario. A function takes 100 ms and starts at once, a fetch takes no time and nothing is gathered, unless something else is said. */
export function kafkaScenario(said: Said) {
  const { duration = '10 min', facts = {}, topic, handler, mapping, events = [], arrivals } = said;
  return {
    lagcast: 1,
    duration,
    facts: { 'kafka.fetch.latency': '0 ms', ...facts },
    functions: {
      f: { timeout: '840 s', coldStart: 'none', handler: { duration: '100 ms', ...handler }, ...said.function },
    },
    sources: {
      t: { type: 'kafka', partitions: 1, arrivals: Array.isArray(arrivals) ? arrivals : [arrivals], ...topic },
      dlq: { type: 'sqs' },
    },
    mappings: {
      m: { source: 't', function: 'f', startingPosition: 'TRIM_HORIZON', maximumBatchingWindow: '0 s', ...mapping },
    },
    events,
  };
}

export interface Told {
  readonly result: Result;
  readonly lines: readonly Line[];
  /** Lines of one kind. */
  of(event: string): Line[];
  /** Batches of the invocations, in order. */
  readonly batches: readonly string[];
}

/** Runs it, and keeps what it tells. */
export function kafkaRun(said: Said, options: RunOptions = {}): Told {
  const { result, lines } = journaled(kafkaScenario(said), options);
  const of = (event: string): Line[] => lines.filter((line) => line.event === event);
  return { result, lines, of, batches: of('invoked').map(({ records }) => records!.join(' ')) };
}

/** Provisioned mode, of one poller. */
export const PROVISIONED = { provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 1 } };
