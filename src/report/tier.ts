/**
 * What a result says of the tier in tables and lines: what became of the events of each group of tenants, who suffers, the tenants
 * that had it worst, and what queues, pollers, lanes and leases did. Sentences are in tier-verdict.ts. Pure; nothing is said without
 * a tier.
 */
import { rejectedOf } from '../metrics/tier/figures.ts';
import type { Result } from '../metrics/result.ts';
import type { TierResult } from '../metrics/tier/result.ts';
import { broken } from './fit.ts';
import { count, duration, percent, some } from './format.ts';
import type { Style } from './style.ts';
import { marked, table, type Cell } from './table.ts';

/** A share, or a dash where there was nothing to measure. */
export function share(of: number | null): string {
  return of === null ? '–' : percent(of);
}

/** What became of the events of each group, and how long they waited. */
export function tenants({ tier }: Result, style: Style): string[] {
  if (tier === null) return [];
  const groups = Object.entries(tier.groups);
  const hasRejected = groups.some(([, group]) => rejectedOf(group) > 0);
  const rows = groups.map(([name, group]): Cell[] => [
    group.noisy ? `${name} (noisy)` : name,
    count(group.tenants),
    count(group.accepted),
    ...(hasRejected ? [marked(rejectedOf(group), 'warning')] : []),
    count(group.succeeded),
    marked(group.dropped, 'bad'),
    count(group.waiting),
    marked(group.throttled, 'warning'),
    duration(group.firstAttemptAge.p50),
    duration(group.firstAttemptAge.p99),
    duration(group.completionAge.p99),
  ]);
  if (rows.length === 0) return [];
  const refused = hasRejected ? ['rejected'] : [];
  const head = ['tenants', 'number', 'accepted', ...refused, 'done', 'given up', 'waiting', 'throttles'];
  return table({ head: [...head, 'first run p50', 'first run p99', 'done p99'], rows }, style);
}

/** Who suffers, with the noise and without it. */
export function harm({ tier }: Result, style: Style): string[] {
  if (tier === null) return [];
  const { tenants: all, harmed, blastRadius, without, excess, severity, painSeconds, threshold } = tier.harm;
  const known = without !== null;
  const cells: Cell[] = [
    `p99 > ${duration(threshold)}`,
    marked(harmed, 'bad'),
    count(all),
    share(blastRadius),
    ...(known ? [share(without), share(excess)] : []),
    severity === null ? '–' : `× ${count(severity)}`,
    count(painSeconds),
  ];
  const noise = known ? ['without the noise', 'excess'] : [];
  const head = ['who suffers', 'harmed', 'of', 'blast radius', ...noise, 'severity', 'pain (tenant-seconds)'];
  return table({ head, rows: [cells] }, style);
}

/** The quiet tenants with the greatest p99; nobody is worst where nobody is harmed. */
export function worstTenants({ tier }: Result, style: Style): string[] {
  const rows = (tier?.worst ?? [])
    .filter(({ harmed }) => harmed)
    .map(({ tenant, events, p99 }): Cell[] => [tenant, count(events), { text: duration(p99), kind: 'bad' }]);
  return rows.length === 0 ? [] : table({ head: ['worst tenants', 'events', 'first run p99'], rows }, style);
}

/** How the tier is built, and what its parts did. */
export function tierWork({ tier }: Result, { width }: Style): string[] {
  if (tier === null) return [];
  return [queues(tier), work(tier), ...lanes(tier), ...leases(tier)].flatMap((line) => broken(line, width));
}

function queues({ placement, discipline, pollerModel, queues: number, queueing }: TierResult): string {
  const { imbalance, hotTime, hotAfter, mostHot, deepest } = queueing;
  const said = [
    `deepest ${count(deepest)}`,
    ...(imbalance === null ? [] : [`imbalance ${count(imbalance.mean)} (p99 ${count(imbalance.p99)})`]),
    ...(hotTime === null || hotTime === 0
      ? []
      : [
          `more than ${duration(hotAfter)} to work off in ${percent(hotTime)} of queue-time, at most ${some(mostHot, 'queue')}`,
        ]),
  ];
  return `tier: ${some(number, 'queue')}, ${placement}, ${discipline}, pollers ${pollerModel}; ${said.join(', ')}`;
}

function work({ work: of, blocked }: TierResult): string {
  const said = [
    `${count(of.goodput)} events a second done in time, ${count(of.throughput)} runs a second`,
    ...(of.workAmplification === null ? [] : [`${count(of.workAmplification)} runs for each event done`]),
    ...(of.retryFraction === null || of.retryFraction === 0
      ? []
      : [`${percent(of.retryFraction)} of attempts are retries`]),
    ...(of.duplicateRate === null || of.duplicateRate === 0 ? [] : [`${percent(of.duplicateRate)} done again`]),
    ...(of.conservationGap === null
      ? []
      : [`slots idle beside visible events ${percent(of.conservationGap)} of slot-time`]),
    ...(of.looksPerEvent === null || of.looksPerEvent === 0 ? [] : [`${count(of.looksPerEvent)} looks for each event`]),
    ...(of.escapes === 0 ? [] : [`${some(of.escapes, 'event')} placed elsewhere, for none of their queues worked`]),
    `${some(of.emptyReceives, 'empty receive')}`,
    ...(blocked === 0 ? [] : [`queues blocked for ${duration(blocked)} in all`]),
  ];
  return `work: ${said.join('; ')}`;
}

function lanes({ lanes: { opened, closed, denied, firstAt } }: TierResult): string[] {
  if (opened + closed + denied === 0) return [];
  const first = firstAt === null ? '' : `, the first at ${duration(firstAt)}`;
  return [`lanes: ${count(opened)} opened${first}, ${count(closed)} closed, ${count(denied)} denied`];
}

function leases({ leases: { moved, lapsed } }: TierResult): string[] {
  return moved + lapsed === 0 ? [] : [`leases: ${count(moved)} moved, ${count(lapsed)} lapsed`];
}
