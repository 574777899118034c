/**
 * A scenario that is exported as a plain queueing model gives the same figures in an implementation from the textbook that shares no code
 * with the simulator: message by message where both have the same arrivals and services, and on average where each has its own luck.
 */
import { describe, expect, it } from 'vitest';
import { queueingModelOf } from '../../src/scenario/queueing/read-off.ts';
import type { Result } from '../../src/metrics/result.ts';
import { estimateOf, replications, type Estimate } from '../../src/validation/statistics.ts';
import { journaled, scenarioOf, type Line } from '../support/run.ts';
import { play, type Customer, type Exported } from './textbook.ts';
import { chance } from './textbook-chance.ts';

interface Setting {
  readonly title: string;
  readonly source?: object;
  readonly rate: unknown;
  readonly handler: object;
  readonly fn?: object;
  /** Undefined: direct calls. */
  readonly mapping?: object;
}

const ONE = { batchSize: 1, pollers: { policy: 'fixed', count: 1 } };
const FOUR = { batchSize: 1, pollers: { policy: 'fixed', count: 4 } };
const exponential = (mean: string): object => ({ perInvocation: { exponential: { mean } } });

const SETTINGS: readonly Setting[] = [
  { title: 'M/M/1', rate: { poisson: '0.7/s' }, handler: exponential('1 s'), mapping: ONE },
  { title: 'D/M/1', rate: '0.8/s', handler: exponential('1 s'), mapping: ONE },
  {
    title: 'M/G/4, a rate with steps',
    rate: {
      steps: [
        { at: '0 s', rate: '3/s' },
        { at: '5 min', rate: '5/s' },
        { at: '8 min', rate: '2/s' },
      ],
    },
    handler: { perInvocation: { lognormal: { mean: '1 s', cv: 1.5 } } },
    mapping: FOUR,
  },
  {
    title: 'batches whose time grows with their size',
    rate: { poisson: '6/s' },
    handler: { perInvocation: '500 ms', perRecord: { gamma: { mean: '100 ms', shape: 2 } } },
    mapping: { batchSize: 5, pollers: { policy: 'fixed', count: 2 } },
  },
  {
    title: 'messages that are dropped after a minute',
    rate: { poisson: '0.3/s' },
    source: { messageRetentionPeriod: '60 s' },
    handler: exponential('4 s'),
    mapping: ONE,
  },
  {
    title: 'failures that come back, three times',
    rate: { poisson: '2/s' },
    source: { visibilityTimeout: '30 s', redrivePolicy: { deadLetterQueue: 'dead', maxReceiveCount: 3 } },
    fn: { timeout: '20 s' },
    handler: { ...exponential('1 s'), invocationFails: '20 %' },
    mapping: FOUR,
  },
  { title: 'servers without end', rate: { poisson: '5/s' }, handler: exponential('3 s'), mapping: { batchSize: 1 } },
  {
    title: 'calls that are refused when all are busy',
    rate: { poisson: '6/s' },
    fn: { reservedConcurrency: 5 },
    handler: { perInvocation: { hyperexponential: { mean: '1 s', squaredVariation: 4 } } },
  },
];

/** A run of `minutes`, empty at first; the source is q. */
function written({ title, source, rate, handler, fn, mapping }: Setting, minutes: number): object {
  const isQueue = mapping !== undefined;
  const queue = { type: 'sqs', visibilityTimeout: '12 h', ...source };
  return {
    lagcast: 1,
    name: title,
    seed: title,
    rules: 'ideal',
    duration: `${minutes} min`,
    sources: {
      q: { ...(isQueue ? queue : { type: 'sync', function: 'f' }), arrivals: [{ rate }] },
      ...(source !== undefined && 'redrivePolicy' in source && { dead: { type: 'sqs' } }),
    },
    functions: { f: { timeout: '12 h', handler, ...fn } },
    ...(isQueue && { mappings: { m: { source: 'q', function: 'f', ...mapping } } }),
  };
}

