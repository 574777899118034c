/**
 * When a batching window closes a batch: pure. By the documentation of the parameter at its end; with the low-traffic hold
 * (SQS-74, the mechanism is inferred) only when a receive returns, which without traffic takes a whole long poll.
 */
import type { Micros } from '../../engine/time.ts';

/** `end` of the window; `longPoll`: how long the receive that begins now waits for a message, 0 without the hold. */
export function windowCloses(end: Micros, now: Micros, longPoll: Micros): Micros {
  if (end <= now) return now;
  return longPoll === 0 ? end : now + Math.ceil((end - now) / longPoll) * longPoll;
}
