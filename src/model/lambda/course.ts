/**
 * How an invocation works on its records, decided when it begins: in which order and how many at once, how long each takes, what
 * its calls find, and the memory it holds. When the handler stops before the end of this is handler.ts.
 *
 * Own times and memory are drawn in the order of the batch whatever the strategy, so that strategies meet the same luck; calls in
 * the order in which records are begun, for what they find depends on when.
 */
import type { Micros } from '../../engine/time.ts';
import type { Batch } from '../batch.ts';
import type { World } from '../world.ts';
import type { Calls } from './calls.ts';
import type { Footprint } from './footprint.ts';
import { Schedule } from './schedule.ts';
import { Stages, type Strategy } from './stages.ts';
import type { Times } from './times.ts';

export interface CourseParts {
  readonly strategy: Strategy;
  readonly times: Times;
  /** Undefined: no downstream is called. */
  readonly calls: Calls | undefined;
  /** Undefined: nobody asks for memory. */
  readonly footprint: Footprint | undefined;
}

export class Course {
  readonly schedule = new Schedule();
  readonly stages = new Stages();
  readonly #parts: CourseParts;
  readonly #world: World;
  /** Own time of each record of the present batch. */
  #work = new Float64Array(16);
  /** Of each record: when its calls begin. */
  #callsFrom = new Float64Array(16);
  #carried = false;

  constructor(parts: CourseParts, world: World) {
    this.#parts = parts;
    this.#world = world;
  }

  /** Whether some record brought its own time along. */
  get carried(): boolean {
    return this.#carried;
  }

  /** Works the batch off from `start`. `bad`: set to 1 for each record of which a call failed. */
  run(batch: Batch, start: Micros, bad: Uint8Array): void {
    const { strategy, footprint } = this.#parts;
    const { stages, schedule } = this;
    this.#drawWork(batch);
    footprint?.draw(batch);
    strategy.plan(batch, stages);
    schedule.begin(batch.size, start);
    footprint?.begin(batch);
    let place = 0;
    for (let s = 0; s < stages.count; s++) {
      schedule.stage(stages.widths[s]!);
      footprint?.stage(stages.widths[s]!);
      for (const end = stages.ends[s]!; place < end; place++) this.#begin(stages.order[place]!, batch, bad);
    }
    if (strategy.ended !== undefined) batch.recordTime = this.#recordTime(batch.size);
  }

  #drawWork(batch: Batch): void {
    const { times } = this.#parts;
    if (batch.size > this.#work.length) {
      this.#work = new Float64Array(batch.size * 2);
      this.#callsFrom = new Float64Array(batch.size * 2);
    }
    this.#carried = false;
    for (let i = 0; i < batch.size; i++) {
      const slot = batch.slots[i]!;
      if (times.carries(slot)) this.#carried = true;
      this.#work[i] = times.of(slot);
    }
  }

  #begin(i: number, batch: Batch, bad: Uint8Array): void {
    const { calls, footprint } = this.#parts;
    const { schedule } = this;
    const worker = schedule.nextWorker;
    let time = this.#work[i]!;
    if (footprint !== undefined) time += footprint.take(i, worker, schedule.startOf(worker));
    if (calls !== undefined) {
      this.#callsFrom[i] = schedule.startOf(worker) + time;
      const begin = this.#world.sim.now + batch.initDuration + batch.suppressedInit;
      time += calls.timeFrom(begin + schedule.startOf(worker) + time);
      bad[i] = calls.failed ? 1 : 0;
    }
    schedule.add(i, worker, time);
    footprint?.holdUntil(worker, schedule.finish[i]!);
  }

  /**
   * Of what a handler that began with its records at `start` had worked by `end`, the time it waited for downstreams; where it worked on
   * several records at once, their share of the time of all. Whole microseconds.
   */
  downstreamTime(size: number, start: Micros, end: Micros): Micros {
    if (this.#parts.calls === undefined || end <= start) return 0;
    const { schedule } = this;
    let [calls, all] = [0, 0];
    for (let i = 0; i < size; i++) {
      const finish = Math.min(schedule.finish[i]!, end);
      calls += Math.max(0, finish - this.#callsFrom[i]!);
      all += Math.max(0, finish - schedule.start[i]!);
    }
    return all === 0 ? 0 : Math.round((end - start) * (calls / all));
  }

  #recordTime(size: number): Micros {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += this.schedule.finish[i]! - this.schedule.start[i]!;
    return sum;
  }
}
