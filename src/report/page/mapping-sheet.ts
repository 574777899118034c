/** All figures of a mapping. Pure. */
import type { MappingResult } from '../../metrics/result.ts';
import { count, duration, instant, percent } from '../format.ts';
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

function changes({ changes: all }: MappingResult): Line[] {
  if (all.length === 0) return [];
  return [{ label: 'changed', value: all.map(({ at, change }) => `${change} at ${instant(at)}`).join('; ') }];
}
