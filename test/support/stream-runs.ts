/** Scenarios of one stream `s`, one function `f` and one mapping `m`, written shortly. */
import type { RunOptions } from '../../src/simulate.ts';
import type { Result } from '../../src/metrics/result.ts';
import { journaled, type Line } from './run.ts';

export interface Said {
  readonly duration?: string;
  readonly facts?: object;
  readonly account?: object;
  readonly stream?: object;
  readonly handler?: object;
  readonly function?: object;
  readonly mapping?: object;
  readonly events?: readonly object[];
  /** More functions and mappings. */
  readonly others?: { readonly functions: object; readonly mappings: object };
  /** One entry of `arrivals`, or several. */
  readonly arrivals: object | readonly object[];
}

/** The scenario. A function takes 100 ms and starts at once, unless something else is said. */
export function streamScenario(said: Said) {
  const { duration = '10 min', facts = {}, stream, handler, mapping, events = [], others, arrivals } = said;
  return {
    lagcast: 1,
    duration,
    facts,
    ...(said.account === undefined ? {} : { account: said.account }),
    functions: {
      f: { timeout: '900 s', coldStart: 'none', handler: { duration: '100 ms', ...handler }, ...said.function },
      ...others?.functions,
    },
    sources: {
      s: { type: 'kinesis', shards: 1, arrivals: Array.isArray(arrivals) ? arrivals : [arrivals], ...stream },
      dlq: { type: 'sqs' },
    },
    mappings: {
      m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON', ...mapping },
      ...others?.mappings,
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
  readonly batches: readonly (readonly string[])[];
  /** Seconds between the end of an invocation and the start of the next; of one lane. */
  readonly pauses: readonly number[];
}

/** Runs it, and keeps what it tells. */
export function streamRun(said: Said, options: RunOptions = {}): Told {
  const { result, lines } = journaled(streamScenario(said), options);
  const of = (event: string): Line[] => lines.filter((line) => line.event === event);
  const [invoked, finished] = [of('invoked'), of('finished')];
  return {
    ...{ result, lines, of },
    batches: invoked.map((line) => line.records!),
    // Of the last ones some may still run.
    pauses: invoked.slice(1).map(({ t }, i) => (t - (finished[i]?.t ?? NaN)) / 1e6),
  };
}

/** Records that are put at the same instant. */
export function together(ids: readonly string[] | string, at = '1 s'): { readonly records: readonly object[] } {
  return { records: [...ids].map((id) => ({ id, at })) };
}

/** For a mapping of Kinesis whose instants are to be known: records are pushed, and that takes no time. */
export const AT_ONCE = { facts: { 'kinesis.fanOut.latency': 'off' }, mapping: { enhancedFanOut: true } };
