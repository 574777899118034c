/**
 * How many messages a scenario asks for: a run of thousands of millions is allowed, and worth a word before it begins.
 * Rates that change by chance are taken at their mean.
 */
import type { Context, Parts } from '../complete/context.ts';
import { meanOf } from '../../engine/distributions.ts';
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
  const during = (from: Micros, until: Micros): Micros => Math.max(0, Math.min(end, until) - Math.max(from, startAt));
  switch (when.kind) {
    case 'steps':
      return when.steps.reduce((sum, { at, perSecond }, i) => {
        return sum + (perSecond * during(at, when.steps[i + 1]?.at ?? Infinity)) / SECOND;
      }, 0);
    case 'ramp': {
      const { from, to, at, over } = when;
      const ramping = ((from + to) / 2) * during(at, at + over);
      return (from * during(0, at) + ramping + to * during(at + over, Infinity)) / SECOND;
    }
    default:
      return (meanRate(when) * during(0, Infinity)) / SECOND;
  }
}

function meanRate(rate: Exclude<RateScenario, { readonly kind: 'steps' | 'ramp' }>): number {
  switch (rate.kind) {
    case 'constant':
    case 'poisson':
      return rate.perSecond;
    case 'daily':
      return (rate.low + rate.high) / 2;
    case 'bursty':
      return weighted(rate.low, rate.meanLow, rate.high, rate.meanHigh);
    case 'onOff':
      return weighted(rate.offPerSecond, meanOf(rate.off), rate.perSecond, meanOf(rate.on));
  }
}

/** Mean of two rates that hold in turn, for so long on average; of times without a mean the greater, for it may hold throughout. */
function weighted(low: number, lowFor: Micros, high: number, highFor: Micros): number {
  const mean = (low * lowFor + high * highFor) / (lowFor + highFor);
  return Number.isFinite(mean) ? mean : Math.max(low, high);
}
