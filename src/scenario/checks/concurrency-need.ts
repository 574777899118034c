/**
 * What functions have against what their load needs: C = λ · D / B executions at once (PLN-01), with full batches, which is
 * the least there can be. Too little on average is a warning, too little at the greatest rate a note; much too much that is
 * reserved, a note. Looks at rates that are given; records, traces, filters and what other functions send are left alone.
 */
import type { Rules } from '../../aws/rules.ts';
import type { Context, Parts } from '../complete/context.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import { formatQuantity } from '../quantities.ts';
import type { Path } from '../problem.ts';
import { isStreamType } from '../../model/sources/kinds.ts';
import type { ArrivalScenario, FunctionScenario, MappingScenario, SourceScenario } from '../scenario.ts';
import { groupsOf, type Groups } from './groups.ts';
import { batchesOfPartition, mostBatches, topicOf } from './kafka.ts';
import { meanRate, messagesBetween } from './amount.ts';
import { handlerTime, invocationTime, type HandlerTime } from './handler-time.ts';

/** What comes to a function from one place. */
export interface Flow {
  readonly from: string;
  readonly mapping: MappingScenario | undefined;
  readonly time: HandlerTime;
  /** Messages a second, over the run and at the most. */
  readonly mean: number;
  readonly peak: number;
  readonly batchSize: number;
  /** Batches are gathered for so long. */
  readonly window: Micros;
  /** All that comes is known: nothing is filtered, nothing comes from elsewhere. */
  readonly isWhole: boolean;
}

/** Reserving so many times what is needed at the most, and so many more, is much too much. */
const FAR = 10;
const MANY = 50;

export function checkConcurrencyNeed(parts: Parts, context: Context): void {
  for (const fn of parts.functions) {
    const flows = flowsTo(fn, parts, context);
    for (const flow of flows) if (flow.mapping !== undefined) warnOfMapping(flow, flow.mapping, parts, context);
    warnOfReservation(fn, flows, parts, context);
  }
}

export function flowsTo(fn: FunctionScenario, parts: Parts, { duration }: Context): Flow[] {
  const { sources, mappings, downstreams } = parts;
  if (duration === undefined || duration === 0) return [];
  const flow = (source: SourceScenario, mapping: MappingScenario | undefined): Flow[] => {
    const time = handlerTime(fn, source.arrivals, downstreams);
    const filters = mapping?.filters.length ?? 0;
    if (time === undefined || filters > 0 || source.arrivals.length === 0) return [];
    const mean = source.arrivals.reduce((sum, one) => sum + messagesBetween(one, 0, duration), 0) / (duration / SECOND);
    const { batchSize, maximumBatchingWindow: window } = mapping?.options ?? { batchSize: 1, maximumBatchingWindow: 0 };
    const isWhole = source.arrivals.every(hasRate) && !isFed(source.name, parts);
    return [{ from: source.name, mapping, time, mean, peak: peakOf(source.arrivals), batchSize, window, isWhole }];
  };
  const called = sources.filter((one) => (one.type === 'sync' || one.type === 'async') && one.function === fn.name);
  const read = mappings.filter((one) => one.function === fn.name);
  return [
    ...called.flatMap((source) => flow(source, undefined)),
    ...read.flatMap((mapping) => {
      const source = sources.find(({ name }) => name === mapping.source);
      return source === undefined ? [] : flow(source, mapping);
    }),
  ];
}

function hasRate({ when }: ArrivalScenario): boolean {
  return when.kind !== 'records' && when.kind !== 'replay';
}

/** Whether other parts of the scenario put something into it. */
function isFed(name: string, { functions, sources }: Parts): boolean {
  const sent = functions.some(({ handler }) => handler.sends.some(({ to }) => to === name));
  return sent || sources.some((one) => 'redrivePolicy' in one && one.redrivePolicy?.deadLetterQueue === name);
}

/** The greatest rate there surely is: that of one entry. */
export function peakOf(arrivals: readonly ArrivalScenario[]): number {
  return Math.max(0, ...arrivals.map(({ when }) => peakRate(when)));
}

function peakRate(when: ArrivalScenario['when']): number {
  switch (when.kind) {
    case 'records':
    case 'replay':
      return 0;
    case 'steps':
      return Math.max(...when.steps.map(({ perSecond }) => perSecond));
    case 'ramp':
      return Math.max(when.from, when.to);
    case 'daily':
    case 'bursty':
      return when.high;
    case 'onOff':
      return Math.max(when.perSecond, when.offPerSecond);
    default:
      return meanRate(when);
  }
}

/** Executions at once with full batches of records of the quickest kind: fewer will not do. */
function needed({ time, batchSize }: Flow, rate: number): number {
  return (rate * invocationTime(time, time.record.least, batchSize).mean) / SECOND / batchSize;
}

