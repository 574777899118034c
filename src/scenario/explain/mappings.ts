/** Explains mappings with their pollers, and the events of the run. */
import type { Options } from '../../model/options.ts';
import type { PollerPolicy } from '../../model/mapping/pollers.ts';
import { SOURCE_KINDS, type SourceKind } from '../../model/sources/kinds.ts';
import type { Path } from '../problem.ts';
import {
  provisionedPollersOf,
  type EventScenario,
  type MappingScenario,
  type Scenario,
  type SetTarget,
  type StreamReading,
} from '../scenario.ts';
import { explainProvisionedPollers } from './provisioned-pollers.ts';
import type { Sheet } from './sheet.ts';
import { explainOptions, writeOption } from './sources.ts';
import { duration, flow } from './words.ts';
import { formatQuantity } from '../quantities.ts';

/** Events that are written out; the others are counted. */
const MOST_EVENTS = 20;

export function explainMapping(sheet: Sheet, mapping: MappingScenario): void {
  const path = ['mappings', mapping.name];
  sheet.heading(path);
  sheet.value([...path, 'source'], mapping.source, mapping.source);
  sheet.value([...path, 'function'], mapping.function, mapping.function);
  explainOptions(sheet, path, SOURCE_KINDS[mapping.type].mapping, mapping.options);
  const provisioned = provisionedPollersOf(mapping);
  if (provisioned !== undefined) explainProvisionedPollers(sheet, provisioned, [...path, 'provisionedPollerConfig']);
  if ('pollers' in mapping && mapping.pollers !== undefined) pollers(sheet, mapping.pollers, [...path, 'pollers']);
  if ('startingPosition' in mapping) streamReading(sheet, mapping, path);
  filters(sheet, mapping.filters, [...path, 'filters']);
  const { enabledAt } = mapping;
  if (enabledAt === undefined) sheet.value([...path, 'enabled'], 'false', false);
  else sheet.value([...path, 'enabledAt'], duration(enabledAt), enabledAt);
}

function streamReading(sheet: Sheet, mapping: StreamReading, path: Path): void {
  const { startingPosition, startingPositionTimestamp: instant, onFailure } = mapping;
  sheet.value([...path, 'startingPosition'], startingPosition, startingPosition);
  if (instant !== undefined) sheet.value([...path, 'startingPositionTimestamp'], duration(instant), instant);
  if (onFailure === undefined) return sheet.unset([...path, 'onFailure']);
  const { kind, name } = onFailure;
  sheet.value([...path, 'onFailure'], kind === 'queue' ? name : flow({ [kind]: name }), onFailure);
}

/** How far pollers on demand scale unless they are bounded here are facts, which stand among the assumptions. */
function pollers(sheet: Sheet, policy: PollerPolicy, path: Path): void {
  sheet.heading(path);
  sheet.value([...path, 'policy'], policy.kind, policy.kind);
  for (const [key, value] of Object.entries(policy) as [string, number | string | undefined][]) {
    if (typeof value !== 'number') continue;
    const isTime = key === 'every' || key === 'sleep';
    sheet.value([...path, key], isTime ? duration(value) : String(value), value);
  }
}

function filters(sheet: Sheet, patterns: MappingScenario['filters'], path: Path): void {
  if (patterns.length === 0) return sheet.unset(path);
  sheet.heading(path);
  // JSON can stand in YAML as it is; a text that is JSON needs its quotes.
  patterns.forEach((pattern, i) => sheet.entry([...path, i], JSON.stringify(pattern), pattern));
}

/** In order of time; what `for:` undoes is an event of its own. */
export function explainEvents(sheet: Sheet, { events }: Scenario): void {
  if (events.length === 0) return;
  sheet.heading(['events']);
  for (const event of events.slice(0, MOST_EVENTS)) explainEvent(sheet, event);
  if (events.length > MOST_EVENTS) sheet.more(['events'], events.length - MOST_EVENTS);
}

function explainEvent(sheet: Sheet, event: EventScenario): void {
  const path = ['events', event.entry];
  if (event.kind !== 'redrive') return sheet.entry(path, inLine(event), event);
  sheet.item();
  sheet.value([...path, 'at'], duration(event.at), event.at);
  sheet.heading([...path, 'redrive']);
  sheet.value([...path, 'redrive', 'from'], event.from, event.from);
  sheet.value([...path, 'redrive', 'to'], event.to, event.to);
  sheet.value([...path, 'redrive', 'rate'], formatQuantity('rate', event.perSecond), event.perSecond);
}

function inLine(event: Exclude<EventScenario, { kind: 'redrive' }>): string {
  const at = duration(event.at);
  switch (event.kind) {
    case 'set': {
      const { target, option, value } = event;
      const written = value === undefined ? 'null' : writeOption(kindOf(target, option), value);
      return flow({ at, set: flow({ [`${target.kind}s.${target.name}.${option}`]: written }) });
    }
    case 'outage': {
      const length = event.until === Infinity ? undefined : duration(event.until - event.at);
      return flow({ at, for: length, outage: flow({ [event.of]: event.name }) });
    }
    case 'reshard':
      return flow({ at, reshard: flow({ stream: event.stream, shards: String(event.shards) }) });
    default:
      return flow({ at, [event.kind]: event.mapping });
  }
}

/** The kind of an option that an event sets; those of functions are counts. */
function kindOf({ kind }: SetTarget, option: string): Options[string]['kind'] {
  const kinds: readonly SourceKind[] = Object.values(SOURCE_KINDS);
  const found = kinds.map(({ options, mapping }) => (kind === 'source' ? options : (mapping ?? {}))[option]?.kind);
  return kind === 'function' ? 'count' : (found.find((one) => one !== undefined) ?? 'count');
}
