/** The recorded cases of a queue by itself: scripted sends, receives and waits. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { idsIn, makeQueue, makeWorld, receive, send, sleep } from '../support/queue.ts';

type Step =
  | { readonly op: 'send'; readonly id: string }
  | { readonly op: 'receive'; readonly most?: number; readonly wait_s?: number; readonly visibility_s?: number; readonly expect: string[] }
  | { readonly op: 'receiveDeadLetter'; readonly expect: string[] }
  | { readonly op: 'changeVisibility'; readonly ofReceive: number; readonly to_s: number }
  | { readonly op: 'sleep'; readonly s: number }
  | { readonly op: 'counters'; readonly expect: { visible: number; inFlight: number; delayed: number } };

interface Case {
  readonly id: string;
  readonly title: string;
  readonly queue: { readonly visibilityTimeout_s: number; readonly maxReceiveCount?: number };
  readonly steps: readonly Step[];
  readonly receiptsDiffer?: boolean;
}

const cases = JSON.parse(readFileSync(new URL('sqs-queue.json', import.meta.url), 'utf8')) as Case[];

it.each(cases)('$id: $title', ({ queue: given, steps, receiptsDiffer }) => {
  const world = makeWorld();
  const { maxReceiveCount } = given;
  const queue = makeQueue(world, { visibilityTimeout: given.visibilityTimeout_s * 1e6, ...(maxReceiveCount ? { maxReceiveCount } : {}) });
  const deadLetters = makeQueue(world, {}, 'dlq', 1);
  if (maxReceiveCount !== undefined) queue.deadLetterQueue = deadLetters;
  const received: Batch[] = [];
  for (const step of steps) {
    switch (step.op) {
      case 'send':
        send(world, queue, step.id);
        break;
      case 'receive': {
        if (step.wait_s !== undefined) waitForWork(step.wait_s);
        const visibility = step.visibility_s === undefined ? undefined : step.visibility_s * 1e6;
        const batch = receive(world, queue, step.most, visibility);
        received.push(batch);
        expect(idsIn(world, batch)).toEqual(step.expect);
        break;
      }
      case 'receiveDeadLetter':
        expect(idsIn(world, receive(world, deadLetters))).toEqual(step.expect);
        break;
      case 'changeVisibility': {
        const batch = received[step.ofReceive]!;
        expect(queue.changeVisibility(batch.slots[0]!, batch.receipts[0]!, step.to_s * 1e6)).toBe(true);
        break;
      }
      case 'sleep':
        sleep(world, step.s * 1e6);
        break;
      case 'counters':
        expect({ visible: queue.visible, inFlight: queue.inFlight, delayed: queue.delayed }).toEqual(step.expect);
    }
  }
  const receipts = received.flatMap((batch) => [...batch.receipts.subarray(0, batch.held)]);
  if (receiptsDiffer === true) expect(new Set(receipts).size).toBe(receipts.length);

  /** A long poll: until something can be received, at most so long. */
  function waitForWork(seconds: number): void {
    for (let tenths = 0; tenths < seconds * 10 && !queue.available(); tenths++) sleep(world, 100_000);
  }
});
