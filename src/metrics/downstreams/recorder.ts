/**
 * The observer that measures downstreams which are called step by step: how calls ended and how long they waited, connections over time, the
 * line for them, and the calls in progress. It listens only to runs in which some function is played out.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import { CALL_ENDS, type CallEnd } from '../../model/downstreams/call.ts';
import { Listener, type Named } from '../../model/observer.ts';
import { Histogram } from '../../stats/histogram.ts';
import { Level } from '../../stats/level.ts';
import { Tally } from '../tally.ts';

/** How calls end for those who look on: nobody waits for an abandoned one any more. */
export type SeenEnd = CallEnd | 'abandoned';
export const SEEN_ENDS: readonly SeenEnd[] = [...CALL_ENDS, 'abandoned'];

/** What is kept of one downstream. */
export class DownstreamRecord {
  /** Connections at most; Infinity: no limit. */
  readonly limit: number;
  readonly ends: Readonly<Record<SeenEnd, Tally>>;
  /** All that are over, abandoned ones included; of these those that did not succeed, and those that began later than at once or never. */
  readonly calls = new Tally();
  readonly failed = new Tally();
  readonly waited = new Tally();
  readonly wait = new Histogram();
  /** From when the handler makes the call until it has its answer. */
  readonly latency = new Histogram();
  readonly connections = new Level();
  /** Connections that are wanted beyond the limit. */
  readonly wanted = new Level();
  readonly inProgress = new Level();
  /** 1 while all connections are open. */
  readonly full = new Level();

  constructor(limit: number) {
    this.limit = limit;
    this.ends = Object.fromEntries(SEEN_ENDS.map((end) => [end, new Tally()])) as Record<SeenEnd, Tally>;
  }

  restart(now: Micros): void {
    for (const tally of [...Object.values(this.ends), this.calls, this.failed, this.waited]) tally.restart();
    this.wait.reset();
    this.latency.reset();
    for (const level of [this.connections, this.wanted, this.inProgress, this.full]) level.restart(now);
  }
}

export class DownstreamRecorder extends Listener {
  /** By their number in the scenario; undefined of those that nobody calls step by step. */
  readonly downstreams: readonly (DownstreamRecord | undefined)[];
  readonly #clock: Clock;

  /** `limits`: connections at most, Infinity without a limit, undefined of those that are not measured. */
  constructor(limits: readonly (number | undefined)[], clock: Clock) {
    super();
    this.downstreams = limits.map((limit) => (limit === undefined ? undefined : new DownstreamRecord(limit)));
    this.#clock = clock;
  }

  /** The warm-up ends. */
  restart(now: Micros): void {
    for (const record of this.downstreams) record?.restart(now);
  }

  override connectionsChanged(downstream: Named, open: number, waiting: number): void {
    const { now } = this.#clock;
    const { connections, wanted, full, limit } = this.downstreams[downstream.index]!;
    connections.set(open, now);
    wanted.set(waiting, now);
    full.set(open >= limit ? 1 : 0, now);
  }

  override loadChanged(downstream: Named, calls: number): void {
    this.downstreams[downstream.index]!.inProgress.set(calls, this.#clock.now);
  }

  override callEnded(downstream: Named, _fn: Named, end: SeenEnd, waited: Micros, took: Micros): void {
    const record = this.downstreams[downstream.index]!;
    record.ends[end].add();
    // One that was abandoned had waited so long at least, and was of no use to anybody.
    record.calls.add();
    if (end !== 'succeeded') record.failed.add();
    if (waited > 0) record.waited.add();
    record.wait.add(waited);
    record.latency.add(waited + took);
  }
}
