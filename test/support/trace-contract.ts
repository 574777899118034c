/** What is asked of every trace, whatever the scenario. */
import { expect } from 'vitest';
import type { TraceOptions } from '../../src/assemble-trace.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { faultsOf, grouped, traced, type Traced } from './traced.ts';

/** The trace is as the format has it, a viewer shows what is meant, the run is the same as without, and the sums are those of the result. */
export function expectSound(scenario: Scenario, options: TraceOptions = {}): Traced {
  // Figures of the result leave the warm-up out, and the trace does not.
  const cold = { ...scenario, warmUp: 0, objectives: [] };
  const drawn = traced(cold, options);
  expect(drawn.result).toEqual(simulate(cold));
  // What is cut short may lack the ends of flows.
  if (drawn.cutAt !== undefined) return drawn;
  expect(faultsOf(drawn.events).slice(0, 5)).toEqual([]);
  if ((options.from ?? 0) === 0 && (options.to ?? cold.duration) === cold.duration) expectSums(drawn);
  return drawn;
}

/** As many invocations, and as much time in them, as the result has. */
function expectSums({ result, slices, events }: Traced): void {
  const groups = new Map<number, string>();
  for (const event of events)
    if (event.ph === 'M' && event.name === 'process_name' && 'name' in event.args)
      groups.set(event.pid, event.args.name);
  const invoked = slices.filter(({ cat }) => cat === 'invocation');
  const byFunction = grouped(invoked, ({ pid }) => groups.get(pid)!);
  for (const [name, { invocations, duration, initDuration, coldStarts }] of Object.entries(result.functions)) {
    const own = byFunction.get(`function ${name}`) ?? [];
    expect(own.length, name).toBe(invocations);
    const ended = own.filter(({ args }) => args.unfinished !== true);
    const busy = ended.reduce((all, { dur }) => all + dur, 0);
    expect(ended.length, name).toBe(duration.count);
    expect(own.filter(({ args }) => args.cold === true).length, name).toBe(coldStarts);
    if (ended.length === own.length)
      expect(busy).toBeCloseTo(
        (duration.mean ?? 0) * duration.count + (initDuration.mean ?? 0) * initDuration.count,
        -1,
      );
  }
  expectLevels(result, events, groups);
}

/** What waits and is in flight at the end is what the result says. */
function expectLevels(result: Traced['result'], events: Traced['events'], groups: Map<number, string>): void {
  const last = new Map<string, Record<string, number>>();
  for (const event of events) if (event.ph === 'C') last.set(`${groups.get(event.pid)} ${event.name}`, event.args);
  for (const [name, { books, stream }] of Object.entries(result.sources)) {
    const { waiting = 0, inFlight = 0, delayed = 0 } = last.get(`source ${name} backlog`)!;
    expect(waiting + inFlight + delayed, name).toBe(books.out.waiting);
    if (stream === null) expect(inFlight, name).toBe(books.inFlight);
  }
}
