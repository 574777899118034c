/**
 * What a scenario says about rates: a rate alone is constant, `{ poisson: 200/s }` and the rest vary.
 * Defaults are filled in later (complete/rates.ts); what each shape sends is model/arrivals.
 */
import * as z from 'zod';
import { meanOf } from '../../engine/distributions.ts';
import { distribution } from './distribution.ts';
import { complain } from './issues.ts';
import { quantity } from './quantity.ts';
import { mapping, shortOr, variants } from './shapes.ts';

/** Microseconds. Phases that are shorter would be nothing but work for the simulator. */
const SHORTEST_PHASE = 1000;

const perSecond = quantity({ kind: 'rate', above: 0, doc: 'Records sent in a time: 200/s, 12000/min.' });

function rateFromZero(doc: string): z.ZodType<number> {
  return quantity({ kind: 'rate', min: 0, doc });
}

const step = mapping({
  at: quantity({ kind: 'duration', min: 0, doc: 'When the rate begins to hold.' }),
  rate: rateFromZero('Holds until the next step; 0/s is a pause.'),
}).transform(({ at, rate }) => ({ at, perSecond: rate }));

const steps = z.array(step).transform((list, context) => {
  if (list.length === 0) complain(context, list, { message: 'at least one step is due' });
  list.forEach(({ at }, i) => {
    if (i > 0 && at <= list[i - 1]!.at) complain(context, at, { message: 'steps must be in order of time' }, [i, 'at']);
  });
  return { kind: 'steps' as const, steps: list };
});

const ramp = mapping({
  from: rateFromZero('The rate before the ramp.'),
  to: rateFromZero('The rate after it.'),
  at: quantity({ kind: 'duration', min: 0, doc: 'When the rate begins to change; 0 s unless said.' }).optional(),
  over: quantity({ kind: 'duration', above: 0, doc: 'How long it changes, in a straight line.' }),
}).transform((written, context) => {
  const { from, to } = written;
  if (from === 0 && to === 0) complain(context, written, { message: 'a ramp from 0/s to 0/s sends nothing' });
  return { kind: 'ramp' as const, ...written };
});

const daily = mapping({
  low: rateFromZero('The lowest rate, half a period after the peak.'),
  high: quantity({ kind: 'rate', above: 0, doc: 'The highest rate, at the peak.' }),
  peakAt: quantity({
    kind: 'duration',
    min: 0,
    doc: 'When the rate is highest for the first time; after half a period unless said.',
  }).optional(),
  period: quantity({ kind: 'duration', above: 0, doc: 'From peak to peak; 1 d unless said.' }).optional(),
}).transform((written, context) => {
  requireOrder(written, context);
  return { kind: 'daily' as const, ...written };
});

const bursty = mapping({
  low: rateFromZero('The rate between bursts.'),
  high: quantity({ kind: 'rate', above: 0, doc: 'The rate in a burst.' }),
  meanLow: sojourn('Mean time between bursts; each is drawn from an exponential distribution.'),
  meanHigh: sojourn('Mean length of a burst; each is drawn from an exponential distribution.'),
}).transform((written, context) => {
  requireOrder(written, context);
  return { kind: 'bursty' as const, ...written };
});

function sojourn(doc: string): z.ZodType<number> {
  return quantity({ kind: 'duration', min: SHORTEST_PHASE, doc });
}

const onOff = mapping({
  rate: quantity({ kind: 'rate', above: 0, doc: 'The rate while it is on.' }),
  offRate: rateFromZero('The rate while it is off; 0/s unless said.').optional(),
  on: distribution('duration', 'How long it is on each time; it begins with this.'),
  off: distribution('duration', 'How long it is off each time.'),
}).transform(({ rate, offRate, on, off }, context) => {
  const short = 'at least 1 ms on average is due';
  if (meanOf(on) < SHORTEST_PHASE) complain(context, on, { message: short }, ['on']);
  if (meanOf(off) < SHORTEST_PHASE) complain(context, off, { message: short }, ['off']);
  return { kind: 'onOff' as const, perSecond: rate, offPerSecond: offRate, on, off };
});

function requireOrder({ low, high }: { low: number; high: number }, context: Parameters<typeof complain>[0]): void {
  if (low > high) complain(context, low, { message: 'low is more than high' }, ['low']);
}

const constant = perSecond.transform((rate) => ({ kind: 'constant' as const, perSecond: rate }));
const poisson = perSecond.transform((mean) => ({ kind: 'poisson' as const, perSecond: mean }));

export const rate = shortOr(constant, variants({ constant, poisson, bursty, onOff, daily, steps, ramp }));

export type RateWritten = z.output<typeof rate>;
