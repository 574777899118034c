/** Levers of what reads: pollers of queues, lanes and shards of streams, consumers of topics, batches and their windows. */
import { factUnder } from '../aws/rules.ts';
import type { Base, Levers, LeverTable } from './levers.ts';
import { liftedFor, raised, UNBOUND, valueAt } from './levers.ts';
import { at, more, shorter, type Ladder } from './steps.ts';
import type { Suspect } from './evidence.ts';
import type { Target } from './targets.ts';

export const READING_LEVERS: LeverTable = {
  maximumConcurrency,
  pollerRamp,
  pollerThroughput,
  batchWindow,
  inFlightQuota,
  shardWrite,
  shardRead,
  readersPerStream,
};

/** Of provisioned mode, and of Lambda's own pollers: minimums that make a ramp short. */
const MINIMUMS = [2, 3, 5, 10, 20, 50, 100, 200];
const MOST_FACTOR = 10;
const WHOLE_SECONDS = /^\d+ ?(s|min)$/;
/** Sources whose mappings may gather for half a second, beside whole ones. */
const HALF_SECOND: ReadonlySet<string> = new Set(['kafka', 'mq', 'documentDb']);

const typeOf = ({ scenario }: Base, name: string) => scenario.sources.find((one) => one.name === name)?.type;

function maximumConcurrency({ where }: Suspect, base: Base): Levers | undefined {
  const path = `mappings.${where.name}.maximumConcurrency`;
  const lift = liftedFor(base, path);
  return lift === undefined ? undefined : { lift, ladders: [raised(base, path)] };
}

function pollerRamp({ where, target }: Suspect, base: Base): Levers | undefined {
  const mapping = `mappings.${where.name}`;
  const minimum = `${mapping}.provisionedPollerConfig.minimumPollers`;
  const config = base.template.written(`${mapping}.provisionedPollerConfig`);
  if (typeOf(base, target.source) === 'kafka') {
    const steps = topicMinimums(base, target.source, mapping);
    return steps.length === 0 ? undefined : { lift: steps.at(-1)!, ladders: [steps] };
  }
  if (config !== undefined) {
    const lift = { 'facts.sqs.provisioned.ramp': `${UNBOUND}/s`, 'facts.sqs.provisioned.detect': '0 s' };
    return { lift, ladders: [more(minimum, valueAt(base, minimum) ?? MINIMUMS[0])] };
  }
  // Rules that know no most pollers have no ramp either.
  if (!Number.isFinite(factUnder(base.scenario.rules, 'sqs.pollers.max'))) return undefined;
  const lift = { 'facts.sqs.pollers.ramp': `${UNBOUND}/s` };
  const first = `${mapping}.pollers.min`;
  const own = typeof valueAt(base, first) === 'number' ? [more(first, valueAt(base, first))] : [];
  const provision = at(
    `${mapping}.provisionedPollerConfig`,
    MINIMUMS.map((minimumPollers) => ({ minimumPollers })),
  );
  return { lift, ladders: [provision, ...own] };
}

function partitionsOf({ scenario }: Base, name: string): number {
  const source = scenario.sources.find((one) => one.name === name);
  return source?.type === 'kafka' ? source.options.partitions : 1;
}

/** Consumers that are there from the start, up to one for each partition. */
function topicMinimums(base: Base, source: string, mapping: string): Ladder {
  const values = MINIMUMS.filter((n) => n <= partitionsOf(base, source));
  const configs = values.map((n) => ({ minimumPollers: n, maximumPollers: n }));
  return at(`${mapping}.provisionedPollerConfig`, configs);
}

function pollerThroughput({ where, target }: Suspect, base: Base): Levers | undefined {
  const mapping = `mappings.${where.name}`;
  const batches = more(`${mapping}.batchSize`, valueAt(base, `${mapping}.batchSize`));
  const type = typeOf(base, target.source);
  if (type === 'kinesis' || type === 'dynamodbStreams') return lanesOf(where.name, target.source, base);
  if (type === 'documentDb') return oneAtATime(where.name, base);
  if (type === 'mq') return consumersOf(where.name, target.source, base);
  if (type === 'kafka') {
    const path = `sources.${target.source}.partitions`;
    const partitions = more(path, partitionsOf(base, target.source));
    return partitions.length === 0 ? undefined : { lift: partitions.at(-1)!, ladders: [partitions, batches] };
  }
  for (const path of [
    `${mapping}.provisionedPollerConfig.maximumPollers`,
    `${mapping}.pollers.max`,
    `${mapping}.pollers.count`,
  ]) {
    const now = valueAt(base, path);
    const ladder = more(path, now);
    if (typeof now === 'number' && ladder.length > 0) return { lift: ladder.at(-1)!, ladders: [ladder, batches] };
  }
  const most = 'facts.sqs.pollers.max';
  const pollers = more(most, valueAt(base, most));
  // Rules without such a bound have nothing to lift.
  return pollers.length === 0 ? undefined : { lift: pollers.at(-1)!, ladders: [batches] };
}

/** More lanes of each shard; where there are as many as there may be, more shards. */
function lanesOf(mapping: string, source: string, base: Base): Levers {
  const path = `mappings.${mapping}.parallelizationFactor`;
  const lanes = more(path, valueAt(base, path), MOST_FACTOR);
  const shards = shardsOf(source, base);
  const batches = more(`mappings.${mapping}.batchSize`, valueAt(base, `mappings.${mapping}.batchSize`));
  return { lift: (lanes.at(-1) ?? shards.at(-1) ?? batches.at(-1))!, ladders: [lanes, shards, batches] };
}