/** One group is one batch at a time (SQS-63), so it gets no more than full batches, one after the other (PLN-10). */
function warnOfBusiest(flow: Flow, groups: Groups | undefined, mapping: MappingScenario, { findings }: Context): void {
  if (groups?.busiest === undefined || groups.count === 1) return;
  const took = invocationTime(flow.time, flow.time.record.least, flow.batchSize).mean;
  const [rate, most] = [flow.mean * groups.busiest, (flow.batchSize * SECOND) / took];
  if (rate <= most) return;
  findings.warning(['mappings', mapping.name], {
    message: `one message group of ${flow.from} gets ${round(rate)} messages/s, and can be handled at ${round(most)}/s at the most, one batch at a time: it falls behind`,
    hint: 'a finer messageGroupId, or a quicker handler: more concurrency does not help',
    source: 'PLN-10',
  });
}

/** The groups of the FIFO queue that a mapping reads. */
function groupsRead({ source }: MappingScenario, { sources }: Parts, { duration = 0 }: Context): Groups | undefined {
  const queue = sources.find(({ name }) => name === source);
  return queue?.type === 'sqsFifo'
    ? groupsOf(queue.options.messageGroupId, queue.arrivals, (entry) => messagesBetween(entry, 0, duration))
    : undefined;
}

function warnOfMapping(flow: Flow, mapping: MappingScenario, parts: Parts, context: Context): void {
  const groups = groupsRead(mapping, parts, context);
  const [most, what, hint] = limitOf(mapping, groups?.count, parts.sources, context.rules);
  const isOfGroups = most !== undefined && groups?.count === most;
  const bound = most === undefined ? undefined : { most, what, hint, source: isOfGroups ? 'PLN-10' : 'PLN-01' };
  const isSaid = bound !== undefined && warn([flow], bound, ['mappings', mapping.name], context);
  // Where all groups together are too few, the busiest is no news.
  if (!isSaid || !isOfGroups) warnOfBusiest(flow, groups, mapping, context);
  warnOfHotKey(flow, mapping, parts, context);
}

/** Records of one key are all in one partition, which is in so many batches at a time as it may be (KAF-02). */
function warnOfHotKey(flow: Flow, mapping: MappingScenario, { sources }: Parts, context: Context): void {
  const topic = topicOf(mapping, sources);
  if (topic === undefined || topic.source.options.partitions === 1) return;
  const { rules, findings, duration = 0 } = context;
  const { options, arrivals } = topic.source;
  const keys = groupsOf(options.partitionKey, arrivals, (entry) => messagesBetween(entry, 0, duration));
  if (keys?.busiest === undefined) return;
  const took = invocationTime(flow.time, flow.time.record.least, flow.batchSize).mean;
  const atOnce = batchesOfPartition(topic.mapping, rules);
  const [rate, most] = [flow.mean * keys.busiest, (flow.batchSize * SECOND * atOnce) / took];
  if (rate <= most) return;
  findings.warning(['mappings', mapping.name], {
    message: `one key of ${flow.from} gets ${round(rate)} records/s, all in one partition, which can be handled at ${round(most)}/s at the most: it falls behind`,
    hint: 'keys that spread, larger batches, or a faster function: more partitions or consumers do not help',
    source: 'PLN-14',
  });
}

/** Batches that a mapping can have in flight, as far as its settings say; `groups`: message groups that there are at the most. */
function limitOf(
  mapping: MappingScenario,
  groups: number | undefined,
  sources: readonly SourceScenario[],
  rules: Rules,
): [number | undefined, string, (n: number) => string] {
  const source = sources.find(({ name }) => name === mapping.source);
  if (source?.type === 'mq') {
    const isActive = source.options.engine === 'activeMq';
    const most = rules.number(isActive ? 'mq.activeMq.concurrency' : 'mq.rabbitMq.concurrency');
    return [
      most,
      `that a mapping of ${isActive ? 'ActiveMQ' : 'RabbitMQ'} has`,
      () => 'a larger batchSize, or more queues',
    ];
  }
  if (mapping.type === 'documentDb')
    return [1, 'that a change stream has', () => 'a larger batchSize, or records handled side by side'];
  if ('maximumConcurrency' in mapping.options) {
    const { maximumConcurrency } = mapping.options;
    if (groups !== undefined && groups < (maximumConcurrency ?? Infinity))
      return [
        groups,
        groups === 1 ? 'message group there is' : 'message groups there are',
        (n) => `${n} groups at least: a finer messageGroupId`,
      ];
    return [maximumConcurrency, 'that maximumConcurrency allows', (n) => `maximumConcurrency: ${n} at least`];
  }
  const topic = topicOf(mapping, sources);
  if (topic !== undefined) {
    const { most, why } = mostBatches(topic.mapping, topic.source, rules);
    const what = `that there can be ${why}`;
    return [most, what, () => 'more partitions, larger batches, or a faster function'];
  }
  const stream = source;
  const factor = 'parallelizationFactor' in mapping.options ? mapping.options.parallelizationFactor : 1;
  const isFixed =
    stream !== undefined &&
    isStreamType(stream.type) &&
    !('mode' in stream.options && stream.options.mode === 'onDemand');
  const shards = isFixed && 'shards' in stream.options ? stream.options.shards : undefined;
  return [
    shards === undefined ? undefined : shards * factor,
    `of ${shards === 1 ? '1 shard' : `${shards} shards`} × factor ${factor}`,
    (n) => `shards × parallelizationFactor of ${n} at least, and keys that use them evenly`,
  ];
}

