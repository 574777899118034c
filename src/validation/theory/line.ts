/** One line before one or more servers as a scenario under `rules: ideal`, and its figures in a result: the shape of most models. */
import { quantileOf } from '../../metrics/figure.ts';
import type { FunctionResult, MappingResult, Result, SourceResult } from '../../metrics/result.ts';
import { REPLICATIONS } from '../statistics.ts';
import type { Service } from './service.ts';

/** The warm-up, as a share of the time that is measured. */
const WARM_UP = 0.1;
/** Longer than any service: no message comes back while it is worked on. */
export const NEVER_BACK = '12 h';
const SECOND = 1e6;

/** How much is simulated. */
export interface Size {
  /** Of the case. */
  readonly name: string;
  /** Messages of all replications, without those of the warm-up. */
  readonly messages: number;
  /** A second, on average. */
  readonly arrivalRate: number;
  /** Seconds; unless said 0. */
  readonly warmUpAtLeast?: number;
  /** Unless said {@link REPLICATIONS}. */
  readonly replications?: number | undefined;
}

/** The head of a scenario that sends so many messages in its replications. */
export function head({ name, messages, arrivalRate, warmUpAtLeast = 1, replications = REPLICATIONS }: Size): object {
  const measured = Math.ceil(messages / replications / arrivalRate);
  const warmUp = Math.ceil(Math.max(measured * WARM_UP, warmUpAtLeast));
  return {
    lagcast: 1,
    name,
    seed: name,
    rules: 'ideal',
    duration: `${warmUp + measured} s`,
    warmUp: `${warmUp} s`,
  };
}

export interface Line extends Size {
  readonly service: Service;
  readonly servers: number;
  /** An entry of `arrivals`; Poisson unless said. */
  readonly arrivals?: object;
}

/** One line, first come, first served: a queue and a fixed fleet of pollers, one message at a time. */
export function line({ arrivals, service, servers, ...size }: Line): object {
  const sends = arrivals ?? { rate: { poisson: `${size.arrivalRate}/s` } };
  return {
    ...head(size),
    sources: { q: { type: 'sqs', visibilityTimeout: NEVER_BACK, arrivals: [sends] } },
    functions: { f: { timeout: NEVER_BACK, handler: { perInvocation: service.written } } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: servers } } },
  };
}

/**
 * What chance did to the inputs of a run: by how much more messages came than are due, and their services took longer, as shares. A load that was
 * above its mean by chance makes waits longer, and by how much is seen from run to run.
 */
export function inputsOf({ arrivalRate, service }: Inputs): (result: Result) => number[] {
  return (result) => {
    const { arrived } = Object.values(result.sources)[0]!;
    const due = (arrivalRate * (result.duration - result.warmUp)) / SECOND;
    const more = arrived / due - 1;
    return service === undefined ? [more] : [more, result.functions['f']!.duration.mean! / SECOND / service.mean - 1];
  };
}

/** What comes, on average a second; how long it is worked on, where that is a matter of chance. */
interface Inputs {
  readonly arrivalRate: number;
  readonly service?: Service | undefined;
}

/** The queue, the mapping and the function of these models. */
export function partsOf(result: Result): { q: SourceResult; m: MappingResult; f: FunctionResult } {
  return { q: result.sources['q']!, m: result.mappings['m']!, f: result.functions['f']! };
}

/** Mean seconds from sent until first invoked. */
export function meanWait(result: Result): number {
  return partsOf(result).q.ageAtFirstAttempt.mean! / SECOND;
}

/** Mean seconds from sent until done. */
export function meanTimeInSystem(result: Result): number {
  return partsOf(result).q.latency.mean! / SECOND;
}

/** A quantile of the wait, in seconds. */
export function waitQuantile(share: number): (result: Result) => number {
  return (result) => quantileOf(partsOf(result).q.ageAtFirstAttempt, share)! / SECOND;
}

/** A quantile of the time in the system, in seconds. */
export function timeInSystemQuantile(share: number): (result: Result) => number {
  return (result) => quantileOf(partsOf(result).q.latency, share)! / SECOND;
}

/** The share that waited at all: bin 0 of the histogram holds the zeros. */
export function shareThatWaited(result: Result): number {
  const { histogram, count } = partsOf(result).q.ageAtFirstAttempt;
  const zeros = histogram.find(([bin]) => bin === 0)?.[1] ?? 0;
  return 1 - zeros / count;
}

/** Mean number of servers at work. */
export function meanBusy(result: Result): number {
  return partsOf(result).f.concurrency.mean;
}

/** Mean number in the system: of those that wait and of those that are worked on. */
export function meanInSystem(result: Result): number {
  const { depth, inFlight } = partsOf(result).q;
  return depth.mean + inFlight.mean;
}
