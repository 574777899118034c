/** Events that are invoked asynchronously: scenarios around one source `e` and its function `f`, and what becomes of each event. */
import { journaled, type Line } from './run.ts';

/** Waits are what they are, so that instants can be worked out by hand. */
export const NO_JITTER = { 'async.retry.error.jitter': '0 %', 'async.retry.throttle.jitter': '0 %' };

export interface Around {
  readonly duration?: string;
  readonly seed?: number;
  readonly facts?: object;
  /** Beside what an event's function has here: no cold starts, a timeout of 15 minutes, and 1 s for each. */
  readonly fn?: object;
  readonly handler?: object;
  readonly source?: object;
  readonly sources?: object;
  readonly functions?: object;
  readonly mappings?: object;
  readonly events?: readonly object[];
}

/** Arrivals of events with an id, a time in seconds and, for some, how long they take in seconds. */
export function eventsAt(...events: readonly (readonly [id: string, at: number, takes?: number])[]): object[] {
  const records = events.map(([id, at, takes]) => ({
    ...{ id, at: seconds(at) },
    ...(takes === undefined ? {} : { duration: seconds(takes) }),
  }));
  return [{ records }];
}

/** In whole microseconds. */
export function seconds(time: number): string {
  return `${Math.round(time * 1e6)} us`;
}

/** Direct callers who keep one environment of the function busy for all the time, from 0 on. */
export function busyFor(hours: number, fn = 'f'): object {
  const calls = Array.from({ length: hours * 4 }, (_, i) => [`c${i}`, i * 900, 900] as const);
  return { calls: { type: 'sync', function: fn, arrivals: eventsAt(...calls) } };
}

export function scenarioOfEvents(around: Around): object {
  const { duration = '20 min', seed = 1, facts, fn, handler, source, sources, functions, mappings, events } = around;
  return {
    ...{ lagcast: 1, name: 'events', seed, duration, facts: { ...NO_JITTER, ...facts } },
    functions: {
      f: { timeout: '900 s', coldStart: 'none', ...fn, handler: { duration: '1 s', ...handler } },
      ...functions,
    },
    sources: { e: { type: 'async', function: 'f', ...source }, ...sources },
    ...(mappings === undefined ? {} : { mappings }),
    ...(events === undefined ? {} : { events }),
  };
}

/** What the journal tells of one event; instants in seconds. */
export interface Life {
  /** Attempts, throttled ones too. */
  readonly attempts: readonly number[];
  readonly invoked: readonly number[];
  readonly throttled: readonly number[];
  readonly sent: number | undefined;
  /** Undefined: it goes on. */
  readonly end: (Line & { readonly at: number }) | undefined;
}

export function lifeOf(lines: readonly Line[], id: string): Life {
  const own = lines.filter(({ records }) => records?.includes(id));
  const times = (...events: string[]): number[] =>
    own.filter(({ event }) => events.includes(event)).map(({ t }) => t / 1e6);
  const end = own.find(({ event }) => event === 'concluded');
  return {
    attempts: times('invoked', 'throttled'),
    invoked: times('invoked'),
    throttled: times('throttled'),
    sent: times('sent')[0],
    end: end && { ...end, at: end.t / 1e6 },
  };
}

/** Runs it, and gives the lives of its events by id. */
export function livesIn(around: Around): ReturnType<typeof journaled> & { readonly life: (id: string) => Life } {
  const run = journaled(scenarioOfEvents(around));
  return { ...run, life: (id) => lifeOf(run.lines, id) };
}
