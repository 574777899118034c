/**
 * The shared queues as front hosts see them: how loaded each of them is believed to be, and which of them take events. Loads are as they
 * are now, or as old as the settings say (depth/); that a queue is down is known at once.
 *
 * Whoever changes loads tells so, in this order: placed, when an event is about to be stored; the change itself; changed.
 */
import type { Simulation } from '../../engine/simulation.ts';
import type { Values } from '../options.ts';
import { Delayed } from './depth/delayed.ts';
import { Metric } from './depth/metric.ts';
import type { Loads } from './depth/metric.ts';
import { Periodic } from './depth/periodic.ts';
import { Pushed } from './depth/pushed.ts';
import type { Sight } from './depth/sight.ts';
import type { DEPTH } from './options.ts';
import type { View } from './placement/placement.ts';

export type { Loads } from './depth/metric.ts';

const NO_COUNTS = new Int32Array(0);

export class DepthView implements View {
  readonly queues: number;
  allAlive = true;
  /** Look-ups so far. */
  looks: number = 0;
  /** Whether {@link changed} and {@link placed} have to be called: otherwise they need not. */
  readonly needsChanges: boolean;
  readonly needsPlacements: boolean;
  /** Loads that are seen as they are. */
  readonly #counts: Int32Array;
  readonly #isPlain: boolean;
  readonly #metric: Metric;
  readonly #sim: Simulation;
  /** Undefined: nothing is old. */
  readonly #sight: Sight | undefined;
  /** By queue: how often it has been taken down without being put back. */
  readonly #downs: Uint16Array;
  #dead = 0;

  constructor(loads: Loads, settings: Readonly<Values<typeof DEPTH>>, queues: number, hosts: number, sim: Simulation) {
    this.queues = queues;
    this.#sim = sim;
    this.#metric = new Metric(settings.metric, loads);
    this.#sight = sightOf(this.#metric, settings, queues, hosts, sim);
    this.#counts = this.#metric.counts ?? NO_COUNTS;
    this.#isPlain = this.#sight === undefined && this.#metric.counts !== undefined;
    this.needsChanges = this.#sight !== undefined && !(this.#sight instanceof Periodic && !this.#sight.needsChanges);
    this.needsPlacements = this.#sight !== undefined && settings.inFlightCorrection;
    this.#downs = new Uint16Array(queues);
  }

  loadOf(queue: number, host: number): number {
    this.looks++;
    return this.#isPlain ? this.#counts[queue]! : this.#seen(queue, host);
  }

  #seen(queue: number, host: number): number {
    if (this.#sight !== undefined) return this.#sight.loadOf(queue, host);
    return this.#metric.loadFrom(this.#metric.kept(queue), this.#sim.now);
  }

  isAlive(queue: number): boolean {
    return this.#downs[queue] === 0;
  }

  /** A host puts an event into a queue. */
  placed(queue: number, host: number): void {
    this.#sight?.placed(queue, host);
  }

  /** The load of a queue has changed. */
  changed(queue: number): void {
    this.#sight?.changed(queue);
  }

  /**
   * Takes queues down (`isDown`), or puts them back: `count` of them from `first` on, as far as there are any. Down twice needs to be put
   * back twice.
   */
  kill(first: number, count: number, isDown: boolean): void {
    const end = Math.min(first + count, this.queues);
    for (let queue = first; queue < end; queue++) {
      const before = this.#downs[queue]!;
      if (isDown) this.#downs[queue] = before + 1;
      else if (before > 0) this.#downs[queue] = before - 1;
      this.#dead += Math.sign(this.#downs[queue]!) - Math.sign(before);
    }
    this.allAlive = this.#dead === 0;
  }
}

/** Undefined where loads are seen as they are. Corrections need something to correct. */
function sightOf(
  metric: Metric,
  settings: Readonly<Values<typeof DEPTH>>,
  queues: number,
  hosts: number,
  sim: Simulation,
): Sight | undefined {
  const { view, delay, inFlightCorrection, driftCorrection } = settings;
  if (view === 'periodic') {
    const refreshes = { every: settings.refreshEvery, isStaggered: settings.phase === 'staggered', delay };
    return new Periodic(hosts, queues, metric, sim, refreshes, inFlightCorrection, driftCorrection);
  }
  if (view === 'push') return new Pushed(hosts, queues, metric, sim, inFlightCorrection, driftCorrection);
  if (view === 'delayed' && delay > 0) {
    return new Delayed(hosts, queues, metric, sim, delay, inFlightCorrection, driftCorrection);
  }
  return undefined;
}
