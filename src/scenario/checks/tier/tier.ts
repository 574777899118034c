/**
 * What the parts of a tier say together, and with the rest of the scenario: whether anything goes through it, how large it becomes,
 * whether placement and incidents fit its queues.
 */
import type { Context, Parts } from '../../complete/context.ts';
import { STRATEGIES } from '../../../model/tier/placement/strategies.ts';
import type { Strategy } from '../../../model/tier/placement/placement.ts';
import { RETRIES, TIER } from '../../../model/tier/options.ts';
import { asyncOf, type TierScenario } from '../../scenario.ts';
import { formatPath } from '../../problem.ts';
import { checkIncidents } from './incidents.ts';
import { checkLoad } from './load.ts';
import { checkPlacement } from './placement.ts';
import { checkPollers } from './pollers.ts';

/** A tier with the number of its tenants and shared queues, which depend on more than itself. */
export interface Sized {
  readonly tier: TierScenario;
  readonly tenants: number;
  readonly queues: number;
}

const MOST_TENANTS = TIER.queues.max;

export function checkTier(parts: Parts, context: Context): void {
  const { tier } = parts;
  if (tier === undefined) return;
  warnOfNothing(parts, context);
  warnOfNoTenants(parts, context);
  const sized = sizeOf(tier, parts);
  // Of what is too large by far nothing else is of interest.
  if (!checkSize(sized, context)) return;
  checkPlacement(sized, context);
  checkIncidents(sized, context);
  checkPollers(sized, context);
  checkLoad(sized, context);
}

function sizeOf(tier: TierScenario, { sources }: Parts): Sized {
  const functions = new Set(asyncOf(sources).map((source) => source.function)).size;
  const tenants = tier.tenants.reduce((sum, { count }) => sum + count, functions);
  const strategy = (STRATEGIES as Readonly<Record<string, Strategy>>)[tier.placement.name]!;
  return { tier, tenants, queues: strategy.queues?.(tier.queues, tenants) ?? tier.queues };
}

function warnOfNothing({ sources }: Parts, { findings, names }: Context): void {
  // A source with problems may have been one.
  if (names.tenants.size > 0 || asyncOf(sources).length > 0 || sources.length < names.sources.size) return;
  findings.warning(['tier'], {
    message: 'nothing goes through it: there are neither tenants nor a source of type async',
    hint: 'tenants: { NAME: { service: 10 ms, arrivals: [ { rate: 10/s } ] } }',
    about: 'key',
  });
}

/** What is only for simulated tenants: events of functions follow what their sources say. */
const OF_TENANTS: readonly (readonly [string, ...string[]])[] = [
  ['maximumEventAge'],
  ['ageRule'],
  ['lostAcknowledgements'],
  ['duplicates'],
  ...Object.keys(RETRIES)
    .filter((key) => key !== 'throttleHold' && key !== 'placeAnew')
    .map((key) => ['retries', key] as const),
];

function warnOfNoTenants({ tier, sources }: Parts, { findings, origins }: Context): void {
  if (tier === undefined || tier.tenants.length > 0 || asyncOf(sources).length === 0) return;
  const unsaid = origins.all();
  for (const key of OF_TENANTS) {
    const path = ['tier', ...key];
    if (Object.hasOwn(unsaid, formatPath(path))) continue;
    findings.warning(path, {
      message: 'it is for simulated tenants, and there are none: events of functions follow what their sources say',
      about: 'key',
    });
  }
}

function checkSize({ tier, tenants, queues }: Sized, { findings }: Context): boolean {
  const most = MOST_TENANTS.toLocaleString('en-US');
  if (tenants > MOST_TENANTS) {
    const message = `${tenants.toLocaleString('en-US')} tenants are too many`;
    findings.error(['tier', 'tenants'], { message, hint: `at most ${most}, of all groups together` });
    return false;
  }
  if (queues <= TIER.queues.max) return true;
  const message = `${queues.toLocaleString('en-US')} queues are too many for ${tier.placement.name}`;
  findings.error(['tier', 'placement'], { message, hint: `at most ${most}` });
  return false;
}
