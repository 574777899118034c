/**
 * Where the backlogs of a scenario come from: outages of what handles messages, mappings that begin late or are switched off, and when
 * none of these, whatever makes it greatest. And the scenario with a backlog that is asked for.
 */
import type { Rules } from '../../aws/rules.ts';
import { HOUR, SECOND, type Micros } from '../../engine/time.ts';
import { formatQuantity } from '../../scenario/quantities.ts';
import type { MappingScenario, Scenario, SourceScenario } from '../../scenario/scenario.ts';
import type { Settings, Template } from '../../scenario/template.ts';
import { passingShares } from '../closed-forms/filter-share.ts';
import { meanSizeOf, type Join } from '../closed-forms/flow.ts';

/** Of what shards take; keys are never even. */
const PART_OF_WRITES = 0.5;

/** What held messages up, and when it was over. */
export interface Cause {
  /** `outage of orders-db`, `m was off`. */
  readonly says: string;
  readonly until: Micros;
}

/** All that ends within the run, in the order of their ends. */
export function causesOf({ source, mapping, fn }: Join, { events, duration }: Scenario): Cause[] {
  const uses = new Set(fn.handler.uses.map(({ downstream }) => downstream));
  const isOurs = (kind: string, name: string): boolean =>
    (kind === 'function' && name === fn.name) ||
    (kind === 'source' && name === source.name) ||
    (kind === 'mapping' && name === mapping?.name) ||
    (kind === 'downstream' && uses.has(name));
  const outages = events.flatMap((event) => {
    if (event.kind === 'outage' && isOurs(event.of, event.name))
      return [{ says: `the outage of ${event.name}`, until: event.until }];
    if (event.kind === 'enable' && event.mapping === mapping?.name)
      return [{ says: `the time in which ${event.mapping} was off`, until: event.at }];
    return [];
  });
  const begins = mapping?.enabledAt ?? 0;
  const late = begins > 0 ? [{ says: `the time before ${mapping!.name} began`, until: begins }] : [];
  return [...late, ...outages].filter(({ until }) => until < duration).sort((a, b) => a.until - b.until);
}

/** The scenario in which so many messages wait when the mapping begins, and how long it takes to send them. */
export interface Filled {
  readonly settings: Settings;
  readonly begins: Micros;
}

/**
 * Messages like those of the first entry of arrivals are sent as quickly as the source takes them, and the mapping begins then.
 * Events, objectives, alarms and the warm-up of the scenario are left out.
 */
export function filled(
  template: Template,
  mapping: MappingScenario,
  { source }: Join,
  { backlog, lasts }: { readonly backlog: number; readonly lasts: Micros },
  rules: Rules,
): Filled {
  const path = `sources.${mapping.source}.arrivals`;
  const written = (template.written(path) ?? []) as { readonly attributes?: unknown }[];
  const like = written.findIndex(({ attributes }) => attributes !== undefined);
  // So many that as many as are asked for pass the filters.
  const passing = passingShares(source, mapping)?.[Math.max(0, like)] ?? 1;
  const sent = passing > 0 ? backlog / passing : backlog;
  const whole = Math.max(1, Math.ceil(sent / sendRate(source, rules)));
  const begins = whole * SECOND;
  const entry = {
    rate: `${sent / whole}/s`,
    endAt: formatQuantity('duration', begins),
    ...(like < 0 ? {} : { attributes: written[like]!.attributes }),
  };
  const settings: Settings = {
    [path]: [entry, ...written],
    [`mappings.${mapping.name}.enabledAt`]: formatQuantity('duration', begins),
    ...('startingPosition' in mapping ? { [`mappings.${mapping.name}.startingPosition`]: 'TRIM_HORIZON' } : {}),
    // A relay would send it in its own time.
    ...(source.outbox === undefined ? {} : { [`sources.${source.name}.outbox`]: undefined }),
    duration: formatQuantity('duration', begins + lasts),
    ...Object.fromEntries(['warmUp', 'events', 'objectives', 'alarms'].map((key) => [key, undefined])),
  };
  return { settings, begins };
}

/** Well below what shards take; of other sources any number. */
function sendRate(source: SourceScenario, rules: Rules): number {
  if (source.type === 'sqsFifo') return 1000;
  if (source.type !== 'kinesis') return 1_000_000;
  const { shards } = source.options;
  const size = Math.max(1, meanSizeOf(source.arrivals, HOUR));
  const byBytes = rules.number('kinesis.write.bytes') / size;
  return PART_OF_WRITES * shards * Math.min(rules.number('kinesis.write.records'), byBytes);
}
