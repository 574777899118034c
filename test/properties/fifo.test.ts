/**
 * What holds of FIFO queues in any run: order inside a group, never two invocations of one group at a time, no more invocations than groups.
 * The visibility timeout is long enough for all of it, as docs/fifo.md says it has to be.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { Listener, type Named } from '../../src/model/observer.ts';
import { run } from '../support/run.ts';
import type { Watched } from '../../src/simulate.ts';

/** Follows the messages of each group, by their numbers, and says what should not have happened. */
class Watch extends Listener {
  readonly wrong: string[] = [];
  mostAtOnce = 0;
  readonly #watched: Watched;
  readonly #groups: number;
  readonly #keepsOrder: boolean;
  /** By group: those that are in the queue, in order; those that were delivered; its invocations. */
  readonly #present = new Map<number, string[]>();
  readonly #running = new Map<number, number>();
  readonly #seen = new Set<string>();
  #invocations = 0;

  constructor(watched: Watched, groups: number, keepsOrder: boolean) {
    super();
    this.#watched = watched;
    this.#groups = groups;
    this.#keepsOrder = keepsOrder;
  }

  #groupOf(slot: number): number {
    const { records } = this.#watched;
    return records.attributes[records.attribute('g')]!.column[slot]!;
  }

  override sent(source: Named, slot: number): void {
    if (source.index > 0) return;
    const group = this.#groupOf(slot);
    if (!this.#present.has(group)) this.#present.set(group, []);
    this.#present.get(group)!.push(this.#watched.idOf(slot));
  }

  override invoked(_fn: Named, batch: Batch): void {
    if (batch.owner.source.index > 0) return;
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#invocations);
    if (this.#invocations > this.#groups) this.wrong.push(`${this.#invocations} invocations at once`);
    const before = new Map<number, string[]>();
    for (let i = 0; i < batch.size; i++) this.#deliver(batch.slots[i]!, before);
    for (const group of before.keys()) {
      const running = (this.#running.get(group) ?? 0) + 1;
      this.#running.set(group, running);
      if (running > 1) this.wrong.push(`${running} invocations of one group`);
    }
  }

  /** At its first delivery, nothing of its group is before a message but what is before it in its batch. */
  #deliver(slot: number, before: Map<number, string[]>): void {
    const group = this.#groupOf(slot);
    const id = this.#watched.idOf(slot);
    const inBatch = before.get(group) ?? [];
    before.set(group, [...inBatch, id]);
    const present = this.#present.get(group)!;
    const ahead = present.slice(0, present.indexOf(id)).filter((one) => !inBatch.includes(one));
    if (ahead.length > 0 && (this.#keepsOrder || !this.#seen.has(id)))
      this.wrong.push(`${id} comes before ${ahead[0]!}`);
    this.#seen.add(id);
  }

  override finished(_fn: Named, batch: Batch): void {
    if (batch.owner.source.index > 0) return;
    this.#invocations--;
    const groups = new Set([...batch.slots.subarray(0, batch.size)].map((slot) => this.#groupOf(slot)));
    for (const group of groups) this.#running.set(group, this.#running.get(group)! - 1);
  }

  override deleted(source: Named, batch: Batch): void {
    if (source.index > 0) return;
    for (let i = 0; i < batch.size; i++) if ((batch.fates[i]! & 3) % 2 === 1) this.#leave(batch.slots[i]!);
  }

  override deadLettered(_source: Named, _target: Named, slot: number): void {
    this.#leave(slot);
  }

  #leave(slot: number): void {
    const present = this.#present.get(this.#groupOf(slot))!;
    present.splice(present.indexOf(this.#watched.idOf(slot)), 1);
  }
}

it('order inside a group, and never two invocations of one group at a time (SQS-62, SQS-63)', () => {
  const cases = fc.record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    groups: fc.integer({ min: 1, max: 8 }),
    rate: fc.integer({ min: 1, max: 60 }),
    batchSize: fc.integer({ min: 1, max: 10 }),
    onRecordError: fc.constantFrom('throw', 'stopAndReport', 'report'),
    fails: fc.constantFrom('0 %', '3 %', '20 %'),
    size: fc.constantFrom('1 KiB', '900 KiB'),
    delay: fc.constantFrom('0 s', '2 s'),
    oneGroupPerBatch: fc.boolean(),
    reserved: fc.constantFrom(undefined, 3),
    calls: fc.constantFrom('300/s', '20/s'),
  });
  let most = 0;
  fc.assert(
    fc.property(cases, (one) => {
      let watch: Watch | undefined;
      const handler = { perRecord: '150 ms', outcome: [{ fails: one.fails }], onRecordError: one.onRecordError };
      const result = run(
        {
          lagcast: 1,
          seed: one.seed,
          duration: '90 s',
          functions: { f: { timeout: '3 s', handler, ...(one.reserved && { reservedConcurrency: one.reserved }) } },
          sources: {
            q: {
              type: 'sqsFifo',
              messageGroupId: 'g',
              visibilityTimeout: '40 s',
              delay: one.delay,
              redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: 'dlq' },
              arrivals: [
                {
                  rate: { poisson: `${one.rate}/s` },
                  endAt: '20 s',
                  attributes: { g: { zipf: { values: one.groups, exponent: 1 } }, size: one.size },
                },
              ],
            },
            dlq: { type: 'sqsFifo' },
          },
          mappings: {
            m: {
              source: 'q',
              function: 'f',
              batchSize: one.batchSize,
              reportBatchItemFailures: true,
              oneGroupPerBatch: one.oneGroupPerBatch,
            },
          },
          facts: { 'fifo.calls': one.calls },
        },
        {
          observers: [(watched) => (watch = new Watch(watched, one.groups, one.onRecordError !== 'report'))],
        },
      );
      expect(watch!.wrong.slice(0, 3)).toEqual([]);
      if (one.onRecordError !== 'report') expect(result.sources['q']!.fifo!.outOfOrder).toBe(0);
      most = Math.max(most, watch!.mostAtOnce);
    }),
    { numRuns: 15 },
  );
  // Drawn anew each time: how many groups meet, hangs on chance; that some do, does not.
  expect(most).toBeGreaterThan(1);
});
