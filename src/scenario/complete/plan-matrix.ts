/**
 * Completes what the questions about capacity are asked with. What depends on the scenario (which mapping, which numbers of shards) is
 * chosen when the question is asked.
 */
import { isQueueType, isStreamType } from '../../model/sources/kinds.ts';
import type { Path } from '../problem.ts';
import type { DrainScenario, MatrixScenario, PlanScenario, PollersScenario } from '../scenario.ts';
import type { PlanWritten } from '../schema/plan.ts';
import { checkReference, type Context } from './context.ts';
import type { Origins } from './origins.ts';

export const MATRIX_DEFAULTS = {
  eventType: 'eventType',
  functions: 'one',
  tolerance: 0.01,
  replications: 3,
} as const satisfies Partial<MatrixScenario>;

export const DRAIN_DEFAULTS = { replications: 5 } as const;

export function readCapacity(
  { matrix, drain, pollers }: PlanWritten,
  context: Context,
): Pick<PlanScenario, 'matrix' | 'drain' | 'pollers'> {
  return {
    matrix: matrix === undefined ? undefined : readMatrix(matrix, context),
    drain: drain === undefined ? undefined : readDrain(drain, context),
    pollers: pollers === undefined ? undefined : readPollers(pollers, context),
  };
}

type Written<K extends 'matrix' | 'drain' | 'pollers'> = NonNullable<PlanWritten[K]>;

function readMatrix(written: Written<'matrix'>, context: Context): MatrixScenario {
  const path = ['plan', 'matrix'];
  checkMapping(written.mapping, path, context);
  const { stream } = written;
  const { names, findings, origins } = context;
  if (stream !== undefined && checkReference(stream, 'source', names.sources, [...path, 'stream'], findings)) {
    const type = names.sources.get(stream);
    if (type !== undefined && (!isStreamType(type) || isQueueType(type)))
      findings.error([...path, 'stream'], { message: `${stream} is no stream with shards: it is of type ${type}` });
  }
  return { ...written, ...completed(written, MATRIX_DEFAULTS, path, origins) };
}

function readDrain(written: Written<'drain'>, context: Context): DrainScenario {
  const path = ['plan', 'drain'];
  checkMapping(written.mapping, path, context);
  return { ...written, ...completed(written, DRAIN_DEFAULTS, path, context.origins) };
}

function readPollers(written: Written<'pollers'>, context: Context): PollersScenario {
  checkMapping(written.mapping, ['plan', 'pollers'], context);
  return written;
}

function checkMapping(name: string | undefined, path: Path, { names, findings }: Context): void {
  if (name !== undefined) checkReference(name, 'mapping', names.mappings, [...path, 'mapping'], findings);
}

/** What is written, and of the rest the defaults, with where they come from. */
function completed<D extends object>(written: object, defaults: D, path: Path, origins: Origins): D {
  const given = written as Partial<D>;
  const entries = Object.entries(defaults) as [keyof D & string, D[keyof D]][];
  return Object.fromEntries(
    entries.map(([key, value]) => [key, given[key] ?? origins.ours([...path, key], value)]),
  ) as D;
}
