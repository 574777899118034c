/** Turns what was recorded of the tier into its part of a result, and says whether it adds up. */
import type { Micros } from '../../engine/time.ts';
import { EVENT_ENDS, RunEnd } from '../../model/tier/tier-observer.ts';
import { Histogram } from '../../stats/histogram.ts';
import type { Spread } from '../result.ts';
import { spread } from '../summary.ts';
import type { GroupRecord } from './group-record.ts';
import { sufferingOf, type Harm } from './harm.ts';
import type { QueueGrid } from './queues.ts';
import type {
  CallerResult,
  HarmResult,
  TierDrop,
  TierGroupResult,
  TierResult,
  TierSeries,
  WorkResult,
  WorstTenant,
} from './result.ts';
import { tenantCurve, type TierRows } from './series.ts';
import type { TierRecorder } from './tier-recorder.ts';

/** How events of the tier are given up. */
export const TIER_DROPS = EVENT_ENDS.filter((end) => end !== 'succeeded') as TierDrop[];
const MOST_WORST = 10;

/** `without`: the blast radius of the same run without the noise; null where there was none. */
export function tierResult(
  recorder: TierRecorder,
  { grid, rows }: { readonly grid: QueueGrid; readonly rows: TierRows },
  without: number | null,
  now: Micros,
): TierResult {
  recorder.finish();
  const { measure, probe, lanes, leases, fairness } = recorder;
  const { placement, discipline, pollerModel } = measure;
  const { hotAfter } = measure;
  return {
    ...{ placement, discipline, pollerModel, queues: probe.queues },
    groups: Object.fromEntries(
      probe.groups.map((group, i) => [
        group.name,
        groupResult(recorder.groups[i]!, group, measure.called.has(group.name)),
      ]),
    ),
    harm: harmResult(recorder, without, now),
    work: workResult(recorder, now),
    queueing: {
      imbalance: grid.imbalance(),
      ...{ hotTime: grid.hotTime(), hotAfter, mostHot: grid.mostHot },
      deepest: recorder.deepest,
      every: grid.period,
    },
    fairness: { satisfaction: fairness.satisfaction(), slowdown: fairness.slowdown() },
    lanes: {
      ...{ opened: lanes.opened.counted, closed: lanes.closed.counted, denied: lanes.denied.counted },
      firstAt: lanes.firstAt,
    },
    leases: { moved: leases.moved.counted, lapsed: leases.lapsed.counted },
    blocked: recorder.blockedQueues.area(now),
    worst: worst(recorder),
    series: rows.toResult(curves(recorder)),
  };
}

/** Share of the quiet tenants that are harmed; null where all are noisy. */
export function blastRadius(recorder: TierRecorder): number | null {
  recorder.finish();
  const { tenants, harmed } = sufferingOf(recorder.harm, recorder.quiet(), recorder.measure.threshold);
  return tenants === 0 ? null : harmed / tenants;
}

/** What is wrong with what was counted over the whole run; undefined when it adds up. */
export function tierDiscrepancy({ probe, groups, work }: TierRecorder): string | undefined {
  const stored = probe.groups.map(() => 0);
  const groupOf = (tenant: number): number => probe.groups.findLastIndex(({ first }) => first <= tenant);
  probe.visitStored((_slot, tenant) => stored[groupOf(tenant)]!++);
  for (const [i, { name }] of probe.groups.entries()) {
    const { accepted, ended } = groups[i]!;
    const done = EVENT_ENDS.reduce((sum, end) => sum + ended[end].total, 0);
    if (accepted.total !== done + stored[i]!)
      return `of ${name} ${accepted.total} were accepted, ${done} ended, and ${stored[i]!} are stored`;
  }
  const visible = probe.visible.reduce((sum, n) => sum + n, 0);
  return visible === work.visible ? undefined : `${visible} events are visible, and ${work.visible} were told of`;
}

function groupResult(
  record: GroupRecord,
  { count, noisy }: { readonly count: number; readonly noisy: boolean },
  hasCallers: boolean,
): TierGroupResult {
  const { ended, throttled, firstRunInWindow, firstRunElse, unrunInWindow, unrunElse } = record;
  const succeeded = ended.succeeded.counted;
  return {
    ...{ tenants: count, noisy },
    accepted: record.accepted.counted,
    rejected: { admission: record.admission.counted, queueFull: record.queueFull.counted },
    succeeded,
    dropped: TIER_DROPS.reduce((sum, end) => sum + ended[end].counted, 0),
    endedBy: Object.fromEntries(TIER_DROPS.map((end) => [end, ended[end].counted])) as Record<TierDrop, number>,
    droppedUnrun: record.droppedUnrun.counted,
    waiting: record.stored,
    runs: record.runs.counted,
    duplicates: record.runEnds[RunEnd.duplicate]!.counted,
    failures: record.runEnds[RunEnd.failed]!.counted,
    lost: record.runEnds[RunEnd.lost]!.counted,
    throttled: throttled.counted,
    throttlesPerCompletion: succeeded === 0 ? null : throttled.counted / succeeded,
    firstAttemptAge: merged(firstRunInWindow, firstRunElse, unrunInWindow, unrunElse),
    firstAttemptAgeInWindow: merged(firstRunInWindow, unrunInWindow),
    censored: record.censored,
    eventAge: merged(firstRunInWindow, firstRunElse, record.laterAttempt),
    dwell: spread(record.dwell),
    completionAge: spread(record.completion),
    lastDoneAt: record.lastDoneAt < 0 ? null : record.lastDoneAt,
    callers: hasCallers ? callerResult(record) : null,
  };
}