/** As another program gets it: through JSON. */
function exported(value: object): Exported {
  const read = queueingModelOf(scenarioOf(value));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return JSON.parse(JSON.stringify(read.model)) as Exported;
}

describe('message by message, with the arrivals and services of a run', () => {
  it.each(SETTINGS)('$title', (setting) => {
    const value = written(setting, 20);
    const { lines } = journaled(value);
    const { ids, arrivals, services, begun } = booksOf(lines);
    let service = 0;
    const customers = play(exported(value), {
      arrivals,
      // A service that goes on at the end of the run has no end in the journal.
      service: () => services[service++]!,
    });
    expect(begun.size).toBeGreaterThan(300);
    const waits = customers.map(({ begun: at }) => at && Math.round(at * 1e6));
    expect(waits).toEqual(ids.map((id) => begun.get(id)));
    expect(service).toBe(services.length);
  });
});

/** Sent and begun in seconds and microseconds; services in the order in which they begin. */
function booksOf(lines: readonly Line[]) {
  const ids: string[] = [];
  const arrivals: number[] = [];
  const begun = new Map<string, number>();
  const services: { time: number; fails: boolean }[] = [];
  const byInvocation = new Map<number, { service: { time: number; fails: boolean }; from: number }>();
  for (const line of lines) {
    if (line.source === 'q' && line.event === 'arrived') {
      ids.push(...line.records!);
      arrivals.push(...line.records!.map(() => line.t / 1e6));
    } else if (line.event === 'invoked') {
      const service = { time: Infinity, fails: false };
      services.push(service);
      byInvocation.set(line.invocation!, { service, from: line.t });
      for (const id of line.records!) if (!begun.has(id)) begun.set(id, line.t);
    } else if (line.event === 'ended') {
      const { service, from } = byInvocation.get(line.invocation!)!;
      service.time = (line.t - from) / 1e6;
      service.fails = line.outcome === 'failed';
    }
  }
  return { ids, arrivals, begun, services };
}

describe('on average, each with its own luck', () => {
  it.each(SETTINGS)('$title', (setting) => {
    const [runs, minutes] = [20, 30];
    const value = written(setting, minutes);
    const ours = replications(scenarioOf(value), runs, figuresOf);
    const model = exported(value);
    const theirs = Array.from({ length: runs }, (_, i) => summary(play(model, chance(model, i + 1)), model));
    for (const figure of ['wait', 'lost', 'done'] as const) {
      const other = estimateOf(theirs.map((run) => run[figure]));
      expect(zOf(ours[figure], other), `${figure}: ${ours[figure].mean} and ${other.mean}`).toBeLessThan(3.5);
    }
  });
});

/** Mean wait in seconds, share of arrivals lost, and done. */
function figuresOf({ sources }: Result) {
  const { books, ageAtFirstAttempt } = sources['q']!;
  const { arrived } = books.in;
  const lost = books.out.expired + books.out.refused + books.out.deadLettered;
  return { wait: ageAtFirstAttempt.mean! / 1e6, lost: lost / arrived, done: books.out.succeeded / arrived };
}

function summary(customers: readonly Customer[], { duration, line }: Exported) {
  const waits = customers.flatMap(({ begun, arrived }) => (begun === undefined ? [] : [begun - arrived]));
  const patience = line.patience ?? Infinity;
  const isLost = ({ lost, begun, arrived }: Customer): boolean =>
    lost === undefined ? begun === undefined && arrived + patience <= duration : lost <= duration;
  const share = (of: (customer: Customer) => boolean): number => customers.filter(of).length / customers.length;
  return {
    wait: waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
    lost: share(isLost),
    done: share(({ done }) => done !== undefined && done <= duration),
  };
}

/** How far apart two estimates are, in standard errors; 0 for two that are equal and have none. */
function zOf(a: Estimate, b: Estimate): number {
  const difference = Math.abs(a.mean - b.mean);
  return difference === 0 ? 0 : difference / Math.hypot(a.standardError, b.standardError);
}
