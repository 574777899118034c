import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Quantity } from '../../src/model/options.ts';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts';
import { parseQuantity, quantityJson } from '../../src/scenario/quantities.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { scenarioSchema, validateScenario } from '../support/json-schema.ts';
import { EXAMPLES, ports, SMALLEST } from './examples.ts';

const accepts = (text: string) => validateScenario(parse(text, { merge: true }));

const GALLERY = new URL('../../scenarios/', import.meta.url);

function gallery(): Record<string, string> {
  const files = readdirSync(GALLERY).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(files.map((name) => [name, readFileSync(new URL(name, GALLERY), 'utf8')]));
}

describe('what the reader accepts, the JSON Schema accepts', () => {
  it.each(Object.entries(EXAMPLES))('%s', (_, text) => {
    expect(readScenario(text, { ports }).ok).toBe(true);
    expect(accepts(text) || validateScenario.errors).toBe(true);
  });

  it.each(Object.entries(gallery()))('%s', (_, text) => {
    const files = { readText: (path: string) => readFileSync(new URL(path, GALLERY), 'utf8') };
    expect(readScenario(text, { ports: files })).toMatchObject({ ok: true });
    expect(accepts(text) || validateScenario.errors).toBe(true);
  });

  it('in any set of rules: ranges that are facts are only described', () => {
    const text = `${SMALLEST}rules: ideal
functions: { f: { timeout: 1 ms, handler: {} } }
mappings: { m: { source: q, function: f, maximumConcurrency: 1 } }`;
    expect(readScenario(text).ok).toBe(true);
    expect(accepts(text) || validateScenario.errors).toBe(true);
  });
});

describe('what has the wrong shape, the JSON Schema rejects', () => {
  it.each([
    'duration: 1 s',
    'duration: 30\nsources: {}',
    `${SMALLEST}durations: 1 s`,
    `${SMALLEST}rules: newest`,
    `${SMALLEST}functions: { f: {} }`,
    `${SMALLEST}functions: { 1f: { handler: {} } }`,
    `${SMALLEST}functions: { f: { handler: { perRecord: 5 } } }`,
    `${SMALLEST}functions: { f: { handler: { perRecord: 5 m } } }`,
    `${SMALLEST}functions: { f: { handler: { perRecord: {} } } }`,
    `${SMALLEST}functions: { f: { handler: { perRecord: { exponential: { mean: 1 s }, uniform: { min: 0 s, max: 1 s } } } } }`,
    `${SMALLEST}functions: { f: { handler: { perRecord: { quantiles: { p0: 1 s } } } } }`,
    `${SMALLEST}functions: { f: { handler: { parallel: 0 } } }`,
    `${SMALLEST}functions: { f: { handler: { script: [ fail ] } } }`,
    `${SMALLEST}functions: { f: { handler: {}, Timeout: 3 } }`,
    `${SMALLEST}mappings: { m: { source: q } }`,
    `${SMALLEST}mappings: { m: { source: q, function: f, batchSize: "10" } }`,
    `${SMALLEST}events: [ { at: 1 s } ]`,
    `${SMALLEST}events: [ { at: 1 s, enable: m, disable: m } ]`,
    `${SMALLEST}facts: { sqs.unknown: 3 }`,
    `${SMALLEST}sweep: { vary: { a.b: { from: 1 } } }`,
    `${SMALLEST}sweep: { vary: { a.b: { from: 1, to: 2, cases: {} } } }`,
    `${SMALLEST}sweep: { vary: { load: { cases: { a: 5 } } } }`,
    `${SMALLEST}sweep: { design: latin }`,
    SMALLEST.replace('type: sqs', 'type: kinesis'),
    SMALLEST.replace('type: sqs', 'type: dynamodbStreams'),
    SMALLEST.replace('type: sqs', 'type: kinesis, shards: 1, redrivePolicy: { deadLetterQueue: d }'),
    SMALLEST.replace('type: sqs', 'type: kinesis, shards: 1, mode: on'),
    SMALLEST.replace('type: sqs', 'type: dynamodbStreams, shards: 1, table: { rcu: 1, wcu: 1, size: 1 GB }'),
    `${SMALLEST}mappings: { m: { source: q, function: f, startingPosition: EARLIEST } }`,
    `${SMALLEST}mappings: { m: { source: q, function: f, startingPosition: LATEST, maximumRecordAge: 5 } }`,
    `${SMALLEST}mappings: { m: { source: q, function: f, startingPosition: LATEST, onFailure: { s3: b, sns: t } } }`,
    `${SMALLEST}mappings: { m: { source: q, function: f, startingPosition: LATEST, pollers: { min: 2 } } }`,
    `${SMALLEST}events: [ { at: 1 s, reshard: { stream: q } } ]`,
    SMALLEST.replace('type: sqs', 'type: sqs, arrivals: [ {} ]'),
    SMALLEST.replace('type: sqs', 'type: sqs, arrivals: [ { rate: 5 } ]'),
    SMALLEST.replace('type: sqs', 'type: sqs, arrivals: [ { rate: 5/s, records: [] } ]'),
  ])('%s', (text) => expect([accepts(text), readScenario(text).ok]).toEqual([false, false]));
});

describe('the JSON Schema', () => {
  it('explains what stands where', () => {
    const text = JSON.stringify(scenarioSchema);
    expect(text).toContain(
      'How long a received message is hidden from other receives. 30 s unless said; from 0 s to 12 h. (SQS-45)',
    );
    expect(text).toContain('The dated set of rules of the service');
  });

  it('does not change from call to call', () => expect(scenarioJsonSchema()).toEqual(scenarioSchema));

  it.each<[Quantity, string]>([
    ['duration', 'us µs μs ms s min h d m sec D kB'],
    ['size', 'B kB KiB MB MiB GB GiB KB b s'],
    ['memory', 'MB MiB GB GiB kB B'],
    ['rate', '/s /min /h /d /m s'],
    ['share', '% /s'],
  ])('knows the units of a %s as the reader does', (kind, units) => {
    const pattern = new RegExp(String(quantityJson(kind)['pattern']));
    for (const unit of units.split(' ')) {
      for (const text of [
        `1${unit}`,
        `1 ${unit}`,
        `1.0 ${unit}`,
        `1e0 ${unit}`,
        ` 1 ${unit}`,
        `1. ${unit}`,
        `-1 ${unit}`,
      ]) {
        expect([text, pattern.test(text)]).toEqual([text, parseQuantity(kind, text).ok]);
      }
    }
  });
});
