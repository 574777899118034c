/** What the shapes of result-shape.ts are made of: numbers and texts, one of each name, and what many parts of a result have. */
import * as z from 'zod';

export const number = z.number();
export const maybe = z.number().nullable();
export const text = z.string();
export const numbers = z.array(number);
export const maybes = z.array(maybe);
export const named = <T extends z.ZodType>(of: T) => z.record(text, of);
export const each = <K extends string, T extends z.ZodType>(keys: readonly K[], of: T) =>
  z.object(Object.fromEntries(keys.map((key) => [key, of])) as Record<K, T>);

export const level = each(['mean', 'min', 'max', 'last'], number);
export const spread = each(['mean', 'min', 'max', 'p50', 'p90', 'p95', 'p99', 'p99.9'], maybe).extend({
  count: number,
  histogram: z.array(z.tuple([number, number])),
});

const timeOf = z.object({ records: number, whole: number, parts: named(number) });
export const whereTimeWent = z
  .object({ all: timeOf, bands: z.array(timeOf.extend({ from: number, to: number })) })
  .nullable();
