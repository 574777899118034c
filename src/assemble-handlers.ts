/** Makes handlers: those that decide an invocation when it begins, and those that play it out. A part of assemble.ts. */
import type { Matching } from './assemble-matches.ts';
import { outagesOf } from './assemble-outages.ts';
import { assert } from './engine/assert.ts';
import { compile, type Distribution } from './engine/distributions.ts';
import { Client } from './model/downstreams/client.ts';
import type { Downstream } from './model/downstreams/downstream.ts';
import type { DownstreamSettings } from './model/lambda/calls.ts';
import { Handler, type HandlerSettings } from './model/lambda/handler.ts';
import { Judge, type Instruction, type RecordIds } from './model/lambda/judge.ts';
import type { Key } from './model/lambda/played/key.ts';
import { Player } from './model/lambda/played/player.ts';
import type { PlayerSettings } from './model/lambda/played/settings.ts';
import { makeStrategy, type StrategySettings } from './model/lambda/strategies/strategies.ts';
import { Times } from './model/lambda/times.ts';
import type { RecordTime } from './model/lambda/work-time.ts';
import type { Named } from './model/observer.ts';
import type { Records } from './model/records.ts';
import type { World } from './model/world.ts';
import { readAttributeTime, TIME_UNITS } from './scenario/attribute-time.ts';
import { isPlayed } from './scenario/complete/dealings.ts';
import type * as S from './scenario/scenario.ts';

/** What Lambda calls a MB of memory. */
const MEBIBYTE = 1024 * 1024;

/** What a handler is made from beside its function. */
export interface Parts {
  readonly scenario: S.Scenario;
  readonly world: World;
  readonly idOf: RecordIds;
  readonly downstreams: ReadonlyMap<string, Downstream>;
  readonly match: Matching;
}

/** What is the same for both kinds of handlers. */
type Decided = Omit<HandlerSettings, 'uses'>;

/** `index`: the number of the function. */
export function makeHandler(fn: S.FunctionScenario, index: number, parts: Parts): Handler | Player {
  const { scenario, world, idOf } = parts;
  const settings = settingsOf(fn, parts);
  if (isPlayed(fn.handler, scenario.downstreams))
    return makePlayer({ name: fn.name, index }, fn.handler, settings, parts);
  const uses = fn.handler.uses.map(({ downstream }) => calledOne(downstream, scenario));
  return new Handler(fn.name, { ...settings, uses }, world, idOf);
}

function settingsOf(fn: S.FunctionScenario, { scenario, world, match }: Parts): Decided {
  const { duration, perInvocation, perRecord, perKiB, strategy, parallel, memory, outcome, when, script } = fn.handler;
  const { invocationFails, onRecordError } = fn.handler;
  return {
    ...{ invocationFails, onRecordError },
    duration: compiled(duration),
    perInvocation: compiled(perInvocation),
    perRecord: perRecord.map((rule) => ({
      when: rule.when && match({ attributes: rule.when }),
      time: recordTime(rule.time, world.records),
    })),
    perKiB: compiled(perKiB),
    strategy: strategyOf(
      strategy ?? (parallel === 1 ? { kind: 'oneByOne' } : { kind: 'pool', records: parallel }),
      match,
    ),
    memory: memory && { ...memory, perRecord: compiled(memory.perRecord), limit: fn.memory * MEBIBYTE },
    outcome: outcome.map((rule) => ({ fails: rule.fails, when: rule.when && match({ attributes: rule.when }) })),
    script: script as readonly Instruction[],
    when: when.map((rule) => ({ match: match(rule), then: rule.then as Instruction })),
    slowdown: fn.slowdown,
    recordsCarryWork: scenario.sources.some((source) => source.arrivals.some(carriesWork)),
  };
}

function strategyOf(strategy: S.StrategyScenario, match: Matching): StrategySettings {
  if (strategy.kind !== 'groups') return strategy;
  const groups = strategy.groups.map(({ when, then }) => ({ when: when && match({ attributes: when }), then }));
  return { kind: 'groups', groups };
}

function calledOne(name: string, scenario: S.Scenario): DownstreamSettings {
  const { latency, ...rest } = scenario.downstreams.find((one) => one.name === name)!;
  return { ...rest, latency: compile(latency), outages: outagesOf(scenario, 'downstream', name) };
}

function recordTime(time: S.TimeRuleScenario['time'], records: Records): RecordTime {
  if (time.kind !== 'attribute') return { kind: 'drawn', draw: compile(time) };
  const unit = time.unit === undefined ? undefined : TIME_UNITS[time.unit];
  const timeOf = (value: S.AttributeValue): number => {
    // Numbers may be as many as there are records. Drawn ones can be more hours than whole microseconds hold.
    if (typeof value === 'number' && unit !== undefined) return Math.min(value * unit, Number.MAX_SAFE_INTEGER);
    const read = readAttributeTime(value, time);
    // The reader has looked at every value that a record can bring.
    assert('time' in read, 'a record carries an attribute that is no time');
    return read.time;
  };
  return { kind: 'attribute', column: records.attribute(time.name), timeOf };
}

/** The player of a function whose invocations depend on what others do meanwhile. */
function makePlayer(fn: Named, handler: S.HandlerScenario, settings: Decided, parts: Parts): Player {
  const { world, idOf } = parts;
  const times = new Times(fn.name, settings, world);
  const judge = new Judge(fn.name, settings, world, idOf);
  const strategy = makeStrategy(settings.strategy, world);
  const dealings = dealingsOf(fn, handler, parts);
  return new Player(fn, { strategy, memory: settings.memory, ...dealings }, times, judge, world);
}

function dealingsOf(fn: Named, handler: S.HandlerScenario, parts: Parts): Omit<PlayerSettings, 'strategy' | 'memory'> {
  const { world, downstreams, scenario, match } = parts;
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
        latency: compile(scenario.downstreams[downstream.index]!.latency),
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
      critical: transaction.critical && match({ attributes: transaction.critical }),
      commit: compile(transaction.commit),
    },
  };
}

function compiled(spec: Parameters<typeof compile>[0] | undefined): Distribution | undefined {
  return spec === undefined ? undefined : compile(spec);
}

function carriesWork(entry: S.ArrivalScenario): boolean {
  if (entry.when.kind === 'replay') return entry.when.trace.durations !== undefined;
  return entry.when.kind === 'records' && entry.when.records.some((record) => record.duration !== undefined);
}
