/** Filters of a mapping as a scenario writes them: what is taken, refused and advised against, and where it says so. */
import { describe, expect, it } from 'vitest';
import { completeFilters } from '../../src/scenario/complete/filters.ts';
import type { Context } from '../../src/scenario/complete/context.ts';
import { Rules } from '../../src/aws/rules.ts';
import type { FilteredKind } from '../../src/model/filters/source-fields.ts';
import { Findings } from '../../src/scenario/findings.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';

type Said = [severity: string, path: string, message: string, source: string | undefined];

function problemsOf(mapping: object, arrivals: object = { rate: '1/s', attributes: { type: 'refund', n: 1 } }): Said[] {
  const { problems } = readScenarioValue({
    lagcast: 1,
    duration: '1 min',
    functions: { f: { handler: {} } },
    sources: { q: { type: 'sqs', visibilityTimeout: '30 s', arrivals: [arrivals] } },
    mappings: { m: { source: 'q', function: 'f', ...mapping } },
  });
  return problems
    .filter(({ path }) => path.startsWith('mappings'))
    .map(({ severity, path, message, hint, source }) => [
      severity,
      path.replace('mappings.m.', ''),
      `${message} (${hint})`,
      source,
    ]);
}

/** The same for sources that the scenario language may not have yet. */
function problemsOfKind(kind: FilteredKind, ...filters: unknown[]): Said[] {
  const findings = new Findings();
  const context = { findings, rules: new Rules('current') } as unknown as Context;
  completeFilters(filters, kind, ['filters'], context);
  return findings.problems().map(({ severity, path, message, source }) => [severity, path, message, source]);
}

describe('a filter', () => {
  it('is a pattern, as a mapping or as JSON', () => {
    expect(problemsOf({ filters: [{ body: { type: ['refund'] } }, '{"body":{"n":[{"numeric":[">",0]}]}}'] })).toEqual(
      [],
    );
  });

  it.each([
    [{ filters: { body: { type: ['refund'] } } }, 'filters', 'a list is due'],
    [{ filters: [5] }, 'filters[0]', 'a pattern is due'],
    [{ filters: [null] }, 'filters[0]', 'a pattern is due'],
    [{ filters: ['simple string'] }, 'filters[0]', 'a mapping of keys, or the JSON text'],
    [{ filters: ['["a"]'] }, 'filters[0]', 'a mapping of keys, or the JSON text'],
    [{ filters: [{}] }, 'filters[0]', 'asks for nothing'],
    [{ filters: [{ body: { type: 'refund' } }] }, 'filters[0].body.type', 'a list is due'],
    [{ filters: ['{"body":{"type":"refund"}}'] }, 'filters[0]', 'body.type: a list is due'],
    [{ filters: [{ body: { type: [{ wildcard: 'a*' }] } }] }, 'filters[0].body.type[0]', 'wildcard is for EventBridge'],
    [
      { filters: [{ body: { type: [{ prefix: { 'equals-ignore-case': 'a' } }] } }] },
      'filters[0].body.type[0]',
      'prefix with equals-ignore-case is',
    ],
    [{ filters: ['{"body":{"type":["a",{"cidr":"10.0.0.0/8"}]}}'] }, 'filters[0]', 'body.type[1]: cidr is for'],
    [{ filters: [{ data: { type: ['refund'] } }] }, 'filters[0].data', 'did you mean body?'],
    [{ filters: [{ type: ['refund'] }] }, 'filters[0].type', 'body: { type: … }'],
    [{ filters: [{ bodi: { type: ['refund'] } }] }, 'filters[0].bodi', 'did you mean body?'],
    [
      { filters: [{ Pattern: '{"body":{"type":["a"]}}' }] },
      'filters[0].Pattern',
      'filters: [ {"body":{"type":["a"]}} ]',
    ],
    [
      { FilterCriteria: { Filters: [{ Pattern: '{"body":{"type":["a"]}}' }] } },
      'FilterCriteria',
      'did you mean filters: [ {"body":{"type":["a"]}} ]',
    ],
    [{ filterCriteria: {} }, 'filterCriteria', 'did you mean filters: '],
  ])('is refused at its place: %j', (mapping, path, words) => {
    const errors = problemsOf(mapping).filter(([severity]) => severity === 'error');
    expect(errors.map(([, where]) => where)).toContain(path);
    expect(errors.find(([, where]) => where === path)![2]).toContain(words);
  });

  it('names what is for buses with its entry of the reference', () => {
    expect(problemsOf({ filters: [{ body: { type: [{ 'anything-but': { suffix: 'a' } }] } }] })[0]![3]).toBe('FIL-23');
  });

  it('has 4,096 characters at the most', () => {
    const pattern = (letters: number): object => ({ body: { type: ['x'.repeat(letters)] } });
    const around = JSON.stringify(pattern(0)).length;
    expect(problemsOf({ filters: [pattern(4096 - around)] })).toEqual([]);
    expect(problemsOf({ filters: [pattern(4097 - around)] })[0]![2]).toContain('4096 characters at the most');
  });

  it('is one of five, of ten with a higher quota', () => {
    const many = (n: number): Said[] =>
      problemsOf({ filters: Array.from({ length: n }, (_, i) => ({ body: { n: [i] } })) });
    expect(many(5)).toEqual([]);
    expect(many(6).map(([severity, path]) => [severity, path])).toEqual([['warning', 'filters']]);
    expect(many(10)[0]![2]).toContain('on request');
    expect(many(11).map(([severity, path]) => [severity, path])).toEqual([['error', 'filters']]);
  });

  it('on metadata is taken with a warning', () => {
    expect(problemsOf({ filters: [{ eventSource: ['aws:sqs'] }] }).map(([severity, path]) => [severity, path])).toEqual(
      [['warning', 'filters[0].eventSource']],
    );
  });

  it('is nothing for loops of one’s own', () => {
    const naive = problemsOf({ filters: [{ body: { n: [1] } }], pollers: { policy: 'naive', count: 2, sleep: '1 s' } });
    expect(naive).toEqual([['error', 'filters', expect.stringContaining('only the service'), undefined]]);
  });

  it('that looks for what no record carries is warned of', () => {
    const warned = problemsOf({ filters: [{ body: { typ: ['refund'] } }] });
    expect(warned).toEqual([['warning', 'filters[0]', expect.stringContaining('did you mean type?'), undefined]]);
    expect(problemsOf({ filters: [{ body: { typ: [{ exists: false }] } }] })).toEqual([]);
    const bodies = { records: [{ id: 'a', body: { typ: 'refund' } }] };
    expect(problemsOf({ filters: [{ body: { typ: ['refund'] } }] }, bodies)).toEqual([]);
  });
});

