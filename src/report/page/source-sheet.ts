/** All figures of a source: of a queue, of a stream, of asynchronous invocation, or of direct callers, who have no figures of receiving and waiting. Pure. */
import type { SourceResult } from '../../metrics/result.ts';
import { isCaller } from '../callers.ts';
import { count, duration } from '../format.ts';
import { eventSheet } from './event-sheet.ts';
import { fifoLines, groupLevels, groupSpreads } from './group-sheet.ts';
import { endToEnd, headline, unlessZero, type Line, type Sheet } from './sheet.ts';
import { streamSheet } from './stream-sheet.ts';

export function sourceSheet(source: SourceResult): Sheet {
  if (source.stream !== null) return streamSheet(source, source.stream);
  if (source.async !== null) return eventSheet(source, source.async);
  const caller = isCaller(source);
  return {
    lines: [{ label: 'kind', value: source.type }, ...(caller ? callerLines(source) : queueLines(source))],
    spreads: [
      { label: 'latency', unit: 'duration', of: source.latency },
      { label: caller ? 'age when started' : 'age at first attempt', unit: 'duration', of: source.ageAtFirstAttempt },
      ...groupSpreads(source),
      ...endToEnd(source),
    ],
    levels: [
      ...(hasDepth(source) ? ([{ label: 'depth', unit: 'count', of: source.depth }] as const) : []),
      { label: caller ? 'running' : 'in flight', unit: 'count', of: source.inFlight },
      ...groupLevels(source),
    ],
  };
}

/** Callers do not wait; should it ever be otherwise, it is shown. */
function hasDepth(source: SourceResult): boolean {
  return !isCaller(source) || Object.values(source.depth).some((depth) => depth !== 0);
}

function queueLines(source: SourceResult): Line[] {
  return [
    headline('arrived', count(source.arrived)),
    headline('handled', count(source.succeeded)),
    headline('dead-lettered', count(source.deadLettered)),
    ...unlessZero('… of them never given to an invocation', source.deadLetteredUnseen),
    { label: 'deleted unprocessed', value: count(source.acknowledged) },
    { label: 'expired', value: count(source.expired) },
    ...unlessZero('filtered out', source.filtered),
    ...unlessZero('failed', source.failed),
    ...unlessZero('refused', source.refused),
    headline('oldest message', duration(source.ageOfOldest.max)),
    { label: 'age of the oldest at the end', value: duration(source.ageOfOldest.last) },
    { label: 'deliveries after it was done', value: count(source.duplicates) },
    { label: 'visibility timeouts that ran out', value: count(source.returned) },
    { label: 'messages received, repeats included', value: count(source.received) },
    { label: 'receives with messages', value: count(source.receives) },
    { label: 'receives without', value: count(source.emptyReceives) },
    ...STREAM_ONLY.flatMap(([label, key]) => unlessZero(label, source[key])),
    ...fifoLines(source),
  ];
}

function callerLines(source: SourceResult): Line[] {
  const age = source.ageOfOldest;
  return [
    headline('calls', count(source.arrived)),
    headline('answered', count(source.succeeded)),
    headline('failed', count(source.failed)),
    headline('refused with 429', count(source.refused)),
    { label: 'oldest call that ran', value: duration(age.max) },
    { label: 'oldest call running at the end', value: duration(age.last) },
    ...[...QUEUE_ONLY, ...STREAM_ONLY].flatMap(([label, key]) => unlessZero(label, source[key])),
  ];
}

/** 0 for all but streams; shown should it ever be otherwise. */
const STREAM_ONLY = [
  ['to destinations', 'toDestination'],
  ['skipped', 'discarded'],
  ['puts refused', 'putsRefused'],
  ['records dropped after a refused put', 'putsDropped'],
] as const satisfies readonly (readonly [string, keyof SourceResult])[];

/** 0 for callers; shown should it ever be otherwise. */
const QUEUE_ONLY = [
  ['dead-lettered', 'deadLettered'],
  ['… of them never given to an invocation', 'deadLetteredUnseen'],
  ['deleted unprocessed', 'acknowledged'],
  ['expired', 'expired'],
  ['filtered out', 'filtered'],
  ['deliveries after it was done', 'duplicates'],
  ['visibility timeouts that ran out', 'returned'],
  ['messages received, repeats included', 'received'],
  ['receives with messages', 'receives'],
  ['receives without', 'emptyReceives'],
] as const satisfies readonly (readonly [string, keyof SourceResult])[];
