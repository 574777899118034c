/**
 * What groups of tenants ask for, against what pollers can run; whether there are events enough for a percentile. Means, of the
 * groups alone: functions behind sources of type async come on top.
 */
import { meanOf } from '../../../engine/distributions.ts';
import { SECOND, type Micros } from '../../../engine/time.ts';
import type { Context } from '../../complete/context.ts';
import { formatQuantity } from '../../quantities.ts';
import type { ArrivalScenario, TenantScenario } from '../../scenario.ts';
import { about, meanRate, messagesBetween } from '../amount.ts';
import type { Sized } from './tier.ts';

/** Fewer events than this have a p99 that is their greatest. */
const EVENTS_FOR_P99 = 100;

export function checkLoad(sized: Sized, context: Context): void {
  warnOfIdle(sized, context);
  noteOverload(sized, context);
  noteFewEvents(sized, context);
}

function warnOfIdle({ tier: { tenants } }: Sized, { findings }: Context): void {
  for (const { name, arrivals } of tenants) {
    if (arrivals.length > 0) continue;
    findings.warning(['tier', 'tenants', name], { message: 'it sends nothing: it has no arrivals', about: 'key' });
  }
}

/** Runs at once that all pollers together are for. */
export function slotsOf({ tier: { pollers }, queues }: Sized): number {
  return pollers.slots * (pollers.model === 'static' ? queues : pollers.hosts);
}

/** Many scenarios are about it, so it is no warning. */
function noteOverload(sized: Sized, { findings, duration = Infinity }: Context): void {
  const { tenants } = sized.tier;
  const slots = slotsOf(sized);
  const worst = momentsOf(tenants)
    .filter((at) => at < duration)
    .map((at) => ({ at, wanted: wantedAt(tenants, at) }))
    .reduce((most, one) => (one.wanted > most.wanted ? one : most), { at: 0, wanted: 0 });
  if (worst.wanted <= slots) return;
  const wanted = Number.isFinite(worst.wanted) ? about(worst.wanted) : 'endless';
  findings.note(['tier', 'tenants'], {
    message: `at ${formatQuantity('duration', worst.at)} tenants ask for ${wanted} runs at once on average (events/s × mean service), and there are ${slots.toLocaleString('en-US')} slots: queues grow`,
    source: 'AP-1.3',
    about: 'key',
  });
}

/** Instants at which the rates of arrivals change. */
function momentsOf(tenants: readonly TenantScenario[]): Micros[] {
  const all = tenants.flatMap(({ arrivals }) => arrivals.flatMap(changesOf));
  return [...new Set([0, ...all])].sort((a, b) => a - b);
}

function changesOf({ when, startAt = 0 }: ArrivalScenario): Micros[] {
  switch (when.kind) {
    case 'steps':
      return [startAt, ...when.steps.map(({ at }) => at)];
    case 'ramp':
      return [startAt, when.at, when.at + when.over];
    case 'daily':
      return [startAt, when.peakAt];
    default:
      return [startAt];
  }
}

/** Runs at once, by Little's law. */
function wantedAt(tenants: readonly TenantScenario[], at: Micros): number {
  return tenants.reduce((sum, { arrivals, service }) => {
    const perSecond = arrivals.reduce((total, one) => total + rateAt(one, at), 0);
    return perSecond === 0 ? sum : sum + (perSecond * meanOf(service)) / SECOND;
  }, 0);
}

function rateAt({ when, startAt = 0, endAt = Infinity }: ArrivalScenario, at: Micros): number {
  if (at < startAt || at >= endAt) return 0;
  switch (when.kind) {
    case 'records':
    case 'replay':
      return 0;
    case 'steps':
      return when.steps.findLast((step) => step.at <= at)?.perSecond ?? 0;
    case 'ramp': {
      const share = Math.min(1, Math.max(0, (at - when.at) / when.over));
      return when.from + (when.to - when.from) * share;
    }
    case 'daily':
      return at === when.peakAt ? when.high : meanRate(when);
    default:
      return meanRate(when);
  }
}

function noteFewEvents({ tier: { tenants, measure } }: Sized, { findings, duration = Infinity }: Context): void {
  const { from } = measure;
  const end = Math.min(measure.until, duration);
  if (from >= end) return;
  for (const { name, noisy, count, arrivals, popularity } of tenants) {
    if (noisy || arrivals.length === 0 || arrivals.some(({ when }) => isCounted(when.kind))) continue;
    const each = arrivals.reduce((sum, one) => sum + messagesBetween(one, from, end), 0) / count;
    if (each >= EVENTS_FOR_P99) continue;
    const least = popularity.kind === 'zipf' ? ', and the least popular far fewer' : '';
    findings.note(['tier', 'tenants', name], {
      message: `about ${about(each)} events of each tenant are measured on average${least}: with fewer than ${EVENTS_FOR_P99} its p99 is its greatest value`,
      hint: 'a longer run, or a higher rate',
      source: 'AP-3.2',
      about: 'key',
    });
  }
}

/** What is written out and what is read from a file is there to be looked at by itself. */
function isCounted(kind: ArrivalScenario['when']['kind']): boolean {
  return kind === 'records' || kind === 'replay';
}
