/**
 * The life of one record as people read it: every moment with its instant and the time since the one before, in words; then what it comes to. Pure.
 *
 * Tables that others make of the same life stand at the end.
 */
import type { Life, Moment } from '../../metrics/life/moments.ts';
import { count, duration, list, some } from '../format.ts';
import { harmless } from '../fit.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';
import { clock } from './clock.ts';
import { mappingsOf, summaryOf, type Ending, type LifeSummary } from './summary.ts';
import { times, wordsOf, type Telling } from './words.ts';

/** `tables`: lines that follow the story. Undefined of a record to which nothing happens. */
export function story(
  life: Life,
  roleOf: Telling['roleOf'],
  style: Style,
  tables: readonly string[] = [],
): string[] | undefined {
  const summary = summaryOf(life);
  if (summary === undefined) return undefined;
  const { id, moments, leftOut } = life;
  const left =
    leftOut > 0 ? [`… and ${some(leftOut, 'moment')} more, which ${leftOut === 1 ? 'is' : 'are'} left out`] : [];
  return [
    style.paint('strong', `Record ${harmless(id)}`),
    '',
    ...table({ rows: rowsOf(moments, roleOf), remark: true }, style),
    ...left,
    '',
    ...summaryWords(summary),
    ...(tables.length === 0 ? [] : ['', ...tables]),
  ];
}

function rowsOf(moments: readonly Moment[], roleOf: Telling['roleOf']): string[][] {
  const several = mappingsOf(moments).length > 1;
  let running = 0;
  return moments.map((moment, i) => {
    const { event, at } = moment;
    if (event === 'finished' || event === 'tierEnded') running -= 1;
    const words = wordsOf(moment, { roleOf, runs: running > 0 });
    if (event === 'invoked' || event === 'tierBegan') running += 1;
    const whose = several && 'mapping' in moment && !names(words, moment.mapping!) ? `${moment.mapping}: ` : '';
    const gap = i === 0 ? 0 : at - moments[i - 1]!.at;
    return [clock(at), gap > 0 ? `+${duration(gap)}` : '', harmless(`${whose}${words}`)];
  });
}

/** Whether a sentence names a mapping itself, and needs no other mention of it. */
function names(words: string, mapping: string): boolean {
  return words.split(/[ ,:;]/).includes(mapping);
}

const ENDINGS: Readonly<Record<Ending, string>> = {
  handled: 'was handled',
  unprocessed: 'was passed over, and counts as done',
  lost: 'was lost',
  givenUp: 'was given up',
  filtered: 'was filtered out',
  failed: 'failed',
  deadLettered: 'is in a dead-letter queue when the run ends',
  running: 'still runs when the run ends',
  inFlight: 'is still in flight when the run ends',
  waiting: 'still waits when the run ends',
  onItsWay: 'is still on its way when the run ends',
};

/** What a life comes to. */
function summaryWords(summary: LifeSummary): string[] {
  const { ending, since, until, receives, invocations, failed, refusals, children, parent } = summary;
  const how = list([...new Set(ending.map((one) => ENDINGS[one]))], 'and');
  const tries = [
    ...(receives > 0 ? [`received ${times(receives)}`] : []),
    invocations === 0 ? 'never invoked' : `invoked ${times(invocations)}${failedWords(failed)}`,
    ...(refusals > 0 ? [`refused ${times(refusals)}`] : []),
  ];
  const family = [
    ...(parent === undefined ? [] : [`It was made out of ${harmless(parent)}.`]),
    ...(children.length === 0 ? [] : [`Out of it ${children.length === 1 ? 'was' : 'were'} made ${someOf(children)}.`]),
  ];
  return [`It ${how}, ${duration(until - since)} after it was sent: ${list(tries, 'and')}.`, ...family];
}

function failedWords(failed: number): string {
  return failed === 0 ? '' : ` (${count(failed)} of them in vain)`;
}

/** More than these are only counted. */
const MOST_NAMED = 8;

function someOf(ids: readonly string[]): string {
  if (ids.length <= MOST_NAMED) return harmless(list(ids, 'and'));
  return `${harmless(ids.slice(0, MOST_NAMED).join(', '))} and ${some(ids.length - MOST_NAMED, 'other')}`;
}
