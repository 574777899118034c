/** Lets happen what a scenario says will happen on the way: options set, redrives, reshards, mappings turned on and off. Leaves out outages: assemble-outages.ts. */
import type { Parts } from './assemble-parts.ts';
import { limitOf } from './assemble-streams.ts';
import { Rank } from './engine/rank.ts';
import type { LambdaFunction } from './model/lambda/function.ts';
import type { EventSourceMapping, MappingSettings } from './model/mapping/event-source-mapping.ts';
import { Redrive } from './model/sources/redrive.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

export function addEvents({ events }: S.Scenario, parts: Parts, world: World): void {
  const { sim } = world;
  const happens = sim.action(Rank.scenario, (i) => happen(events[i]!, parts, world));
  events.forEach((event, i) => {
    if (event.at <= sim.end) sim.at(event.at, happens, i);
  });
}

function happen(event: S.EventScenario, parts: Parts, world: World): void {
  switch (event.kind) {
    case 'set':
      return set(event.target, event.option, event.value, parts);
    case 'redrive':
      new Redrive(world, parts.queues.get(event.from)!, parts.queues.get(event.to)!, event.perSecond);
      return;
    case 'outage':
      return; // see addOutages
    case 'reshard':
      return parts.streams.get(event.stream)!.reshard(event.shards);
    case 'enable':
    case 'disable':
      return parts.mappings.get(event.mapping)!.enable(event.kind === 'enable');
  }
}

/** The reader has checked that the option exists, may be set, and takes this value. */
function set({ kind, name }: S.SetTarget, option: string, value: number | undefined, parts: Parts): void {
  switch (kind) {
    case 'function':
      return setFunction(parts.functions.get(name)!, option, value);
    case 'source':
      return parts.sources.get(name)!.change({ [option]: value });
    case 'mapping':
      // Limits of tries and of age are the consumer's, the rest is the mapping's.
      parts.consumers.get(name)?.change({ [option]: limitOf(value) });
      return setMapping(parts.mappings.get(name)!, option, value);
  }
}

function setMapping(mapping: EventSourceMapping, option: string, value: number | undefined): void {
  const [, key] = option.split('.');
  const change = key === undefined ? { [option]: value } : { pollers: { ...mapping.settings.pollers, [key]: value } };
  mapping.change(change as Partial<MappingSettings>, option);
}

function setFunction(fn: LambdaFunction, option: string, value: number | undefined): void {
  if (option === 'reservedConcurrency') fn.reserve(value);
  else fn.provision(value ?? 0);
}
