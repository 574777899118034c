/**
 * Turns what a scenario says about the tier into the whole of it. Choices, tenants and incidents have files of their own; what only
 * some kinds of pollers, views and pacings have is refused here.
 */
import type { Micros } from '../../../engine/time.ts';
import { DEPTH, ISOLATION, LEASES, PACING, POLLERS, RAMP, RETRIES, TIER } from '../../../model/tier/options.ts';
import type { TierSettings } from '../../../model/tier/settings.ts';
import type { Options, Values } from '../../../model/options.ts';
import { at, isMapping } from '../../plain.ts';
import type { Path } from '../../problem.ts';
import type { TierScenario } from '../../scenario.ts';
import { readPart } from '../../schema/issues.ts';
import { DISCIPLINE, PLACEMENT } from '../../schema/tier/chosen.ts';
import { goes, OF_DEPTH, OF_PACING, OF_POLLERS, type GoesWith } from '../../schema/tier/goes-with.ts';
import type { PartsWritten } from '../../schema/tier/parts.ts';
import { tierSchema, type TierWritten } from '../../schema/tier/tier.ts';
import type { Context } from '../context.ts';
import { Origins } from '../origins.ts';
import { refuseUnfit } from './fit.ts';
import { readChoice } from './choices.ts';
import { readIncidents } from './incidents.ts';
import { completeMeasure } from './measure.ts';
import { readTenants } from './tenants.ts';

const PATH: Path = ['tier'];

/** Undefined without a tier, and when something is wrong with its settings, which has then been reported. */
export function readTier(value: unknown, warmUp: Micros, context: Context): TierScenario | undefined {
  if (value === undefined) return undefined;
  const written = readPart(tierSchema(context.rules), value, PATH, context.findings);
  if (!isMapping(value)) return undefined;
  // All problems at once: each is read also when something is wrong with another.
  const placement = readChoice(PLACEMENT, at(value, 'placement'), [...PATH, 'placement'], context);
  const discipline = readChoice(DISCIPLINE, at(value, 'discipline'), [...PATH, 'discipline'], context);
  const tenants = readTenants(at(value, 'tenants'), PATH, context);
  const incidents = readIncidents(at(value, 'incidents'), PATH, context);
  if (written === undefined || placement === undefined || discipline === undefined) return undefined;
  const settings = completeParts(written, context);
  refuseUnfit(written, settings, context);
  const measure = completeMeasure(written.measure ?? {}, tenants, warmUp, [...PATH, 'measure'], context);
  return { ...settings, placement, discipline, measure, incidents, tenants };
}

export type Completed = Omit<TierSettings, 'placement' | 'discipline' | 'measure' | 'incidents'>;

function completeParts(written: TierWritten, context: Context): Completed {
  const { origins } = context;
  const { depth = {}, pollers = {}, leases = {}, retries = {}, pacing = {}, isolation, ramp } = written;
  const withPollers = part(POLLERS, OF_POLLERS, pollers, [...PATH, 'pollers'], context);
  // Without leased pollers nobody is told of them.
  const ofLeases = withPollers.model === 'leased' ? origins : unheard(context);
  return {
    ...origins.options(TIER, written, PATH, 'ours'),
    depth: part(DEPTH, OF_DEPTH, depth, [...PATH, 'depth'], context),
    pollers: withPollers,
    leases: ofLeases.options(LEASES, leases, [...PATH, 'leases'], 'ours'),
    retries: origins.options(RETRIES, retries, [...PATH, 'retries'], 'ours'),
    pacing: part(PACING, OF_PACING, pacing, [...PATH, 'pacing'], context),
    isolation: completeIsolation(isolation, [...PATH, 'isolation'], origins),
    ramp: ramp && origins.options(RAMP, ramp, [...PATH, 'ramp'], 'ours'),
  };
}

/** A part of which some settings have no effect with others: those are complete as well, and no origin is told of them. */
function part<O extends Options>(
  options: O,
  goesWith: GoesWith,
  written: Readonly<Record<string, unknown>>,
  path: Path,
  context: Context,
): Values<O> {
  const all = unheard(context).options(options, written, path, 'ours');
  const kind = String((all as Readonly<Record<string, unknown>>)[goesWith.by]);
  const fitting = Object.fromEntries(Object.entries(options).filter(([key]) => goes(goesWith, key, kind)));
  return { ...all, ...context.origins.options(fitting, written, path, 'ours') };
}

/** Fills in, and forgets where values come from. */
function unheard({ rules }: Context): Origins {
  return new Origins(rules, {});
}

function completeIsolation(written: PartsWritten['isolation'], path: Path, origins: Origins): Completed['isolation'] {
  if (written === undefined) return origins.ours(path, undefined);
  if (written === false) return undefined;
  return origins.options(ISOLATION, written === true ? {} : written, path, 'ours');
}
