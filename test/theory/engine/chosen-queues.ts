/**
 * Queues with one server each between which one chooses by what the tier has no strategy for: the least work left of two, and a queue that is
 * remembered. Arrivals are Poisson, service is exponential with mean 1 s.
 */
import { Rank } from '../../../src/engine/rank.ts';
import { SECOND, type Micros } from '../../../src/engine/time.ts';
import { exponentialOf, Model } from './model.ts';

export interface ChosenQueues {
  readonly id: string;
  readonly queues: number;
  /** Arrivals of a queue in a second. */
  readonly load: number;
  /** In seconds, of each replication; a tenth of it is the warm-up. */
  readonly measured: number;
}

/** Mean time in the system, in seconds; and by which share arrivals and service times were above what is expected. */
export interface ChosenQueuesRun {
  readonly time: number;
  readonly arrivals: number;
  readonly service: number;
}

/** Of two queues drawn by chance the one with less work. `startWork`: seconds of work that each queue has at first. */
export function leastWorkRun(
  { id, queues, load, measured, startWork }: ChosenQueues & { readonly startWork: number },
  replication: number,
): ChosenQueuesRun {
  const model = new Model(id, replication, measured);
  const draw = model.draws('service', exponentialOf(1));
  const choice = model.sim.random('model', 'choice');
  const idleAt = new Float64Array(queues).fill(startWork * SECOND);
  const luck = new Luck(load * queues, measured);
  model.arrivals('arrivals', load * queues, () => {
    const { now } = model.sim;
    const first = choice.below(queues);
    const second = otherThan(first, choice.below(queues - 1));
    const [a, b] = [Math.max(now, idleAt[first]!), Math.max(now, idleAt[second]!)];
    const isFirst = a === b ? choice.below(2) === 0 : a < b;
    const service = draw();
    const end = (isFirst ? a : b) + service;
    idleAt[isFirst ? first : second] = end;
    luck.note(service);
    model.count((end - now) / SECOND);
  });
  return luck.of(model.mean());
}

/**
 * Some queues drawn by chance and the remembered one: the shortest takes the event, of equals one that was drawn. Remembered is then the
 * shorter of that, the event included, and the best of the others; of equals the one that took the event.
 */
export function rememberedRun(
  { id, queues, load, measured, fresh }: ChosenQueues & { readonly fresh: 1 | 2 },
  replication: number,
): ChosenQueuesRun {
  const model = new Model(id, replication, measured);
  const draw = model.draws('service', exponentialOf(1));
  const choice = model.sim.random('model', 'choice');
  const lines: { arrived: Micros; service: Micros }[][] = Array.from({ length: queues }, () => []);
  const lengthOf = (queue: number): number => lines[queue]!.length;
  const luck = new Luck(load * queues, measured);
  let remembered = 0;
  const begin = (queue: number): void => model.sim.after(lines[queue]![0]!.service, finish, queue);
  const finish = model.sim.action(Rank.completion, (queue) => {
    model.countSince(lines[queue]!.shift()!.arrived);
    if (lengthOf(queue) > 0) begin(queue);
  });
  model.arrivals('arrivals', load * queues, () => {
    const first = choice.below(queues);
    const drawn = fresh === 1 ? [first] : [first, otherThan(first, choice.below(queues - 1))];
    if (fresh === 2 && lengthOf(drawn[0]!) === lengthOf(drawn[1]!) && choice.below(2) === 0) drawn.reverse();
    // Sorting keeps equals in order, and what was drawn stands before what is remembered.
    const [chosen, other] = [...drawn, remembered].sort((a, b) => lengthOf(a) - lengthOf(b));
    const service = draw();
    luck.note(service);
    lines[chosen!]!.push({ arrived: model.sim.now, service });
    if (lengthOf(chosen!) === 1) begin(chosen!);
    remembered = lengthOf(chosen!) <= lengthOf(other!) ? chosen! : other!;
  });
  return luck.of(model.mean());
}

function otherThan(queue: number, below: number): number {
  return below < queue ? below : below + 1;
}

/** What chance did to the input of a run, as shares of what is expected. */
class Luck {
  readonly #expected: number;
  #arrivals = 0;
  #service = 0;

  constructor(rate: number, measured: number) {
    this.#expected = 1.1 * measured * rate;
  }

  note(service: Micros): void {
    this.#arrivals++;
    this.#service += service / SECOND;
  }

  of(time: number): ChosenQueuesRun {
    return { time, arrivals: this.#arrivals / this.#expected - 1, service: this.#service / this.#arrivals - 1 };
  }
}
