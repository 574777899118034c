/**
 * How many invocations streams ask for at once (KIN-14), against what their functions reserve or the account leaves, and a
 * line for each stream that says what its design needs. Counts shards at their greatest number over the run.
 */
import type { Context, Parts } from '../complete/context.ts';
import {
  queueMappingsOf,
  streamMappingsOf,
  streamsOf,
  type EventScenario,
  type FunctionScenario,
  type QueueMapping,
  type StreamMapping,
} from '../scenario.ts';

/** `accountConcurrency`: of all functions together. */
export function checkCapacity(
  events: readonly EventScenario[],
  parts: Parts,
  accountConcurrency: number,
  context: Context,
): void {
  const shards = greatestShards(events, parts);
  noteDesigns(parts, shards, context);
  if (context.rules.set === 'ideal') return;
  for (const target of parts.functions) warnOfReservation(target, parts, shards, context);
  warnOfAccount(parts, shards, accountConcurrency, context);
}

type Shards = ReadonlyMap<string, number>;

function greatestShards(events: readonly EventScenario[], { sources }: Parts): Shards {
  const shards = new Map(streamsOf(sources).map(({ name, options }) => [name, options.shards]));
  for (const event of events) {
    if (event.kind !== 'reshard') continue;
    const before = shards.get(event.stream);
    if (before !== undefined) shards.set(event.stream, Math.max(before, event.shards));
  }
  return shards;
}

function noteDesigns({ sources, mappings }: Parts, shards: Shards, { findings }: Context): void {
  for (const { name, options } of streamsOf(sources)) {
    const own = streamMappingsOf(mappings).filter(({ source }) => source === name);
    if (own.length === 0) continue;
    const functions = new Set(own.map((mapping) => mapping.function)).size;
    const fanOut = own.filter(({ options }) => options.enhancedFanOut === true).length;
    const readers = [
      `${plural(own.length, 'reader')} of each shard`,
      ...(fanOut > 0 ? [`${fanOut === own.length ? 'all' : fanOut} of them by fan-out`] : []),
    ];
    const grows =
      'mode' in options && options.mode === 'onDemand' ? ' to begin with, and more as the service splits shards' : '';
    findings.note(['sources', name], {
      message: `${plural(functions, 'function')}, ${plural(own.length, 'mapping')}: ${product(own, shards.get(name)!)} at once at most${grows}; ${readers.join(', ')}`,
      source: 'KIN-14',
    });
  }
}

/** `4 shards × 2 mappings × factor 3 = 24 invocations`. */
function product(own: readonly StreamMapping[], shards: number): string {
  const factors = own.map(({ options }) => options.parallelizationFactor);
  const sum = factors.reduce((total, factor) => total + factor, 0);
  const isAlike = factors.every((factor) => factor === factors[0]);
  const lanes = isAlike ? `${plural(own.length, 'mapping')} × factor ${factors[0]}` : `factors ${factors.join(' + ')}`;
  return `${plural(shards, 'shard')} × ${isAlike ? lanes : `(${lanes})`} = ${plural(shards * sum, 'invocation')}`;
}

/** Batches that the stream mappings of a function can have in flight. */
function wantedByStreams({ name }: FunctionScenario, { mappings }: Parts, shards: Shards): number {
  const own = streamMappingsOf(mappings).filter((mapping) => mapping.function === name);
  return own.reduce((sum, { source, options }) => sum + (shards.get(source) ?? 0) * options.parallelizationFactor, 0);
}

/** Those of a queue's mapping: Infinity when only its scaling bounds it. */
function wantedByQueue(
  { options, pollers, provisionedPollerConfig: provisioned }: QueueMapping,
  { rules }: Context,
): number {
  if (provisioned !== undefined) return provisioned.maximumPollers * rules.number('sqs.provisioned.invokes');
  if (pollers === undefined || pollers.kind === 'provisioned') return Infinity;
  const most = pollers.kind === 'fixed' || pollers.kind === 'naive' ? pollers.count : (pollers.max ?? Infinity);
  return Math.min(options.maximumConcurrency ?? Infinity, most);
}

function warnOfReservation(target: FunctionScenario, parts: Parts, shards: Shards, context: Context): void {
  const { findings } = context;
  const { name, reservedConcurrency: reserved } = target;
  const streams = wantedByStreams(target, parts, shards);
  if (reserved === undefined || streams === 0) return;
  const queues = queueMappingsOf(parts.mappings).filter((mapping) => mapping.function === name);
  const bounded = queues.map((queue) => wantedByQueue(queue, context)).filter(Number.isFinite);
  const wanted = streams + bounded.reduce((sum, most) => sum + most, 0);
  const hasUnbounded = bounded.length < queues.length;
  if (wanted <= reserved && !hasUnbounded) return;
  const beside =
    queues.length === 0 ? '' : ` and its queues ${hasUnbounded ? 'as many as their pollers reach' : wanted - streams}`;
  findings.warning(['functions', name, 'reservedConcurrency'], {
    message: `its streams may invoke it ${streams} times at once${beside}, more than the ${reserved} it reserves: the others are refused, and the batches of streams wait and are tried again while their shards stand still`,
    hint: hasUnbounded ? 'maximumConcurrency on the mappings of its queues' : `at least ${wanted}`,
    source: 'KIN-14',
  });
}

function warnOfAccount(parts: Parts, shards: Shards, accountConcurrency: number, { findings }: Context): void {
  const reserved = parts.functions.reduce(
    (sum, one) => sum + (one.reservedConcurrency ?? one.provisionedConcurrency),
    0,
  );
  const others = parts.functions.filter((one) => one.reservedConcurrency === undefined);
  const wanted = others.reduce((sum, one) => sum + wantedByStreams(one, parts, shards), 0);
  const left = accountConcurrency - reserved;
  if (wanted === 0 || wanted <= left) return;
  findings.warning(['account', 'concurrency'], {
    message: `streams may invoke functions without a reservation ${wanted} times at once, more than the ${left} that are not reserved: the others are refused, and their shards stand still`,
    hint: 'fewer shards, a smaller parallelizationFactor, or a larger account',
    source: 'KIN-14',
  });
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
