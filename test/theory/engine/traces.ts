/**
 * Runs whose every number is given, to be met digit for digit. The clock of these models counts seconds, or whatever the trace counts,
 * and not whole microseconds: the engine's order of events does not depend on the unit.
 */
import { Rank } from '../../../src/engine/rank.ts';
import { RandomStreams } from '../../../src/engine/random.ts';
import { Simulation } from '../../../src/engine/simulation.ts';
import { Level } from '../../../src/stats/level.ts';
import { mrg32k3a } from './mrg32k3a.ts';

export interface Trace {
  /** In the order in which services begin. */
  readonly waits: readonly number[];
  /** How many wait. */
  readonly line: Level;
}

/**
 * One server, first come first served, λ 1 and μ 2, by the uniform numbers of two streams that are turned into times by −ln(1 − u)/rate.
 * A service time is drawn when its customer arrives. `firstAt`: whether the first arrives at once or after the first gap.
 */
export function sharedStreamsRun(firstAt: 'start' | 'first gap', until: number): Trace {
  const [forGaps, forServices] = [mrg32k3a(0), mrg32k3a(1)];
  const gap = (): number => -Math.log(1 - forGaps());
  const service = (): number => -Math.log(1 - forServices()) / 2;
  const sim = clockUntil(until);
  const waiting: { readonly arrived: number; readonly service: number }[] = [];
  const waits: number[] = [];
  const line = new Level();
  let isBusy = false;

  const begin = (arrived: number, length: number): void => {
    isBusy = true;
    waits.push(sim.now - arrived);
    sim.after(length, finish, 0);
  };
  const finish = sim.action(Rank.completion, () => {
    isBusy = false;
    const next = waiting.shift();
    if (next === undefined) return;
    line.add(-1, sim.now);
    begin(next.arrived, next.service);
  });
  const arrive = sim.action(Rank.arrival, () => {
    sim.after(gap(), arrive, 0);
    const length = service();
    if (!isBusy) return begin(sim.now, length);
    waiting.push({ arrived: sim.now, service: length });
    line.add(1, sim.now);
  });
  sim.at(firstAt === 'start' ? 0 : gap(), arrive, 0);
  while (sim.advance(1e6) !== 'finished');
  return { waits, line };
}

/** Servers that begin at given times only, with at most so many of those that wait: when each of the arrivals is begun with. */
export function slottedStarts(
  arrivals: readonly number[],
  slots: readonly { readonly at: number; readonly size: number }[],
): readonly number[] {
  const sim = clockUntil(slots.at(-1)!.at);
  let waiting = 0;
  const starts: number[] = [];
  const open = sim.action(Rank.poll, (slot) => {
    const taken = Math.min(waiting, slots[slot]!.size);
    waiting -= taken;
    for (let i = 0; i < taken; i++) starts.push(sim.now);
  });
  const arrive = sim.action(Rank.arrival, () => waiting++);
  for (const at of arrivals) sim.at(at, arrive, 0);
  slots.forEach(({ at }, slot) => sim.at(at, open, slot));
  while (sim.advance(1e6) !== 'finished');
  return starts;
}

function clockUntil(until: number): Simulation {
  return new Simulation(new RandomStreams(0), { until, budget: Infinity, perInstant: 1e6 });
}
