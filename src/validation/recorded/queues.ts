/** Judges a recorded script of calls to a queue by itself: what each call that is asserted gives. */
import { Listener } from '../../model/observer.ts';
import type { SqsQueue } from '../../model/sources/sqs.ts';
import type { World } from '../../model/world.ts';
import type { Row } from '../row.ts';
import { same } from './comparison.ts';
import type { Entry } from './entry.ts';
import { rowsOf } from './rows.ts';
import { deleteFrom, idsIn, makeFifo, makeQueue, receive, sendTo, type Sent } from './scripted/queue.ts';
import { makeWorld, sleep } from './scripted/world.ts';
import { idsText } from './words.ts';

interface Counters {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

type Step =
  | ({ readonly op: 'send'; readonly expect?: 'deduplicated' } & Sent)
  | ({ readonly op: 'receive'; readonly expect: readonly string[] } & Receive)
  | { readonly op: 'receiveDeadLetter'; readonly expect: readonly string[] }
  | { readonly op: 'delete'; readonly id: string; readonly expect: 'deleted' | 'expired' }
  | { readonly op: 'changeVisibility'; readonly id: string; readonly to_s: number }
  | { readonly op: 'sleep'; readonly s: number }
  | { readonly op: 'counters'; readonly expect: Counters };

interface Receive {
  /** Messages, 1 to 10. */
  readonly most?: number;
  /** A long poll of so many seconds. */
  readonly wait_s?: number;
  readonly visibility_s?: number;
}

export interface QueueEntry extends Entry {
  readonly queue: {
    readonly type: 'sqs' | 'sqsFifo';
    readonly visibilityTimeout_s: number;
    readonly delay_s?: number;
    readonly maxReceiveCount?: number;
    readonly contentBasedDeduplication?: boolean;
  };
  readonly steps: readonly Step[];
  /** Whether no two receives gave the same receipt. */
  readonly receiptsDiffer?: boolean;
}

export function judgeQueue(entry: QueueEntry): Row[] {
  const script = new Script(entry.queue);
  const given = entry.steps.map((step) => script.take(step));
  const asserted = entry.steps.flatMap((step, i) => ('expect' in step ? [{ step, given: given[i]! }] : []));
  const outcome = [
    same(
      'calls',
      asserted.map(({ step }) => callText(step, step.expect)),
      [asserted.map(({ step, given: answer }) => callText(step, answer))],
      (texts) => texts.join('; '),
    ),
  ];
  if (entry.receiptsDiffer === true)
    outcome.push(same('receipts differ', true, [script.receiptsDiffer], (differ) => (differ ? 'yes' : 'no')));
  return rowsOf(entry, 'decision', { outcome, times: [] });
}

type Answer = string | readonly string[] | Counters;

function callText({ op }: Step, answer: Answer | undefined): string {
  const name = op === 'receiveDeadLetter' ? 'receive of the dead-letter queue' : op;
  if (answer === undefined || typeof answer === 'string') return `${name} → ${answer ?? 'done'}`;
  if ('visible' in answer) return `${answer.visible} visible, ${answer.inFlight} in flight, ${answer.delayed} delayed`;
  return `${name} → ${idsText(answer)}`;
}

/** A queue `q`, and for dead letters one beside it. */
class Script {
  readonly #world: World;
  readonly #queue: SqsQueue;
  readonly #deadLetters: SqsQueue;
  /** How often a message was a repeat. */
  #repeats = 0;
  /** By id, its slot and the last receipt. */
  readonly #last = new Map<string, readonly [slot: number, receipt: number]>();
  readonly #receipts: number[] = [];

  constructor(given: QueueEntry['queue']) {
    const repeated = (): void => void this.#repeats++;
    this.#world = makeWorld(
      new (class extends Listener {
        override deduplicated(): void {
          repeated();
        }
      })(),
    );
    const { maxReceiveCount = Infinity } = given;
    const times = {
      visibilityTimeout: given.visibilityTimeout_s * 1e6,
      delay: (given.delay_s ?? 0) * 1e6,
      maxReceiveCount,
    };
    const deduplication = { contentBased: given.contentBasedDeduplication ?? false };
    this.#queue =
      given.type === 'sqs' ? makeQueue(this.#world, times) : makeFifo(this.#world, { times, deduplication });
    this.#deadLetters = makeQueue(this.#world, {}, 'dlq', 1);
    if (maxReceiveCount < Infinity) this.#queue.deadLetterQueue = this.#deadLetters;
  }

  get receiptsDiffer(): boolean {
    return new Set(this.#receipts).size === this.#receipts.length;
  }

  /** What the call gives, where a step may assert it. */
  take(step: Step): Answer | undefined {
    switch (step.op) {
      case 'send':
        return this.#send(step);
      case 'receive':
        return this.#receive(step);
      case 'receiveDeadLetter':
        return idsIn(this.#world, receive(this.#world, this.#deadLetters));
      case 'delete':
        return deleteFrom(this.#world, this.#queue, ...this.#last.get(step.id)!) ? 'deleted' : 'expired';
      case 'changeVisibility':
        if (!this.#queue.changeVisibility(...this.#last.get(step.id)!, step.to_s * 1e6))
          throw new Error(`${step.id} is not in flight`);
        return undefined;
      case 'sleep':
        sleep(this.#world, step.s * 1e6);
        return undefined;
      case 'counters': {
        const { visible, inFlight, delayed } = this.#queue;
        return { visible, inFlight, delayed };
      }
    }
  }

  #send(sent: Sent): Answer {
    const before = this.#repeats;
    sendTo(this.#world, this.#queue, sent);
    return this.#repeats > before ? 'deduplicated' : 'accepted';
  }

  #receive({ most, wait_s = 0, visibility_s }: Receive): Answer {
    // A long poll: until something can be received, at most so long.
    for (let tenths = 0; tenths < wait_s * 10 && !this.#queue.available(); tenths++) sleep(this.#world, 100_000);
    const visibility = visibility_s === undefined ? undefined : visibility_s * 1e6;
    const batch = receive(this.#world, this.#queue, most, visibility);
    const ids = idsIn(this.#world, batch);
    ids.forEach((id, i) => {
      this.#last.set(id, [batch.slots[i]!, batch.receipts[i]!]);
      this.#receipts.push(batch.receipts[i]!);
    });
    return ids;
  }
}
