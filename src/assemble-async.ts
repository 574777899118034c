/**
 * Builds asynchronous invocations from what a scenario says: their origin, where their events end, and the queue behind them, of which
 * each function has one: to itself, or in the tier. A part of assemble.ts.
 */
import { AsyncSource } from './model/sources/async/async.ts';
import { Endings } from './model/sources/async/endings.ts';
import type { EventQueue } from './model/sources/async/event-queue.ts';
import { LogicalQueue } from './model/sources/async/logical-queue.ts';
import { frontOf, KEEP_TRAILS, largestEvent } from './model/sources/async/origins.ts';
import { Elsewhere, type Destination } from './model/sources/destination.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

/** The queues behind the functions of a scenario, made when they are first asked for. */
export class EventQueues {
  readonly #world: World;
  readonly #byFunction = new Map<string, EventQueue>();
  readonly #timeouts: ReadonlyMap<string, number>;
  readonly #inTier: ((fn: string) => EventQueue) | undefined;

  /** `inTier`: the queue of a function in the tier that all share; undefined: there is none, and each has a queue to itself. */
  constructor(
    functions: readonly S.FunctionScenario[],
    inTier: ((fn: string) => EventQueue) | undefined,
    world: World,
  ) {
    this.#timeouts = new Map(functions.map(({ name, timeout }) => [name, timeout]));
    this.#inTier = inTier;
    this.#world = world;
  }

  of(fn: string): EventQueue {
    let queue = this.#byFunction.get(fn);
    if (queue === undefined) {
      queue = this.#inTier?.(fn) ?? new LogicalQueue(fn, this.#timeouts.get(fn)!, this.#world);
      this.#byFunction.set(fn, queue);
    }
    return queue;
  }
}

/** `numbers`: of the source among the sources, and among the owners of batches. */
export function makeAsync(
  source: S.AsyncScenario,
  numbers: { readonly index: number; readonly ownerIndex: number },
  queues: EventQueues,
  world: World,
): AsyncSource {
  const { name, options, upstreamRetries } = source;
  const { origin, maximumRetryAttempts, maximumEventAge, lostAcknowledgements } = options;
  const settings = { maximumRetryAttempts, maximumEventAge, lostAcknowledgements };
  const parts = {
    queue: queues.of(source.function),
    front: frontOf(origin, upstreamRetries, world.rules),
    keepsTrail: KEEP_TRAILS.has(origin),
    mostBytes: largestEvent(origin, world.rules),
  };
  return new AsyncSource(name, numbers, settings, parts, world);
}

/** `known`: the sources that take messages, by name. */
export function endingsOf(source: S.AsyncScenario, known: ReadonlyMap<string, Destination>, world: World): Endings {
  const destination = (to: S.DestinationScenario | undefined): Destination | undefined => {
    if (to?.kind === 'source') return known.get(to.name)!;
    if (to?.kind === 'sns') return new Elsewhere(to.name, world.rules.number('sns.message.max'));
    return to && new Elsewhere(to.name);
  };
  return new Endings(
    {
      onSuccess: destination(source.onSuccess),
      onFailure: destination(source.onFailure),
      deadLetterQueue: destination(source.deadLetterQueue),
    },
    world,
  );
}
