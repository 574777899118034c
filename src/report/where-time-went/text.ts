/** Where time went, on the terminal: of all that succeeded, and of the slowest hundredth, what the time is made up of. Pure. */
import type { Result } from '../../metrics/result.ts';
import type { TimeOf } from '../../metrics/where-time-went/result.ts';
import { duration, percent } from '../format.ts';
import type { Style } from '../style.ts';
import { table, type Cell } from '../table.ts';
import { bandName, PART_WORDS, sharesOf, timed } from './words.ts';

/** Smaller shares are not worth a word; the result has them. */
const LEAST_SHARE = 0.005;

export function whereTimeWent(result: Result, style: Style): string[] {
  const rows = timed(result).flatMap(([name, { all, bands }]): Cell[][] => {
    const last = bands.at(-1)!;
    // Of few records the slowest are a band of one, or nearly all.
    const isWorthIt = last.to === 1 && last.from > 0 && last.records < all.records;
    return [rowOf(name, all), ...(isWorthIt ? [rowOf(`… ${bandName(last.from, last.to)}`, last)] : [])];
  });
  if (rows.length === 0) return [];
  return table({ head: ['time of', 'mean', 'where it went'], rows, remark: true }, style);
}

function rowOf(name: string, of: TimeOf): Cell[] {
  return [name, duration(of.whole / of.records), madeUpOf(of)];
}

/** Its parts and their shares, the largest first. */
export function madeUpOf(of: TimeOf): string {
  const shares = sharesOf(of).filter(({ share }) => share >= LEAST_SHARE);
  return shares.map(({ part, share }) => `${percent(share)} ${PART_WORDS[part].name}`).join(' · ');
}
