/**
 * How many messages a scenario asks for: a run of thousands of millions is allowed, and worth a word before it begins.
 * Every rate is taken at its mean, shaped ones between their least and their greatest.
 */
import type { Context, Parts } from '../complete/context.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { ArrivalScenario, RateScenario } from '../scenario.ts';

/** A few minutes of simulation. */
const MANY = 1e9;

export function checkAmount({ sources }: Parts, { duration, findings }: Context): void {
  if (duration === undefined) return;
  for (const { name, arrivals } of sources) {
    const messages = arrivals.reduce((sum, one) => sum + messagesOf(one, duration), 0);
    if (messages <= MANY) continue;
    const about = Number(messages.toPrecision(2)).toLocaleString('en-US');
    findings.warning(['sources', name, 'arrivals'], {
      message: `about ${about} messages: the run will take long`,
      hint: 'a shorter duration, or a lower rate',
    });
  }
}

function messagesOf({ when, startAt = 0, endAt = Infinity }: ArrivalScenario, duration: Micros): number {
  if (when.kind === 'records' || when.kind === 'replay') return 0;
  const end = Math.min(endAt, duration);
  if (when.kind !== 'steps') return (meanRate(when) * Math.max(0, end - startAt)) / SECOND;
  return when.steps.reduce((sum, { at, perSecond }, i) => {
    const until = Math.min(end, when.steps[i + 1]?.at ?? Infinity);
    return sum + (perSecond * Math.max(0, until - Math.max(at, startAt))) / SECOND;
  }, 0);
}

function meanRate(rate: Exclude<RateScenario, { readonly kind: 'steps' }>): number {
  switch (rate.kind) {
    case 'constant':
    case 'poisson':
      return rate.perSecond;
    case 'ramp':
      return (rate.from + rate.to) / 2;
    case 'daily':
    case 'bursty':
      return (rate.low + rate.high) / 2;
    case 'onOff':
      return (rate.perSecond + rate.offPerSecond) / 2;
  }
}
