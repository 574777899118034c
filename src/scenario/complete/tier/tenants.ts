/**
 * Turns what a scenario says about groups of tenants into the whole of it, and refuses what their events do not have: an event is
 * nothing but an instant, and whose it is falls by popularity.
 */
import type { Said } from '../../findings.ts';
import { quote, type Path } from '../../problem.ts';
import { CALLERS, TENANTS } from '../../../model/tier/options.ts';
import type { TenantScenario } from '../../scenario.ts';
import { readPart } from '../../schema/issues.ts';
import { tenantSchema, type TenantWritten } from '../../schema/tier/tenants.ts';
import { completeArrivals, type Limits } from '../arrivals.ts';
import { refuseWaiting } from '../callers.ts';
import { readEntries, type Context } from '../context.ts';

/** Names that stand for something else where figures are named. */
const TAKEN: ReadonlySet<string> = new Set(['tier', 'functions']);

const NO_LIMITS: Limits = { size: Infinity, taker: 'the tier', source: 'AP-1.3' };

/** What a group says about its tenants that goes with something else it says. */
const GOES_WITH = {
  budgetMost: 'budgetShare',
  breakerCalls: 'breakerAt',
  backoffCap: 'backoffBase',
} as const;

export function readTenants(value: unknown, within: Path, context: Context): TenantScenario[] {
  const schema = tenantSchema(context.rules);
  const read = (name: string, part: unknown, path: Path): TenantScenario | undefined => {
    checkName(name, path, context);
    const written = readPart(schema, part, path, context.findings);
    return written === undefined ? undefined : complete(name, written, path, context);
  };
  return readEntries(value, 'tenants', context.findings, read, within);
}

function checkName(name: string, path: Path, { names, findings }: Context): void {
  const owners = [
    TAKEN.has(name) && `the ${name === 'tier' ? 'tier' : 'functions behind sources of type async, together'}`,
    names.sources.has(name) && 'a source',
    names.mappings.has(name) && 'a mapping',
    names.functions.has(name) && 'a function',
  ].filter((owner) => owner !== false);
  if (owners.length === 0) return;
  const message = `${quote(name)} is the name of ${owners.join(' and of ')}, and figures could not be told apart`;
  findings.error(path, { message, hint: 'give the tenants another name', about: 'key' });
}

function complete(name: string, written: TenantWritten, path: Path, context: Context): TenantScenario {
  const { origins, findings } = context;
  const { callers, admissionRate, admissionBurst } = written;
  if (admissionBurst !== undefined && admissionRate === undefined)
    findings.error([...path, 'admissionBurst'], { message: 'admissionBurst goes with admissionRate', about: 'key' });
  checkCallers(callers, [...path, 'callers'], context);
  return {
    ...origins.options(TENANTS, written, path, 'ours'),
    name,
    popularity: written.popularity ?? origins.ours([...path, 'popularity'], { kind: 'equal' }),
    service: written.service,
    callers: callers && origins.options(CALLERS, callers, [...path, 'callers'], 'ours'),
    arrivals: arrivals(written, [...path, 'arrivals'], context),
  };
}

function checkCallers(written: TenantWritten['callers'], path: Path, { findings }: Context): void {
  for (const [key, other] of Object.entries(GOES_WITH)) {
    const values: Readonly<Record<string, unknown>> = written ?? {};
    if (values[key] === undefined || values[other] !== undefined) continue;
    findings.error([...path, key], { message: `${key} goes with ${other}`, about: 'key' });
  }
}

function arrivals({ arrivals: written = [] }: TenantWritten, path: Path, context: Context): TenantScenario['arrivals'] {
  written.forEach((entry, i) => refuseContents(entry, [...path, i], context));
  const completed = completeArrivals(written, path, NO_LIMITS, context);
  refuseWaiting(completed, path, context.findings, 'an event of a tenant');
  return completed;
}

type Entry = NonNullable<TenantWritten['arrivals']>[number];

const NOTHING_INSIDE: Said = {
  message: 'events of tenants carry nothing: which tenant sends is drawn by popularity',
  hint: 'popularity: { zipf: 1.1 }, or a group for each kind of tenant',
  about: 'key',
};
const SERVICE_SAYS: Said = { message: 'how long an event runs is said by service of the group', about: 'key' };

/** Keys of a record that is written out, beside its instant; a delay is refused with the records of others that cannot wait. */
const OF_RECORDS = ['id', 'size', 'attributes', 'key', 'group', 'body'] as const;

function refuseContents(entry: Entry, path: Path, { findings }: Context): void {
  if (entry.attributes !== undefined) findings.error([...path, 'attributes'], NOTHING_INSIDE);
  entry.records?.forEach((record, i) => {
    const where = [...path, 'records', i];
    for (const key of OF_RECORDS) if (record[key] !== undefined) findings.error([...where, key], NOTHING_INSIDE);
    if (record.duration !== undefined) findings.error([...where, 'duration'], SERVICE_SAYS);
  });
  if (entry.replay?.attributes !== undefined) findings.error([...path, 'replay', 'attributes'], NOTHING_INSIDE);
  // With the end of a run it says when the event arrived.
  if (entry.replay?.duration !== undefined && entry.replay.end === undefined)
    findings.error([...path, 'replay', 'duration'], SERVICE_SAYS);
}