describe('filters of streams', () => {
  it('of a stream are made of keys (G.4)', () => {
    expect(problemsOfKind('kinesis', { data: ['text'] })).toEqual([
      ['error', 'filters[0].data', expect.stringContaining('not made of keys'), 'G.4'],
    ]);
    expect(problemsOfKind('kinesis', { data: { type: ['a'] } })).toEqual([]);
    expect(problemsOfKind('kafka', { value: ['text'] })).toEqual([]);
  });

  it('of a table may name the event, and are warned of numeric', () => {
    expect(
      problemsOfKind('dynamodbStreams', { eventName: ['INSERT'], dynamodb: { Keys: { id: { S: ['a'] } } } }),
    ).toEqual([]);
    const numeric = { dynamodb: { NewImage: { n: { N: [{ numeric: ['>', 100] }, { 'anything-but': '101' }] } } } };
    expect(problemsOfKind('dynamodbStreams', numeric)).toEqual([
      ['warning', 'filters[0]', expect.stringContaining('dynamodb.NewImage.n.N'), 'J.4 rule 12'],
    ]);
    const time = { dynamodb: { ApproximateCreationDateTime: [{ numeric: ['>', 0] }] } };
    expect(problemsOfKind('dynamodbStreams', time)).toEqual([]);
  });

  it('name the key of their source', () => {
    const told = problemsOfKind('dynamodbStreams', { body: { type: ['a'] } });
    expect(told.map(([severity, path]) => [severity, path])).toEqual([['error', 'filters[0].body']]);
    expect(problemsOfKind('kinesis', { partitionKey: ['a'] }).map(([severity]) => severity)).toEqual(['warning']);
  });
});
