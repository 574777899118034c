/**
 * Turns what a scenario says about downstreams into the whole of it, and checks the names that handlers use.
 */
import { MILLISECOND, SECOND } from '../../engine/time.ts';
import type { Path } from '../problem.ts';
import type { DownstreamScenario, FunctionScenario, UseScenario } from '../scenario.ts';
import { downstreamSchema, type DownstreamWritten } from '../schema/downstream.ts';
import { readPart } from '../schema/issues.ts';
import { checkReference, readEntries, type Context } from './context.ts';
import type { Origins } from './origins.ts';

/** How long a call to something that is out takes until it fails: ours, and small. */
const FAIL_AFTER = 10 * MILLISECOND;
/** Of a breaker of which nothing is said; ours. */
const FAILURES = 5;
const OPEN_FOR = 30 * SECOND;

export function readDownstreams(value: unknown, { findings, origins }: Context): DownstreamScenario[] {
  return readEntries(value, 'downstreams', findings, (name, part, path) => {
    const written = readPart(downstreamSchema, part, path, findings);
    return written === undefined ? undefined : complete(name, written, path, origins);
  });
}

function complete(name: string, written: DownstreamWritten, path: Path, origins: Origins): DownstreamScenario {
  const { connections, connectTime, idleTimeout, requestRate } = written;
  return {
    name,
    latency: written.latency ?? origins.ours([...path, 'latency'], { kind: 'constant', value: 0 }),
    whenOut: written.whenOut ?? origins.ours([...path, 'whenOut'], 'fail'),
    failAfter: written.failAfter ?? origins.ours([...path, 'failAfter'], FAIL_AFTER),
    connections,
    onExhausted:
      connections === undefined ? undefined : (written.onExhausted ?? origins.ours([...path, 'onExhausted'], 'fail')),
    connectTime,
    idleTimeout,
    requestRate,
    onRateExceeded:
      requestRate === undefined
        ? undefined
        : (written.onRateExceeded ?? origins.ours([...path, 'onRateExceeded'], 'fail')),
    load: (written.load ?? []).map(({ calls, slowdown }) => ({ calls, slowdown })),
    recovery: written.recovery && { over: written.recovery.over, slowdown: written.recovery.slowdown },
    breaker: breaker(written, [...path, 'breaker'], origins),
  };
}

function breaker(written: DownstreamWritten, path: Path, origins: Origins): DownstreamScenario['breaker'] {
  if (written.breaker === undefined && written.onExhausted !== 'breaker') return undefined;
  return {
    failures: written.breaker?.failures ?? origins.ours([...path, 'failures'], FAILURES),
    openFor: written.breaker?.openFor ?? origins.ours([...path, 'openFor'], OPEN_FOR),
  };
}

export function checkUses(functions: readonly FunctionScenario[], { names, findings }: Context): void {
  for (const { name, handler } of functions) {
    handler.uses.forEach(({ downstream }, i) => {
      const path = ['functions', name, 'handler', 'uses', i];
      checkReference(downstream, 'downstream', names.downstreams, path, findings);
      const first = handler.uses.find((one) => one.downstream === downstream)!;
      if (isAlike(first, handler.uses[i]!)) return;
      findings.error(path, {
        message: `${downstream} is called before with other settings, and a function has one pool of it`,
        hint: 'the same settings wherever it is called',
      });
    });
  }
}

function isAlike(one: UseScenario, other: UseScenario): boolean {
  const keys = ['connect', 'pool', 'acquireTimeout', 'queryTimeout', 'closes'] as const;
  return keys.every((key) => one[key] === other[key]);
}
