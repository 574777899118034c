/** Puts together what draws a run as a trace, beside simulate.ts, which drives it: observers to be given to the run, and how it ends. */
import type { Micros } from './engine/time.ts';
import { roleOf } from './metrics/ledgers.ts';
import { Sample, type Wanted } from './metrics/trace/sample.ts';
import { TierTrace } from './metrics/trace/tier-trace.ts';
import { Trace } from './metrics/trace/trace.ts';
import { TraceWriter, type AppendText } from './metrics/trace/writer.ts';
import type { Scenario } from './scenario/scenario.ts';
import type { RunOptions } from './simulate.ts';
import { VERSION } from './version.ts';

/** Which part of a run is drawn, and how much of it. */
export interface TraceOptions {
  /** From 0; below `to`. */
  readonly from?: Micros | undefined;
  /** Absent, or beyond it: the end of the run. */
  readonly to?: Micros | undefined;
  /** Records that are followed: how many of each source, or the ids of those. Absent: {@link FOLLOWED}. */
  readonly records?: Wanted | undefined;
  /** Absent: {@link MOST_EVENTS}. */
  readonly mostEvents?: number | undefined;
}

/** Of each source, unless it is said how many. */
export const FOLLOWED = 20;
/** A file of some 200 MB, about as much as a viewer in a browser can open. */
export const MOST_EVENTS = 1_000_000;

export interface Tracing {
  /** To be given to the run, which must be a new one. */
  readonly run: Required<Pick<RunOptions, 'observers' | 'tierObservers'>>;
  /** To be called once, when the run is over: the text is complete. */
  readonly finish: () => TraceEnd;
}

export interface TraceEnd {
  /** Where it was cut short; undefined: nowhere. */
  readonly cutAt: Micros | undefined;
  readonly events: number;
  /** Ids of records to be followed that no record had. */
  readonly unmet: readonly string[];
}

/** Draws one run; the text goes to `append`, piece by piece. `replication`: as in {@link RunOptions}. */
export function tracing(
  scenario: Scenario,
  { from = 0, to: until = Infinity, records = FOLLOWED, mostEvents = MOST_EVENTS }: TraceOptions,
  append: AppendText,
  replication = 0,
): Tracing {
  const { name, seed, rules } = scenario;
  // Levels are looked at at equal distances over what there is.
  const to = Math.min(until, scenario.duration);
  const about = { lagcast: VERSION, scenario: name, seed, replication, rules, from, to };
  const writer = new TraceWriter(about, { from, to, mostEvents }, append);
  const drawn: { finish: () => void }[] = [];
  const kept = <T extends { finish: () => void }>(one: T): T => {
    drawn.push(one);
    return one;
  };
  const [sample, ofTenants] = [new Sample(records, { from, to }), new Sample(records, { from, to })];
  return {
    run: {
      observers: [
        ({ records, sim, idOf }) => kept(new Trace(writer, partsOf(scenario), sample, { records, clock: sim, idOf })),
      ],
      tierObservers: [(watched) => kept(new TierTrace(writer, scenario.sources.length, ofTenants, watched))],
    },
    finish: () => {
      for (const one of drawn) one.finish();
      writer.finish();
      return {
        cutAt: writer.cutAt,
        events: writer.events,
        unmet: sample.unmet.filter((id) => ofTenants.unmet.includes(id)),
      };
    },
  };
}

function partsOf({ sources, mappings, functions, downstreams }: Scenario): ConstructorParameters<typeof Trace>[1] {
  const nameOf = ({ name }: { readonly name: string }): string => name;
  return {
    sources: sources.map(({ name, type }) => ({ name, role: roleOf(type) })),
    mappings: mappings.map(nameOf),
    functions: functions.map(nameOf),
    downstreams: downstreams.map(nameOf),
  };
}
