/**
 * What became of events that invoke a function asynchronously, in words: those that succeeded, those that were given up and what for,
 * and who learns of it. Pure; each function says nothing where there is nothing to say.
 */
import type { DeliveryResult, Dropped, EventResult } from '../metrics/events/result.ts';
import type { Books, SourceResult } from '../metrics/result.ts';
import { serviceOf } from './origins.ts';
import { count, duration, list, percent, some, was } from './format.ts';

/** Of the events that Lambda accepted, over the whole run, how many were handled, and how fast. */
export function eventFates(name: string, { books, latency }: SourceResult): string[] {
  if (books.in.arrived === 0) return [];
  const { p50, p99, max } = latency;
  const speed =
    p50 === null
      ? ''
      : `: half within ${duration(p50)}, 99 % within ${duration(p99)}, the slowest after ${duration(max)}`;
  return [`${handled(name, books)}${speed}${others(books)}.`];
}

function handled(name: string, { in: { arrived }, out: { succeeded } }: Books): string {
  if (arrived === 1) return `The only event sent to ${name} was ${succeeded === 1 ? '' : 'not '}handled`;
  const all = some(arrived, 'event');
  if (succeeded === arrived) return `All ${all} of ${name} that were accepted with 202 were handled`;
  if (succeeded === 0) return `None of the ${all} of ${name} that were accepted with 202 was handled`;
  const share = succeeded / arrived;
  // 99.999 % would read as all of them: near the end the rest is what counts.
  if (share > 0.999) return `All but ${count(arrived - succeeded)} of ${all} of ${name} accepted with 202 were handled`;
  return `Of ${all} of ${name} accepted with 202, ${count(succeeded)} (${percent(share)}) ${was(succeeded)} handled`;
}

function others({ in: { arrived }, out: { failed, expired, waiting } }: Books): string {
  if (arrived === 1) return '';
  const parts = [
    failed + expired === 0 ? '' : `${count(failed + expired)} ${was(failed + expired)} given up`,
    waiting === 0 ? '' : `${count(waiting)} ${was(waiting)} not done with at the end`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}

/** Why events were given up, and who learns of it. */
export function dropped(name: string, { async }: SourceResult): string[] {
  if (async === null || async.dropped === 0) return [];
  const { dropped: n, droppedUnrun: unrun } = async;
  const reasons = (Object.entries(async.droppedBy) as [Dropped, number][]).filter(([, of]) => of > 0);
  const only = reasons.length === 1;
  const why = reasons
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, of]) => `${only ? '' : `${count(of)} `}${REASONS[reason](of, async)}`);
  const never = unrun === 0 ? '' : unrun === n ? ', without ever running' : `; ${count(unrun)} of them never ran`;
  const untried = starved(async);
  return [`${some(n, 'event')} of ${name} ${was(n)} given up: ${why.join(', ')}${never}${untried}.`, ...told(async)];
}

/** Too old before anybody tried: what waits in front of the first attempt is too long. With no concurrency at all nobody ever tries. */
function starved({ droppedUntried, droppedBy }: EventResult): string {
  const n = droppedUntried - droppedBy.ZeroReservedConcurrency;
  return n <= 0 ? '' : `; ${count(n)} ${was(n)} not even tried`;
}

/** Records of successes that nobody got. */
export function lostSuccesses(name: string, { async }: SourceResult): string[] {
  const failed = async?.onSuccess?.failed ?? 0;
  if (failed === 0) return [];
  const what = failed === 1 ? 'record of a success' : 'records of successes';
  return [
    `${count(failed)} ${what} of ${name} could not be delivered to ${async!.onSuccess!.name}, and ${was(failed)} lost.`,
  ];
}

/** Whether a setting held from beginning to end: otherwise nobody can say what an event met. */
function held({ settingChanges }: EventResult, setting: string): boolean {
  return settingChanges.every((change) => change.setting !== setting);
}

