/**
 * The memory of a function against what its handler says it takes with the largest batch: on average, and at the worst.
 * Sizes are those of what is sent to its sources; of what other handlers send on, and of sizes without an end, nothing is said.
 */
import type { Context, Parts } from '../complete/context.ts';
import { meanOf, type DistributionSpec } from '../../engine/distributions.ts';
import { payloadRule, type PayloadRule } from '../../model/sources/payload.ts';
import { formatQuantity } from '../quantities.ts';
import type { FunctionScenario, HandlerMemoryScenario, HandlerScenario, SourceScenario } from '../scenario.ts';
import { mostAtOnce } from './at-once.ts';

const MEBIBYTE = 1024 * 1024;

export function checkMemory({ functions, sources, mappings }: Parts, context: Context): void {
  for (const one of functions) {
    if (one.handler.memory === undefined) continue;
    for (const { source, options } of mappings.filter((mapping) => mapping.function === one.name)) {
      const from = sources.find(({ name }) => name === source);
      if (from !== undefined) warnOfNeed(one, one.handler.memory, from, options.batchSize, context);
    }
    for (const from of sources) {
      if ((from.type === 'sync' || from.type === 'async') && from.function === one.name)
        warnOfNeed(one, one.handler.memory, from, 1, context);
    }
  }
}

function warnOfNeed(
  { name, memory, handler }: FunctionScenario,
  takes: HandlerMemoryScenario,
  source: SourceScenario,
  batchSize: number,
  { findings, rules }: Context,
): void {
  const need = (of: (spec: DistributionSpec) => number): Need =>
    needOf(handler, takes, batchSize, largest(source, of), of, payloadRule(source.type, rules));
  const [mean, worst] = [need(meanOf), need(mostOf)];
  const limit = memory * MEBIBYTE;
  const isUsual = mean.bytes > limit;
  const told = isUsual ? mean : worst;
  if (!(told.bytes > limit) || !Number.isFinite(told.bytes)) return;
  const holds = `base ${written(takes.base)}, an event of ${written(told.event)} and ${told.held} of ${told.records} records at once with ${written(told.each)} each`;
  findings.warning(['functions', name, 'memory'], {
    message: `a full batch from ${source.name} needs ${written(told.bytes)} ${isUsual ? usual(source) : 'at the worst'} (${holds}), and there are ${memory} MB: the invocation is killed`,
    hint: `memory: ${Math.ceil(told.bytes / MEBIBYTE)} MB, a smaller batchSize, or fewer records at once`,
    source: 'ENV-02',
  });
}

interface Need {
  readonly bytes: number;
  readonly event: number;
  readonly records: number;
  readonly held: number;
  readonly each: number;
}

function needOf(
  handler: HandlerScenario,
  takes: HandlerMemoryScenario,
  batchSize: number,
  size: number,
  of: (spec: DistributionSpec) => number,
  payload: PayloadRule,
): Need {
  const { base, perRecord, timesSize } = takes;
  // A batch is closed before its event would be too large.
  const fitting = Math.max(1, Math.floor(payload.most / Math.max(1, payload.of(size))));
  const records = Math.min(batchSize, fitting);
  const held = takes.release === 'atEnd' ? records : mostAtOnce(handler, { records, size, envelope: payload.of(size) });
  const each = (perRecord === undefined ? 0 : of(perRecord)) + timesSize * size;
  const event = records * payload.of(size);
  return { bytes: base + event + held * each, event, records, held, each };
}

/** How a need by mean sizes is called: where entries of arrivals differ it is that of the largest kind alone. */
function usual(source: SourceScenario): string {
  return new Set(sizesOf(source, meanOf)).size > 1 ? 'with nothing but the largest of its records' : 'on average';
}

/** The greatest of what its arrivals say of their sizes. */
function largest(source: SourceScenario, of: (spec: DistributionSpec) => number): number {
  return Math.max(0, ...sizesOf(source, of));
}

function sizesOf({ arrivals }: SourceScenario, of: (spec: DistributionSpec) => number): number[] {
  return arrivals.flatMap(({ size, when }) => [
    ...(size === undefined ? [] : [of(size)]),
    ...(when.kind === 'records' ? when.records.map((record) => record.size ?? 0) : []),
  ]);
}

/** The greatest value; Infinity where there is none. */
function mostOf(spec: DistributionSpec): number {
  switch (spec.kind) {
    case 'constant':
      return spec.value;
    case 'uniform':
      return spec.max;
    case 'quantiles':
      return spec.points.at(-1)![1];
    case 'choice':
      return Math.max(...spec.values);
    default:
      return Infinity;
  }
}

/** In the unit of a function's memory. */
function written(bytes: number): string {
  const small = bytes < MEBIBYTE / 10;
  return small ? formatQuantity('size', Math.round(bytes)) : `${Number((bytes / MEBIBYTE).toPrecision(3))} MiB`;
}
