/** Where the time of one record went, as tables below its story: the parts in the order of a life, to the microsecond, and their shares. Pure. */
import type { Life } from '../../metrics/life/moments.ts';
import type { LifeTime } from '../../metrics/life/times.ts';
import { PARTS } from '../../metrics/where-time-went/parts.ts';
import { count, duration, percent } from '../format.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';
import { PART_WORDS } from '../where-time-went/words.ts';
import { clock } from './clock.ts';
import { mappingsOf } from './summary.ts';

/** One after the other, with an empty line between; instead, where nothing is known, why. Empty of a record that took no time. */
export function timeTables({ moments, leftOut }: Life, times: readonly LifeTime[], style: Style): string[] {
  if (times.length === 0 && leftOut === 0) return unknownWords(moments);
  const several = mappingsOf(moments).length > 1;
  return times
    .filter(({ from, to }) => to > from)
    .flatMap((time, i) => [...(i === 0 ? [] : ['']), ...tableOf(time, several, style)]);
}

function tableOf({ by, from, to, hasSucceeded, parts }: LifeTime, several: boolean, style: Style): string[] {
  const whole = to - from;
  const whose = several && by !== undefined ? ` for ${by}` : '';
  const end = hasSucceeded ? 'when it was handled' : 'without being handled';
  const head = `Where its time went${whose}, from ${clock(from)} to ${clock(to)}, ${end}`;
  const rows = PARTS.flatMap((part) => {
    const time = parts[part] ?? 0;
    return time === 0 ? [] : [[`  ${PART_WORDS[part].name}`, duration(time), micros(time), percent(time / whole)]];
  });
  const sum = rows.length > 1 ? [['  in all', duration(whole), micros(whole), '']] : [];
  return [style.paint('strong', head), ...table({ rows: [...rows, ...sum] }, style)];
}

function micros(time: number): string {
  return `${count(time)} µs`;
}

/** Nothing is said of one that never was anywhere. */
function unknownWords(moments: Life['moments']): string[] {
  if (moments.some(({ event }) => event === 'tierAccepted'))
    return ['Where its time went is not kept of events of tenants.'];
  if (moments.some(({ event }) => event === 'sent'))
    return ['Where its time went is not known of a record that waits in its stream, or is lost there.'];
  return [];
}
