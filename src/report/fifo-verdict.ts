/** What of a FIFO queue is worth a sentence: order that was broken, sends that were repeats, calls over the quota and what waits for it. Pure. */
import type { SourceResult } from '../metrics/result.ts';
import { duration, some, was } from './format.ts';

/** What never came to the queue is in none of its figures. */
export function heldSends(name: string, { fifo }: SourceResult): string[] {
  const held = fifo?.sendsHeld.last ?? 0;
  if (held === 0) return [];
  return [
    `${some(held, 'message')} for ${name} still waited at ${held === 1 ? 'its producer' : 'their producers'} at the end: its quota of calls did not let them in.`,
  ];
}

export function brokenOrder(name: string, { fifo }: SourceResult): string[] {
  if (fifo === null || fifo.outOfOrder === 0) return [];
  return [
    `${some(fifo.outOfOrder, 'message')} of ${name} ${was(fifo.outOfOrder)} handled and deleted while an earlier message of the same group was still in the queue: their order is broken.`,
  ];
}

export function repeatedSends(name: string, { fifo }: SourceResult): string[] {
  if (fifo === null || fifo.deduplicated === 0) return [];
  return [`${name} accepted ${some(fifo.deduplicated, 'send')} as repeats, and did not deliver them.`];
}

export function overQuota(name: string, { fifo, putsRefused, putsDropped }: SourceResult): string[] {
  if (fifo === null) return [];
  const { receivesThrottled, deletesThrottled, sendDelay } = fifo;
  const said: string[] = [];
  if (putsRefused > 0) {
    const lost = putsDropped === 0 ? '' : `; ${some(putsDropped, 'message')} ${was(putsDropped)} dropped`;
    const late =
      sendDelay.max === null
        ? ''
        : `; with what waited behind them, ${some(sendDelay.count, 'message')} came up to ${duration(sendDelay.max)} late`;
    said.push(`The quota of calls of ${name} refused ${some(putsRefused, 'send')}${late}${lost}.`);
  }
  if (receivesThrottled + deletesThrottled > 0) {
    const whose = putsRefused > 0 ? 'It' : `The quota of calls of ${name}`;
    const calls = `${some(receivesThrottled, 'receive')} and ${some(deletesThrottled, 'delete')}`;
    said.push(
      `${whose} refused ${calls}${putsRefused > 0 ? ' as well' : ''}: batches that are fuller take fewer calls.`,
    );
  }
  return said;
}
