/**
 * From counts to quantities as they are charged: GB-seconds, requests, shard-hours, GB-months. Pure arithmetic; what is counted is in
 * usage.ts, stream-usage.ts and capacity-usage.ts, and prices come later (price.ts).
 */
import { HOUR, SECOND, type Micros } from '../../engine/time.ts';
import type { Quantity } from './price.ts';

/** Memory and data in bills: a GB is 1,024 MB, a MB is 1,048,576 bytes. */
const MB_PER_GB = 1024;
const GB = 1024 * 1024 * 1024;

/** What of a function a bill depends on; sizes in MB, times in microseconds. */
export interface BilledFunction {
  readonly name: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly memory: number;
  /** Ephemeral storage beyond what is included. */
  readonly extraStorage: number;
  /** Whether keeping and restoring its snapshots costs something. */
  readonly paysForSnapshots: boolean;
  /** Invocations that began, by who asked for them. */
  readonly requests: { readonly mapping: number; readonly async: number; readonly sync: number };
  /** Further requests for events of more than one request covers. */
  readonly largeEvents: number;
  readonly onDemand: Micros;
  readonly provisioned: Micros;
  /** Environments times microseconds of provisioned concurrency that were asked for. */
  readonly capacity: number;
  readonly coldStarts: number;
}

export function ofFunction(fn: BilledFunction, span: Micros): Quantity[] {
  const { name: resource, architecture, memory, requests } = fn;
  const gbSeconds = (time: number, mb = memory): number => (time / SECOND) * (mb / MB_PER_GB);
  const snapshots = fn.paysForSnapshots ? 1 : 0;
  return [
    { item: 'lambda.requests.mapping', resource, quantity: requests.mapping },
    { item: 'lambda.requests.async', resource, quantity: requests.async },
    { item: 'lambda.requests.sync', resource, quantity: requests.sync },
    { item: 'lambda.requests.largeEvents', resource, quantity: fn.largeEvents },
    { item: `lambda.duration.${architecture}`, resource, quantity: gbSeconds(fn.onDemand) },
    { item: `lambda.provisioned.${architecture}`, resource, quantity: gbSeconds(fn.capacity) },
    { item: `lambda.provisioned.duration.${architecture}`, resource, quantity: gbSeconds(fn.provisioned) },
    { item: 'lambda.storage', resource, quantity: gbSeconds(fn.onDemand + fn.provisioned, fn.extraStorage) },
    { item: 'lambda.snapStart.cache', resource, quantity: snapshots * gbSeconds(span) },
    {
      item: 'lambda.snapStart.restores',
      resource,
      quantity: snapshots * fn.coldStarts * (memory / MB_PER_GB),
    },
  ];
}

/** What of a queue a bill depends on: requests. */
export interface BilledQueue {
  readonly name: string;
  readonly kind: 'standard' | 'fair' | 'fifo';
  readonly sends: number;
  readonly receives: number;
  readonly emptyReceives: number;
  readonly deletes: number;
}

export function ofQueue({ name: resource, kind, sends, receives, emptyReceives, deletes }: BilledQueue): Quantity[] {
  const of = kind === 'fifo' ? 'sqs.fifo' : 'sqs';
  return [
    { item: `${of}.sends`, resource, quantity: sends },
    { item: `${of}.receives`, resource, quantity: receives },
    { item: `${of}.emptyReceives`, resource, quantity: emptyReceives },
    { item: `${of}.deletes`, resource, quantity: deletes },
    // A receive that returns nothing is about no message with a group.
    { item: 'sqs.fair', resource, quantity: kind === 'fair' ? sends + receives + deletes : 0 },
  ];
}

/** What of a Kinesis stream a bill depends on; areas are shards times microseconds, `kept` bytes times microseconds. */
export interface BilledStream {
  readonly name: string;
  readonly isOnDemand: boolean;
  readonly shards: number;
  readonly extended: number;
  readonly putUnits: number;
  readonly bytesIn: number;
  readonly kept: number;
  readonly keptLong: number;
  /** Its mappings, with the bytes that each has read or was pushed. */
  readonly readers: readonly { readonly name: string; readonly isPushed: boolean; readonly bytes: number }[];
}

export function ofStream(stream: BilledStream, span: Micros, month: Micros): Quantity[] {
  const resource = stream.name;
  const keptLong: Quantity = {
    item: 'kinesis.retention.long',
    resource,
    quantity: stream.keptLong / GB / month,
  };
  const data = (isPushed: boolean, item: Quantity['item']): Quantity[] => {
    const meant = stream.readers.filter((reader) => reader.isPushed === isPushed);
    return meant.map(({ name, bytes }) => ({ item, resource: name, quantity: bytes / GB }));
  };
  if (stream.isOnDemand)
    return [
      { item: 'kinesis.onDemand.streams', resource, quantity: span / HOUR },
      { item: 'kinesis.onDemand.in', resource, quantity: stream.bytesIn / GB },
      { item: 'kinesis.onDemand.retention', resource, quantity: stream.kept / GB / month },
      keptLong,
      ...data(false, 'kinesis.onDemand.out'),
      ...data(true, 'kinesis.onDemand.fanOut'),
    ];
  const consumers = stream.readers.filter(({ isPushed }) => isPushed);
  return [
    { item: 'kinesis.shards', resource, quantity: stream.shards / HOUR },
    { item: 'kinesis.puts', resource, quantity: stream.putUnits },
    { item: 'kinesis.retention', resource, quantity: stream.extended / HOUR },
    keptLong,
    ...consumers.map(({ name }): Quantity => {
      return { item: 'kinesis.fanOut.shards', resource: name, quantity: stream.shards / HOUR };
    }),
    ...data(true, 'kinesis.fanOut.data'),
  ];
}

/** Of the stream of a DynamoDB table: what its mappings read, which is free. */
export function ofTableStream(readers: readonly { readonly name: string; readonly reads: number }[]): Quantity[] {
  return readers.map(({ name, reads }) => ({ item: 'dynamodb.lambdaReads', resource: name, quantity: reads }));
}

/** Of the provisioned pollers of a mapping: hours of event poller units. */
export function ofPollers(resource: string, kind: 'sqs' | 'kafka', unitHours: number): Quantity[] {
  return [{ item: `lambda.pollers.${kind}`, resource, quantity: unitHours }];
}

/** Hours of event poller units: each counts by the second, and for `least` at the least. */
export function pollerHours(units: number, time: Micros, least: Micros): number {
  const whole = Math.ceil(time / SECOND) * SECOND;
  return time === 0 ? 0 : (units * Math.max(whole, least)) / HOUR;
}
