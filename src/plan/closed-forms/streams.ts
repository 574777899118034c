/** Closed forms of streams and topics: shards for what is put, lanes for what is handled, one hot key, readers, delay, batches. */
import { SECOND, type Micros } from '../../engine/time.ts';
import type { Rules } from '../../aws/rules.ts';
import { payloadRule } from '../../model/sources/payload.ts';
import { messagesBetween } from '../../scenario/checks/amount.ts';
import { groupsOf } from '../../scenario/checks/groups.ts';
import { mostBatches } from '../../scenario/checks/kafka.ts';
import type { KafkaMapping, Scenario, StreamMapping, StreamScenario } from '../../scenario/scenario.ts';
import { needAt, type Flow, type FlowResult, type Join } from './flow.ts';
import { applies, count, doesNotApply, rate, size, time, type ClosedForm } from './form.ts';
import { greatestRateOf } from './rates.ts';
import { batchOfWindow, shardsFor, throughputOf } from './formulas.ts';

interface Reading<M> {
  readonly join: Join;
  readonly mapping: M;
  readonly load: FlowResult;
  readonly scenario: Scenario;
  readonly rules: Rules;
}

/** Of a stream itself. Kinesis only: what limits tables is not their stream. */
export function sourceForms(
  source: StreamScenario,
  loads: readonly FlowResult[],
  { mappings, duration }: Scenario,
  rules: Rules,
): ClosedForm[] {
  if (source.type !== 'kinesis') return [];
  const own = mappings.filter((one) => one.source === source.name) as StreamMapping[];
  const readers = own.filter(({ options }) => options.enhancedFanOut !== true).length;
  return [shards(source, loads, { readers, duration }, rules), consumers(source, readers, rules)];
}

function shards(
  source: StreamScenario,
  loads: readonly FlowResult[],
  { readers, duration }: { readonly readers: number; readonly duration: Micros },
  rules: Rules,
): ClosedForm {
  const about = `sources.${source.name}`;
  const formula = '⌈max(bytes / 1 MiB, bytes · readers / 2 MiB, records / 1,000)⌉';
  const head = { id: 'PLN-07', about, quantity: 'shards for what is put and read', unit: 'count', formula } as const;
  const known = loads.find((load) => load.ok);
  if (known === undefined) {
    const why = loads.find((load) => !load.ok)?.why ?? 'nothing reads it';
    return doesNotApply(head, why);
  }
  // What is put, whatever the mappings filter.
  const { size: bytes } = known.flow;
  const all = source.arrivals.map(() => 1);
  const peak = greatestRateOf(source.arrivals, all, duration);
  const put = { records: peak, bytes: peak * bytes, readers };
  const shard = {
    writeBytes: rules.number('kinesis.write.bytes'),
    writeRecords: rules.number('kinesis.write.records'),
    readBytes: rules.number('kinesis.read.bytes'),
  };
  return applies(head, Math.max(1, shardsFor(put, shard)), [
    rate('records', peak, 'records a second at the most'),
    size('bytes', put.bytes, 'bytes a second at the most'),
    count('readers', readers, 'mappings that poll it'),
    count('shards', source.options.shards, 'that there are'),
  ]);
}

function consumers({ name }: StreamScenario, readers: number, rules: Rules): ClosedForm {
  const [calls, every] = [rules.number('kinesis.read.calls'), rules.number('kinesis.poll.every')];
  const head = {
    id: 'PLN-11',
    about: `sources.${name}`,
    quantity: 'mappings that may poll it while it is quiet; fewer when it is busy',
    unit: 'count',
    formula: 'calls / (1 / every)',
  } as const;
  return applies(head, Math.floor((calls * every) / SECOND), [
    count('calls', calls, 'reads of a shard a second, all mappings together'),
    time('every', every, 'between two reads of a mapping'),
    count('readers', readers, 'mappings that poll it'),
  ]);
}

export function streamForms(reading: Reading<StreamMapping>): ClosedForm[] {
  return [lanes(reading), hotKey(reading), delay(reading), batches(reading)];
}

function lanes({ join: { about, source }, mapping, load }: Reading<StreamMapping>): ClosedForm {
  const quantity = 'lanes (shards × parallelizationFactor) that the load needs';
  const head = { id: 'PLN-08', about, quantity, unit: 'count', formula: '⌈λ · D / B⌉' } as const;
  if (!load.ok) return doesNotApply(head, load.why);
  const { flow } = load;
  const { shards: there } = source.options as { readonly shards: number };
  return applies(head, Math.max(1, Math.ceil(needAt(flow.peak, flow) - 1e-9)), [
    rate('λ', flow.peak, `records a second of ${source.name} at the most`),
    ...shapeOf(flow),
    count('lanes', there * mapping.options.parallelizationFactor, 'that there are'),
  ]);
}

