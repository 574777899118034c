/** All figures of a mapping. Pure. */
import type { MappingResult } from '../../metrics/result.ts';
import { count, duration, instant, percent } from '../format.ts';
import { hours, POLLER_LIMITS, type PollerLimit } from '../pollers.ts';
import { headline, unlessZero, type Line, type Sheet } from './sheet.ts';
import { streamPart } from './stream-sheet.ts';

export function mappingSheet(mapping: MappingResult): Sheet {
  const sheet = ofEvery(mapping);
  if (mapping.stream === null) return sheet;
  const { lines, spreads, levels } = streamPart(mapping.stream);
  return {
    lines: [...sheet.lines, ...lines],
    spreads: [...sheet.spreads, ...spreads],
    levels: [...sheet.levels, ...levels],
  };
}

/** What mappings of queues and of streams have alike; a stream has lanes, of one poller each. */
function ofEvery(mapping: MappingResult): Sheet {
  const [pollers, records] = mapping.stream === null ? ['pollers', 'messages'] : ['lanes', 'records'];
  return {
    lines: [
      { label: 'reads from', value: mapping.source },
      { label: 'invokes', value: mapping.function },
      headline('invocations', count(mapping.invocations)),
      headline('failed invocations', count(mapping.failedInvocations)),
      headline('throttles', count(mapping.throttles)),
      ...unlessZero('attempts that ended in system errors', mapping.systemErrors),
      ...unlessZero(`${records} filtered out`, mapping.filtered),
      { label: `${records} handled`, value: count(mapping.succeeded) },
      { label: `most ${pollers} allowed at the end`, value: limitOf(mapping) },
      ...closed(mapping.closed),
      ...backOff(mapping),
      ...provisioned(mapping),
      ...changes(mapping),
    ],
    spreads: [
      { label: 'latency', unit: 'duration', of: mapping.latency },
      { label: 'batch size', unit: 'count', of: mapping.batchSize },
    ],
    levels: mapping.pollers === null ? [] : [{ label: pollers, unit: 'count', of: mapping.pollers }],
  };
}

function limitOf({ pollers, pollersLimit }: MappingResult): string {
  return pollers === null && pollersLimit === null ? 'unbounded' : count(pollersLimit);
}

function closed(reasons: MappingResult['closed']): Line[] {
  const total = Object.values(reasons).reduce((sum, n) => sum + n, 0);
  return Object.entries(reasons).map(([reason, n]) => ({
    label: `batches closed by ${reason}`,
    value: n === 0 ? '0' : `${count(n)} (${percent(n / total)})`,
  }));
}

function backOff({ errorBackOff: off }: MappingResult): Line[] {
  if (off === null) return [];
  return [
    { label: 'held back by failing invocations', value: duration(off.time) },
    { label: '… pollers from, to', value: `${count(off.from)}, ${count(off.least)}` },
  ];
}

function provisioned({ provisioned: own }: MappingResult): Line[] {
  if (own === null) return [];
  const { use, boundBy } = own;
  return [
    { label: 'provisioned pollers, at their maximum for', value: duration(own.timeAtMaximum) },
    { label: '… used of their invocations, receives, bytes', value: use === null ? '–' : inWords(use, percent) },
    { label: '… messages waited for their invocations, receives, bytes', value: inWords(boundBy, duration) },
    { label: '… poller-hours, unit-hours paid for', value: `${hours(own.pollerHours)}, ${hours(own.unitHours)}` },
  ];
}

function inWords(of: Readonly<Record<PollerLimit, number>>, write: (value: number) => string): string {
  return POLLER_LIMITS.map((limit) => write(of[limit])).join(', ');
}

function changes({ changes: all }: MappingResult): Line[] {
  if (all.length === 0) return [];
  return [{ label: 'changed', value: all.map(({ at, change }) => `${change} at ${instant(at)}`).join('; ') }];
}
