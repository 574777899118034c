/**
 * Who suffers: the p99 of the age at the first run of each tenant in the window, the worst first, quiet tenants against noisy ones, with
 * the threshold above which a tenant is harmed. Over ranks on a logarithmic axis, since of a hundred thousand tenants the first few
 * matter. Not over time. Left out where no tenant had an event.
 */
import type { Result } from '../../metrics/result.ts';
import type { TenantCurve, TierResult } from '../../metrics/tier/result.ts';
import { count, duration, some } from '../format.ts';
import { durationsBetween, ranksUpTo, type Piece } from './axes.ts';
import type { Drawing } from './frame.ts';
import { colourOf } from './lines.ts';
import { SECOND } from './steps.ts';
import { COLOURS, INK, LABEL_SIZE, STROKE } from './theme.ts';

/** Shorter ages stand at the foot of the plot: a logarithmic axis has no 0. */
const LEAST = 1000;

export function tierTenants({ tier }: Result): Drawing | undefined {
  if (tier === null) return undefined;
  const { quiet, noisy } = tier.series.tenants;
  if (quiet.tenants + noisy.tenants === 0) return undefined;
  const lines = [
    { name: 'noisy', colour: COLOURS.vermilion, curve: noisy },
    { name: noisy.tenants === 0 ? 'tenants' : 'quiet', colour: COLOURS.blue, curve: quiet },
  ].filter(({ curve }) => curve.tenants > 0);
  const x = ranksUpTo(Math.max(2, quiet.tenants, noisy.tenants));
  const { threshold } = tier.harm;
  const greatest = Math.max(threshold, ...lines.map(({ curve }) => curve.p99[0]!));
  const y = durationsBetween(LEAST / SECOND, greatest / SECOND, 'p99 to first run (log scale)');
  const values = lines.flatMap(({ name, curve }) => pointsOf(name, curve));
  const encoding = { x, y, color: colourOf(lines, 'stroke') };
  return {
    prefix: 'tenants',
    part: { kind: 'tier', name: 'tier' },
    title: titleOf(tier),
    howToRead:
      'Quiet tenants above the threshold are harmed by noisy ones; the further left the curve falls, the fewer are.',
    subtitle:
      'Each tenant has its rank among its like: the worst at the left. p99 of the age at the first run, of events accepted in the ' +
      'window, those that never ran included; less than 1 ms stands as 1 ms.',
    isOverTime: false,
    panels: [
      {
        layers: [
          { data: { values }, mark: { type: 'line', strokeWidth: STROKE, strokeJoin: 'round', clip: true }, encoding },
          // A tenant by itself is no line.
          { data: { values }, mark: { type: 'point', filled: true, size: 16, opacity: 1 }, encoding },
          ...thresholdLayers(threshold, x, y),
        ],
      },
    ],
  };
}

function pointsOf(s: string, { rank, p99 }: TenantCurve): { rank: number; v: number; s: string }[] {
  return rank.map((at, i) => ({ rank: at, v: Math.max(LEAST, p99[i]!) / SECOND, s }));
}

function thresholdLayers(threshold: number, x: Piece, y: Piece): Piece[] {
  const [, last] = (x['scale'] as { domain: readonly [number, number] }).domain;
  const v = Math.max(LEAST, threshold) / SECOND;
  const ends = [1, last].map((rank) => ({ rank, v }));
  return [
    {
      data: { values: ends },
      mark: { type: 'line', strokeDash: [5, 3], strokeWidth: 1.2, color: INK },
      encoding: { x, y },
    },
    {
      data: { values: [{ rank: last, v, s: `harmed above ${duration(threshold)}` }] },
      mark: { type: 'text', align: 'right', baseline: 'bottom', dx: -4, dy: -3, fontSize: LABEL_SIZE, color: INK },
      encoding: { x, y, text: { field: 's', type: 'nominal' } },
    },
  ];
}

function titleOf({ harm, series: { tenants: of } }: TierResult): string {
  const noun = of.noisy.tenants === 0 ? 'tenant' : 'quiet tenant';
  if (harm.tenants === 0) return 'How long tenants wait: all are noisy';
  const worst = of.quiet.tenants === 0 ? '' : `; the worst has a p99 of ${duration(of.quiet.p99[0]!)}`;
  return `${count(harm.harmed)} of ${some(harm.tenants, noun)} ${harm.harmed === 1 ? 'waits' : 'wait'} longer than ${duration(harm.threshold)}${worst}`;
}
