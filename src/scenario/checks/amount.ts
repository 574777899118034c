/**
 * How many messages a scenario asks for: a run of thousands of millions is allowed, and worth a word before it begins.
 * Rates that change by chance are taken at their mean.
 */
import type { Context, Parts } from '../complete/context.ts';
import { meanOf } from '../../engine/distributions.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { Path } from '../problem.ts';
import type { ArrivalScenario, RateScenario } from '../scenario.ts';

/** A few minutes of simulation. */
const MANY = 1e9;

export function checkAmount({ sources, tier }: Parts, context: Context): void {
  for (const { name, arrivals } of sources) warnOfMany(arrivals, ['sources', name, 'arrivals'], context);
  for (const { name, arrivals } of tier?.tenants ?? [])
    warnOfMany(arrivals, ['tier', 'tenants', name, 'arrivals'], context);
}

function warnOfMany(arrivals: readonly ArrivalScenario[], path: Path, { duration, findings }: Context): void {
  if (duration === undefined) return;
  const messages = arrivals.reduce((sum, one) => sum + messagesBetween(one, 0, duration), 0);
  if (messages <= MANY) return;
  findings.warning(path, {
    message: `about ${about(messages)} messages: the run will take long`,
    hint: 'a shorter duration, or a lower rate',
  });
}

/** Two digits, thousands apart. */
export function about(n: number): string {
  return Number(n.toPrecision(2)).toLocaleString('en-US');
}

/** Messages that an entry sends from an instant until another, on average; of records written out and of traces none are counted. */
export function messagesBetween(
  { when, startAt = 0, endAt = Infinity }: ArrivalScenario,
  begin: Micros,
  finish: Micros,
): number {
  if (when.kind === 'records' || when.kind === 'replay') return 0;
  const start = Math.max(startAt, begin);
  const end = Math.min(endAt, finish);
  const during = (from: Micros, until: Micros): Micros => Math.max(0, Math.min(end, until) - Math.max(from, start));
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

/** Messages a second, on average over a long time. */
export function meanRate(rate: Exclude<RateScenario, { readonly kind: 'steps' | 'ramp' }>): number {
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
