/**
 * Shuffle sharding by the shards that the tier makes of names: how many there are, how they overlap, and whom noisy tenants leave nothing.
 * All shards of a size should be equally likely and independent; then every figure here has a closed form.
 */
import type { Case } from '../case.ts';
import { hashKey } from '../../model/tier/placement/hash.ts';
import { shardMaker, type Construction } from '../../model/tier/placement/shards.ts';
import type { Row } from '../row.ts';
import { estimatedRow, estimateOf, type Estimate, type Labels } from '../statistics.ts';
import { statedRow } from './settled-row.ts';

export interface ShardsReference {
  readonly id: string;
  readonly source: string;
  readonly evidence: Row['evidence'];
  readonly queues: number;
  readonly size: number;
  readonly construction?: Construction;
  /** What is counted. */
  readonly figure:
    /** Different shards among those of so many tenants. */
    | { readonly differentAmong: number }
    /** Pairs of tenants that share exactly so many queues, as a share; times a number of others, where one is noisy. */
    | { readonly shared: number; readonly others?: number }
    /** That some two of so many tenants have the same shard. */
    | { readonly twinsAmong: number }
    /** Tenants all of whose queues are among those of so many noisy ones, as a share. */
    | { readonly coveredBy: number };
  readonly expected: number;
  /** Relative; of a number of shards none is needed. */
  readonly tolerance: number;
  readonly seconds: number;
}

export function shardsCase(reference: ShardsReference): Case {
  return { id: reference.id, seconds: reference.seconds, run: () => [shardsRow(reference)] };
}

function shardsRow(reference: ShardsReference): Row {
  const { id, evidence, source, queues, size, construction = 'rendezvous', figure, expected, tolerance } = reference;
  const setting = `${queues} queues, shards of ${size}, ${construction}`;
  const labels: Labels = { id, figure: nameOf(figure), setting, evidence, source, ran: 'decision' };
  if ('differentAmong' in figure) {
    const different = differentShards(reference, figure.differentAmong);
    return statedRow(labels, String(expected), String(different), different === expected);
  }
  return estimatedRow({ ...labels, family: 'shards' }, estimateFor(reference), { expected, tolerance });
}

function estimateFor(reference: ShardsReference): Estimate {
  const { figure } = reference;
  if ('shared' in figure) return sharing(reference, figure.shared, figure.others ?? 1);
  if ('twinsAmong' in figure) return twins(reference, figure.twinsAmong);
  if ('coveredBy' in figure) return covered(reference, figure.coveredBy);
  throw new Error(`${reference.id} has no estimate`);
}

/** Shards of tenants whose names nobody else has, one after the other: `size` queues each. */
function shardsOf(
  { id, queues, size, construction = 'rendezvous' }: ShardsReference,
  tenants: number,
  draw = 0,
): Int32Array {
  const maker = shardMaker(construction, { queues, size, zones: 0 }, 100);
  const shards = new Int32Array(tenants * size);
  for (let tenant = 0; tenant < tenants; tenant++) {
    maker.make((label) => hashKey(label, `${id}/${draw}/${tenant}`), 0, shards, tenant * size);
  }
  return shards;
}

/** Equal numbers for equal sets of queues: exact up to five of a hundred. */
function keyOf(shards: Int32Array, tenant: number, size: number, queues: number): number {
  return shards
    .slice(tenant * size, (tenant + 1) * size)
    .sort()
    .reduce((key, queue) => key * queues + queue, 0);
}

function differentShards(reference: ShardsReference, tenants: number): number {
  const { queues, size } = reference;
  const shards = shardsOf(reference, tenants);
  return new Set(Array.from({ length: tenants }, (_, tenant) => keyOf(shards, tenant, size, queues))).size;
}

const PAIRED = 8000;

/** Of all pairs of some thousand tenants, which are independent two by two: so the error is that of as many independent pairs. */
function sharing(reference: ShardsReference, wanted: number, factor: number): Estimate {
  const { queues, size } = reference;
  const shards = shardsOf(reference, PAIRED);
  const isIn = new Uint8Array(queues);
  let hits = 0;
  for (let one = 0; one < PAIRED; one++) {
    isIn.fill(0);
    for (let i = 0; i < size; i++) isIn[shards[one * size + i]!] = 1;
    for (let at = (one + 1) * size; at < shards.length; at += size) {
      let shared = 0;
      for (let i = at; i < at + size; i++) shared += isIn[shards[i]!]!;
      if (shared === wanted) hits++;
    }
  }
  const pairs = (PAIRED * (PAIRED - 1)) / 2;
  const share = hits / pairs;
  const standardError = Math.sqrt((share * (1 - share)) / pairs);
  return { mean: factor * share, standardError: factor * standardError, replications: pairs };
}

const DRAWS = 5600;

function twins(reference: ShardsReference, tenants: number): Estimate {
  const { queues, size } = reference;
  const found = Array.from({ length: DRAWS }, (_, draw) => {
    const shards = shardsOf(reference, tenants, draw);
    const keys = new Set<number>();
    for (let tenant = 0; tenant < tenants; tenant++) keys.add(keyOf(shards, tenant, size, queues));
    return keys.size < tenants ? 1 : 0;
  });
  return estimateOf(found);
}

/** Draws of noisy tenants, and quiet ones looked at in each. */
const COVERS = 300;
const QUIET = 300;

function covered(reference: ShardsReference, noisy: number): Estimate {
  const { queues, size } = reference;
  const found = Array.from({ length: COVERS }, (_, draw) => {
    const shards = shardsOf(reference, noisy + QUIET, draw);
    const isNoisy = new Uint8Array(queues);
    for (let i = 0; i < noisy * size; i++) isNoisy[shards[i]!] = 1;
    let harmed = 0;
    for (let at = noisy * size; at < shards.length; at += size) {
      let clean = 0;
      for (let i = at; i < at + size; i++) clean += 1 - isNoisy[shards[i]!]!;
      if (clean === 0) harmed++;
    }
    return harmed / QUIET;
  });
  return estimateOf(found);
}

function nameOf(figure: ShardsReference['figure']): string {
  if ('differentAmong' in figure) return `different shards among ${figure.differentAmong} tenants`;
  if ('twinsAmong' in figure) return `chance that two of ${figure.twinsAmong} tenants have the same shard`;
  if ('coveredBy' in figure) return `share of tenants without a queue free of ${figure.coveredBy} noisy ones`;
  if (figure.others !== undefined) return `of ${figure.others} others, tenants with no queue but those of a noisy one`;
  return `share of pairs of tenants with exactly ${figure.shared} queues in common`;
}
