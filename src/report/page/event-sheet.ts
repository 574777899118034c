/** All figures of a source of asynchronous invocation. Where its events went at their end is in event-accounts.ts. Pure. */
import type { EventResult } from '../../metrics/events/result.ts';
import type { SourceResult } from '../../metrics/result.ts';
import { count, duration } from '../format.ts';
import { headline, unlessZero, type Line, type Sheet } from './sheet.ts';

export function eventSheet(source: SourceResult, events: EventResult): Sheet {
  return {
    lines: [
      { label: 'kind', value: source.type },
      { label: 'function', value: events.function },
      { label: 'invoked by', value: events.origin },
      ...fates(source, events),
      ...attempts(events),
      ...NOT_OF_EVENTS.flatMap(([label, key]) => unlessZero(label, source[key])),
    ],
    spreads: [
      { label: 'latency', unit: 'duration', of: source.latency },
      { label: 'age at attempts', unit: 'duration', of: events.eventAge },
      { label: 'age at first attempt', unit: 'duration', of: source.ageAtFirstAttempt },
    ],
    levels: [
      { label: 'waiting', unit: 'count', of: source.depth },
      { label: 'running', unit: 'count', of: source.inFlight },
    ],
  };
}

function fates(source: SourceResult, events: EventResult): Line[] {
  const { upstream } = events;
  return [
    ...(events.origin === 'direct' ? [] : [{ label: 'published', value: count(events.published) }]),
    ...unlessZero('tries to hand over in vain', upstream.refused),
    ...unlessZero('dropped before Lambda had them', upstream.dropped),
    ...unlessZero('not handed over at the end', upstream.waiting),
    headline('accepted', count(events.received)),
    headline('succeeded', count(source.succeeded)),
    headline('dropped', count(events.dropped)),
    { label: '… of them never run', value: count(events.droppedUnrun) },
    ...unlessZero('… of them never tried', events.droppedUntried),
    { label: '… of them too old', value: count(source.expired) },
    { label: '… of them for other reasons', value: count(source.failed) },
    { label: 'oldest event', value: duration(source.ageOfOldest.max) },
    { label: 'age of the oldest at the end', value: duration(source.ageOfOldest.last) },
    { label: 'maximumRetryAttempts', value: count(events.maximumRetryAttempts) },
    { label: 'maximumEventAge', value: duration(events.maximumEventAge) },
  ];
}

function attempts(events: EventResult): Line[] {
  const { retries } = events;
  return [
    headline('attempts', count(events.attempts)),
    headline('throttled', count(events.throttled)),
    ...unlessZero('system errors', events.systemErrors),
    ...unlessZero('stopped as a loop', events.stopped),
    { label: 'executions', value: count(events.executions) },
    { label: 'function errors', value: count(events.functionErrors) },
    ...unlessZero('executions of what had succeeded before', events.duplicates),
    { label: 'retries after function errors', value: count(retries.functionError) },
    { label: 'retries after throttles', value: count(retries.throttle) },
    ...unlessZero('retries after system errors', retries.systemError),
    ...unlessZero('deliveries after a lost acknowledgement', retries.lostAcknowledgement),
    { label: 'longest wait after a throttle', value: duration(events.longestBackOff) },
  ];
}

/** 0 for events; shown should it ever be otherwise. */
const NOT_OF_EVENTS = [
  ['refused', 'refused'],
  ['dead-lettered', 'deadLettered'],
  ['never given to an invocation', 'deadLetteredUnseen'],
  ['deleted unprocessed', 'acknowledged'],
  ['filtered out', 'filtered'],
  ['visibility timeouts that ran out', 'returned'],
  ['messages received, repeats included', 'received'],
  ['receives with messages', 'receives'],
  ['receives without', 'emptyReceives'],
  ['to destinations', 'toDestination'],
  ['skipped', 'discarded'],
] as const satisfies readonly (readonly [string, keyof SourceResult])[];
