/**
 * The pictures of placement.md, each of several runs in one chart: who suffers by strategy, what old depths cost, and an outage worked off
 * in two orders. Drawn by the product's own charts from runs of the present code.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { beats, LOOKS, timeInQueue } from './claims/balance.ts';
import { groupOf, tierOf, type Play, type Tier } from './claims/claim.ts';
import { neighbours, shuffled, SINGLE } from './claims/noisy-neighbour.ts';
import { outage } from './claims/trouble.ts';
import type { Painter } from './pictures.ts';
import { countsUpTo, durationsBetween, ranksUpTo, type Piece } from '../src/report/charts/axes.ts';
import type { Chart } from '../src/report/charts/chart.ts';
import { framed, type Drawing } from '../src/report/charts/frame.ts';
import { colourOf, highest, lineLayers, type Line } from '../src/report/charts/lines.ts';
import { Stems } from '../src/report/charts/names.ts';
import { COLOURS, STROKE } from '../src/report/charts/theme.ts';
import { count, duration } from '../src/report/format.ts';

const root = new URL('../', import.meta.url);
const folder = 'reports/placement';
const TIER = { kind: 'tier', name: 'tier' } as const;

/** File names of the pictures, in the order of {@link placementCharts}. */
export const PLACEMENT_PICTURES = ['who-suffers', 'old-depths', 'outage'].map((name) => `${folder}/${name}.png`);

export async function drawPlacementPictures(paint: Painter, play: Play): Promise<void> {
  rmSync(new URL(folder, root), { recursive: true, force: true });
  mkdirSync(new URL(folder, root), { recursive: true });
  for (const [i, { spec }] of placementCharts(play).entries())
    writeFileSync(new URL(PLACEMENT_PICTURES[i]!, root), await paint(spec));
}

export function placementCharts(play: Play): Chart[] {
  return [whoSuffers(play), oldDepths(play), afterOutage(play)];
}

interface Named {
  readonly name: string;
  readonly colour: string;
}

function lines(points: readonly Piece[], names: readonly Named[], x: Piece, y: Piece): Piece[] {
  const mark = { type: 'line', strokeWidth: STROKE, strokeJoin: 'round', clip: true };
  return [{ data: { values: points }, mark, encoding: { x, y, color: colourOf(names, 'stroke') } }];
}

const STRATEGIES: readonly (Named & { readonly tier: Tier })[] = [
  { name: 'one queue', colour: COLOURS.grey, tier: SINGLE },
  { name: 'rendezvous', colour: COLOURS.vermilion, tier: { placement: 'rendezvous' } },
  { name: 'shuffle, 2 of 8', colour: COLOURS.purple, tier: shuffled(8, 2) },
  { name: 'shuffle, 2 of 2', colour: COLOURS.blue, tier: shuffled(2, 2) },
];

/** Shorter ages stand at the foot of the plot. */
const LEAST = 0.001;

function whoSuffers(play: Play): Chart {
  const results = STRATEGIES.map(({ tier }) => play(neighbours(tier, 1, 9000)));
  const points = results.flatMap((result, i) => {
    const { rank, p99 } = tierOf(result).series.tenants.quiet;
    return rank.map((at, j) => ({ rank: at, v: Math.max(LEAST, p99[j]! / 1e6), s: STRATEGIES[i]!.name }));
  });
  const y = durationsBetween(LEAST, Math.max(...points.map(({ v }) => v)), 'p99 to first run (log scale)');
  const drawing: Drawing = {
    ...{ prefix: 'who-suffers', part: TIER, isOverTenants: true },
    howToRead: 'The further left a line falls, the fewer tenants wait.',
    title: 'One noisy tenant of 9,000/s: how long each of a thousand others waits',
    subtitle:
      'Each strategy has its tenants by rank, the worst at the left. A hundred queues of 100/s, 2,000/s of others; p99 of the age ' +
      'at the first run; less than 1 ms stands as 1 ms.',
    panels: [{ layers: lines(points, STRATEGIES, ranksUpTo(1000), y) }],
  };
  return framed(drawing, results[0]!, new Stems());
}

const CHOICES: readonly Named[] = [
  { name: 'by chance', colour: COLOURS.grey },
  { name: 'best of all', colour: COLOURS.vermilion },
  { name: 'best of two', colour: COLOURS.blue },
  { name: 'best of three', colour: COLOURS.green },
];
const REFRESHES = [1, 2, 3, 5, 8, 10, 15, 20, 30, 40, 50, 60, 70, 80, 100];

function oldDepths(play: Play): Chart {
  const points = LOOKS.flatMap((look, i) =>
    REFRESHES.map((r) => ({ r, v: timeInQueue(play(beats(look, r))), s: CHOICES[i]!.name })),
  );
  const x = {
    ...{ field: 'r', type: 'quantitative' },
    scale: { type: 'log', domain: [1, 100], nice: false },
    axis: {
      title: 'depths are refreshed every (log scale)',
      values: [1, 2, 5, 10, 20, 50, 100],
      labelExpr: "datum.label + ' s'",
    },
  };
  const y = durationsBetween(
    Math.min(...points.map(({ v }) => v)),
    Math.max(...points.map(({ v }) => v)),
    'mean time in queue (log scale)',
  );
  const axis = { ...(y['axis'] as Piece), values: [5, 10, 20, 50, 100], labelExpr: "datum.label + ' s'" };
  const drawing: Drawing = {
    ...{ prefix: 'old-depths', part: TIER, isOverTenants: true },
    howToRead: 'Where a line lies above the grey one, looking is worse than chance.',
    title: 'The older the depths, the worse it is to look at all of them',
    subtitle:
      'An event a second to the shortest of the queues that were looked at, as they were at the last refresh; ten queues that each give ' +
      'out one event in eight seconds.',
    panels: [{ layers: lines(points, CHOICES, x, { ...y, axis }) }],
  };
  return framed(drawing, play(beats('random', 1)), new Stems());
}

function afterOutage(play: Play): Chart {
  const results = ['fifo', 'lifo'].map((discipline) => play(outage(20, discipline)));
  const [fifo, lifo] = results.map((result) => groupOf(result, 'clients'));
  const stored = (i: number) => tierOf(results[i]!).series.groups['clients']!.backlog;
  const both: Line[] = [
    { name: 'first in, first out', colour: COLOURS.vermilion, readings: stored(0) },
    { name: 'last in, first out', colour: COLOURS.blue, readings: stored(1) },
  ];
  const y = countsUpTo(highest(...both.map(({ readings }) => readings)), 'events stored');
  const drawing: Drawing = {
    ...{ prefix: 'outage', part: TIER },
    howToRead: 'Where a line has come down, the backlog is gone.',
    title: `After an outage the oldest first loses ${count(fifo!.dropped)} events, the newest first ${count(lifo!.dropped)}`,
    subtitle:
      '100 events a second come, 200 can be run, pollers are down for 6 min, and no event lives longer. Who comes in the first minute ' +
      `after it waits up to ${duration(fifo!.firstAttemptAgeInWindow.max)} or ${duration(lifo!.firstAttemptAgeInWindow.max)}.`,
    panels: [{ layers: lineLayers(both, y, results[0]!) }],
  };
  return framed(drawing, results[0]!, new Stems());
}
