/** Makes handlers: those that decide an invocation when it begins, and those that play it out. A part of assemble.ts. */
import { compile } from './engine/distributions.ts';
import { Client } from './model/downstreams/client.ts';
import type { Downstream } from './model/downstreams/downstream.ts';
import type { HandlerSettings } from './model/lambda/handler.ts';
import type { JudgeSettings, RecordIds } from './model/lambda/judge.ts';
import { Judge } from './model/lambda/judge.ts';
import type { RecordMatch } from './model/lambda/match.ts';
import type { Key } from './model/lambda/played/key.ts';
import { Player, type PlayerSettings } from './model/lambda/played/player.ts';
import { makeStrategy } from './model/lambda/strategies/strategies.ts';
import { Times, type TimeSettings } from './model/lambda/times.ts';
import type { Named } from './model/observer.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

/** What a handler is made from beside its part of the scenario. */
export interface Parts {
  readonly world: World;
  readonly idOf: RecordIds;
  readonly downstreams: ReadonlyMap<string, Downstream>;
  /** As the scenario has them. */
  readonly described: readonly S.DownstreamScenario[];
  readonly match: (attributes: S.HandlerScenario['outcome'][number]['when']) => RecordMatch;
}

/** What is the same for a handler that decides everything when an invocation begins. */
type Decided = TimeSettings & JudgeSettings & Pick<HandlerSettings, 'strategy' | 'memory'>;

/** The player of a function whose invocations depend on what others do meanwhile. */
export function makePlayer(fn: Named, handler: S.HandlerScenario, settings: Decided, parts: Parts): Player {
  const { world, idOf } = parts;
  const times = new Times(fn.name, settings, world);
  const judge = new Judge(fn.name, settings, world, idOf);
  const strategy = makeStrategy(settings.strategy, world);
  const dealings = dealingsOf(fn, handler, parts);
  return new Player(fn, { strategy, memory: settings.memory, ...dealings }, times, judge, world);
}

function dealingsOf(fn: Named, handler: S.HandlerScenario, parts: Parts): Omit<PlayerSettings, 'strategy' | 'memory'> {
  const { world, downstreams, described, match } = parts;
  const { effects, idempotency, transaction } = handler;
  const keyOf = (name: string | undefined): Key =>
    name === undefined ? { kind: 'record' } : { kind: 'attribute', column: world.records.attribute(name) };
  // One pool and one breaker for each downstream, however often it is called: its uses are alike.
  const clients = new Map<string, Client>();
  const clientOf = (use: S.UseScenario, downstream: Downstream): Client => {
    const client = clients.get(use.downstream) ?? new Client(fn, downstream, use, world);
    clients.set(use.downstream, client);
    return client;
  };
  return {
    uses: handler.uses.map((use) => {
      const downstream = downstreams.get(use.downstream)!;
      return {
        client: clientOf(use, downstream),
        latency: compile(described[downstream.index]!.latency),
        random: world.sim.random(`functions.${fn.name}`, `downstreams.${downstream.name}`),
      };
    }),
    effects: effects && { ...effects, key: keyOf(effects.key) },
    idempotency: idempotency && {
      ...idempotency,
      key: keyOf(idempotency.key),
      latency: compile(idempotency.latency),
    },
    transaction: transaction && {
      critical: transaction.critical && match(transaction.critical),
      commit: compile(transaction.commit),
    },
  };
}
