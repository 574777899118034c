/**
 * The tier behind asynchronous invocation: its queues and front hosts, and how they choose. Nearly nothing of this is public, so nearly all is
 * assumed and meant to be varied; what a talk or a page says is marked so. Ids AP-n are sections of docs/placement.md's specification: what is
 * published on placement, and the defaults chosen where nothing is. Pollers: tier-pollers.ts; who waits for whom: tier-isolation.ts, tier-order.ts.
 */
import { SECOND } from '../../engine/time.ts';
import type { Fact } from '../fact.ts';
import { OURS, READ } from './sources.ts';

const TALK = 'AWS re:Invent 2025, session CNS423, From Trigger to Execution';

export const TIER = {
  'tier.queues': {
    id: 'AP-1.3',
    kind: 'assumed',
    unit: 'count',
    value: 100,
    says: 'shared queues of the asynchronous tier',
    source: `${OURS}; the example of the Architecture Blog on shuffle sharding has as many`,
    date: READ,
  },
  'tier.frontHosts': {
    id: 'AP-1.3',
    kind: 'assumed',
    unit: 'count',
    value: 10,
    under: { ideal: 1 },
    says: 'hosts that accept events',
    source: OURS,
    date: READ,
  },
  'tier.shardSize': {
    id: 'AP-0.3',
    kind: 'documented',
    unit: 'count',
    value: 2,
    says: 'queues that a tenant may use: two hash ranges',
    source: TALK,
    date: READ,
  },
  'tier.sample': {
    id: 'AP-0.3',
    kind: 'documented',
    unit: 'count',
    value: 2,
    says: 'queues of its shard that are looked at for an event',
    source: TALK,
    date: READ,
  },
  'tier.choices': {
    id: 'AP-2.18',
    kind: 'assumed',
    unit: 'count',
    value: 2,
    says: 'queues that best of d looks at',
    source: OURS,
    date: READ,
  },
  'tier.virtualNodes': {
    id: 'AP-2.5',
    kind: 'assumed',
    unit: 'count',
    value: 100,
    says: 'points of a queue on a consistent-hash ring',
    source: OURS,
    date: READ,
  },
  'tier.boundFactor': {
    id: 'AP-2.8',
    kind: 'assumed',
    unit: 'number',
    value: 1.25,
    says: 'times the mean load that a queue with bounded load takes',
    source: OURS,
    date: READ,
  },
  'tier.beta': {
    id: 'AP-2.12',
    kind: 'assumed',
    unit: 'share',
    value: 0.5,
    says: 'share of events placed by best of two where the others are placed by chance',
    source: OURS,
    date: READ,
  },
  'tier.depth.refresh': {
    id: 'AP-1.3',
    kind: 'assumed',
    unit: 'duration',
    value: SECOND,
    says: 'interval at which front hosts refresh a periodic view',
    source: OURS,
    date: READ,
  },
  'tier.depth.delay': {
    id: 'AP-2.13',
    kind: 'assumed',
    unit: 'duration',
    value: 0,
    says: 'age of what a view shows, beside its refresh',
    source: OURS,
    date: READ,
  },
} as const satisfies Record<string, Fact>;
