/**
 * The stages of the tier: one for each group of tenants. Its counts leave the warm-up out, so what was stored when it ended came in
 * then. The functions of a scenario are there as sources, with books of the whole run. Pure.
 */
import type { TierDrop, TierGroupResult, TierResult } from '../../metrics/tier/result.ts';
import { some } from '../format.ts';
import { present, totalOf, type Share, type Stage } from './stage.ts';

/** `isOfFunctions`: whether a group is the functions of the scenario. */
export function tierStages(tier: TierResult, isOfFunctions: (name: string) => boolean): Stage[] {
  return Object.entries(tier.groups).flatMap(([name, group]) => (isOfFunctions(name) ? [] : [groupStage(name, group)]));
}

function groupStage(name: string, group: TierGroupResult): Stage {
  const out = present([
    { label: 'handled', why: null, count: group.succeeded, tone: 'good' },
    { label: 'still there', why: 'at the end', count: group.waiting, tone: 'open' },
    ...ENDS.map(([end, why]): Share => ({ label: 'given up', why, count: group.endedBy[end], tone: 'bad' })),
  ]);
  return {
    id: `tenants ${name}`,
    name,
    kind: some(group.tenants, group.noisy ? 'noisy tenant' : 'tenant'),
    noun: 'event',
    in: present([
      { label: 'accepted', why: null, count: group.accepted, tone: 'in' },
      { label: 'stored', why: 'when the warm-up ended', count: totalOf(out) - group.accepted, tone: 'in' },
    ]),
    out,
    outside: present([
      { label: 'rejected', why: 'at admission', count: group.rejected.admission, tone: 'bad' },
      { label: 'rejected', why: 'queue full', count: group.rejected.queueFull, tone: 'bad' },
    ]),
    copies: [],
  };
}

const ENDS: readonly (readonly [TierDrop, string])[] = [
  ['retriesExhausted', 'retries exhausted'],
  ['ageExceeded', 'too old'],
  ['dropped', 'dropped by its queue'],
  ['zeroConcurrency', 'concurrency 0'],
];
