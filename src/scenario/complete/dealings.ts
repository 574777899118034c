/** Completes what a handler has to do with others: uses of downstreams, effects, idempotency, transactions. */
import { HOUR, type Micros } from '../../engine/time.ts';
import type { Path } from '../problem.ts';
import type {
  DownstreamScenario,
  EffectsScenario,
  HandlerScenario,
  IdempotencyScenario,
  TransactionScenario,
  UseScenario,
} from '../scenario.ts';
import type { HandlerWritten } from '../schema/handler.ts';
import type { Origins } from './origins.ts';

/** What common drivers open at most, and how long common libraries remember: ours, for nothing is usual everywhere. */
const POOL = 10;
const WINDOW = HOUR;

type Dealings = Pick<HandlerScenario, 'uses' | 'effects' | 'idempotency' | 'transaction'>;

/** `timeout`: of the function. */
export function completeDealings(written: HandlerWritten, timeout: Micros, path: Path, origins: Origins): Dealings {
  const { idempotency, transaction } = written;
  return {
    uses: (written.uses ?? []).map((use, i) => completeUse(use, [...path, 'uses', i], origins)),
    effects: completeEffects(written, [...path, 'effects'], origins),
    idempotency: idempotency && completeTable(idempotency, timeout, [...path, 'idempotency'], origins),
    transaction: transaction && completeTransaction(transaction, [...path, 'transaction'], origins),
  };
}

function completeUse(use: NonNullable<HandlerWritten['uses']>[number], path: Path, origins: Origins): UseScenario {
  const connect = use.connect ?? origins.ours([...path, 'connect'], 'pool');
  return {
    downstream: use.downstream,
    connect,
    pool: connect === 'pool' ? (use.pool ?? origins.ours([...path, 'pool'], POOL)) : 1,
    acquireTimeout: use.acquireTimeout ?? Infinity,
    queryTimeout: use.queryTimeout ?? Infinity,
    closes: use.closes ?? (connect === 'perInvocation' ? origins.ours([...path, 'closes'], 'always') : 'always'),
  };
}

/** Whoever keeps work from taking effect twice has to know what its effects are. */
function completeEffects(written: HandlerWritten, path: Path, origins: Origins): EffectsScenario | undefined {
  const { effects, idempotency, transaction } = written;
  if (effects === undefined && idempotency === undefined && transaction === undefined) return undefined;
  return {
    key: effects?.key ?? idempotency?.key,
    onDuplicateKey: effects?.onDuplicateKey ?? origins.ours([...path, 'onDuplicateKey'], 'repeat'),
  };
}

function completeTable(
  written: NonNullable<HandlerWritten['idempotency']>,
  timeout: Micros,
  path: Path,
  origins: Origins,
): IdempotencyScenario {
  const or = <T>(value: T | undefined, key: string, ours: T): T => value ?? origins.ours([...path, key], ours);
  const write = or(written.write, 'write', 'conditional');
  const mark = write === 'never' ? 'after' : or(written.mark, 'mark', 'both');
  return {
    ...{ key: written.key, write, mark },
    window: or(written.window, 'window', WINDOW),
    lock: mark === 'both' ? or(written.lock, 'lock', timeout) : timeout,
    latency: or(written.latency, 'latency', { kind: 'constant', value: 0 }),
    whenKnown: or(written.whenKnown, 'whenKnown', 'succeed'),
    onFailure: mark === 'after' ? 'keep' : or(written.onFailure, 'onFailure', 'remove'),
  };
}

function completeTransaction(
  written: NonNullable<HandlerWritten['transaction']>,
  path: Path,
  origins: Origins,
): TransactionScenario {
  return {
    critical: written.critical,
    commit: written.commit ?? origins.ours([...path, 'commit'], { kind: 'constant', value: 0 }),
  };
}

/** Whether a handler is played out step by step: what it does depends on what others do meanwhile. */
export function isPlayed(handler: HandlerScenario, downstreams: readonly DownstreamScenario[]): boolean {
  if (handler.effects !== undefined) return true;
  return handler.uses.some((use) =>
    isLimited(
      use,
      downstreams.find(({ name }) => name === use.downstream),
    ),
  );
}

function isLimited(use: UseScenario, downstream: DownstreamScenario | undefined): boolean {
  const { acquireTimeout, queryTimeout, connect } = use;
  if (acquireTimeout !== Infinity || queryTimeout !== Infinity) return true;
  return downstream !== undefined && (hasLimits(downstream) || (connect !== 'none' && hasConnections(downstream)));
}

/** Whether what a call finds depends on other calls. */
function hasLimits({ requestRate, load, recovery, breaker }: DownstreamScenario): boolean {
  return requestRate !== undefined || load.length > 0 || recovery !== undefined || breaker !== undefined;
}

function hasConnections({ connections, connectTime, idleTimeout }: DownstreamScenario): boolean {
  return connections !== undefined || connectTime !== undefined || idleTimeout !== undefined;
}
