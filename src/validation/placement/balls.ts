/** Balls into bins: events placed one by one into queues that nothing leaves, by the strategies that the tier has. */
import type { Case } from '../case.ts';
import type { Row } from '../row.ts';
import { estimatedRow, estimateOf, type Labels } from '../statistics.ts';
import { handPlaced } from './hand-placed.ts';
import { settledRow } from './settled-row.ts';

export interface BallsReference {
  readonly id: string;
  readonly evidence: Row['evidence'];
  readonly source: string;
  readonly bins: number;
  readonly balls: number;
  readonly choices: number;
  /** The fullest bin; by how much it is above the mean; the share of bins with at least so many balls. */
  readonly figure: 'most' | 'mostAboveMean' | { readonly atLeast: number };
  readonly expected: number;
  /** Of `most` absolute, of shares relative. */
  readonly tolerance: number;
  readonly referenceError?: number;
  readonly replications: number;
  readonly seconds: number;
}

export function ballsCase(reference: BallsReference): Case {
  return { id: reference.id, seconds: reference.seconds, run: () => [ballsRow(reference)] };
}

function ballsRow(reference: BallsReference): Row {
  const { id, evidence, source, figure, expected, referenceError, replications } = reference;
  const found = Array.from({ length: replications }, (_, replication) => replicationOf(reference, replication));
  const labels: Labels = {
    ...{ id, figure: nameOf(figure), setting: settingOf(reference), evidence, source, ran: 'decision' },
    family: 'balls into bins',
  };
  const tolerance = typeof figure === 'string' ? reference.tolerance / expected : reference.tolerance;
  const estimate = estimateOf(found);
  if (estimate.standardError === 0) return settledRow(labels, estimate, expected, tolerance);
  return estimatedRow(labels, estimate, { expected, tolerance, referenceError });
}

function replicationOf({ id, bins, balls, choices, figure }: BallsReference, replication: number): number {
  const { view, placement } = handPlaced(
    choices === 1 ? 'random' : 'bestOf',
    choices === 1 ? {} : { d: choices, withReplacement: true },
    { queues: bins, seed: `${id}/${replication}` },
  );
  const { loads } = view;
  for (let ball = 0; ball < balls; ball++) loads[placement.place(0, 0)]!++;
  if (typeof figure === 'object') return loads.reduce((n, load) => (load >= figure.atLeast ? n + 1 : n), 0) / bins;
  const most = loads.reduce((a, b) => Math.max(a, b), 0);
  return figure === 'most' ? most : most - balls / bins;
}

function nameOf(figure: BallsReference['figure']): string {
  if (typeof figure === 'object') return `share of bins with at least ${figure.atLeast} balls`;
  return figure === 'most' ? 'balls in the fullest bin, mean' : 'fullest bin above the mean, balls';
}

function settingOf({ bins, balls, choices }: BallsReference): string {
  const how = choices === 1 ? 'random' : `bestOf, d ${choices}, withReplacement`;
  return `${balls} balls into ${bins} bins, ${how}`;
}
