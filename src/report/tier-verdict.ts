/**
 * The tier in words: who suffers, and whether from the noise; what became of the events of each group; how long recovery took; what
 * isolation costs. Pure; each function says nothing where there is nothing to say.
 */
import { rejectedOf } from '../metrics/tier/figures.ts';
import type { Result } from '../metrics/result.ts';
import type { TierGroupResult, TierResult } from '../metrics/tier/result.ts';
import { count, duration, instant, list, percent, some, was } from './format.ts';

/** Sentences, most important first. */
export function tierVerdict(result: Result): string[] {
  const { tier, warmUp } = result;
  if (tier === null || Object.values(tier.groups).every((group) => group.accepted + rejectedOf(group) === 0)) return [];
  return [
    ...suffering(tier),
    ...noise(tier),
    ...counted(tier),
    ...Object.entries(tier.groups).flatMap(([name, group]) => fates(name, group)),
    ...(warmUp === 0 ? [] : [`What is said of tenants leaves out the warm-up of ${duration(warmUp)}.`]),
    ...drained(tier),
    ...recovered(tier),
    ...isolated(tier),
    ...moved(tier),
    ...idle(tier),
    ...blocked(tier),
    ...Object.entries(tier.groups).flatMap(([name, group]) => callers(name, group)),
  ];
}

/** Beside noisy tenants the others are quiet; by themselves they are just tenants. */
function nounOf({ groups }: TierResult): string {
  return Object.values(groups).some(({ noisy }) => noisy) ? 'quiet tenant' : 'tenant';
}

function suffering(tier: TierResult): string[] {
  const { tenants, harmed, threshold, from, until, severity } = tier.harm;
  if (tenants === 0) return [];
  const noun = nounOf(tier);
  const scope = `p99 until the first run, of events accepted from ${instant(from)} to ${instant(until)}`;
  const longer = `waited longer than ${duration(threshold)} (${scope})`;
  if (tenants === 1)
    return [
      `The only ${noun} ${harmed === 1 ? longer : `did not wait longer than ${duration(threshold)} (${scope})`}.`,
    ];
  if (harmed === 0) return [`None of the ${count(tenants)} ${noun}s ${longer}.`];
  const who = harmed === tenants ? `All ${count(tenants)} ${noun}s` : `${count(harmed)} of ${count(tenants)} ${noun}s`;
  return [`${who} ${longer}, on average ${count(severity)} times as long.`];
}

/** Whether the harm is the noise's. */
function noise({ harm: { blastRadius, without, excess, harmed } }: TierResult): string[] {
  if (blastRadius === null || without === null || excess === null) return [];
  if (without === 0) return harmed === 0 ? ['The noise harms nobody.'] : ['Without the noise nobody would have.'];
  if (excess <= 0) {
    const fewer =
      excess < 0
        ? `: ${percent(without)} are without it, and ${percent(blastRadius)} with it`
        : ` (${percent(without)})`;
    return [`The noise harms nobody beyond those who are harmed without it${fewer}.`];
  }
  return [
    `Without the noise ${percent(without)} are harmed as well: the noise adds ${percent(excess)} of the tenants.`,
  ];
}

/** What stands behind these figures. */
function counted({ harm: { censored, fewEvents } }: TierResult): string[] {
  const them = censored === 1 ? 'it counts with its' : 'they count with their';
  const their = fewEvents === 1 ? 'its p99 is its' : 'their p99 is their';
  return [
    ...(censored === 0
      ? []
      : [
          `${some(censored, 'event')} of all tenants in that time still waited for the first run at the end: ${them} age by then.`,
        ]),
    ...(fewEvents === 0
      ? []
      : [`${some(fewEvents, 'tenant')} had fewer than 100 events in that time: ${their} greatest value.`]),
  ];
}

