/** Explains the tier: what it is made of, what breaks in it, and its groups of tenants. What has no effect is left out. */
import {
  CALLERS,
  DEPTH,
  ISOLATION,
  LEASES,
  MEASURE,
  PACING,
  POLLERS,
  RAMP,
  RETRIES,
  TENANTS,
  TIER,
} from '../../model/tier/options.ts';
import type { Options } from '../../model/options.ts';
import type { Chosen, Incident } from '../../model/tier/settings.ts';
import type { Path } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import type { TenantScenario, TierScenario } from '../scenario.ts';
import { DISCIPLINE, PLACEMENT, type Choice } from '../schema/tier/chosen.ts';
import { goes, OF_DEPTH, OF_PACING, OF_POLLERS, type GoesWith } from '../schema/tier/goes-with.ts';
import type { Sheet } from './sheet.ts';
import { explainArrivals, explainOptions } from './sources.ts';
import { distribution, duration, flow } from './words.ts';

/** What holds where nothing is said and there is a limit all the same. */
const UNSET: Readonly<Record<string, string>> = {
  mostLanes: 'half as many as there are queues',
  laneSlots: 'as many as a queue has',
  goodWithin: 'any age',
  receiveEvery: 'as soon as a slot is free',
};

export function explainTier(sheet: Sheet, tier: TierScenario | undefined): void {
  if (tier === undefined) return;
  const path: Path = ['tier'];
  sheet.heading(path);
  explainOptions(sheet, path, TIER, tier, UNSET);
  choice(sheet, PLACEMENT, tier.placement, [...path, 'placement']);
  choice(sheet, DISCIPLINE, tier.discipline, [...path, 'discipline']);
  parts(sheet, tier, path);
  incidents(sheet, tier.incidents, [...path, 'incidents']);
  if (tier.tenants.length === 0) return sheet.unset([...path, 'tenants']);
  sheet.heading([...path, 'tenants']);
  for (const group of tier.tenants) tenants(sheet, group, [...path, 'tenants', group.name]);
}

function choice(sheet: Sheet, { key, registry }: Choice, { name, options }: Chosen, path: Path): void {
  sheet.heading(path);
  sheet.value([...path, key], name, name);
  explainOptions(sheet, path, registry[name]!.options, options, UNSET);
}

function parts(sheet: Sheet, tier: TierScenario, path: Path): void {
  const { depth, pollers, leases, retries, pacing, isolation, ramp, measure } = tier;
  part(sheet, [...path, 'depth'], only(DEPTH, OF_DEPTH, depth.view), depth);
  part(sheet, [...path, 'pollers'], only(POLLERS, OF_POLLERS, pollers.model), pollers);
  if (pollers.model === 'leased') part(sheet, [...path, 'leases'], LEASES, leases);
  part(sheet, [...path, 'retries'], RETRIES, retries);
  part(sheet, [...path, 'pacing'], only(PACING, OF_PACING, pacing.policy), pacing);
  if (isolation === undefined) sheet.value([...path, 'isolation'], 'off', false);
  else part(sheet, [...path, 'isolation'], ISOLATION, isolation);
  if (ramp === undefined) sheet.unset([...path, 'ramp']);
  else part(sheet, [...path, 'ramp'], RAMP, ramp);
  part(sheet, [...path, 'measure'], MEASURE, measure);
}

type Values = Parameters<typeof explainOptions>[3];

function part(sheet: Sheet, path: Path, options: Options, values: Values): void {
  sheet.heading(path);
  explainOptions(sheet, path, options, values, UNSET);
}

/** The options that have an effect with this kind. */
function only(options: Options, goesWith: GoesWith, kind: string): Options {
  return Object.fromEntries(Object.entries(options).filter(([key]) => goes(goesWith, key, kind)));
}

function incidents(sheet: Sheet, all: readonly Incident[], path: Path): void {
  if (all.length === 0) return sheet.unset(path);
  sheet.heading(path);
  all.forEach((incident, i) => sheet.entry([...path, i], inLine(incident), incident));
}

/** Zones and queues are numbered from 1 in a file. */
function inLine({ kind, at, length, speed, zone, first, count }: Incident): string {
  const what = {
    pollersDown: 'true',
    leaseServiceDown: 'true',
    slow: formatQuantity('share', speed),
    zoneDown: String(zone + 1),
    queuesDown: first === 0 ? String(count) : flow({ first: String(first + 1), count: String(count) }),
  }[kind];
  return flow({ at: duration(at), for: length === Infinity ? undefined : duration(length), [kind]: what });
}

function tenants(sheet: Sheet, group: TenantScenario, path: Path): void {
  const { popularity, service, callers, arrivals } = group;
  sheet.heading(path);
  explainOptions(sheet, path, TENANTS, group, UNSET);
  const written = popularity.kind === 'equal' ? 'equal' : flow({ zipf: String(popularity.exponent) });
  sheet.value([...path, 'popularity'], written, popularity);
  sheet.value([...path, 'service'], distribution('duration', service), service);
  if (callers === undefined) sheet.unset([...path, 'callers']);
  else part(sheet, [...path, 'callers'], CALLERS, callers);
  explainArrivals(sheet, arrivals, [...path, 'arrivals']);
}
