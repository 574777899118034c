/** The recorded cases of a FIFO queue by itself: scripted sends, receives, deletes and waits. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Listener } from '../../src/model/observer.ts';
import { deleteFrom, makeFifo, sendTo, type Sent } from '../support/fifo.ts';
import { idsIn, makeWorld, receive, sleep } from '../support/queue.ts';

type Step =
  | ({ readonly op: 'send'; readonly expect?: 'deduplicated' } & Sent)
  | { readonly op: 'receive'; readonly most?: number; readonly wait_s?: number; readonly visibility_s?: number; readonly expect: string[] }
  | { readonly op: 'delete'; readonly id: string; readonly expect: 'deleted' | 'expired' }
  | { readonly op: 'changeVisibility'; readonly id: string; readonly to_s: number }
  | { readonly op: 'sleep'; readonly s: number }
  | { readonly op: 'counters'; readonly expect: { visible: number; inFlight: number; delayed: number } };

interface Case {
  readonly id: string;
  readonly title: string;
  readonly queue: { readonly visibilityTimeout_s: number; readonly delay_s?: number; readonly contentBasedDeduplication?: boolean };
  readonly steps: readonly Step[];
}

const cases = JSON.parse(readFileSync(new URL('fifo-queue.json', import.meta.url), 'utf8')) as Case[];

it.each(cases)('$id: $title', ({ queue: given, steps }) => {
  const repeats: number[] = [];
  const world = makeWorld(new (class extends Listener {
    override deduplicated(_: unknown, slot: number): void {
      repeats.push(slot);
    }
  })());
  const queue = makeFifo(world, {
    times: { visibilityTimeout: given.visibilityTimeout_s * 1e6, delay: (given.delay_s ?? 0) * 1e6 },
    deduplication: { contentBased: given.contentBasedDeduplication ?? false },
  });
  /** By id, its slot and the last receipt. */
  const receipts = new Map<string, [slot: number, receipt: number]>();
  for (const step of steps) {
    switch (step.op) {
      case 'send': {
        const before = repeats.length;
        sendTo(world, queue, step);
        if (step.expect === 'deduplicated') expect(repeats.length).toBe(before + 1);
        break;
      }
      case 'receive': {
        for (let tenths = 0; tenths < (step.wait_s ?? 0) * 10 && !queue.available(); tenths++) sleep(world, 100_000);
        const visibility = step.visibility_s === undefined ? undefined : step.visibility_s * 1e6;
        const batch = receive(world, queue, step.most, visibility);
        expect(idsIn(world, batch)).toEqual(step.expect);
        idsIn(world, batch).forEach((id, i) => receipts.set(id, [batch.slots[i]!, batch.receipts[i]!]));
        break;
      }
      case 'delete':
        expect(deleteFrom(world, queue, ...receipts.get(step.id)!)).toBe(step.expect === 'deleted');
        break;
      case 'changeVisibility':
        expect(queue.changeVisibility(...receipts.get(step.id)!, step.to_s * 1e6)).toBe(true);
        break;
      case 'sleep':
        sleep(world, step.s * 1e6);
        break;
      case 'counters':
        expect({ visible: queue.visible, inFlight: queue.inFlight, delayed: queue.delayed }).toEqual(step.expect);
    }
  }
});
