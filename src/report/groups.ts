/**
 * Message groups in words and as a table: who flooded a queue, for how long that was noticed, and how long the others' messages dwelt until
 * they were first received. Pure; says nothing of queues without groups.
 */
import type { GroupResult, GroupsResult } from '../metrics/groups/result.ts';
import type { Result } from '../metrics/result.ts';
import { count, duration, some } from './format.ts';
import type { Style } from './style.ts';
import { marked, table, type Cell } from './table.ts';

/** Rows of the table for each queue; the others are in the result. */
const MOST_ROWS = 8;

/** What a group goes by in texts. */
export function groupName({ group }: Pick<GroupResult, 'group'>): string {
  return group === null ? 'without a group' : String(group);
}

/** Those that sent the most. */
export function groups(result: Result, style: Style): string[] {
  const queues = queuesOf(result);
  const rows = queues.flatMap(([name, { groups: all }]) => all.slice(0, MOST_ROWS).map((one) => row(name, one)));
  if (rows.length === 0) return [];
  const head = ['queue', 'group', 'sent', 'handled', 'dead', 'waiting', 'dwell p50', 'p99', 'max', 'noisy'];
  const left = queues.flatMap(([name, { groupCount }]) => {
    return groupCount > MOST_ROWS
      ? [`${name} has ${count(groupCount)} groups: these are those that sent the most.`]
      : [];
  });
  return [...table({ head, rows }, style), ...left];
}

function row(queue: string, one: GroupResult): Cell[] {
  const { p50, p99, max } = one.dwell;
  const noisy =
    one.noisy === null
      ? '–'
      : one.noisy.time === 0
        ? '0'
        : { text: duration(one.noisy.time), kind: 'warning' as const };
  return [
    ...[queue, groupName(one), count(one.sent), count(one.handled)],
    marked(one.deadLettered, 'bad'),
    count(one.waiting),
    ...[duration(p50), duration(p99), duration(max)],
    noisy,
  ];
}

/** Who was noisy, and whether the others were spared. */
export function groupSentences(result: Result): string[] {
  return queuesOf(result).flatMap(([name, { fair, groups: all, dwell }]) => {
    if (fair === null || dwell.count === 0) return [];
    if (fair.everNoisy === 0)
      return [`No group of ${name} was ever noisy${speed(fair.quietDwell, ', and its messages were')}.`];
    return [noisyOnes(name, all, fair), ...spared(name, all, fair)];
  });
}

type Fair = NonNullable<GroupsResult['fair']>;

function noisyOnes(name: string, all: readonly GroupResult[], fair: Fair): string {
  const longest = all.toSorted((a, b) => (b.noisy?.time ?? 0) - (a.noisy?.time ?? 0))[0]!;
  const { times, time } = longest.noisy!;
  const often = times === 1 ? '' : `, ${count(times)} times in all`;
  const most = fair.everNoisy === 1 ? '' : ` the longest of ${count(fair.everNoisy)} groups,`;
  const who = `Group ${groupName(longest)} of ${name} was noisy${most} for ${duration(time)}${often}`;
  return `${who}${speed(fair.noisyDwell, ': messages of noisy groups were')}.`;
}

function spared(name: string, all: readonly GroupResult[], { quietDwell }: Fair): string[] {
  if (quietDwell.count === 0) return [`No message of ${name} was received while its group was quiet.`];
  const quiet = all.filter(({ noisy, dwell }) => noisy?.times === 0 && dwell.p99 !== null);
  const slowest = quiet.toSorted((a, b) => b.dwell.p99! - a.dwell.p99!)[0];
  const worst =
    slowest === undefined
      ? ''
      : `; of the groups that were never noisy it took longest with ${groupName(slowest)}, ${duration(slowest.dwell.max)} at most`;
  return [`The ${some(quietDwell.count, 'message')} of quiet groups${speed(quietDwell, ' were')}${worst}.`];
}

function speed({ p50, p99 }: { readonly p50: number | null; readonly p99: number | null }, start: string): string {
  return p50 === null
    ? ''
    : `${start} first received after ${duration(p50)} at the median, 99 % within ${duration(p99)}`;
}

function queuesOf({ sources }: Result): [string, GroupsResult][] {
  return Object.entries(sources).flatMap(([name, source]): [string, GroupsResult][] => {
    return source.groups === null || source.groups.groupCount === 0 ? [] : [[name, source.groups]];
  });
}
