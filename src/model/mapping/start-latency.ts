/**
 * The way of a fresh message to a warm function: sending, receiving and invoking as one time, calibrated (UNK-25).
 *
 * Somebody measured from publish to the start of the handler on a quiet system. What of it is the sender's, the queue's or
 * the poller's nobody can see from outside, so it is one draw for each batch, counted from when its newest message was sent:
 * on a quiet system the whole of it passes, and a batch that waited for a poller longer than that begins at once. A message
 * that was delayed, or comes back, has been in the queue for longer already. Left out: that latency grows under load.
 */
import { compile, type Distribution } from '../../engine/distributions.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import type { Rules } from '../../aws/rules.ts';
import type { Batch } from '../batch.ts';
import type { Records } from '../records.ts';
import type { EventSource } from '../sources/source.ts';

/** The quantiles the measurement gives, and the facts that have them. */
export const START_LATENCY = [
  [0, 'sqs.startLatency.p0'],
  [0.1, 'sqs.startLatency.p10'],
  [0.5, 'sqs.startLatency.p50'],
  [0.9, 'sqs.startLatency.p90'],
  [0.99, 'sqs.startLatency.p99'],
  [1, 'sqs.startLatency.p100'],
] as const;

/** Undefined when the rules have none. `random`: a stream of its own for each mapping. */
export function startLatencyOf(rules: Rules, records: Records, random: () => RandomStream): StartLatency | undefined {
  if (rules.word('sqs.startLatency') === 'off') return undefined;
  const points = START_LATENCY.map(([share, path]) => [share, rules.number(path)] as const);
  return new StartLatency(compile({ kind: 'quantiles', points }), points.at(-1)![1], records, random());
}

export class StartLatency {
  readonly #draw: Distribution;
  readonly #longest: Micros;
  readonly #records: Records;
  readonly #random: RandomStream;

  constructor(draw: Distribution, longest: Micros, records: Records, random: RandomStream) {
    this.#draw = draw;
    this.#longest = longest;
    this.#records = records;
    this.#random = random;
  }

  /**
   * When a batch closed now can be with the function: now, or later when its newest message is still under way. A message
   * that is under way has not been received yet, so what runs from its receive is put off by as much.
   */
  arrives(batch: Batch, source: EventSource, now: Micros): Micros {
    const { sentAt } = this.#records;
    const { slots, receipts, size } = batch;
    let newest = -Infinity;
    for (let i = 0; i < size; i++) if (sentAt[slots[i]!]! > newest) newest = sentAt[slots[i]!]!;
    // Under a backlog nothing is fresh, and nothing is drawn.
    if (newest + this.#longest <= now) return now;
    const latency = Math.round(this.#draw(this.#random));
    for (let i = 0; i < size; i++) {
      const left = sentAt[slots[i]!]! + latency - now;
      if (left > 0) source.putOff(slots[i]!, receipts[i]!, left);
    }
    return Math.max(now, newest + latency);
  }
}
