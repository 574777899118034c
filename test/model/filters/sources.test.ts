/** Tables G.3 and G.4: what filters see of the records of each kind of source, and bodies of another form than patterns. */
import { describe, expect, it } from 'vitest';
import { LAMBDA } from '../../../src/model/filters/dialect.ts';
import { readPattern } from '../../../src/model/filters/pattern.ts';
import { letsThrough, RecordFilter } from '../../../src/model/filters/record-filter.ts';
import { Refused } from '../../../src/model/filters/refused.ts';
import type { FilteredKind } from '../../../src/model/filters/source-fields.ts';
import { VIEWS, type FilteredRecord, type ViewOptions } from '../../../src/model/filters/views.ts';
import { Records } from '../../../src/model/records.ts';

function patternOf(written: unknown) {
  const read = readPattern(written, { dialect: LAMBDA, mostRules: 1000 });
  if (read instanceof Refused) throw read;
  return read;
}

function passes(
  kind: FilteredKind,
  pattern: unknown,
  record: Partial<FilteredRecord>,
  options: ViewOptions = {},
): boolean {
  const view = VIEWS[kind].of({ body: undefined, attributes: {}, second: 0, ...record }, options);
  return letsThrough([patternOf(pattern)], view, kind);
}

const KEYS = { sqs: 'body', kinesis: 'data', dynamodbStreams: 'dynamodb', kafka: 'value', mq: 'data' } as const;
const TEXT = { body: 'hello' };
const JSON_BODY = { body: '{"k":"v"}' };

describe('forms of body and pattern (G.4)', () => {
  it.each(['sqs', 'kafka', 'mq'] as const)('%s: text with text is compared', (kind) => {
    expect(passes(kind, { [KEYS[kind]]: ['hello'] }, TEXT)).toBe(true);
    expect(passes(kind, { [KEYS[kind]]: ['other'] }, TEXT)).toBe(false);
    expect(passes(kind, { [KEYS[kind]]: [{ prefix: 'hell' }] }, TEXT)).toBe(true);
  });

  it.each(['sqs', 'kinesis', 'kafka', 'mq'] as const)('%s: JSON with JSON is compared', (kind) => {
    expect(passes(kind, { [KEYS[kind]]: { k: ['v'] } }, JSON_BODY)).toBe(true);
    expect(passes(kind, { [KEYS[kind]]: { k: ['w'] } }, JSON_BODY)).toBe(false);
  });

  it.each(['sqs', 'kinesis'] as const)(
    '%s: text with a pattern for JSON is dropped, also where a key may be absent',
    (kind) => {
      expect(passes(kind, { [KEYS[kind]]: { k: ['v'] } }, TEXT)).toBe(false);
      expect(passes(kind, { [KEYS[kind]]: { k: [{ exists: false }] } }, TEXT)).toBe(false);
      expect(passes(kind, { [KEYS[kind]]: { k: [{ exists: false }] } }, { body: '{}' })).toBe(true);
    },
  );

  it('sqs: JSON with a pattern for text is dropped', () => {
    expect(passes('sqs', { body: [{ 'anything-but': 'hello' }] }, JSON_BODY)).toBe(false);
    expect(passes('sqs', { body: ['hello'] }, { body: '["hello"]' })).toBe(false);
  });

  it.each(['sqs', 'kinesis', 'kafka', 'mq'] as const)(
    '%s: without a pattern for the body only metadata count',
    (kind) => {
      const source = `aws:${kind}`;
      for (const record of [TEXT, JSON_BODY]) {
        expect(passes(kind, { eventSource: [source] }, record)).toBe(true);
        expect(passes(kind, { eventSource: ['aws:other'] }, record)).toBe(false);
      }
    },
  );

  it.each(['kafka', 'mq'] as const)('%s: of another form, only metadata count', (kind) => {
    const key = KEYS[kind];
    for (const [pattern, record] of [
      [{ k: ['v'] }, TEXT],
      [['hello'], JSON_BODY],
    ] as const) {
      expect(passes(kind, { [key]: pattern }, record)).toBe(true);
      expect(passes(kind, { [key]: pattern, eventSource: ['aws:other'] }, record)).toBe(false);
      expect(passes(kind, { [key]: pattern, eventSource: [`aws:${kind}`] }, record)).toBe(true);
    }
  });

  it('takes bare numbers, and JSON with a mistake, for text', () => {
    expect(passes('sqs', { body: ['5'] }, { body: '5' })).toBe(true);
    expect(passes('sqs', { body: [5] }, { body: '5' })).toBe(false);
    expect(passes('sqs', { body: ['{"k":'] }, { body: '{"k":' })).toBe(true);
  });
});

