/**
 * Dwell of messages over time, of quiet groups and of noisy ones: whether fairness protected the others. Left out of queues that are not fair, and where no group was ever noisy.
 */
import type { Result, SourceResult } from '../../metrics/result.ts';
import { duration, some } from '../format.ts';
import { durationsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { highest, lineLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { SECOND } from './steps.ts';
import { COLOURS } from './theme.ts';
import { each } from './when.ts';

export function dwell(name: string, { groups }: SourceResult, result: Result): Drawing | undefined {
  const series = result.series.sources[name]!.groups?.fair;
  if (groups === null || groups.fair === null || series === undefined || groups.fair.everNoisy === 0) return undefined;
  const { quietDwell, noisyDwell } = series;
  const lines: Line[] = [
    { name: 'noisy groups, p99', colour: COLOURS.orange, readings: noisyDwell.p99 },
    { name: 'quiet groups, p99', colour: COLOURS.blue, readings: quietDwell.p99 },
  ];
  const y = durationsUpTo(highest(noisyDwell.p99, quietDwell.p99) / SECOND, 'dwell');
  const { quietDwell: quiet, noisyDwell: ofNoisy } = groups.fair;
  return {
    prefix: 'dwell',
    part: { kind: 'source', name },
    title: `Messages of quiet groups of ${shown(name)} dwelt ${duration(quiet.p99)} (p99), those of noisy ones ${duration(ofNoisy.p99)}`,
    howToRead: 'Quiet groups that stay low while noisy ones climb are what a fair queue is for.',
    subtitle: `From sent until first received, of the messages that were first received in each ${each(result)}; a gap is where there were none. At most ${some(groups.fair.noisyGroups.max, 'group')} noisy at once.`,
    panels: [{ layers: lineLayers(lines, y, result, 1 / SECOND) }],
  };
}
