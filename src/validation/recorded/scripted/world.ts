/** A world without a scenario, for sources that are driven step by step; time passes by {@link sleep}. */
import { Rules } from '../../../aws/rules.ts';
import { RandomStreams } from '../../../engine/random.ts';
import { Rank } from '../../../engine/rank.ts';
import { Simulation } from '../../../engine/simulation.ts';
import { Trails } from '../../../model/lineage.ts';
import { Listener, type Observer } from '../../../model/observer.ts';
import { Records } from '../../../model/records.ts';
import type { World } from '../../../model/world.ts';

export function makeWorld(tell: Observer = new Listener()): World {
  const sim = new Simulation(new RandomStreams(1), { until: 1e15, budget: 1e9, perInstant: 1e6 });
  const rules = new Rules('current');
  const trails = new Trails(() => rules.number('lambda.recursion.most'));
  return { sim, rules, records: new Records(), trails, batches: [], tell, promptArrivals: false };
}

/** Lets virtual time pass; what is due happens. */
export function sleep(world: World, micros: number): void {
  let awake = false;
  const wake = world.sim.action(Rank.controller, () => (awake = true));
  world.sim.after(micros, wake, 0);
  while (!awake) world.sim.advance(1);
}

/** A new record with an id, as of now; returns its slot. */
export function makeRecord({ records, sim }: World, source: number, id: string): number {
  const slot = records.add(sim.now, source);
  records.label[slot] = records.labels.indexOf(id);
  return slot;
}

/** Gives a record an attribute. */
export function carry({ records }: World, slot: number, name: string, value: string | number): void {
  const { table, column } = records.attributes[records.attribute(name)]!;
  column[slot] = table.indexOf(value);
}
