/**
 * The textbook's controller: looks at the queue at a steady interval, and has one poller more or one fewer. For comparison
 * with the service's own way; it never was the service's. Looks only while there is something to decide.
 */
import { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';
import { textbook, type PollerPolicy } from './pollers.ts';
import type { Scalable, Scaling } from './scaling.ts';

type Textbook = Extract<PollerPolicy, { kind: 'textbook' }>;

export class TextbookScaling implements Scaling {
  readonly #world: World;
  readonly #mapping: Scalable;
  readonly #policy: Textbook;
  readonly #look: Timer;
  #startedAt: Micros = 0;

  constructor(world: World, mapping: Scalable, policy: Textbook) {
    this.#world = world;
    this.#mapping = mapping;
    this.#policy = policy;
    this.#look = world.sim.timer(Rank.controller, this.#decide);
  }

  get max(): number {
    return Math.min(this.#policy.max, this.#mapping.settings.maximumConcurrency ?? Infinity);
  }

  start(): void {
    this.#startedAt = this.#world.sim.now;
    this.#mapping.resize(this.#least);
  }

  stop(): void {
    this.#look.clear();
  }

  resume(): void {
    if (this.#mapping.pollers > this.#least) this.#arm();
  }

  changed(enabled: boolean): void {
    if (enabled && this.#mapping.pollers > this.max) this.#mapping.resize(this.max);
  }

  shortage(): void {
    if (this.#mapping.pollers < this.max) this.#arm();
  }

  received(): void {}
  receivedNothing(): void {}
  ended(): void {}

  get #least(): number {
    return Math.min(this.#policy.min, this.max);
  }

  readonly #decide = (): void => {
    const { pollers, source, isShort } = this.#mapping;
    const load = { pollers, inFlight: source.inFlight, depth: source.visible };
    const next = textbook(load, { min: this.#least, max: this.max });
    if (next !== pollers) this.#mapping.resize(next);
    if (next > this.#least || isShort) this.#arm();
  };

  /** At the next multiple of the interval since the mapping was enabled. */
  #arm(): void {
    if (this.#look.isSet) return;
    const { every } = this.#policy;
    const looks = Math.floor((this.#world.sim.now - this.#startedAt) / every);
    this.#look.set(this.#startedAt + (looks + 1) * every);
  }
}
