/**
 * Events of each group of tenants that the tier has stored, and those that run, over time. Of very many groups only those with most
 * stored. Left out where nothing was ever accepted.
 */
import type { Result } from '../../metrics/result.ts';
import type { TierGroupSeries } from '../../metrics/tier/result.ts';
import { some } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { highest, lineLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';
import { each, endOf, peakOf } from './when.ts';

const GROUP_COLOURS = [COLOURS.blue, COLOURS.vermilion, COLOURS.green, COLOURS.orange, COLOURS.purple, COLOURS.sky];

export function tierGroups(result: Result): Drawing | undefined {
  const { tier } = result;
  if (tier === null) return undefined;
  const all = Object.entries(tier.series.groups);
  const groups = all
    .filter(([, { backlog }]) => highest(backlog) > 0)
    .toSorted(([, a], [, b]) => highest(b.backlog) - highest(a.backlog))
    .slice(0, GROUP_COLOURS.length)
    .toSorted(([a], [b]) => all.findIndex(([name]) => name === a) - all.findIndex(([name]) => name === b));
  if (groups.length === 0) return undefined;
  const stored = linesOf(groups, ({ backlog }) => backlog);
  const running = linesOf(groups, (group) => group.running);
  const more = all.length - groups.length;
  const left = more === 0 ? '' : ` ${some(more, 'group')} with less ${more === 1 ? 'is' : 'are'} left out.`;
  return {
    prefix: 'backlog',
    part: { kind: 'tier', name: 'tier' },
    title: titleOf(groups, result),
    howToRead: 'What is stored of noisy tenants may climb; that of quiet ones should not climb with it.',
    subtitle: `Most in each ${each(result)}: at the top events stored, whether visible, hidden or running; below, those that run.${left}`,
    panels: [
      { layers: lineLayers(stored, countsUpTo(most(stored), 'events stored'), result), height: 140 },
      { layers: lineLayers(running, countsUpTo(most(running), 'running'), result), height: 90 },
    ],
  };
}

type Groups = readonly (readonly [string, TierGroupSeries])[];

function linesOf(groups: Groups, of: (group: TierGroupSeries) => readonly number[]): Line[] {
  // A legend cannot have two of one name: cut short, names may be equal.
  const names = groups.map(([name]) => shown(name, 24));
  return groups.map(([, group], i) => ({
    name: names.indexOf(names[i]!) === i ? names[i]! : `${names[i]!} (${i + 1})`,
    colour: GROUP_COLOURS[i]!,
    readings: of(group),
  }));
}

function most(lines: readonly Line[]): number {
  return highest(...lines.map(({ readings }) => readings));
}

function titleOf(groups: Groups, result: Result): string {
  const peaks = groups.flatMap(([name, { backlog }]) => {
    const peak = peakOf(backlog, result);
    return peak === undefined ? [] : [{ name, peak }];
  });
  const [first] = peaks.toSorted((a, b) => b.peak.value - a.peak.value);
  if (first === undefined || first.peak.value === 0) return 'Events of tenants in the tier';
  const { name, peak } = first;
  return `At most ${some(peak.value, 'event')} of ${shown(name)} ${peak.value === 1 ? 'is' : 'are'} stored, around ${endOf(peak.at, result)}${peak.scope}`;
}
