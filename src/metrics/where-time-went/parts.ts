/**
 * The parts into which the time of a record is split, from its arrival until it has succeeded: the vocabulary of "where time went".
 * Each instant of a record belongs to exactly one part, so that the parts add up to the whole.
 *
 * The order is that of a record's life. A part that a service does not know is always 0 there.
 */

export const PARTS = [
  /** Not to be had yet: a delay of its queue or of its own, or a service in front of Lambda has it. */
  'delay',
  /** Nobody polls: the mapping is disabled or has not begun, or the source or its polling is out. */
  'notPolled',
  /** Could be received, and no poller is free for it: they are still being added, or do all they can. Of events, Lambda's own. */
  'poller',
  /** The same, while the mapping has as many pollers as its maximum concurrency lets it have. */
  'maximumConcurrency',
  /** The same, while failing invocations keep the pollers of the mapping down. */
  'errorBackOff',
  /** Nothing stands in its way but that its shard or partition is only read, or pushed, at intervals. */
  'nextPoll',
  /** Its shard gives no more: reads were refused, or bring only what one read can. */
  'shardRead',
  /** An earlier record of its lane, partition or group is not done with. */
  'blocked',
  /** Received, in a batch that is still being filled. */
  'batch',
  /** Between the poller, the function and the source, beside all other parts: ways that a service needs for itself. */
  'delivery',
  /** Refused because the function's reserved concurrency is in use. */
  'reserved',
  /** Refused because the concurrency of the account that is nobody's own is in use. */
  'unreserved',
  /** Refused because no more environments may start now. */
  'scalingRate',
  /** Refused because the invocations a second of the account, or of the reserved concurrency, are used up. */
  'requestRate',
  /** The function could not be asked: a system error. */
  'systemError',
  /** Its environment is made ready. */
  'coldStart',
  /** The handler is at work on its batch, and does not wait for a downstream. Attempts that fail count as well. */
  'running',
  /** The handler waits for downstreams. */
  'downstream',
  /** Between a failed attempt and when it may be received or tried again: visibility timeouts, back-off. */
  'retry',
] as const;
export type PartName = (typeof PARTS)[number];

/** Places of the parts in {@link PARTS}, by name. */
export const Part = Object.fromEntries(PARTS.map((name, i) => [name, i])) as Readonly<Record<PartName, number>>;

/** The part of a record that waits because an invocation met that limit: by its number in LIMITS of batch.ts. */
export const PART_OF_LIMIT: readonly number[] = [
  Part.unreserved,
  Part.reserved,
  Part.requestRate,
  Part.requestRate,
  Part.scalingRate,
];
