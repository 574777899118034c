/**
 * What comes to a function from one place, as far as a scenario says it before anything runs: rates, the size of a full batch,
 * how long such a batch takes. Times are those of records of the quickest kind, as in the advice of `check`. Leaves out what other
 * functions send, traces, failures and retries: where these matter, nothing is said, and why.
 */
import { meanOf } from '../../engine/distributions.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { Rules } from '../../aws/rules.ts';
import { payloadRule } from '../../model/sources/payload.ts';
import { messagesBetween } from '../../scenario/checks/amount.ts';
import { handlerTime, invocationTime, type HandlerTime } from '../../scenario/checks/handler-time.ts';
import type {
  ArrivalScenario,
  FunctionScenario,
  MappingScenario,
  Scenario,
  SourceScenario,
} from '../../scenario/scenario.ts';
import { passingShares } from './filter-share.ts';
import { greatestRateOf, meanRateOf } from './rates.ts';

/** A function with one thing that brings it work: a mapping, or callers of its own. */
export interface Join {
  /** `mappings.m`, or `sources.s` of direct calls. */
  readonly about: string;
  readonly source: SourceScenario;
  readonly mapping: MappingScenario | undefined;
  readonly fn: FunctionScenario;
}

export interface Flow extends Join {
  /** Messages a second that pass its filters, over the run, and at the most. */
  readonly mean: number;
  readonly peak: number;
  /** Bytes of a message on average; 0 where none are given. */
  readonly size: number;
  /** Most messages of a batch: its batch size, or what fits into an invocation. */
  readonly batch: number;
  readonly window: Micros;
  readonly time: HandlerTime;
  /** Of a full batch, on average. */
  readonly duration: Micros;
}

export type FlowResult = { readonly ok: true; readonly flow: Flow } | { readonly ok: false; readonly why: string };

/** All that brings work to functions: mappings in the order of the file, then direct calls. */
export function joinsOf({ sources, mappings, functions }: Scenario): Join[] {
  const fnOf = (name: string): FunctionScenario => functions.find((one) => one.name === name)!;
  const read = mappings.map((mapping) => ({
    about: `mappings.${mapping.name}`,
    source: sources.find(({ name }) => name === mapping.source)!,
    mapping,
    fn: fnOf(mapping.function),
  }));
  const called = sources.flatMap((source) =>
    source.type === 'sync' || source.type === 'async'
      ? [{ about: `sources.${source.name}`, source, mapping: undefined, fn: fnOf(source.function) }]
      : [],
  );
  return [...read, ...called];
}

/** What is known of its load; otherwise why nothing can be said. */
export function flowOf(join: Join, scenario: Scenario, rules: Rules): FlowResult {
  const { source, mapping, fn } = join;
  const why = unknownLoad(join, scenario);
  if (why !== undefined) return { ok: false, why };
  const time = handlerTime(fn, source.arrivals, scenario.downstreams);
  if (time === undefined) return { ok: false, why: `how long ${fn.name} takes depends on what it is given` };
  const shares = mapping === undefined ? source.arrivals.map(() => 1) : passingShares(source, mapping);
  if (shares === undefined) return { ok: false, why: 'how much passes its filters is not known beforehand' };
  const mean = meanRateOf(source.arrivals, shares, scenario.duration);
  const peak = greatestRateOf(source.arrivals, shares, scenario.duration);
  const size = meanSizeOf(source.arrivals, scenario.duration);
  const { batchSize, maximumBatchingWindow: window } = mapping?.options ?? { batchSize: 1, maximumBatchingWindow: 0 };
  const payload = payloadRule(source.type, rules);
  const fits = size === 0 ? Infinity : Math.max(1, Math.floor(payload.most / payload.of(size)));
  const batch = mapping === undefined ? 1 : Math.min(batchSize, fits);
  const duration = invocationTime(time, time.record.least, batch).mean;
  if (!Number.isFinite(duration)) return { ok: false, why: `the time that ${fn.name} takes has no mean` };
  return { ok: true, flow: { ...join, mean, peak, size, batch, window, time, duration } };
}

/** Executions at once with full batches, at so many messages a second (PLN-01). */
export function needAt(rate: number, { duration, batch }: Pick<Flow, 'duration' | 'batch'>): number {
  return (rate * duration) / SECOND / batch;
}

function unknownLoad({ source }: Join, { functions, sources }: Scenario): string | undefined {
  const sender = functions.find(({ handler }) => handler.sends.some(({ to }) => to === source.name));
  if (sender !== undefined) return `how much ${sender.name} sends to ${source.name} is not known beforehand`;
  const feeder = sources.find((one) => 'redrivePolicy' in one && one.redrivePolicy?.deadLetterQueue === source.name);
  if (feeder !== undefined) return `how much ${feeder.name} dead-letters is not known beforehand`;
  if (source.arrivals.length === 0) return `nothing is said of what comes to ${source.name}`;
  const kinds = source.arrivals.map(({ when }) => when.kind);
  if (kinds.includes('replay')) return `what comes to ${source.name} is replayed from a trace`;
  const isListed = kinds.every((kind) => kind === 'records');
  return isListed ? `what comes to ${source.name} is written out one by one` : undefined;
}

/** Bytes, each entry by how much it brings; 0 where none says one. */
export function meanSizeOf(arrivals: readonly ArrivalScenario[], duration: Micros): number {
  const said = arrivals.flatMap((one) =>
    one.size === undefined ? [] : [{ weight: messagesBetween(one, 0, duration), size: meanOf(one.size) }],
  );
  const all = said.reduce((sum, { weight }) => sum + weight, 0);
  const mean = all === 0 ? 0 : said.reduce((sum, { weight, size }) => sum + weight * size, 0) / all;
  return Number.isFinite(mean) ? mean : 0;
}
