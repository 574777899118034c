/**
 * What filters see of a record, for each kind of source: its body under the key that stands for it, and what lagcast knows of
 * the metadata. Pure functions.
 *
 * The body of a record is what the scenario gives; of one without it is the object of its attributes. A record of a table
 * has an item instead: the attributes of the record in DynamoDB's notation, `{ S: text }`, `{ N: "7" }`, the same before and
 * after a change, since a record carries only one set. Metadata that lagcast does not have (ARNs, ids) are absent.
 */
import { isObject, numberText, parseJson } from './json.ts';
import type { FilteredKind } from './source-fields.ts';

export type Value = string | number | boolean;

/** A record as its source knows it. */
export interface FilteredRecord {
  /** Text of the body that the scenario gives; undefined: none. */
  readonly body: string | undefined;
  /** Attributes that matter here, at least. */
  readonly attributes: Readonly<Record<string, Value>>;
  /** Whole seconds since the start of the run at which it was written. */
  readonly second: number;
}

export type StreamView = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** What a source decides of the view. */
export interface ViewOptions {
  /** Of a Kinesis stream: the attribute that is the partition key. */
  readonly partitionKey?: string | undefined;
  /** Of a table: what its stream shows, and the attributes that are its key. */
  readonly streamView?: StreamView;
  readonly tableKeys?: readonly string[];
}

export interface View {
  /** The record as patterns see it. A body of text is a text. */
  of(record: FilteredRecord, options: ViewOptions): Readonly<Record<string, unknown>>;
  /** Attributes of a record without a body that decide what is found at a path. */
  attributesAt(path: string, options: ViewOptions): readonly string[];
}

export const VIEWS: Readonly<Record<FilteredKind, View>> = {
  sqs: plain('body', { eventSource: 'aws:sqs' }),
  kinesis: { of: streamRecord, attributesAt: streamAttributesAt },
  dynamodbStreams: { of: tableRecord, attributesAt: tableAttributesAt },
  kafka: plain('value', { eventSource: 'aws:kafka' }),
  mq: plain('data', { eventSource: 'aws:mq' }),
};

/** Only its second is read at this path: it is of the record alone. */
export const TIME_PATH = 'dynamodb.ApproximateCreationDateTime';

function plain(key: string, metadata: Readonly<Record<string, unknown>>): View {
  return {
    of: (record) => ({ ...metadata, [key]: bodyOf(record) }),
    attributesAt: (path) => under(key, path),
  };
}

/** `type` of `body.type`; names may have dots. */
function under(key: string, path: string): string[] {
  return path.startsWith(`${key}.`) ? [path.slice(key.length + 1)] : [];
}

/** The value of a JSON body, an object or a list; the text of any other. */
function bodyOf({ body, attributes }: FilteredRecord): unknown {
  if (body === undefined) return attributes;
  const value = parseJson(body);
  return isObject(value) || Array.isArray(value) ? value : body;
}

function streamRecord(record: FilteredRecord, { partitionKey }: ViewOptions): Readonly<Record<string, unknown>> {
  const key = partitionKey === undefined ? undefined : record.attributes[partitionKey];
  return {
    eventSource: 'aws:kinesis',
    eventName: 'aws:kinesis:record',
    ...(key === undefined ? {} : { partitionKey: String(key) }),
    data: bodyOf(record),
  };
}

function streamAttributesAt(path: string, { partitionKey }: ViewOptions): readonly string[] {
  if (path !== 'partitionKey') return under('data', path);
  return partitionKey === undefined ? [] : [partitionKey];
}

// — records of a table's stream —

/** Attributes of a record that say what happened, and are no part of the item. */
const EVENT_NAME = 'eventName';
const TIME_TO_LIVE = 'timeToLive';

function tableRecord(record: FilteredRecord, options: ViewOptions): Readonly<Record<string, unknown>> {
  const { [EVENT_NAME]: given = 'INSERT', [TIME_TO_LIVE]: timeToLive, ...attributes } = record.attributes;
  // Attributes of a trace are texts.
  const isExpired = timeToLive === true || timeToLive === 'true';
  // What time to live removes is removed, whatever else is said.
  const eventName = isExpired ? 'REMOVE' : String(given);
  const { streamView = 'NEW_AND_OLD_IMAGES', tableKeys = ['key'] } = options;
  const item = itemOf(bodyOf({ ...record, attributes }));
  const keys = Object.fromEntries(Object.entries(item).filter(([name]) => tableKeys.includes(name)));
  const hasNew = eventName !== 'REMOVE' && (streamView === 'NEW_IMAGE' || streamView === 'NEW_AND_OLD_IMAGES');
  const hasOld = eventName !== 'INSERT' && (streamView === 'OLD_IMAGE' || streamView === 'NEW_AND_OLD_IMAGES');
  return {
    eventSource: 'aws:dynamodb',
    eventName,
    ...(isExpired ? { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } } : {}),
    dynamodb: {
      ApproximateCreationDateTime: record.second,
      Keys: keys,
      ...(hasNew ? { NewImage: item } : {}),
      ...(hasOld ? { OldImage: item } : {}),
      StreamViewType: streamView,
    },
  };
}

function itemOf(body: unknown): Readonly<Record<string, unknown>> {
  return isObject(body) ? Object.fromEntries(Object.entries(body).map(([name, value]) => [name, typed(value)])) : {};
}

/** A value with its type, as DynamoDB writes it. */
function typed(value: unknown): unknown {
  const number = numberText(value);
  if (number !== undefined) return { N: number };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  return Array.isArray(value) ? { L: value.map(typed) } : { M: itemOf(value) };
}

/** `customer` of `dynamodb.NewImage.customer.N`; whether there is an image depends on what happened. */
function tableAttributesAt(path: string): readonly string[] {
  if (path === TIME_PATH) return [];
  const [, name] = /^dynamodb\.(?:Keys|NewImage|OldImage)\.(.+)\.[A-Z]+$/.exec(path) ?? [];
  return name === undefined ? [EVENT_NAME, TIME_TO_LIVE] : [EVENT_NAME, TIME_TO_LIVE, name];
}
