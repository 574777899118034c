/**
 * Turns what a scenario says about a function into the whole of it: defaults filled in, cold starts and handler included.
 */
import { initQuantiles, initTimes, type Runtime } from '../../aws/cold-starts.ts';
import { lognormalByQuantiles, type DistributionSpec } from '../../engine/distributions.ts';
import type { Path } from '../problem.ts';
import type { ColdStart, FunctionScenario, HandlerScenario } from '../scenario.ts';
import { isRestored, type ColdStartWritten } from '../schema/cold-start.ts';
import { functionSchema, type FunctionWritten } from '../schema/function.ts';
import type { HandlerWritten } from '../schema/handler.ts';
import { readPart } from '../schema/issues.ts';
import { at, isMapping } from '../plain.ts';
import { readEntries, type Context } from './context.ts';
import type { Origins } from './origins.ts';
import { completeSends } from './sends.ts';

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

function complete(name: string, written: FunctionWritten, path: Path, { origins }: Context): FunctionScenario {
  return {
    name,
    memory: written.memory ?? origins.fact([...path, 'memory'], 'lambda.memory'),
    architecture: written.architecture ?? origins.service([...path, 'architecture'], 'x86_64'),
    timeout: written.timeout ?? origins.fact([...path, 'timeout'], 'lambda.timeout'),
    cpuShare: written.cpuShare ?? origins.ours([...path, 'cpuShare'], 0),
    ephemeralStorage:
      written.ephemeralStorage ?? origins.fact([...path, 'ephemeralStorage'], 'lambda.ephemeralStorage'),
    reservedConcurrency: written.reservedConcurrency,
    provisionedConcurrency: written.provisionedConcurrency?.environments ?? 0,
    provisionedReadyAt: written.provisionedConcurrency?.readyAt,
    recursiveLoop: written.recursiveLoop ?? origins.service([...path, 'recursiveLoop'], 'terminate'),
    coldStart: coldStart(written.coldStart, [...path, 'coldStart'], origins),
    idleLifetime: idleLifetime(written.coldStart, [...path, 'coldStart', 'idleLifetime'], origins),
    handler: handler(written.handler, [...path, 'handler'], origins),
  };
}

function coldStart(written: FunctionWritten['coldStart'], path: Path, origins: Origins): ColdStart | undefined {
  if (written === 'none') return undefined;
  if (written === undefined) {
    const runtime = origins.word(path, 'lambda.coldStart.runtime');
    if (runtime === 'none') return undefined;
    const platform = constant(origins.fact([...path, 'platform'], 'lambda.coldStart.platform'));
    // Of the INIT it is the runtime that was assumed, not the times.
    return { platform, init: initOf({ runtime: runtime as Runtime }), snapStart: false, runtime };
  }
  const fact = written.package === 'image' ? 'lambda.coldStart.platform.image' : 'lambda.coldStart.platform';
  const platform = written.platform ?? constant(origins.fact([...path, 'platform'], fact));
  const snapStart = isRestored(written);
  const init = snapStart
    ? (written.restore ?? restore([...path, 'restore'], origins))
    : (written.init ?? origins.measured([...path, 'init'], initOf(written)));
  return { platform, init, snapStart, runtime: written.runtime };
}

/** The schema lets none through that has neither INIT times nor a runtime, or one that is not in the table. */
function initOf({ runtime, package: pack = 'zip', architecture = 'x86_64' }: ColdStartWritten): DistributionSpec {
  const times = runtime === undefined ? undefined : initTimes(runtime, pack, architecture);
  return times === undefined ? constant(0) : { kind: 'quantiles', points: initQuantiles(times) };
}

function restore(path: Path, origins: Origins): DistributionSpec {
  const [p50, p99] = [
    origins.fact(path, 'lambda.snapStart.restore.p50'),
    origins.fact(path, 'lambda.snapStart.restore.p99'),
  ];
  return lognormalByQuantiles(p50, p99);
}

function idleLifetime(written: FunctionWritten['coldStart'], path: Path, origins: Origins): number {
  const given = written === 'none' ? undefined : written?.idleLifetime;
  return given ?? origins.fact(path, 'lambda.environment.idleLifetime');
}

function constant(value: number): DistributionSpec {
  return { kind: 'constant', value };
}

function handler(written: HandlerWritten, path: Path, origins: Origins): HandlerScenario {
  return {
    duration: written.duration,
    perInvocation: written.perInvocation,
    perRecord: written.perRecord ?? [],
    perKiB: written.perKiB,
    parallel: written.parallel ?? origins.ours([...path, 'parallel'], 1),
    invocationFails: written.invocationFails ?? origins.ours([...path, 'invocationFails'], 0),
    outcome: (written.outcome ?? []).map(({ when, fails }) => ({ when, fails })),
    onRecordError: written.onRecordError ?? origins.ours([...path, 'onRecordError'], 'throw'),
    uses: written.uses ?? [],
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
