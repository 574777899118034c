/**
 * The keys of streams and the groups of queues: attributes that records have to carry, and hash keys that have to be numbers (KIN-05).
 */
import type { Context, Parts } from '../complete/context.ts';
import type { SourceType } from '../../model/sources/kinds.ts';
import { nearest } from '../nearest.ts';
import { quote } from '../problem.ts';
import {
  queuesOf,
  type AttributeValue,
  type KafkaScenario,
  type SendScenario,
  type SourceScenario,
  type StreamScenario,
} from '../scenario.ts';
import { namesIn, valuesIn } from './attribute-times.ts';

export function checkKeys({ sources, functions }: Parts, context: Context): void {
  const sends = functions.flatMap(({ handler }) => handler.sends);
  // A message carries what its record does, and that may be what any record does.
  const sendable = [...sources.flatMap((source) => source.arrivals.flatMap(namesIn)), ...sends.flatMap(namesOfSend)];
  for (const source of sources.filter(isKeyed)) {
    const isSentTo = sends.some(({ to }) => to === source.name);
    const carried = isSentTo ? sendable : source.arrivals.flatMap(namesIn);
    if (!isSentTo && source.arrivals.length === 0) continue;
    warnOfUnknown(source, 'partitionKey', source.options.partitionKey, [...new Set(carried)], context);
    if (source.type !== 'kinesis') continue;
    warnOfUnknown(source, 'explicitHashKey', source.options.explicitHashKey, [...new Set(carried)], context);
    checkHashKeys(source, source.options.explicitHashKey, context);
  }
  for (const queue of queuesOf(sources)) {
    // What is moved or sent on to a queue carries what its record does.
    const isTarget =
      sources.some((one) => deadLettersOf(one) === queue.name) || sends.some(({ to }) => to === queue.name);
    const carried = isTarget ? sendable : queue.arrivals.flatMap(namesIn);
    if (!isTarget && queue.arrivals.length === 0) continue;
    warnOfUnknown(queue, 'messageGroupId', queue.options.messageGroupId, [...new Set(carried)], context);
  }
}

function deadLettersOf(source: SourceScenario): string | undefined {
  return 'redrivePolicy' in source ? source.redrivePolicy?.deadLetterQueue : undefined;
}

/** What places its records by a key. */
type Keyed = StreamScenario | KafkaScenario;

function isKeyed(source: SourceScenario): source is Keyed {
  return source.type === 'kinesis' || source.type === 'dynamodbStreams' || source.type === 'kafka';
}

function namesOfSend({ attributes }: SendScenario): string[] {
  return attributes.map(({ name }) => name);
}

/** What follows where none carries it. */
const SO = {
  partitionKey: 'every record has a key of its own',
  explicitHashKey: 'partition keys decide',
  messageGroupId: 'its messages have no group',
} as const;

const KEYS_ARE_FROM: Partial<Record<SourceType, string>> = {
  sqs: 'SQS-68',
  sqsFifo: 'SQS-62',
  kinesis: 'KIN-05',
  dynamodbStreams: 'DDB-04',
  kafka: 'KAF-01',
};

function warnOfUnknown(
  { name, type }: SourceScenario,
  option: keyof typeof SO,
  attribute: string | undefined,
  carried: readonly string[],
  { findings }: Context,
): void {
  if (attribute === undefined || carried.includes(attribute)) return;
  const meant = nearest(attribute, carried);
  const there = carried.length === 0 ? 'they carry none' : `they carry ${carried.slice(0, 10).join(', ')}`;
  const so = option === 'partitionKey' && type === 'kafka' ? 'records go to the partitions in turn' : SO[option];
  findings.warning(['sources', name, option], {
    message: `no record of it carries the attribute ${quote(attribute)}: ${so}`,
    hint: meant === undefined ? there : `did you mean ${meant}?`,
    source: KEYS_ARE_FROM[type],
  });
}

function checkHashKeys({ name, arrivals }: StreamScenario, attribute: string | undefined, { findings }: Context): void {
  if (attribute === undefined) return;
  const wrong = arrivals.flatMap((entry) => valuesIn(entry, attribute)).find((value) => !isHashKey(value));
  if (wrong === undefined) return;
  findings.error(['sources', name, 'explicitHashKey'], {
    message: `a hash key is a whole number from 0 to 2^128 − 1; the attribute ${quote(attribute)} may be ${quote(wrong)}`,
    hint: 'beyond 2^53 as text in quotes',
    source: 'KIN-05',
  });
}

const HASH_KEYS = 1n << 128n;

function isHashKey(value: AttributeValue): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0;
  return typeof value === 'string' && /^\d{1,39}$/.test(value) && BigInt(value) < HASH_KEYS;
}
