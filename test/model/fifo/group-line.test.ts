/** The groups of a FIFO queue against a model of them that looks at all messages each time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rules, type FactOverrides } from '../../../src/aws/rules.ts';
import type { World } from '../../../src/model/world.ts';
import { deleteFrom, makeFifo, sendTo } from '../../support/fifo.ts';
import { idsIn, makeWorld, receive, sleep } from '../../support/queue.ts';

function worldWith(facts: FactOverrides): World {
  return { ...makeWorld(), rules: new Rules('current', facts) };
}

const SECOND = 1e6;

interface Message {
  readonly id: string;
  readonly group: number;
  /** Undefined: it waits. */
  until: number | undefined;
  turn: number;
}

/** The rules of docs/fifo.md in as few words as possible. */
class Plain {
  messages: Message[] = [];
  now = 0;
  #turn = 0;
  readonly #far: number;

  constructor(far: number) {
    this.#far = far;
  }

  send(id: string, group: number, delay: number): void {
    const isDelayed = delay > 0;
    const until = isDelayed ? this.now + delay : undefined;
    this.messages.push({ id, group, until, turn: isDelayed ? 0 : ++this.#turn });
  }

  sleep(seconds: number): void {
    this.now += seconds;
    const due = this.messages.filter(({ until }) => until !== undefined && until <= this.now);
    for (const one of due.sort((a, b) => a.until! - b.until! || this.#order(a, b))) this.#show(one);
  }

  /** Those that are due at one instant come back as they went: see `receive`. */
  #order(a: Message, b: Message): number {
    return this.#went.indexOf(a.id) - this.#went.indexOf(b.id);
  }

  #went: string[] = [];

  #show(message: Message): void {
    message.until = undefined;
    message.turn = ++this.#turn;
  }

  receive(most: number, visibility: number): string[] {
    const firsts = new Map<number, Message>();
    for (const one of this.messages) if (!firsts.has(one.group)) firsts.set(one.group, one);
    const seen = new Set(this.messages.slice(0, this.#far));
    const groups = [...firsts.values()]
      .filter((one) => one.until === undefined && seen.has(one))
      .sort((a, b) => a.turn - b.turn)
      .map(({ group }) => group);
    const taken: Message[] = [];
    for (const group of groups) {
      for (const one of this.messages.filter((other) => other.group === group)) {
        if (one.until !== undefined || taken.length === most) break;
        taken.push(one);
      }
    }
    for (const one of taken) this.hide(one, visibility);
    return taken.map(({ id }) => id);
  }

  hide(message: Message, seconds: number): void {
    this.#went = this.#went.filter((id) => id !== message.id);
    this.#went.push(message.id);
    if (seconds > 0) message.until = this.now + seconds;
    else this.#show(message);
  }

  delete(id: string): void {
    this.messages = this.messages.filter((one) => one.id !== id);
  }
}

const op = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant('send' as const), group: fc.integer({ min: 0, max: 4 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant('receive' as const),
      most: fc.integer({ min: 1, max: 10 }),
      visibility: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('delete' as const), which: fc.nat(50) }) },
  {
    weight: 2,
    arbitrary: fc.record({ op: fc.constant('hide' as const), which: fc.nat(50), for: fc.integer({ min: 0, max: 6 }) }),
  },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('sleep' as const), for: fc.integer({ min: 1, max: 4 }) }) },
);

describe('groups of a FIFO queue', () => {
  it('whatever is sent, received, deleted and hidden: what a receive gives (SQS-62, SQS-64, R-FQ-01 to R-FQ-09)', () => {
    const cases = fc.record({
      far: fc.constantFrom(3, 6, 120_000),
      delay: fc.constantFrom(0, 0, 2),
      ops: fc.array(op, { maxLength: 60 }),
    });
    fc.assert(
      fc.property(cases, ({ far, delay, ops }) => {
        const world = worldWith({ 'fifo.lookAhead': far });
        const queue = makeFifo(world, { times: { delay: delay * SECOND } });
        const plain = new Plain(far);
        const held: { id: string; slot: number; receipt: number }[] = [];
        ops.forEach((step, i) => {
          if (step.op === 'send') {
            sendTo(world, queue, { id: `m${i}`, group: step.group });
            plain.send(`m${i}`, step.group, delay);
          } else if (step.op === 'receive') {
            const batch = receive(world, queue, step.most, step.visibility * SECOND);
            const ids = idsIn(world, batch);
            expect(ids).toEqual(plain.receive(step.most, step.visibility));
            ids.forEach((id, at) => held.push({ id, slot: batch.slots[at]!, receipt: batch.receipts[at]! }));
          } else if (step.op === 'sleep') {
            sleep(world, step.for * SECOND);
            plain.sleep(step.for);
          } else if (held.length > 0) {
            const { id, slot, receipt } = held[step.which % held.length]!;
            const message = plain.messages.find((one) => one.id === id);
            const isHeld = message?.until !== undefined && held.findLast((one) => one.id === id)!.receipt === receipt;
            if (step.op === 'delete') {
              // A batch that holds a message which is gone has let go of its slot only once.
              if (message === undefined) return;
              expect(deleteFrom(world, queue, slot, receipt)).toBe(isHeld);
              if (isHeld) plain.delete(id);
            } else {
              if (message === undefined) return;
              expect(queue.changeVisibility(slot, receipt, step.for * SECOND)).toBe(isHeld);
              if (isHeld) plain.hide(message!, step.for);
            }
          }
          expect(queue.held).toBe(plain.messages.length);
          expect(queue.visible).toBe(plain.messages.filter(({ until }) => until === undefined).length);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('a backlog of one group hides the groups behind it, until it is short enough (SQS-64)', () => {
    const world = worldWith({ 'fifo.lookAhead': 5 });
    const queue = makeFifo(world);
    for (let i = 0; i < 8; i++) sendTo(world, queue, { id: `a${i}`, group: 'a' });
    sendTo(world, queue, { id: 'b', group: 'b' });
    const first = receive(world, queue, 4);
    expect(idsIn(world, first)).toEqual(['a0', 'a1', 'a2', 'a3']);
    expect(queue.available()).toBe(false);
    first.outcome = 0;
    queue.settle(first);
    // Five are left: the last that is looked at is b.
    expect(idsIn(world, receive(world, queue, 1))).toEqual(['a4']);
    expect(idsIn(world, receive(world, queue, 10))).toEqual(['b']);
  });

  it('with no more than so many in flight nothing is received, without an error (SQS-58)', () => {
    const world = worldWith({ 'fifo.inFlight.max': 3 });
    const queue = makeFifo(world);
    for (let i = 0; i < 5; i++) sendTo(world, queue, { id: `m${i}`, group: i });
    expect(idsIn(world, receive(world, queue))).toEqual(['m0', 'm1', 'm2']);
    expect(queue.available()).toBe(false);
    expect(idsIn(world, receive(world, queue))).toEqual([]);
  });

  it('a receive for batches of one group goes on with no other (UNK-17)', () => {
    const world = makeWorld();
    const queue = makeFifo(world);
    for (const [id, group] of [
      ['a0', 'a'],
      ['b0', 'b'],
      ['a1', 'a'],
    ] as const)
      sendTo(world, queue, { id, group });
    const batch = receive(world, queue, 0);
    batch.oneGroup = true;
    queue.receiveHidden(10, 30e6, batch);
    expect(idsIn(world, batch)).toEqual(['a0', 'a1']);
    expect(idsIn(world, receive(world, queue))).toEqual(['b0']);
  });
});
