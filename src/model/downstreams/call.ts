/** A call to a downstream while it is under way. Reused: a function has as many as it ever has calls at once. */
import type { Micros } from '../../engine/time.ts';
import type { Batch } from '../batch.ts';
import type { Connection } from './connections.ts';
import type { Session } from './session.ts';

/**
 * How a call ends. failed: the downstream was out. timedOut: no connection or no answer in time. noConnection: the limit of connections was
 * reached, and nobody waits. refused: over the rate. rejected: by the breaker of the client.
 */
export const CALL_ENDS = ['succeeded', 'failed', 'timedOut', 'noConnection', 'refused', 'rejected'] as const;
export type CallEnd = (typeof CALL_ENDS)[number];

/** Who makes a call. */
export interface Caller {
  /** It is over. An event of its own: never within the call, and once for each, unless the invocation ended before. */
  callEnded(end: CallEnd): void;
}

export class Call {
  /** Number among the calls of its client: the subject of events. */
  readonly id: number;
  /** Undefined once it has an answer, or nobody waits for one. */
  caller: Caller | undefined = undefined;
  /** Whose invocation makes it; meaningful while somebody waits for it. */
  batch: Batch | undefined = undefined;
  session: Session | undefined = undefined;
  /** Place among the calls of its session. */
  place = 0;
  /** What it has of the server; undefined while it waits, or when it needs none. */
  connection: Connection | undefined = undefined;
  latency: Micros = 0;
  askedAt: Micros = 0;
  /** When it began at the server or was turned away; NaN while it waits. */
  begunAt: Micros = NaN;
  /** When the caller gives up: first waiting for a connection, then waiting for the answer. */
  cutAt: Micros = Infinity;
  hasCut = false;
  end: CallEnd = 'succeeded';
  /** Whether it waits for a connection, and whether it does so for a limited time. */
  waits = false;
  isTimed = false;
  /** Whether it never comes back. */
  hangs = false;
  /** Whether the server counts it among those in progress. */
  loads = false;
  isProbe = false;
  /** Events that are to come. */
  pending = 0;

  constructor(id: number) {
    this.id = id;
  }

  /** Begins anew. */
  reset(caller: Caller, batch: Batch, session: Session, latency: Micros, now: Micros): void {
    this.caller = caller;
    this.batch = batch;
    this.session = session;
    this.connection = undefined;
    this.latency = latency;
    this.askedAt = now;
    this.begunAt = NaN;
    this.cutAt = Infinity;
    this.hasCut = false;
    this.end = 'succeeded';
    this.waits = false;
    this.isTimed = false;
    this.hangs = false;
    this.loads = false;
    this.isProbe = false;
  }
}

/** The calls of one client by number, and those that are free. */
export class CallTable {
  readonly #all: Call[] = [];
  readonly #free: Call[] = [];

  take(): Call {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const call = new Call(this.#all.length);
    this.#all.push(call);
    return call;
  }

  at(id: number): Call {
    return this.#all[id]!;
  }

  free(call: Call): void {
    call.session = undefined;
    this.#free.push(call);
  }

  /** Calls under way. */
  get size(): number {
    return this.#all.length - this.#free.length;
  }
}
