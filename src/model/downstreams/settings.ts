/** What a downstream is like, and how one function uses it. All times are whole microseconds, Infinity where there is no limit. */
import type { Distribution } from '../../engine/distributions.ts';
import type { Micros } from '../../engine/time.ts';
import type { Outages } from '../outages.ts';
import type { BreakerSettings } from './breaker.ts';
import type { LoadRow } from './load.ts';
import type { RecoverySettings } from './recovery.ts';

/** The side of the server, and what its clients make of its refusals. */
export interface ServerSettings {
  /** Connections open at once, those being set up included; Infinity: no limit. */
  readonly connections: number;
  /** What becomes of a client that wants one more: it waits for a place, or its call fails after `failAfter`. */
  readonly onExhausted: 'wait' | 'fail';
  /** What it takes to set up a connection, in microseconds; undefined: no time. */
  readonly connectTime: Distribution | undefined;
  /** The server closes a connection that has been idle for so long. */
  readonly idleTimeout: Micros;
  /** Calls a second; Infinity: no limit. */
  readonly requestRate: number;
  readonly onRateExceeded: 'fail' | 'wait';
  /** How latency rises with load; empty: it does not. */
  readonly load: readonly LoadRow[];
  readonly recovery: RecoverySettings | undefined;
  /** Undefined: clients have no breaker. */
  readonly breaker: BreakerSettings | undefined;
  /** What a call does that begins while it is out. */
  readonly whenOut: 'fail' | 'hang';
  /** How long a call takes that fails or is refused. */
  readonly failAfter: Micros;
  readonly outages: Outages;
}

export type Connect = 'pool' | 'perEnvironment' | 'perInvocation' | 'none';

/** How the environments of a function use a downstream. */
export interface UseSettings {
  readonly connect: Connect;
  /** Connections of one environment at most, with `connect: pool`; 1 or more. */
  readonly pool: number;
  /** How long a call waits for its connection, from its own pool or from the server, setting it up included; above 0. */
  readonly acquireTimeout: Micros;
  /** How long a call waits for its answer, from when it has its connection; above 0. */
  readonly queryTimeout: Micros;
  /** With `perInvocation`: whether the handler closes its connection when it throws, too. */
  readonly closes: 'always' | 'onSuccess';
}

/** Connections that one environment may have; 0: it needs none. */
export function connectionsEach({ connect, pool }: Pick<UseSettings, 'connect' | 'pool'>): number {
  if (connect === 'none') return 0;
  return connect === 'pool' ? pool : 1;
}
