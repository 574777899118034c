/**
 * What goes wrong between pollers and visibility timeouts: events that become visible again while they run or wait in a poller are
 * run once more, and the more that happens the longer they wait (AP-5.7, B). And a ramp that is none.
 */
import { meanOf } from '../../../engine/distributions.ts';
import { SECOND } from '../../../engine/time.ts';
import type { Context } from '../../complete/context.ts';
import { formatPath } from '../../problem.ts';
import { formatQuantity } from '../../quantities.ts';
import type { TenantScenario } from '../../scenario.ts';
import { about, messagesBetween } from '../amount.ts';
import type { Sized } from './tier.ts';

export function checkPollers(sized: Sized, context: Context): void {
  warnOfShortTimeout(sized, context);
  warnOfPrefetch(sized, context);
  warnOfNoRamp(sized, context);
  warnOfIdleSettings(sized, context);
}

/** What was written and does nothing beside the rest: it would be believed. */
function warnOfIdleSettings({ tier: { pollers } }: Sized, { findings, origins }: Context): void {
  const unsaid = origins.all();
  const warn = (key: string, isIdle: boolean, message: string): void => {
    const path = ['tier', 'pollers', key];
    if (isIdle && !Object.hasOwn(unsaid, formatPath(path))) findings.warning(path, { message, about: 'key' });
  };
  const hasBeat = pollers.receiveEvery !== undefined;
  warn(
    'receiveBatch',
    !hasBeat,
    'it bounds what a beat takes, and there is no receiveEvery: a poller receives for each free slot by itself',
  );
  warn('prefetch', hasBeat && pollers.prefetch > 0, 'on a beat nothing is received ahead');
  warn('expiryCheck', pollers.expiryCheck && pollers.heartbeat, 'with a heartbeat no receipt runs out');
  warn('zones', pollers.zones > pollers.hosts, `there are only ${pollers.hosts} hosts: some zones have none`);
}

function warnOfShortTimeout({ tier: { tenants, pollers } }: Sized, { findings }: Context): void {
  if (pollers.heartbeat) return;
  for (const { name, service } of tenants) {
    const mean = meanOf(service);
    if (mean <= pollers.visibilityTimeout) continue;
    const long = Number.isFinite(mean) ? formatQuantity('duration', Math.round(mean)) : 'endlessly long';
    findings.warning(['tier', 'tenants', name, 'service'], {
      message: `it takes ${long} on average, longer than the visibility timeout of ${formatQuantity('duration', pollers.visibilityTimeout)}, and there is no heartbeat: events are visible again while they run, and run twice`,
      hint: 'a longer visibilityTimeout of the pollers, or heartbeat: true',
      source: 'AP-6.2',
    });
  }
}

function warnOfPrefetch({ tier: { tenants, pollers } }: Sized, { findings, duration = 0 }: Context): void {
  const { heartbeat, prefetch, visibilityTimeout, slots } = pollers;
  const service = meanService(tenants, duration);
  if (heartbeat || prefetch === 0 || service === undefined || service === 0) return;
  // What a poller works off before the first of what it holds is visible again.
  const bound = (slots / service) * visibilityTimeout;
  if (prefetch < bound) return;
  const ahead = Number.isFinite(prefetch) ? prefetch.toLocaleString('en-US') : 'any number of';
  const perSecond = formatQuantity('rate', Number(((slots / service) * SECOND).toPrecision(3)));
  findings.warning(['tier', 'pollers', 'prefetch'], {
    message: `a poller takes ${ahead} events ahead and works off ${perSecond}: without a heartbeat more than ${about(bound)} are visible again before their turn, and run twice`,
    hint: `at most ${about(bound / 4)}, or heartbeat: true`,
    source: 'AP-5.7',
  });
}

/** Of all events of groups, by how many they send; undefined when they send none. */
function meanService(tenants: readonly TenantScenario[], duration: number): number | undefined {
  const loads = tenants.map(({ arrivals, service }) => {
    return { events: arrivals.reduce((sum, one) => sum + messagesBetween(one, 0, duration), 0), mean: meanOf(service) };
  });
  const events = loads.reduce((sum, one) => sum + one.events, 0);
  if (events === 0) return undefined;
  return loads.reduce((sum, one) => (one.events === 0 ? sum : sum + one.events * one.mean), 0) / events;
}

function warnOfNoRamp({ tier: { ramp } }: Sized, { findings }: Context): void {
  if (ramp === undefined || ramp.normal !== Infinity) return;
  findings.warning(['tier', 'ramp'], {
    message: 'a share of an unlimited rate is unlimited: without normal there is no ramp',
    hint: 'normal: 1000/s',
    source: 'AP-6.5',
  });
}
