/** A queue by itself, driven step by step: for tests of the source's own interface. */
import type { SqsQueue } from '../../src/model/sources/sqs.ts';
import type { World } from '../../src/model/world.ts';
import { sendTo } from '../../src/validation/recorded/scripted/queue.ts';

export { idsIn, makeQueue, ownerOf, receive } from '../../src/validation/recorded/scripted/queue.ts';
export { makeWorld, sleep } from '../../src/validation/recorded/scripted/world.ts';

/** Sends a message with an id now; returns its slot. */
export function send(world: World, queue: SqsQueue, id: string, delay?: number): number {
  return sendTo(world, queue, { id }, delay);
}
