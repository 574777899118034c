/** Turns what the group recorder has kept into the part of a result. Pure. */
import type { AttributeTable } from '../../model/records.ts';
import type { Micros } from '../../engine/time.ts';
import { levelResult, spread } from '../summary.ts';
import type { FairRecord, GroupsRecord } from './ledger.ts';
import { MOST_GROUPS, MOST_NOISY_SPANS, type FairResult, type GroupResult, type GroupsResult } from './result.ts';
import type { NoisySpan } from './result.ts';
import { OF, type GroupTallies } from './tallies.ts';

export function groupsResult(record: GroupsRecord, table: AttributeTable, now: Micros): GroupsResult {
  const { queue, groups, dwell, fair } = record;
  const places = Array.from({ length: groups.count }, (_, place) => place);
  const busy = (place: number): number => groups.get(place, OF.sent) + groups.get(place, OF.received);
  // Of those with as many, the one that came first.
  const busiest = places.sort((a, b) => busy(b) - busy(a) || a - b).slice(0, MOST_GROUPS);
  return {
    attribute: queue.attribute,
    groupCount: groups.count,
    groups: busiest.map((place) => groupResult(groups, place, table, fair !== undefined, now)),
    groupsLeftOut: groups.count - busiest.length,
    dwell: spread(dwell),
    fair: fair === undefined ? null : fairResult(fair, groups, table, now),
  };
}

function groupResult(
  groups: GroupTallies,
  place: number,
  table: AttributeTable,
  isFair: boolean,
  now: Micros,
): GroupResult {
  const of = (what: keyof typeof OF): number => groups.get(place, OF[what]);
  const lasting = of('isNoisy') === 1 ? now - of('noisySince') : 0;
  return {
    group: table.valueAt(groups.numbers[place]!) ?? null,
    ...{ sent: of('sent'), received: of('received'), handled: of('handled') },
    ...{ deadLettered: of('deadLettered'), expired: of('expired') },
    waiting: of('visible') + of('inFlight') + of('delayed'),
    dwell: groups.dwellOf(place),
    noisy: isFair ? { times: of('noisyTimes'), time: of('noisyTime') + lasting } : null,
  };
}

function fairResult(fair: FairRecord, groups: GroupTallies, table: AttributeTable, now: Micros): FairResult {
  const lasting: NoisySpan[] = [];
  let everNoisy = 0;
  for (let place = 0; place < groups.count; place++) {
    if (groups.get(place, OF.noisyTimes) > 0) everNoisy++;
    if (groups.get(place, OF.isNoisy) === 0) continue;
    const group = table.valueAt(groups.numbers[place]!)!;
    lasting.push({ group, from: groups.get(place, OF.noisySince), until: null });
  }
  const length = ({ from, until }: NoisySpan): Micros => (until ?? now) - from;
  const spans = [...fair.spans, ...lasting].sort((a, b) => length(b) - length(a) || a.from - b.from);
  const noisySpans = spans.slice(0, MOST_NOISY_SPANS);
  return {
    noisyGroups: levelResult(fair.noisyGroups, now),
    everNoisy,
    quietDwell: spread(fair.quietDwell),
    noisyDwell: spread(fair.noisyDwell),
    quietDepth: levelResult(fair.visible, now),
    noisySpans,
    noisySpansLeftOut: fair.spansLeftOut + spans.length - noisySpans.length,
  };
}
