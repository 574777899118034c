/**
 * Whether what a strategy looks at is there, and what it keeps fits into memory. Defaults of a strategy give way to the number of
 * queues by themselves; what was written does not. And how many quiet tenants share all their queues with noisy ones, by the exact formula.
 */
import { expectedHarmed } from '../../../model/tier/placement/overlap.ts';
import type { Context } from '../../complete/context.ts';
import { formatPath } from '../../problem.ts';
import type { Sized } from './tier.ts';

/** Points of a ring are sorted: more take a gigabyte and a minute. */
const MOST_POINTS = 50_000_000;
/** Loads that front hosts remember, each of all queues. */
const MOST_REMEMBERED = 100_000_000;

export function checkPlacement(sized: Sized, context: Context): void {
  checkShard(sized, context);
  checkRing(sized, context);
  checkViews(sized, context);
  checkBound(sized, context);
  noteOverlap(sized, context);
}

/** The bound is a number of events, so loads have to be. */
function checkBound({ tier: { placement, depth } }: Sized, { findings }: Context): void {
  if (placement.name !== 'boundedLoad' || depth.metric === 'visibleAndInFlight') return;
  findings.error(['tier', 'depth', 'metric'], {
    message: `boundedLoad bounds the events that a queue has, in flight or not, and ${depth.metric} is another load`,
    hint: 'metric: visibleAndInFlight',
    source: 'AP-2.8',
  });
}

/** Noisy tenants and queues up to which the formula is worked out: it takes their product times the size of a shard. */
const MOST_STEPS = 10_000_000;

/** What hashing promises, and to whom it does not: sampling from a larger shard harms many that looking at all of it would not. */
function noteOverlap({ tier: { placement, tenants }, queues }: Sized, { findings }: Context): void {
  const shape = shapeOf(placement.name, placement.options, queues);
  const noisy = sum(tenants.filter((group) => group.noisy));
  const quiet = sum(tenants.filter((group) => !group.noisy));
  if (shape === undefined || noisy === 0 || quiet === 0 || noisy * queues * shape.shardSize > MOST_STEPS) return;
  const harmed = expectedHarmed(shape, noisy, quiet);
  findings.note(['tier', 'placement'], {
    message: `if ${noisy === 1 ? 'the noisy tenant keeps a backlog in all its queues' : `${write(noisy)} noisy tenants keep a backlog in all of theirs`}, ${about(harmed)} of ${write(quiet)} quiet tenants ${harmed > 1 ? 'are' : 'is'} harmed by that`,
    source: 'AP-4.1',
  });
}

function about(tenants: number): string {
  if (tenants < 0.005) return 'hardly one';
  return `some ${tenants < 10 ? tenants.toPrecision(2) : write(Math.round(tenants))}`;
}

function sum(groups: readonly { readonly count: number }[]): number {
  return groups.reduce((total, { count }) => total + count, 0);
}

/** Queues of a tenant, and how many of them are looked at, of a strategy that gives tenants queues of their own by hashing. */
function shapeOf(name: string, { shardSize, sample }: Sized['tier']['placement']['options'], queues: number) {
  if (name === 'ring' || name === 'rendezvous' || name === 'jump') return { queues, shardSize: 1, sample: 1 };
  if (name !== 'shuffle' || typeof shardSize !== 'number' || typeof sample !== 'number') return undefined;
  const size = Math.min(shardSize, queues);
  return { queues, shardSize: size, sample: Math.min(sample, size) };
}

function checkShard({ tier: { placement }, queues }: Sized, { findings, origins }: Context): void {
  const { shardSize, sample, d, withReplacement, zones } = placement.options;
  const path = ['tier', 'placement'];
  const refuse = (key: string, value: unknown, most: unknown, of: string): void => {
    if (typeof value !== 'number' || typeof most !== 'number' || value <= most) return;
    const isDefault = Object.hasOwn(origins.all(), formatPath([...path, key]));
    if (isDefault) return;
    const message = `${key} is ${write(value)}, more than the ${write(most)} ${of}`;
    findings.error([...path, key], { message, hint: `at most ${write(most)}`, source: 'AP-2.9' });
  };
  refuse('shardSize', shardSize, queues, 'queues there are');
  refuse('shardSize', shardSize, zones, 'zones that it has a queue in');
  refuse('sample', sample, shardSize, 'queues of a shard');
  if (withReplacement !== true) refuse('d', d, queues, 'queues there are');
}

function checkRing({ tier: { placement }, queues }: Sized, { findings }: Context): void {
  const { virtualNodes, shardConstruction } = placement.options;
  const hasRing = shardConstruction === undefined || shardConstruction === 'ring';
  if (!hasRing || typeof virtualNodes !== 'number' || queues * virtualNodes <= MOST_POINTS) return;
  const fit = Math.floor(MOST_POINTS / queues);
  findings.error(['tier', 'placement', 'virtualNodes'], {
    message: `${write(queues)} queues with ${write(virtualNodes)} points each are ${write(queues * virtualNodes)} points on the ring, more than ${write(MOST_POINTS)}`,
    hint: `virtualNodes: ${fit}, or a strategy without a ring: rendezvous or jump`,
    source: 'AP-2.5',
  });
}

function checkViews({ tier: { depth, frontHosts }, queues }: Sized, { findings }: Context): void {
  const isStaggered = depth.view === 'periodic' && depth.phase === 'staggered';
  const keepsRows = isStaggered || depth.inFlightCorrection || depth.driftCorrection;
  if (depth.view === 'live' || !keepsRows || frontHosts * queues <= MOST_REMEMBERED) return;
  const fit = Math.floor(MOST_REMEMBERED / queues);
  findings.error(['tier', 'frontHosts'], {
    message: `${write(frontHosts)} hosts with a view of ${write(queues)} queues each remember ${write(frontHosts * queues)} loads, more than ${write(MOST_REMEMBERED)}`,
    hint: `frontHosts: ${fit}, or another view`,
    source: 'AP-2.13',
  });
}

function write(n: number): string {
  return n.toLocaleString('en-US');
}
