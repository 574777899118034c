/** A value of a fact as people write it. */
import type { FactUnit } from '../../aws/fact.ts';
import { count, duration, percent, price } from '../format.ts';

export function factValue(unit: FactUnit, value: number | string): string {
  if (typeof value === 'string') return value;
  if (value === Infinity) return 'unlimited';
  switch (unit) {
    case 'duration':
      return duration(value);
    case 'size':
      return `${count(value)} B`;
    case 'rate':
      return `${count(value)}/s`;
    case 'share':
      return percent(value);
    case 'money':
      return price(value);
    default:
      return count(value);
  }
}