/** A change stream has one batch at work: more records in it, and more of them at once. */
function oneAtATime(mapping: string, base: Base): Levers | undefined {
  const { batches, parallel } = withinInvocations(mapping, base);
  const both = { ...batches.at(-1), ...parallel.at(-1) };
  const lift = [both, batches.at(-1), parallel.at(-1)].find(
    (settings) => settings !== undefined && base.template.tryVariant(settings).ok,
  );
  return lift === undefined ? undefined : { lift, ladders: [batches, parallel] };
}

/** Consumers of a broker are as many as its engine has; AWS gives a mapping more on request. */
function consumersOf(mapping: string, source: string, base: Base): Levers {
  const queue = base.scenario.sources.find(({ name }) => name === source);
  const engine = queue?.type === 'mq' ? queue.options.engine : 'activeMq';
  const path = `facts.mq.${engine}.concurrency`;
  const consumers = more(path, valueAt(base, path));
  const { batches, parallel } = withinInvocations(mapping, base);
  return { lift: consumers.at(-1)!, ladders: [batches, parallel, consumers] };
}

/** What one invocation does at once. */
function withinInvocations(mapping: string, base: Base): { readonly batches: Ladder; readonly parallel: Ladder } {
  const batchSize = `mappings.${mapping}.batchSize`;
  const name = base.result.mappings[mapping]!.function;
  const path = `functions.${name}.handler.parallel`;
  const now = base.template.written(path) ?? 1;
  return { batches: more(batchSize, valueAt(base, batchSize)), parallel: more(path, now) };
}

function shardsOf(source: string, base: Base) {
  const path = `sources.${source}.shards`;
  return more(path, valueAt(base, path));
}

/** Without a window a queue gives no more than ten messages at once. One that the service has by itself is part of its ways. */
function batchWindow({ where, target }: Suspect, base: Base): Levers | undefined {
  const path = `mappings.${where.name}.maximumBatchingWindow`;
  const now = base.template.written(path);
  if (now === undefined) return undefined;
  const size = `mappings.${where.name}.batchSize`;
  const none = { [path]: '0 s' };
  const without = base.template.tryVariant(none).ok ? none : { ...none, [size]: 10 };
  const seconds = shorter(path, now, true).filter(({ [path]: window }) => WHOLE_SECONDS.test(String(window)));
  const hasHalf = HALF_SECOND.has(typeOf(base, target.source) ?? '') && WHOLE_SECONDS.test(String(now));
  const half = at(path, hasHalf ? ['500 ms'] : []);
  return { lift: without, ladders: [[...seconds, ...half, without]] };
}

function inFlightQuota({ target }: Suspect, base: Base): Levers {
  const fact = typeOf(base, target.source) === 'sqsFifo' ? 'fifo' : 'sqs';
  const path = `sources.${target.source}.visibilityTimeout`;
  return { lift: { [`facts.${fact}.inFlight.max`]: UNBOUND }, ladders: [shorter(path, valueAt(base, path), true)] };
}

function shardWrite({ target }: Suspect, base: Base): Levers | undefined {
  if (typeOf(base, target.source) !== 'kinesis') return undefined;
  const lift = { 'facts.kinesis.write.records': UNBOUND, 'facts.kinesis.write.bytes': `${UNBOUND} B` };
  return { lift, ladders: [shardsOf(target.source, base)] };
}

function shardRead({ target }: Suspect, base: Base): Levers | undefined {
  const type = typeOf(base, target.source);
  if (type !== 'kinesis' && type !== 'dynamodbStreams') return undefined;
  const facts = type === 'kinesis' ? 'kinesis' : 'dynamodb';
  const lift = {
    [`facts.${facts}.read.calls`]: UNBOUND,
    [`facts.${facts}.read.mostBytes`]: `${UNBOUND} B`,
    [`facts.${facts}.read.mostRecords`]: UNBOUND,
    ...(type === 'kinesis' ? { 'facts.kinesis.read.bytes': `${UNBOUND} B` } : {}),
  };
  const fanOut = type === 'kinesis' ? [at(`mappings.${target.name}.enhancedFanOut`, [true])] : [];
  return { lift, ladders: [...fanOut, shardsOf(target.source, base)] };
}

/** As a registered consumer it shares with nobody; the stream of a table has none, and there it is the others that would have to go. */
function readersPerStream({ target }: Suspect, base: Base): Levers | undefined {
  if (typeOf(base, target.source) === 'dynamodbStreams') return fewerReaders(target, base);
  const path = `mappings.${target.name}.enhancedFanOut`;
  if (typeOf(base, target.source) !== 'kinesis' || base.template.written(path) === true) return undefined;
  const change = { [path]: true };
  return { lift: change, ladders: [[change]] };
}

function fewerReaders({ name, source }: Target, base: Base): Levers {
  const others = base.scenario.mappings.filter((one) => one.source === source && one.name !== name);
  const off = others.map((one) => [`mappings.${one.name}.enabled`, false] as const);
  const ladder = off.map((_, i) => Object.fromEntries(off.slice(0, i + 1)));
  return { lift: ladder.at(-1)!, ladders: [ladder] };
}