function callerResult({ answered, sentAgain, gaveUp }: GroupRecord): CallerResult {
  const [again, gave] = [sentAgain.counted, gaveUp.counted];
  return { answered: answered.counted, timedOut: again + gave, sentAgain: again, gaveUp: gave };
}

function merged(...parts: readonly Histogram[]): Spread {
  const all = new Histogram();
  for (const part of parts) if (part.count > 0) all.merge(part.toData());
  return spread(all);
}

function harmResult(recorder: TierRecorder, without: number | null, now: Micros): HarmResult {
  const { harm, pain, measure } = recorder;
  const { threshold, from, until, trigger } = measure;
  const { tenants, harmed, severity, fewEvents } = sufferingOf(harm, recorder.quiet(), threshold);
  const share = tenants === 0 ? null : harmed / tenants;
  return {
    ...{ threshold, from, until: Math.min(until, now) },
    trigger: trigger === undefined ? null : { from: trigger.from, until: Math.min(trigger.until, now) },
    ...{ tenants, harmed },
    blastRadius: share,
    without,
    excess: share === null || without === null ? null : share - without,
    severity,
    painSeconds: pain === undefined ? null : pain.seconds,
    recovery: pain?.recovery(recorder.quiet(), now) ?? null,
    fewEvents,
    censored: harm.censored,
  };
}

function workResult(recorder: TierRecorder, now: Micros): WorkResult {
  const { groups, work, backlog, probe, before, measure } = recorder;
  const sum = (of: (group: GroupRecord) => number): number => groups.reduce((total, group) => total + of(group), 0);
  const seconds = (now - measure.warmUp) / 1e6;
  const perSecond = (n: number): number => (seconds > 0 ? n / seconds : 0);
  const runs = sum((group) => group.runs.counted);
  const attempts = runs + sum((group) => group.throttled.counted);
  const succeeded = sum((group) => group.runEnds[RunEnd.succeeded]!.counted);
  const accepted = sum((group) => group.accepted.counted);
  return {
    goodput: perSecond(sum((group) => group.good.counted)),
    throughput: perSecond(runs),
    workAmplification: ratio(runs, succeeded),
    retryFraction: ratio(attempts - sum((group) => group.firstAttempts.counted), attempts),
    duplicateRate: ratio(
      sum((group) => group.runEnds[RunEnd.duplicate]!.counted),
      succeeded,
    ),
    conservationGap: work.gap(now),
    drainTime: backlog.drainTime(now),
    backlogBefore: backlog.before,
    censored: sum((group) => group.censored),
    emptyReceives: Math.floor(work.emptyTime(now) / measure.longPoll),
    looksPerEvent: ratio(probe.looks - before.looks, accepted),
    escapes: probe.escapes - before.escapes,
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Those of the quiet tenants whose p99 is greatest; of equals the first. */
function worst(recorder: TierRecorder): WorstTenant[] {
  const { harm, probe } = recorder;
  const top: { tenant: number; p99: number }[] = [];
  for (const tenant of recorder.quiet()) {
    if (harm.eventsOf(tenant) === 0) continue;
    const p99 = harm.p99(tenant);
    if (top.length === MOST_WORST && p99 <= top.at(-1)!.p99) continue;
    const place = top.findIndex((other) => other.p99 < p99);
    top.splice(place < 0 ? top.length : place, 0, { tenant, p99 });
    if (top.length > MOST_WORST) top.pop();
  }
  return top.map(({ tenant, p99 }) => {
    const [events, harmed] = [harm.eventsOf(tenant), harm.isHarmed(tenant)];
    return { tenant: probe.nameOf(tenant), events, p99, harmed };
  });
}

function curves(recorder: TierRecorder): TierSeries['tenants'] {
  return { quiet: curveOf(recorder.harm, recorder.quiet()), noisy: curveOf(recorder.harm, recorder.noisy()) };
}

function curveOf(harm: Harm, tenants: Iterable<number>): TierSeries['tenants']['quiet'] {
  const p99s: number[] = [];
  for (const tenant of tenants) if (harm.eventsOf(tenant) > 0) p99s.push(harm.p99(tenant));
  return tenantCurve(Float64Array.from(p99s));
}