function hotKey({ join: { about, source }, load, scenario }: Reading<StreamMapping>): ClosedForm {
  const quantity = 'records a second that one key can have handled';
  const head = { id: 'PLN-09', about, quantity, unit: 'rate', formula: 'B / D' } as const;
  if (!load.ok) return doesNotApply(head, load.why);
  const { flow } = load;
  const attribute = (source.options as { readonly partitionKey?: string | undefined }).partitionKey;
  const keys = groupsOf(attribute, source.arrivals, (one) => messagesBetween(one, 0, scenario.duration));
  const busiest =
    keys?.busiest === undefined ? [] : [rate('busiest', flow.mean * keys.busiest, 'records of the busiest key')];
  return applies(head, throughputOf(1, flow.duration, flow.batch), [...shapeOf(flow), ...busiest]);
}

function delay({ join: { about, source }, mapping, load, rules }: Reading<StreamMapping>): ClosedForm {
  const quantity = 'mean time from the put to the function on a quiet shard';
  const head = { id: 'PLN-12', about, quantity, unit: 'duration', formula: 'every / 2 + propagation' } as const;
  if (mapping.options.enhancedFanOut === true) return doesNotApply(head, 'it reads by fan-out, which pushes records');
  if (mapping.options.maximumBatchingWindow > 0) return doesNotApply(head, 'its batches are gathered over a window');
  const isKinesis = source.type === 'kinesis';
  const every = rules.number(isKinesis ? 'kinesis.poll.every' : 'dynamodb.poll.every');
  const propagation = rules.number(isKinesis ? 'kinesis.propagation' : 'dynamodb.propagation');
  const inputs = [
    time('every', every, 'between two reads of a shard with nothing new'),
    time('propagation', propagation, 'until a reader gets a record'),
  ];
  const { shards: count } = source.options as { readonly shards: number };
  // Where several come between two reads, a shard is read on at once.
  if (load.ok && (load.flow.peak * every) / SECOND / count > 1)
    return doesNotApply(head, 'its shards are not quiet: records come faster than they are read', inputs);
  return applies(head, every / 2 + propagation, inputs);
}

function batches({ join: { about, source }, mapping, load, rules }: Reading<StreamMapping>): ClosedForm {
  const quantity = 'records of a batch on average';
  const formula = 'max(1, min(batchSize, λ · W / lanes, 6 MB / s))';
  const head = { id: 'PLN-13', about, quantity, unit: 'count', formula } as const;
  if (!load.ok) return doesNotApply(head, load.why);
  const { flow } = load;
  if (flow.window === 0) return doesNotApply(head, 'there is no batching window: a batch has what is there');
  const { shards: there } = source.options as { readonly shards: number };
  const count_ = there * mapping.options.parallelizationFactor;
  const payload = payloadRule(source.type, rules);
  const fits = flow.size === 0 ? Infinity : payload.most / payload.of(flow.size);
  return applies(head, batchOfWindow(mapping.options.batchSize, flow.mean / count_, flow.window, fits), [
    count('batchSize', mapping.options.batchSize, 'of the mapping'),
    rate('λ', flow.mean, 'records a second, on average'),
    time('W', flow.window, 'the batching window'),
    count('lanes', count_, 'shards × parallelizationFactor'),
    ...(flow.size === 0 ? [] : [size('s', payload.of(flow.size), 'of a record in the payload')]),
  ]);
}

export function kafkaForms({ join: { about, source }, mapping, rules }: Reading<KafkaMapping>): ClosedForm[] {
  const quantity = 'batches that can be with the function at once';
  const { most, why } = mostBatches(mapping, source as Parameters<typeof mostBatches>[1], rules);
  const formula = mapping.provisionedPollerConfig === undefined ? 'partitions' : 'min(pollers · 5, partitions · …)';
  const head = { id: 'PLN-14', about, quantity, unit: 'count', formula } as const;
  return [applies(head, most, [count('batches', most, why)])];
}

function shapeOf({ duration, batch }: Flow) {
  return [time('D', duration, 'of a full batch'), count('B', batch, 'records of a full batch')];
}
