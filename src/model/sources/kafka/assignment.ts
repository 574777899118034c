/**
 * Which consumer of a group has which partition: even shares, and as many partitions as possible stay where they are, as with Kafka's sticky
 * assignors. Which assignor Lambda has is not published. Pure.
 */

/**
 * For each partition the number of its consumer. `before`: who had them; undefined: nobody. No consumer beyond the number of partitions
 * has any.
 */
export function assignmentOf(
  partitions: number,
  consumers: number,
  before: readonly (number | undefined)[] = [],
): number[] {
  const shares = new Shares(partitions, consumers);
  const owners = Array.from({ length: partitions }, (_, partition) => {
    const owner = before[partition];
    return owner !== undefined && shares.take(owner) ? owner : undefined;
  });
  return owners.map((owner) => owner ?? shares.takeAny());
}

/** How many partitions each consumer may still get. */
class Shares {
  readonly #least: number;
  readonly #taken: number[];
  /** Consumers that may have one more than the others. */
  #larger: number;

  constructor(partitions: number, consumers: number) {
    this.#least = Math.floor(partitions / consumers);
    this.#larger = partitions % consumers;
    this.#taken = Array<number>(consumers).fill(0);
  }

  /** Whether there is room for one more, which is then taken. */
  take(consumer: number): boolean {
    const taken = this.#taken[consumer];
    if (taken === undefined || taken > this.#least) return false;
    if (taken === this.#least) {
      if (this.#larger === 0) return false;
      this.#larger--;
    }
    this.#taken[consumer] = taken + 1;
    return true;
  }

  /** The first consumer with the fewest gets one more: there is room. */
  takeAny(): number {
    const few = this.#taken.findIndex((taken) => taken < this.#least);
    const consumer = few >= 0 ? few : this.#taken.findIndex((taken) => taken === this.#least);
    this.take(consumer);
    return consumer;
  }
}
