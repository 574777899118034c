/** Consistent hashing: how even the shares of a ring are, the cap of bounded loads, and how many tenants move when there is a queue more. */
import { HashRing } from '../../model/tier/placement/hash-ring.ts';
import type { StrategyName } from '../../model/tier/placement/strategies.ts';
import type { Case } from '../case.ts';
import type { Row } from '../row.ts';
import { estimatedRow, estimateOf, type Labels } from '../statistics.ts';
import { handPlaced } from './hand-placed.ts';
import { statedRow } from './settled-row.ts';

export interface RingReference {
  readonly id: string;
  readonly evidence: Row['evidence'];
  readonly source: string;
  readonly queues: number;
  readonly figure:
    /** The greatest share over the mean share, of rings with so many points a queue. */
    | { readonly points: number }
    /** The deepest queue of so many keys with bounded loads. */
    | { readonly keys: number; readonly boundFactor: number }
    /** Tenants whose queue is another with one queue more, as a share. */
    | { readonly moves: StrategyName };
  readonly expected: number;
  /** Relative. */
  readonly tolerance: number;
  readonly referenceError?: number;
  readonly replications: number;
  readonly seconds: number;
}

export function ringCase(reference: RingReference): Case {
  return { id: reference.id, seconds: reference.seconds, run: () => [ringRow(reference)] };
}

function ringRow(reference: RingReference): Row {
  const { id, evidence, source, queues, figure, expected, tolerance, referenceError, replications } = reference;
  const found = Array.from({ length: replications }, (_, replication) => foundBy(reference, `${id}/${replication}`));
  const labels: Labels = {
    id,
    figure: nameOf(figure),
    setting: settingOf(figure, queues),
    evidence,
    source,
    ran: 'decision',
  };
  if ('keys' in figure) {
    const most = found.reduce((a, b) => Math.max(a, b), 0);
    return statedRow(labels, `at most ${expected}`, `${most} at the most in ${replications} runs`, most <= expected);
  }
  // A tier has one ring for a number of queues, whatever its tenants are called: that its new queue has a little more or less is no chance.
  const isOneRing = 'moves' in figure && figure.moves === 'ring';
  const why = isOneRing
    ? 'one ring of a hundred points a queue, whose shares are 10 % more or less than equal'
    : undefined;
  const family = isOneRing ? undefined : 'rings';
  return estimatedRow({ ...labels, family, why }, estimateOf(found), { expected, tolerance, referenceError });
}

function foundBy({ queues, figure }: RingReference, seed: string): number {
  if ('points' in figure) {
    const shares = new HashRing(queues, figure.points, seed).shares();
    return queues * shares.reduce((a, b) => Math.max(a, b), 0);
  }
  return 'keys' in figure ? deepest(queues, figure.keys, figure.boundFactor, seed) : moved(queues, figure.moves, seed);
}

function deepest(queues: number, keys: number, boundFactor: number, seed: string): number {
  const made = handPlaced('boundedLoad', { boundFactor }, { queues, tenants: keys, seed });
  const { loads } = made.view;
  let most = 0;
  for (let key = 0; key < keys; key++) {
    const load = ++loads[made.placement.place(key, 0)]!;
    made.total++;
    most = Math.max(most, load);
  }
  return most;
}

const TENANTS = 20_000;

function moved(queues: number, strategy: StrategyName, seed: string): number {
  const [before, after] = [queues, queues + 1].map((n) =>
    handPlaced(strategy, {}, { queues: n, tenants: TENANTS, seed }),
  );
  let moves = 0;
  for (let tenant = 0; tenant < TENANTS; tenant++) {
    if (before!.placement.place(tenant, 0) !== after!.placement.place(tenant, 0)) moves++;
  }
  return moves / TENANTS;
}

function nameOf(figure: RingReference['figure']): string {
  if ('points' in figure) return 'greatest share of a queue over the mean share';
  return 'keys' in figure ? 'deepest queue' : 'share of tenants that move';
}

function settingOf(figure: RingReference['figure'], queues: number): string {
  if ('points' in figure) return `ring of ${queues} queues with ${figure.points} points each`;
  if ('keys' in figure) return `${figure.keys} keys, ${queues} queues, boundedLoad, boundFactor ${figure.boundFactor}`;
  return `${figure.moves}, from ${queues} queues to ${queues + 1}`;
}