const REASONS: Readonly<Record<Dropped, (n: number, events: EventResult) => string>> = {
  RetriesExhausted: (_n, events) => {
    const { maximumRetryAttempts: retries } = events;
    if (!held(events, 'maximumRetryAttempts')) return 'failed too often for the maximumRetryAttempts of the time';
    return `failed ${retries === 0 ? 'once' : `${count(retries + 1)} times`} (maximumRetryAttempts ${retries})`;
  },
  EventAgeExceeded: (_n, events) => {
    if (!held(events, 'maximumEventAge')) return 'became too old for the maximumEventAge of the time';
    return `became too old (maximumEventAge ${duration(events.maximumEventAge)})`;
  },
  ZeroReservedConcurrency: (_n, events) => `came while ${events.function} had a reserved concurrency of 0`,
  RecursiveInvocation: (n) => `${n === 1 ? 'was' : 'were'} stopped as part of a loop`,
};

/** Whoever sent an event has been told 202: it is for destinations to say how it ended. */
function told(async: EventResult): string[] {
  const { origin, dropped: n, onFailure, deadLetterQueue } = async;
  const to = [...ends('the onFailure destination', onFailure), ...ends('the dead-letter queue', deadLetterQueue)];
  if (onFailure === null && deadLetterQueue === null) {
    const whom = origin === 'direct' ? 'The caller' : serviceOf(origin);
    const all = n === 1 ? 'it' : 'all of them';
    return [
      `${whom} was told 202 for ${all}: nobody learns of a dropped event unless onFailure or deadLetterQueue says so.`,
    ];
  }
  const failed = (onFailure?.failed ?? 0) + (deadLetterQueue?.failed ?? 0);
  const lost = failed === 0 ? '' : `; ${some(failed, 'record')} could not be delivered and ${was(failed)} lost`;
  const went = to.length === 0 ? 'Nobody could be told of it' : `${n === 1 ? 'It' : 'They'} went to ${list(to, 'and')}`;
  return [`${went}${lost}.`];
}

function ends(what: string, to: DeliveryResult | null): string[] {
  return to === null || to.delivered === 0 ? [] : [`${what} ${to.name} (${count(to.delivered)})`];
}

/** What the service in front could not hand over at once. */
export function handOver(name: string, { async }: SourceResult): string[] {
  if (async === null || async.upstream.refused === 0) return [];
  const { waiting, refused, dropped: lost } = async.upstream;
  const rest = [
    lost === 0
      ? ''
      : `${some(lost, 'event')} ${was(lost)} dropped there, and Lambda never had ${lost === 1 ? 'it' : 'them'}`,
    waiting === 0 ? '' : `${some(waiting, 'event')} ${was(waiting)} still there at the end`,
  ].filter((part) => part !== '');
  const end = rest.length === 0 ? ', and came through in the end' : `; ${rest.join(', ')}`;
  return [`${serviceOf(async.origin)} tried ${some(refused, 'time')} in vain to hand over events of ${name}${end}.`];
}

/** Executions that did again what was done. */
export function lostAcknowledgements(name: string, { async }: SourceResult): string[] {
  if (async === null || async.retries.lostAcknowledgement === 0) return [];
  const { retries, duplicates } = async;
  const again =
    duplicates === 0 ? '' : `; ${some(duplicates, 'execution')} succeeded although one of the same event had before`;
  const n = retries.lostAcknowledgement;
  return [
    `The outcome of ${some(n, 'execution')} of ${name} was lost, and the ${n === 1 ? 'event was' : 'events were'} delivered again${again}.`,
  ];
}

/** Throttles use up no retry, and time goes on. */
export function throttledEvents(name: string, { async }: SourceResult): string[] {
  if (async === null || async.throttled + async.systemErrors === 0) return [];
  const { throttled, systemErrors, attempts, longestBackOff } = async;
  const kinds = [
    throttled === 0 ? '' : `${count(throttled)} ${was(throttled)} throttled`,
    systemErrors === 0 ? '' : `${count(systemErrors)} met a system error`,
  ].filter((part) => part !== '');
  const wait = longestBackOff === null ? '' : `; events waited up to ${duration(longestBackOff)} for the next try`;
  return [
    `Of ${some(attempts, 'try', 'tries')} to invoke ${async.function} for ${name}, ${list(kinds, 'and')}${wait}. That uses up no retry, but events go on to age.`,
  ];
}