function warnOfReservation(fn: FunctionScenario, flows: readonly Flow[], parts: Parts, context: Context): void {
  const { name, reservedConcurrency: reserved } = fn;
  // With 0 it is meant to stand still.
  if (reserved === undefined || reserved === 0 || flows.length === 0) return;
  const path = ['functions', name, 'reservedConcurrency'];
  const bound = {
    most: reserved,
    what: 'that it reserves',
    hint: (n: number) => `reservedConcurrency: ${n} at least`,
    source: 'PLN-01',
  };
  const isShort = warn(flows, bound, path, context);
  const comes = parts.mappings.filter((one) => one.function === name).length;
  const known = flows.filter(({ mapping }) => mapping !== undefined).length;
  if (isShort || comes > known || !flows.every(({ isWhole }) => isWhole)) return;
  const most = Math.max(
    1,
    flows.reduce((sum, flow) => sum + greatestNeed(flow), 0),
  );
  if (reserved < FAR * most || reserved - most < MANY) return;
  context.findings.note(path, {
    message: `${reserved} are reserved, and its load needs about ${round(most)} at the most: no other function can have the rest`,
    source: 'PLN-01',
  });
}

/** With batches as small as the greatest rate makes them, of records of the slowest kind (PLN-13). */
function greatestNeed({ time, batchSize, window, peak }: Flow): number {
  const batch = Math.min(batchSize, Math.max(1, (peak * window) / SECOND));
  return (peak * invocationTime(time, time.record.most, batch).mean) / SECOND / batch;
}

/** What there can be at once, as a message and a hint have it. */
interface Bound {
  readonly most: number;
  readonly what: string;
  readonly hint: (n: number) => string;
  readonly source: string;
}

/** Whether something was said. */
function warn(flows: readonly Flow[], { most, what, hint, source }: Bound, path: Path, { findings }: Context): boolean {
  const [mean, peak] = [sum(flows, (flow) => needed(flow, flow.mean)), sum(flows, (flow) => needed(flow, flow.peak))];
  if (mean > most) {
    const message = `${load(flows, (flow) => flow.mean)}: that needs ${round(mean)} at once, more than the ${most} ${what}, and it falls behind`;
    findings.warning(path, { message, hint: hint(Math.ceil(mean)), source });
    return true;
  }
  // Streams are there to hold what comes in bursts.
  const isStream = flows.some(({ mapping }) => mapping !== undefined && isStreamType(mapping.type));
  if (isStream || peak <= most || !Number.isFinite(peak)) return false;
  const message = `${load(flows, (flow) => flow.peak)} at the most: that needs ${round(peak)} at once, more than the ${most} ${what}, and a backlog builds up meanwhile`;
  findings.note(path, { message, source });
  return true;
}

/** `80 messages/s of orders, full batches of 10 that take 5 s`. */
export function load(flows: readonly Flow[], rate: (flow: Flow) => number): string {
  const busy = flows.filter((flow) => rate(flow) > 0);
  const said = busy.slice(0, 3).map((flow) => {
    const takes = formatQuantity(
      'duration',
      short(invocationTime(flow.time, flow.time.record.least, flow.batchSize).mean),
    );
    const how =
      flow.batchSize === 1 ? `that take ${takes} each` : `in full batches of ${flow.batchSize} that take ${takes}`;
    return `${round(rate(flow))} messages/s of ${flow.from} ${how}`;
  });
  return `${said.join(', ')}${busy.length > 3 ? ' and others' : ''}`;
}

function sum(flows: readonly Flow[], of: (flow: Flow) => number): number {
  return flows.reduce((total, flow) => total + of(flow), 0);
}

function round(exact: number): string {
  return Number(exact.toPrecision(3)).toLocaleString('en-US');
}

function short(micros: Micros): Micros {
  return Math.round(Number(micros.toPrecision(3)));
}