describe('records without a body', () => {
  it('have the object of their attributes', () => {
    const record = { attributes: { type: 'refund', customer: 7, big: true } };
    expect(passes('sqs', { body: { type: ['refund'], customer: [7], big: [true] } }, record)).toBe(true);
    expect(passes('kinesis', { data: { customer: ['7'] } }, record)).toBe(false);
    expect(passes('kafka', { value: { customer: [{ numeric: ['<', 8] }] } }, record)).toBe(true);
    expect(passes('sqs', { body: { none: [{ exists: false }] } }, { attributes: {} })).toBe(true);
  });

  it('have a partition key where the stream says which attribute it is', () => {
    const record = { attributes: { customer: 7 } };
    expect(passes('kinesis', { partitionKey: ['7'] }, record, { partitionKey: 'customer' })).toBe(true);
    expect(passes('kinesis', { partitionKey: ['7'] }, record)).toBe(false);
  });
});

describe('records of a table', () => {
  const attributes = { key: 'a', price: 7, isNew: true };
  const table = (pattern: unknown, more: Record<string, string | boolean>, options: ViewOptions = {}): boolean =>
    passes('dynamodbStreams', pattern, { attributes: { ...attributes, ...more }, second: 42 }, options);
  const image = (name: string): unknown => ({ dynamodb: { [name]: { price: { N: ['7'] }, isNew: { BOOL: [true] } } } });

  it('have an item in the notation of DynamoDB, and its key', () => {
    expect(table(image('NewImage'), {})).toBe(true);
    expect(
      table(
        {
          dynamodb: { NewImage: { key: { S: ['a'] } }, Keys: { key: { S: ['a'] }, price: { N: [{ exists: false }] } } },
        },
        {},
      ),
    ).toBe(true);
    expect(table({ dynamodb: { Keys: { price: { N: ['7'] } } } }, {}, { tableKeys: ['price'] })).toBe(true);
    expect(table({ dynamodb: { NewImage: { price: { N: [{ numeric: ['=', 7] }] } } } }, {})).toBe(false);
    expect(table({ dynamodb: { NewImage: { eventName: { S: [{ exists: true }] } } } }, { eventName: 'MODIFY' })).toBe(
      false,
    );
  });

  it.each([
    ['INSERT', 'KEYS_ONLY', false, false],
    ['INSERT', 'NEW_IMAGE', true, false],
    ['INSERT', 'OLD_IMAGE', false, false],
    ['INSERT', 'NEW_AND_OLD_IMAGES', true, false],
    ['MODIFY', 'KEYS_ONLY', false, false],
    ['MODIFY', 'NEW_IMAGE', true, false],
    ['MODIFY', 'OLD_IMAGE', false, true],
    ['MODIFY', 'NEW_AND_OLD_IMAGES', true, true],
    ['REMOVE', 'NEW_IMAGE', false, false],
    ['REMOVE', 'OLD_IMAGE', false, true],
    ['REMOVE', 'NEW_AND_OLD_IMAGES', false, true],
  ] as const)('%s, %s: new image %s, old image %s', (eventName, streamView, hasNew, hasOld) => {
    expect(table({ eventName: [eventName] }, { eventName })).toBe(true);
    expect(table(image('NewImage'), { eventName }, { streamView })).toBe(hasNew);
    expect(table(image('OldImage'), { eventName }, { streamView })).toBe(hasOld);
  });

  it('that time to live removed say who removed them', () => {
    const byService = {
      eventName: ['REMOVE'],
      userIdentity: { type: ['Service'], principalId: ['dynamodb.amazonaws.com'] },
    };
    expect(table(byService, { timeToLive: true })).toBe(true);
    expect(table(byService, { timeToLive: 'true', eventName: 'MODIFY' })).toBe(true);
    expect(table(byService, { eventName: 'REMOVE' })).toBe(false);
    expect(table({ userIdentity: { type: [{ exists: false }] } }, { eventName: 'REMOVE' })).toBe(true);
    expect(table(image('OldImage'), { timeToLive: true })).toBe(true);
  });

  it('know the second they were written in, as a number', () => {
    const at = (test: unknown): unknown => ({ dynamodb: { ApproximateCreationDateTime: [test] } });
    expect(table(at({ numeric: ['=', 42] }), {})).toBe(true);
    expect(table(at(42), {})).toBe(true);
    expect(table(at(41), {})).toBe(false);
  });

  it('with a body have it as their item', () => {
    const body = '{"id":"x","n":1.50,"list":[1],"map":{"k":null}}';
    const pattern =
      '{"dynamodb":{"NewImage":{"n":{"N":["1.50"]},"list":{"L":{"N":["1"]}},"map":{"M":{"k":{"NULL":[true]}}}}}}';
    expect(passes('dynamodbStreams', pattern, { body, attributes: {} })).toBe(true);
  });
});

