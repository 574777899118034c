/**
 * Shards of a DynamoDB stream are replaced by new ones after some hours (DDB-06). Parents are read before their children, so this
 * changes nothing but when a backlog is there. When the first of a run are replaced is chance: they are older than the run.
 */
import { Rank } from '../../../engine/rank.ts';
import type { Micros } from '../../../engine/time.ts';
import type { World } from '../../world.ts';
import type { Stream } from './stream.ts';

/** Lets every shard of the stream take records for so long. */
export function rollOver(stream: Stream, after: Micros, { sim }: World): void {
  const random = sim.random(`sources.${stream.name}`, 'rollover');
  const roll = sim.action(Rank.scenario, (index) => {
    const child = stream.rollOver(stream.shards[index]!);
    if (sim.now + after <= sim.end) sim.after(after, roll, child.index);
  });
  for (const { index } of stream.open) {
    const first = Math.max(1, Math.round(random.next() * after));
    if (first <= sim.end) sim.at(first, roll, index);
  }
}
