/**
 * Turns what a scenario says about a function into the whole of it: defaults filled in, and the handler's.
 * Memory and cold starts have files of their own.
 */
import type { Architecture } from '../../aws/cold-starts.ts';
import type { Path } from '../problem.ts';
import type { FunctionScenario, HandlerMemoryScenario, HandlerScenario } from '../scenario.ts';
import { MILLISECOND } from '../../engine/time.ts';
import { functionSchema, type FunctionWritten } from '../schema/function.ts';
import type { HandlerWritten } from '../schema/handler.ts';
import { readPart } from '../schema/issues.ts';
import { at, isMapping } from '../plain.ts';
import { completeColdStart, completeIdleLifetime } from './cold-start.ts';
import { readEntries, type Context } from './context.ts';
import { completeDealings } from './dealings.ts';
import { completeMemory } from './memory.ts';
import { completeProvisioned } from './provisioned.ts';
import type { Origins } from './origins.ts';
import { completeSends } from './sends.ts';

/** When garbage is collected, and for how long: of the order of a full collection of a few hundred megabytes. */
const COLLECT_AT = 0.8;
const PAUSE = 50 * MILLISECOND;

export function readFunctions(value: unknown, context: Context): FunctionScenario[] {
  const schema = functionSchema(context.rules);
  return readEntries(value, 'functions', context.findings, (name, part, path) => {
    if (isMapping(part) && at(part, 'handler') === undefined) return refuseWithoutHandler(path, context);
    const written = readPart(schema, part, path, context.findings);
    return written === undefined ? undefined : complete(name, written, path, context);
  });
}

function refuseWithoutHandler(path: Path, { findings }: Context): undefined {
  findings.error([...path, 'handler'], {
    message: 'is missing: the simulator must know how long the code takes',
    hint: 'the smallest one is handler: { perInvocation: 100 ms }',
  });
}

function complete(name: string, written: FunctionWritten, path: Path, context: Context): FunctionScenario | undefined {
  const { origins } = context;
  const timeout = written.timeout ?? origins.fact([...path, 'timeout'], 'lambda.timeout');
  const memory = written.memory ?? origins.fact([...path, 'memory'], 'lambda.memory');
  const ofMemory = completeMemory(written, memory, path, context);
  const coldStart = completeColdStart(written, path, context);
  if (ofMemory === undefined) return undefined;
  return {
    name,
    memory,
    architecture: architecture(written, [...path, 'architecture'], origins),
    timeout,
    ...ofMemory,
    ephemeralStorage:
      written.ephemeralStorage ?? origins.fact([...path, 'ephemeralStorage'], 'lambda.ephemeralStorage'),
    reservedConcurrency: written.reservedConcurrency,
    ...completeProvisioned(written.provisionedConcurrency, [...path, 'provisionedConcurrency'], context),
    recursiveLoop: written.recursiveLoop ?? origins.service([...path, 'recursiveLoop'], 'terminate'),
    coldStart,
    idleLifetime: completeIdleLifetime(written.coldStart, [...path, 'coldStart', 'idleLifetime'], origins),
    handler: handler(written.handler, timeout, [...path, 'handler'], origins),
  };
}

/** The one that the cold start was given is the function's, too. */
function architecture({ architecture: own, coldStart }: FunctionWritten, path: Path, origins: Origins): Architecture {
  const given = own ?? (typeof coldStart === 'object' ? coldStart.architecture : undefined);
  return given ?? origins.service(path, 'x86_64');
}

function handler(written: HandlerWritten, timeout: number, path: Path, origins: Origins): HandlerScenario {
  return {
    duration: written.duration,
    perInvocation: written.perInvocation,
    perRecord: written.perRecord ?? [],
    perKiB: written.perKiB,
    parallel: written.parallel ?? (written.strategy === undefined ? origins.ours([...path, 'parallel'], 1) : 1),
    strategy: written.strategy,
    memory: handlerMemory(written.memory, [...path, 'memory'], origins),
    invocationFails: written.invocationFails ?? origins.ours([...path, 'invocationFails'], 0),
    outcome: (written.outcome ?? []).map(({ when, fails }) => ({ when, fails })),
    onRecordError: written.onRecordError ?? origins.ours([...path, 'onRecordError'], 'throw'),
    ...completeDealings(written, timeout, path, origins),
    sends: completeSends(written.sends, [...path, 'sends'], origins),
    statePerRecord: written.statePerRecord ?? 0,
    script: written.script ?? [],
    when: (written.when ?? []).map(({ id, attributes, receiveCount, then }) => ({
      id,
      attributes,
      receiveCount,
      then,
    })),
  };
}

function handlerMemory(
  written: HandlerWritten['memory'],
  path: Path,
  origins: Origins,
): HandlerMemoryScenario | undefined {
  if (written === undefined) return undefined;
  const release = written.release ?? origins.ours([...path, 'release'], 'eachRecord');
  const collects = release === 'collected';
  return {
    base: written.base ?? origins.ours([...path, 'base'], 0),
    perRecord: written.perRecord,
    timesSize: written.timesSize ?? origins.ours([...path, 'timesSize'], 0),
    release,
    collectAt: written.collectAt ?? (collects ? origins.ours([...path, 'collectAt'], COLLECT_AT) : 1),
    pause: written.pause ?? (collects ? origins.ours([...path, 'pause'], PAUSE) : 0),
  };
}