describe('a filter of records', () => {
  it('remembers verdicts by what decides, and asks again when that changes', () => {
    const records = new Records();
    const [type, other] = ['type', 'other'].map((name) => records.attribute(name));
    const filter = new RecordFilter([patternOf({ body: { type: ['a'] } }), patternOf({ body: ['t'] })], records, 'sqs');
    const give = (attribute: number, slot: number, value: string): void => {
      const { table, column } = records.attributes[attribute]!;
      column[slot] = table.indexOf(value);
    };
    const verdicts = Array.from({ length: 3000 }, (_, i) => {
      const slot = records.add(0, 0);
      give(other!, slot, `x${i}`);
      if (i % 3 > 0) give(type!, slot, i % 3 === 1 ? 'a' : 'b');
      if (i % 5 === 0) records.giveBody(slot, i % 2 === 0 ? 't' : '{"type":"a"}');
      return filter.accepts(slot);
    });
    expect(verdicts).toEqual(verdicts.map((_, i) => (i % 5 === 0 ? true : i % 3 === 1)));
    // A slot that is used again has nothing of what was there.
    records.remove(0);
    expect(records.add(1, 0)).toBe(0);
    expect(filter.accepts(0)).toBe(false);
  });

  it('looks at the instant of each record where a pattern does', () => {
    const records = new Records();
    const pattern = { dynamodb: { ApproximateCreationDateTime: [{ numeric: ['>=', 2] }] } };
    const filter = new RecordFilter([patternOf(pattern)], records, 'dynamodbStreams');
    const slots = [1_999_999, 2_000_000].map((at) => records.add(at, 0));
    expect(slots.map((slot) => filter.accepts(slot))).toEqual([false, true]);
  });

  it('forgets rather than grow', () => {
    const records = new Records();
    const n = records.attribute('n');
    const filter = new RecordFilter([patternOf({ body: { n: [{ numeric: ['<', 1000] }] } })], records, 'sqs');
    const slot = records.add(0, 0);
    let through = 0;
    for (let i = 0; i < 140_000; i++) {
      records.attributes[n]!.column[slot] = records.attributes[n]!.table.indexOf(i);
      if (filter.accepts(slot)) through++;
    }
    expect(through).toBe(1000);
  });
});
