/** Runs scenarios with a trace, and reads it by a schema of the Trace Event Format that is written down here from its public description. */
import { z } from 'zod';
import { tracing, type TraceOptions } from '../../src/assemble-trace.ts';
import type { Result } from '../../src/metrics/result.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';

const place = { pid: z.int().positive(), tid: z.int().positive() };
const at = { ts: z.int().nonnegative(), name: z.string().min(1) };
const args = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const Meta = z.strictObject({
  ph: z.literal('M'),
  name: z.enum(['process_name', 'process_sort_index', 'thread_name', 'thread_sort_index']),
  ts: z.literal(0),
  pid: place.pid,
  tid: place.tid.optional(),
  args: z.union([z.strictObject({ name: z.string().min(1) }), z.strictObject({ sort_index: z.int() })]),
});
const Slice = z.strictObject({
  ph: z.literal('X'),
  cat: z.string(),
  ...at,
  dur: z.int().nonnegative(),
  ...place,
  args,
});
const Instant = z.strictObject({
  ph: z.literal('i'),
  cat: z.string(),
  ...at,
  ...place,
  s: z.enum(['g', 'p', 't']),
  args,
});
const Counter = z.strictObject({
  ph: z.literal('C'),
  ...at,
  pid: place.pid,
  args: z.record(z.string(), z.number().nonnegative()),
});
const Flow = z.strictObject({
  ph: z.enum(['s', 't', 'f']),
  cat: z.string(),
  ...at,
  id: z.int().positive(),
  ...place,
  bp: z.literal('e').optional(),
});

const File = z.strictObject({
  displayTimeUnit: z.enum(['ms', 'ns']),
  otherData: args,
  traceEvents: z.array(z.discriminatedUnion('ph', [Meta, Slice, Instant, Counter, Flow])),
});

export type TraceEvent = z.infer<typeof File>['traceEvents'][number];
export type SliceEvent = z.infer<typeof Slice>;
export type FlowEvent = z.infer<typeof Flow>;

export interface Traced {
  readonly result: Result;
  readonly text: string;
  readonly events: readonly TraceEvent[];
  readonly slices: readonly SliceEvent[];
  readonly cutAt: number | undefined;
}

/** The text of a trace, which must be as the format says. */
export function traceIn(text: string): TraceEvent[] {
  return File.parse(JSON.parse(text)).traceEvents;
}

export function traced(scenario: Scenario, options: TraceOptions = {}): Traced {
  const pieces: string[] = [];
  const { run, finish } = tracing(scenario, options, (text) => pieces.push(text));
  const result = simulate(scenario, run);
  const { cutAt } = finish();
  const text = pieces.join('');
  const events = traceIn(text);
  return { result, text, events, slices: slicesOf(events), cutAt };
}

/** What is wrong with how slices lie on their tracks and flows in slices; empty when a viewer shows them as they are meant. */
export function faultsOf(events: readonly TraceEvent[]): string[] {
  return [...unnamed(events), ...overlaps(events), ...strayFlows(events)];
}

/** What has the same key, in order. */
export function grouped<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

export function slicesOf(events: readonly TraceEvent[]): SliceEvent[] {
  return events.filter((event) => event.ph === 'X');
}

const trackOf = ({ pid, tid }: { pid: number; tid: number }): string => `${pid}/${tid}`;

/** Every track and group has a name before anything is on it. */
function unnamed(events: readonly TraceEvent[]): string[] {
  const named = new Set<string>();
  return events.flatMap((event) => {
    const { pid } = event;
    if (event.ph === 'M') {
      named.add(event.tid === undefined ? `${pid}` : `${pid}/${event.tid}`);
      return [];
    }
    const wanted = 'tid' in event ? [`${pid}`, trackOf(event)] : [`${pid}`];
    return wanted.every((place) => named.has(place)) ? [] : [`nobody named ${JSON.stringify(event)}`];
  });
}

/** Slices of a track lie one after the other, or whole within one another; what is inside comes later in the file. */
function overlaps(events: readonly TraceEvent[]): string[] {
  const tracks = grouped(slicesOf(events), trackOf);
  return [...tracks.values()].flatMap((slices) => {
    const faults: string[] = [];
    const open: SliceEvent[] = [];
    // As viewers do it: by time, those of one instant in the order of the file.
    for (const slice of slices.toSorted((a, b) => a.ts - b.ts)) {
      while (open.length > 0 && open.at(-1)!.ts + open.at(-1)!.dur <= slice.ts) open.pop();
      const around = open.at(-1);
      if (around !== undefined && slice.ts + slice.dur > around.ts + around.dur)
        faults.push(`${JSON.stringify(slice)} sticks out of ${JSON.stringify(around)}`);
      open.push(slice);
    }
    return faults;
  });
}

/** A flow begins, goes forward, and ends; each step lies in a slice that was written before it. */
function strayFlows(events: readonly TraceEvent[]): string[] {
  const faults: string[] = [];
  const slices = new Map<string, SliceEvent[]>();
  const flows = new Map<number, FlowEvent[]>();
  for (const event of events) {
    if (event.ph === 'X') {
      const of = slices.get(trackOf(event)) ?? [];
      slices.set(trackOf(event), of);
      of.push(event);
    }
    if (event.ph !== 's' && event.ph !== 't' && event.ph !== 'f') continue;
    const around = slices.get(trackOf(event))?.some(({ ts, dur }) => ts <= event.ts && event.ts < ts + dur) === true;
    if (!around) faults.push(`no slice is around ${JSON.stringify(event)}`);
    const steps = flows.get(event.id) ?? [];
    flows.set(event.id, steps);
    steps.push(event);
  }
  for (const [id, steps] of flows) {
    const order = steps.map(({ ph }) => ph).join('');
    if (!/^st*f$/.test(order)) faults.push(`flow ${id} goes ${order}`);
    if (steps.some(({ ts }, i) => i > 0 && ts < steps[i - 1]!.ts)) faults.push(`flow ${id} goes back in time`);
  }
  return faults;
}
