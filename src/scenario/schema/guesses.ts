/**
 * What a scenario says about its own guesses: how far off each may be. Whether something stands at the path, and whether it can be that
 * far off, is checked where the guesses are completed and where they are tried.
 */
import type * as z from 'zod';
import { amountOf, numeralIn } from '../amount.ts';
import { isMapping } from '../plain.ts';
import { quote } from '../problem.ts';
import type { GuessSpread } from '../scenario.ts';
import { complain } from './issues.ts';
import { number } from './quantity.ts';
import { mapping, shortOr } from './shapes.ts';
import { leaf } from './words.ts';

/** More than that is no guess. */
const MOST_TIMES = 1000;
const MOST_VALUES = 20;

const list = leaf<GuessSpread>(
  { type: 'array', minItems: 2, maxItems: MOST_VALUES, description: 'Values it may have, such as words.' },
  (value) => {
    if (!Array.isArray(value) || value.length < 2 || value.length > MOST_VALUES)
      return { message: `a list of 2 to ${MOST_VALUES} values is due; found ${quote(value)}` };
    const texts = value.map((one) => JSON.stringify(one));
    const twice = texts.find((text, i) => texts.indexOf(text) !== i);
    return twice === undefined
      ? { value: { kind: 'values', values: value as readonly unknown[] } }
      : { message: `${twice.slice(0, 60)} stands twice in the list` };
  },
  'a list, { times: 2 } or { from: 10 ms, to: 1 s }',
);

const end = (description: string) =>
  leaf<string | number>({ type: ['string', 'number'], description }, (value) => {
    const amount = amountOf(value);
    return amount === undefined
      ? { message: `an amount such as 30 s, 10/s or 8 is due; found ${quote(value)}` }
      : { value: value as string | number };
  });

const range = mapping({
  times: number('It may be this many times as much as written, or as little; 2 is half to double.', {
    above: 1,
    max: MOST_TIMES,
  }).optional(),
  from: end('The least it may be.').optional(),
  to: end('The most it may be.').optional(),
}).transform((written, context): GuessSpread => {
  const { times, from, to } = written;
  if (times !== undefined && from === undefined && to === undefined) return { kind: 'times', factor: times };
  if (times === undefined && from !== undefined && to !== undefined) {
    const wrong = wrongOrder(from, to);
    if (wrong !== undefined) complain(context, to, { message: wrong }, ['to']);
    return { kind: 'between', from, to };
  }
  if (isMapping(written)) complain(context, written, { message: 'either times, or from and to, are due' });
  return { kind: 'times', factor: 2 };
});

function wrongOrder(from: string | number, to: string | number): string | undefined {
  const [low, high] = [amountOf(from)!, amountOf(to)!];
  const top = numeralIn(low, high);
  if (top === undefined) return `${quote(from)} and ${quote(to)} are not of one kind`;
  return top > low.numeral ? undefined : `more than from (${quote(from)}) is due; found ${quote(to)}`;
}

export const guessSchema: z.ZodType<GuessSpread> = shortOr(list, range);
