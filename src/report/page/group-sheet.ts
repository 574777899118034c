/** Figures that only queues with message groups have: what dwelt how long, which groups were noisy, what became of order and calls. Pure. */
import type { SourceResult } from '../../metrics/result.ts';
import { count } from '../format.ts';
import type { Line, Sheet } from './sheet.ts';

/** Of a FIFO queue. */
export function fifoLines({ fifo }: SourceResult): Line[] {
  if (fifo === null) return [];
  return [
    { label: 'handled out of order', value: count(fifo.outOfOrder) },
    { label: 'sends that were repeats', value: count(fifo.deduplicated) },
    { label: 'receives over the quota', value: count(fifo.receivesThrottled) },
    { label: 'deletes over the quota', value: count(fifo.deletesThrottled) },
  ];
}

export function groupSpreads({ groups, fifo }: SourceResult): Sheet['spreads'] {
  if (fifo !== null)
    return [
      { label: 'delay of refused sends', unit: 'duration', of: fifo.sendDelay },
      ...(groups === null ? [] : ([{ label: 'dwell', unit: 'duration', of: groups.dwell }] as const)),
    ];
  if (groups === null) return [];
  if (groups.fair === null) return [{ label: 'dwell', unit: 'duration', of: groups.dwell }];
  return [
    { label: 'dwell, quiet groups', unit: 'duration', of: groups.fair.quietDwell },
    { label: 'dwell, noisy groups', unit: 'duration', of: groups.fair.noisyDwell },
  ];
}

export function groupLevels({ groups, fifo }: SourceResult): Sheet['levels'] {
  if (fifo !== null)
    return [
      { label: 'groups with messages', unit: 'count', of: fifo.groupsPresent },
      { label: 'groups in flight', unit: 'count', of: fifo.groupsInFlight },
      { label: 'sends that wait at producers', unit: 'count', of: fifo.sendsHeld },
    ];
  if (groups === null || groups.fair === null) return [];
  return [
    { label: 'noisy groups', unit: 'count', of: groups.fair.noisyGroups },
    { label: 'depth of quiet groups', unit: 'count', of: groups.fair.quietDepth },
  ];
}
