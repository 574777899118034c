/**
 * The account's concurrency in one Region (CON-01 to CON-03): each function with reserved concurrency has its part to
 * itself, all others share the rest. Left out so far: request rates and provisioned concurrency.
 */
import type { World } from '../world.ts';
import { TokenBucket } from './token-bucket.ts';

export class Account {
  /** Concurrent executions of all functions together. */
  readonly concurrency: number;
  /** New environments allowed account-wide, where the rules count them so (before November 2023). */
  readonly #scaling: TokenBucket;
  #reserved = 0;
  #unreservedRunning = 0;

  constructor(concurrency: number, world: World) {
    this.concurrency = concurrency;
    this.#scaling = new TokenBucket(
      world.rules.number('lambda.scaling.burst'),
      world.rules.number('lambda.scaling.rate'),
    );
  }

  /** What functions without reserved concurrency share. */
  get unreserved(): number {
    return this.concurrency - this.#reserved;
  }

  /** Whether the shared part is used up. */
  get isFull(): boolean {
    return this.#unreservedRunning >= this.unreserved;
  }

  /** The account-wide allowance of new environments. */
  get scaling(): TokenBucket {
    return this.#scaling;
  }

  /** A function's reserved concurrency changes by `step`. */
  reserve(step: number): void {
    this.#reserved += step;
  }

  /** An execution without reservation begins (+1) or ends (−1). */
  addUnreserved(step: number): void {
    this.#unreservedRunning += step;
  }
}
