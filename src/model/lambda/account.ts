/**
 * The account's concurrency in one Region (CON-01 to CON-04, CON-06, CON-08): each function with reserved concurrency has its
 * part to itself, as a guarantee and as a cap (CON-03); provisioned environments of the others are set aside from the moment
 * they are asked for, used or not; and all share the rest: its concurrency, and ten invocations a second for each unit of it.
 */
import type { World } from '../world.ts';
import { RequestRate } from './request-rate.ts';
import { TokenBucket } from './token-bucket.ts';

export class Account {
  /** Concurrent executions of all functions together. */
  readonly concurrency: number;
  /** New environments allowed account-wide, where the rules count them so (before November 2023). */
  readonly scaling: TokenBucket;
  /** Invocations of the shared part. */
  readonly rate: RequestRate;
  readonly #perUnit: number;
  #setAside = 0;
  /** Kept ready: it is looked at for every invocation. */
  #unreserved: number = 0;
  #unreservedRunning = 0;

  constructor(concurrency: number, world: World) {
    const { rules } = world;
    this.concurrency = concurrency;
    this.scaling = new TokenBucket(rules.number('lambda.scaling.burst'), rules.number('lambda.scaling.rate'));
    this.rate = new RequestRate(rules.number('lambda.requestRate.window'));
    this.#perUnit = rules.number('lambda.requestRate');
    this.setAside(0);
  }

  /** What functions without reserved concurrency share, beyond what they have provisioned. */
  get unreserved(): number {
    return this.#unreserved;
  }

  /** Whether the shared part is used up. */
  get isFull(): boolean {
    return this.#unreservedRunning >= this.unreserved;
  }

  /** ClaimedAccountConcurrency: what runs in the shared part, and all that is set aside (CON-06). */
  get claimed(): number {
    return this.#unreservedRunning + this.#setAside;
  }

  /** What a function reserves, or has provisioned without a reservation, changes by `step`. */
  setAside(step: number): void {
    this.#setAside += step;
    this.#unreserved = this.concurrency - this.#setAside;
    this.rate.limit(this.#perUnit * Math.max(0, this.#unreserved));
  }

  /** An execution in the shared part begins (+1) or ends (−1). */
  addUnreserved(step: number): void {
    this.#unreservedRunning += step;
  }
}