function fates(name: string, group: TierGroupResult): string[] {
  const { accepted, succeeded, dropped, droppedUnrun, waiting, censored, rejected, tenants } = group;
  if (accepted + rejectedOf(group) === 0) return [];
  const unrun =
    droppedUnrun === 0
      ? ''
      : droppedUnrun === dropped
        ? ' without ever running'
        : ` (${count(droppedUnrun)} never ran)`;
  const parts = [
    ...(dropped === 0 ? [] : [`${count(dropped)} ${was(dropped)} given up${unrun}`]),
    ...(waiting === 0 ? [] : [`${count(waiting)} ${was(waiting)} not done with at the end`]),
    ...(rejected.queueFull === 0
      ? []
      : [`${count(rejected.queueFull)} more ${was(rejected.queueFull)} rejected by a full queue`]),
    ...(rejected.admission === 0
      ? []
      : [
          `${count(rejected.admission)} more ${was(rejected.admission)} rejected, for ${tenants === 1 ? 'its tenant' : 'their tenants'} sent too fast`,
        ]),
  ];
  const rest = parts.length === 0 ? '' : `; ${parts.join(', ')}`;
  const { p50, p99 } = group.firstAttemptAge;
  // Who still waits has waited so long at least.
  const far = censored === 0 ? '' : ' by the end';
  const speed =
    p50 === null ? '' : `: half waited at most ${duration(p50)} for the first run, 99 % at most ${duration(p99)}${far}`;
  return [`Of ${some(accepted, 'event')} of ${name}, ${count(succeeded)} ${was(succeeded)} done${speed}${rest}.`];
}

function drained({ harm: { trigger }, work: { drainTime, backlogBefore } }: TierResult): string[] {
  if (trigger === null || backlogBefore === null) return [];
  if (drainTime === null)
    return [`At the end the backlog was still more than twice what it had been before ${instant(trigger.from)}.`];
  if (drainTime === 0) return [];
  return [
    `${duration(drainTime)} after ${instant(trigger.until)} the backlog was back at twice what it had been before.`,
  ];
}

function recovered({ harm: { recovery, trigger } }: TierResult): string[] {
  if (recovery === null || trigger === null) return [];
  const { max, unrecovered } = recovery;
  const rest = unrecovered === 0 ? '' : `${some(unrecovered, 'tenant')} that suffered had not recovered at the end`;
  const last =
    max === null || max === 0 ? '' : `the last to recover did so ${duration(max)} after ${instant(trigger.until)}`;
  const said = [rest, last].filter((part) => part !== '').join('; ');
  return said === '' ? [] : [`${said[0]!.toUpperCase()}${said.slice(1)}.`];
}

function isolated({ lanes: { opened, closed, denied, firstAt } }: TierResult): string[] {
  const back = closed === 0 ? '' : `, and ${count(closed)} ${was(closed)} closed again`;
  return [
    ...(opened === 0 || firstAt === null
      ? []
      : [`${some(opened, 'express lane')} ${was(opened)} opened, the first at ${instant(firstAt)}${back}.`]),
    ...(denied === 0 ? [] : [`${some(denied, 'time')} a tenant got none, for all lanes were taken.`]),
  ];
}

function moved({ leases: { moved: n, lapsed } }: TierResult): string[] {
  const said = [
    ...(n === 0 ? [] : [`${some(n, 'lease')} moved to another host`]),
    ...(lapsed === 0 ? [] : [`${some(lapsed, 'time')} a queue had no host`]),
  ];
  return said.length === 0 ? [] : [`${list(said, 'and')}.`];
}

/** What partitioning costs; little is not worth a sentence. */
function idle({ work: { conservationGap } }: TierResult): string[] {
  if (conservationGap === null || conservationGap < 0.01) return [];
  return [`${percent(conservationGap)} of the slot-time of pollers was idle while events waited in other queues.`];
}

function blocked({ blocked: time }: TierResult): string[] {
  return time === 0
    ? []
    : [`Queues handed out nothing for ${duration(time)} in all, because too many of their events were in flight.`];
}

function callers(name: string, { callers: of }: TierGroupResult): string[] {
  if (of === null || of.timedOut === 0) return [];
  const { answered, timedOut, sentAgain } = of;
  return [
    `Callers of ${name} lost patience ${some(timedOut, 'time')} and sent ${count(sentAgain)} of these events again; ${count(answered)} heard in time.`,
  ];
}
