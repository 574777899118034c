/** All figures of the tier and of each of its groups of tenants. The worst tenants are in tier-accounts.ts. Pure. */
import { rejectedOf } from '../../metrics/tier/figures.ts';
import type { HarmResult, TierGroupResult, TierResult, WorkResult } from '../../metrics/tier/result.ts';
import { count, duration, instant } from '../format.ts';
import { share } from '../tier.ts';
import { headline, unlessZero, type Line, type Sheet } from './sheet.ts';

export function tierSheet(tier: TierResult): Sheet {
  const { placement, discipline, pollerModel, queues } = tier;
  return {
    lines: [
      { label: 'placement', value: placement },
      { label: 'discipline', value: discipline },
      { label: 'pollers', value: pollerModel },
      { label: 'queues', value: count(queues) },
      ...harm(tier.harm),
      ...work(tier.work),
      ...others(tier),
    ],
    spreads: [],
    levels: [],
  };
}

function harm(of: HarmResult): Line[] {
  const { recovery, trigger } = of;
  return [
    headline('harmed tenants', count(of.harmed)),
    headline('blast radius', share(of.blastRadius)),
    { label: 'blast radius without the noise', value: share(of.without) },
    headline('excess blast radius', share(of.excess)),
    { label: 'tenants that may suffer', value: count(of.tenants) },
    { label: 'harmed above', value: duration(of.threshold) },
    { label: 'looked at from', value: instant(of.from) },
    { label: 'looked at until', value: instant(of.until) },
    ...(trigger === null
      ? []
      : [
          { label: 'trigger from', value: instant(trigger.from) },
          { label: 'trigger until', value: instant(trigger.until) },
        ]),
    headline('severity', count(of.severity)),
    { label: 'tenant-seconds of pain', value: count(of.painSeconds) },
    ...(recovery === null
      ? []
      : [
          { label: 'mean time to recover', value: duration(recovery.mean) },
          { label: 'longest time to recover', value: duration(recovery.max) },
          { label: 'not recovered at the end', value: count(recovery.unrecovered) },
        ]),
    { label: 'tenants with fewer than 100 events', value: count(of.fewEvents) },
    { label: 'events of the window that had not run at the end', value: count(of.censored) },
  ];
}

function work(of: WorkResult): Line[] {
  return [
    headline('done in time a second', count(of.goodput)),
    { label: 'runs a second', value: count(of.throughput) },
    { label: 'runs for each event done', value: count(of.workAmplification) },
    { label: 'attempts that are retries', value: share(of.retryFraction) },
    { label: 'done again', value: share(of.duplicateRate) },
    headline('slot-time idle beside visible events', share(of.conservationGap)),
    { label: 'time to drain', value: duration(of.drainTime) },
    { label: 'stored before the trigger', value: count(of.backlogBefore) },
    { label: 'events that had not run at the end', value: count(of.censored) },
    { label: 'empty receives', value: count(of.emptyReceives) },
    { label: 'looks for each event', value: count(of.looksPerEvent) },
    ...unlessZero('events that found none of their queues working', of.escapes),
  ];
}

function others({ queueing, fairness, lanes, leases, blocked }: TierResult): Line[] {
  const { imbalance, hotTime, hotAfter, mostHot, deepest, every } = queueing;
  return [
    headline('deepest queue', count(deepest)),
    { label: 'imbalance mean', value: count(imbalance?.mean ?? null) },
    { label: 'imbalance p99', value: count(imbalance?.p99 ?? null) },
    { label: 'queue-time that is hot', value: share(hotTime) },
    { label: 'hot from', value: duration(hotAfter) },
    { label: 'hot queues at the most', value: count(mostHot) },
    { label: 'queues looked at every', value: duration(every) },
    { label: 'fairness of what is served', value: count(fairness.satisfaction) },
    { label: 'fairness of slowdown', value: count(fairness.slowdown) },
    ...unlessZero('express lanes opened', lanes.opened),
    ...unlessZero('express lanes closed', lanes.closed),
    ...unlessZero('express lanes denied', lanes.denied),
    ...(lanes.firstAt === null ? [] : [{ label: 'first express lane at', value: instant(lanes.firstAt) }]),
    ...unlessZero('leases moved', leases.moved),
    ...unlessZero('leases lapsed', leases.lapsed),
    ...(blocked === 0 ? [] : [{ label: 'queue-time blocked', value: duration(blocked) }]),
  ];
}

export function tierGroupSheet(group: TierGroupResult): Sheet {
  const { endedBy, rejected } = group;
  return {
    lines: [
      { label: 'tenants', value: count(group.tenants) },
      { label: 'noisy', value: group.noisy ? 'yes' : 'no' },
      headline('accepted', count(group.accepted)),
      headline('rejected', count(rejectedOf(group))),
      { label: '… at admission', value: count(rejected.admission) },
      { label: '… by full queues', value: count(rejected.queueFull) },
      headline('done', count(group.succeeded)),
      headline('given up', count(group.dropped)),
      { label: '… after too many errors', value: count(endedBy.retriesExhausted) },
      { label: '… too old', value: count(endedBy.ageExceeded) },
      { label: '… by the discipline of the queue', value: count(endedBy.dropped) },
      { label: '… without concurrency', value: count(endedBy.zeroConcurrency) },
      { label: '… of these never run', value: count(group.droppedUnrun) },
      headline('left at the end', count(group.waiting)),
      { label: '… of these never run yet', value: count(group.censored) },
      { label: 'runs', value: count(group.runs) },
      { label: 'function errors', value: count(group.failures) },
      { label: 'runs of what was done', value: count(group.duplicates) },
      { label: 'runs lost with their host', value: count(group.lost) },
      headline('throttles', count(group.throttled)),
      { label: 'throttles for each event done', value: count(group.throttlesPerCompletion) },
      { label: 'last done at', value: group.lastDoneAt === null ? '–' : instant(group.lastDoneAt) },
      ...callers(group),
    ],
    spreads: [
      { label: 'age at first run', unit: 'duration', of: group.firstAttemptAge },
      { label: 'age at first run, of the window', unit: 'duration', of: group.firstAttemptAgeInWindow },
      { label: 'age at attempts', unit: 'duration', of: group.eventAge },
      { label: 'wait in queues', unit: 'duration', of: group.dwell },
      { label: 'age when done', unit: 'duration', of: group.completionAge },
    ],
    levels: [],
  };
}

function callers({ callers: of }: TierGroupResult): Line[] {
  if (of === null) return [];
  return [
    { label: 'callers that heard in time', value: count(of.answered) },
    { label: 'callers that lost patience', value: count(of.timedOut) },
    { label: '… and sent again', value: count(of.sentAgain) },
    { label: '… and gave up', value: count(of.gaveUp) },
  ];
}
