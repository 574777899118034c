/** Changes the number of consumers of a mapping on demand: looks at its offset lag every minute, and does what on-demand-rule.ts says. */
import { Rank } from '../../../engine/rank.ts';
import type { Timer } from '../../../engine/simulation.ts';
import type { Micros } from '../../../engine/time.ts';
import { Outcome } from '../../batch.ts';
import type { World } from '../../world.ts';
import type { GroupScaling, ScaledGroup } from './group-settings.ts';
import { nextConsumers, type OnDemandRule } from './on-demand-rule.ts';

export class OnDemandConsumers implements GroupScaling {
  readonly most = Infinity;
  readonly first: number;
  readonly #world: World;
  readonly #group: ScaledGroup;
  readonly #every: Micros;
  readonly #rule: OnDemandRule;
  readonly #timer: Timer;
  #lagBefore = 0;
  #idle = 0;
  /** Since the last look. */
  #ended = 0;
  #failed = 0;

  constructor(world: World, group: ScaledGroup) {
    const { rules, sim } = world;
    this.#world = world;
    this.#group = group;
    this.first = rules.number('kafka.onDemand.consumers');
    this.#every = rules.number('kafka.onDemand.look');
    this.#rule = {
      factor: Math.max(1, rules.number('kafka.onDemand.factor')),
      idleLooks: rules.number('kafka.onDemand.idleLooks'),
      mostFailures: rules.number('kafka.onDemand.mostFailures'),
    };
    this.#timer = sim.timer(Rank.controller, this.#look);
  }

  start(): void {
    this.#lagBefore = this.#group.waiting;
    this.#idle = 0;
    this.#ended = 0;
    this.#failed = 0;
    this.#arm();
  }

  /** Nothing of it is an option. */
  change(): void {}

  stop(): void {
    this.#timer.clear();
  }

  ended(outcome: Outcome): void {
    this.#ended++;
    // A report of single records is an answer.
    if (outcome !== Outcome.succeeded && outcome !== Outcome.partial) this.#failed++;
  }

  #arm(): void {
    const at = this.#world.sim.now + this.#every;
    if (at <= this.#world.sim.end) this.#timer.set(at);
  }

  readonly #look = (): void => {
    const { consumers, partitions, waiting: lag } = this.#group;
    this.#idle = lag === 0 ? this.#idle + 1 : 0;
    const failedShare = this.#ended === 0 ? 0 : this.#failed / this.#ended;
    const look = { consumers, partitions, lag, lagBefore: this.#lagBefore, idle: this.#idle, failedShare };
    const next = nextConsumers(look, this.#rule);
    // The next step down takes as many looks again.
    if (next < consumers) this.#idle = 0;
    this.#lagBefore = lag;
    this.#ended = 0;
    this.#failed = 0;
    this.#group.resize(next);
    this.#arm();
  };
}
