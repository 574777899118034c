/**
 * The outages of a scenario: when something is out, as spans, and the events that switch sources, mappings and functions at either end.
 * A part of assemble.ts. Downstreams are asked by the instant and need no switch.
 */
import { Rank } from './engine/rank.ts';
import type { Micros } from './engine/time.ts';
import type { LambdaFunction } from './model/lambda/function.ts';
import type { EventSourceMapping } from './model/mapping/event-source-mapping.ts';
import type { Named, OutageKind } from './model/observer.ts';
import { Outages, type Span } from './model/outages.ts';
import type { Source } from './model/sources/source.ts';
import type { World } from './model/world.ts';
import type { Scenario } from './scenario/scenario.ts';

/** When one part is out, by the events of the scenario. */
export function outagesOf({ events }: Scenario, of: OutageKind, name: string): Outages {
  return new Outages(spansOf(events, of, name));
}

function spansOf(events: Scenario['events'], of: OutageKind, name: string): Span[] {
  return events.flatMap((event) =>
    event.kind === 'outage' && event.of === of && event.name === name ? [{ from: event.at, until: event.until }] : [],
  );
}

/** Schedules the beginning and the end of every outage. */
export function addOutages(
  scenario: Scenario,
  world: World,
  sources: ReadonlyMap<string, Source>,
  mappings: ReadonlyMap<string, EventSourceMapping>,
  functions: ReadonlyMap<string, LambdaFunction>,
): void {
  const { events, downstreams } = scenario;
  const tell = (kind: OutageKind, part: Named) => (began: boolean) => world.tell.outage(kind, part, began);
  downstreams.forEach(({ name }, index) => {
    atEnds(outagesOf(scenario, 'downstream', name), world, tell('downstream', { name, index }));
  });
  const switched = (kind: OutageKind, part: Named & { outage(isOut: boolean): void }): void => {
    const told = tell(kind, part);
    atEnds(outagesOf(scenario, kind, part.name), world, (began) => {
      told(began);
      part.outage(began);
    });
  };
  for (const source of sources.values()) switched('source', source);
  for (const fn of functions.values()) switched('function', fn);
  for (const [name, mapping] of mappings) {
    atEnds(outagesOf(scenario, 'mapping', name), world, tell('mapping', mapping));
    // Nobody can poll a source that is out, and what is known about its pollers is kept then too.
    const own = spansOf(events, 'mapping', name);
    const ofSource = spansOf(events, 'source', mapping.source.name);
    atEnds(new Outages([...own, ...ofSource]), world, (began) => mapping.outage(began));
  }
}

function atEnds({ spans }: Outages, { sim }: World, change: (began: boolean) => void): void {
  if (spans.length === 0) return;
  const action = sim.action(Rank.scenario, (began) => change(began === 1));
  const at = (instant: Micros, began: number): void => {
    if (instant <= sim.end) sim.at(instant, action, began);
  };
  for (const { from, until } of spans) {
    at(from, 1);
    at(until, 0);
  }
}
