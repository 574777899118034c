/**
 * The recorded cases: that none is missing, that each says where it comes from, and that who judges them can say no. All of them
 * are run by the validation itself; here only those that take no time, and one of each kind.
 */
import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/validation/row.ts';
import { judgeAsync, type AsyncEntry } from '../../src/validation/recorded/async.ts';
import { same, within } from '../../src/validation/recorded/comparison.ts';
import { evidenceOf, type Entry } from '../../src/validation/recorded/entry.ts';
import { rowsOf } from '../../src/validation/recorded/rows.ts';
import { KINDS, recordedSection } from '../../src/validation/recorded/section.ts';
import { FILES } from '../support/validation-files.ts';
import { COLLECTION } from './collection.ts';

interface Read extends Entry {
  readonly expect?: Readonly<Record<string, unknown>>;
  readonly steps?: readonly { readonly expect?: unknown }[];
}

const entriesOf = (file: string): Read[] => JSON.parse(FILES.readText(`validation/recorded/${file}.json`)) as Read[];
const ENTRIES = KINDS.flatMap(({ file }) => entriesOf(file));
const section = recordedSection(FILES);

/** One run of each asynchronous case: what can be told from it. */
const judgeOf = (file: string): ((entry: Entry) => readonly Row[]) =>
  file === 'async' ? (entry) => judgeAsync(entry as AsyncEntry, [1]) : KINDS.find((kind) => kind.file === file)!.judge;
const judgedBadly = (file: string, entry: Entry): boolean =>
  judgeOf(file)(entry).some(({ verdict }) => verdict === 'miss');

describe('the cases', () => {
  it('has every case of the collection', () => {
    expect(COLLECTION).toHaveLength(63);
    const ids = new Set(section.cases.map(({ id }) => id));
    expect(COLLECTION.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('are told apart by id and variant', () => {
    const names = ENTRIES.map(({ id, variant }) => `${id} ${variant}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(ENTRIES)('$id $variant names its source, and a day where there was a recording', (entry) => {
    expect(entry.source).toMatch(/^\S.*\S$/);
    expect(['recorded', 'measured', 'documented']).toContain(evidenceOf(entry));
    if (entry.level === 'aws-recorded' || entry.level === 'aws-log')
      expect(entry.recordedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('says so where it is inferred', () => {
    const bisects = ENTRIES.filter(({ id }) => id.startsWith('R-BIS'));
    expect(bisects.length).toBeGreaterThan(3);
    for (const { note } of bisects) expect(note).toMatch(/^inferred/);
  });
});

const QUICK = new Set(['R-SQS-02', 'R-SQS-10', 'R-FIFO-01', 'R-KIN-03', 'R-KIN-07', 'R-KAF-02', 'R-ASY-10']);
const quick = section.cases.filter(({ id, seconds }) => seconds < 0.05 || QUICK.has(id));

describe('what comes out', () => {
  it.each(quick)('of $id is as recorded, or misses for a known reason', ({ run, knownMiss }) => {
    const rows = run();
    const misses = rows.filter(({ verdict }) => verdict === 'miss');
    expect(misses.map(({ why }) => why)).toEqual(knownMiss === undefined ? [] : [knownMiss]);
    expect(new Set(rows.map(({ id, figure }) => `${id} ${figure}`)).size).toBe(rows.length);
  });
});

/** Not compared, or not by their value. */
const NOT_SPOILT = new Set(['words', 'accepted', 'agesOf', 'endsWithLastAttempt', 'neverDelivered']);

/** Of each kind, every field that some case has, with that case. */
const FIELDS = KINDS.flatMap(({ file }) => {
  const entries = entriesOf(file);
  const fields = new Set(entries.flatMap(({ expect: expected = {} }) => Object.keys(expected)));
  const some = [...fields].filter((field) => !NOT_SPOILT.has(field));
  return some.map((field) => ({ file, field, entry: entries.find((one) => one.expect?.[field] !== undefined)! }));
});

describe('a judge', () => {
  it.each(FIELDS)('of $file misses when $field was another', ({ file, field, entry }) => {
    const spoilt = (by: number): Entry =>
      ({ ...entry, expect: { ...entry.expect, [field]: spoil(entry.expect![field], by) } }) as Entry;
    // A limit that is moved one way only gets wider.
    expect(judgedBadly(file, spoilt(1000)) || judgedBadly(file, spoilt(-1000))).toBe(true);
  });

  it.each(['queues', 'shards'])('of %s misses when a step gave something else', (file) => {
    for (const entry of entriesOf(file)) {
      entry.steps!.forEach((step, i) => {
        if (step.expect === undefined) return;
        const steps = entry.steps!.with(i, { ...step, expect: spoil(step.expect, 1) });
        expect(judgedBadly(file, { ...entry, steps } as Entry)).toBe(true);
      });
    }
  });

  it('misses a record that should never have been delivered', () => {
    const entry = entriesOf('stream-mapping').find(({ id }) => id === 'R-KIN-07')!;
    const expected = { ...entry.expect, neverDelivered: ['old', 'n5'] };
    expect(judgedBadly('stream-mapping', { ...entry, expect: expected } as Entry)).toBe(true);
  });

  it('misses a refusal that did not come, and one that was not due', () => {
    const [refused] = entriesOf('configuration').filter(
      ({ variant }) => variant === 'the same queue and function twice',
    );
    const [accepted] = entriesOf('configuration').filter(
      ({ variant }) => variant === 'the same queue and a second function',
    );
    expect(judgedBadly('configuration', { ...refused!, expect: { accepted: true } } as Entry)).toBe(true);
    expect(judgedBadly('configuration', { ...accepted!, expect: refused!.expect } as Entry)).toBe(true);
  });
});

/** Another value of the same shape. */
function spoil(value: unknown, by: number): unknown {
  if (typeof value === 'number') return value + by;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return `${value}?`;
  if (Array.isArray(value)) return value.length === 0 ? ['?'] : value.map((one) => spoil(one, by));
  if (value === null) return null;
  const entries = Object.entries(value as object);
  return entries.length === 0 ? { '?': by } : Object.fromEntries(entries.map(([key, one]) => [key, spoil(one, by)]));
}

describe('a comparison', () => {
  it('holds when all runs have the very same', () => {
    const write = (ids: readonly string[]): string => ids.join(' ');
    expect(same('got', ['a'], [['a'], ['a']], write)).toEqual({ expected: 'got: a', found: 'got: a', holds: true });
    expect(same('got', ['a'], [['a'], ['b']], write)).toEqual({
      expected: 'got: ["a"]',
      found: 'got: ["a"] | got: ["b"]',
      holds: false,
    });
    expect(same('got', ['a'], [], write).holds).toBe(false);
  });

  it('has bounds that belong to them, for all runs and what was recorded', () => {
    expect(within('wait', { min: 1, max: 2 }, [1, 1.5, 2], 's', [1.2])).toEqual({
      expected: 'wait: 1 to 2 s (recorded: 1.2 s)',
      found: 'wait: 1 to 2 s',
      holds: true,
    });
    expect(within('wait', { min: 1, max: 2 }, [1, 2.1]).holds).toBe(false);
    expect(within('wait', { min: 1, max: 2 }, [1, 2], 's', [2.1]).holds).toBe(false);
    expect(within('wait', { min: 1 }, []).holds).toBe(false);
    expect(within('wait', { min: 1 }, [NaN]).holds).toBe(false);
  });
});

describe('a row', () => {
  const entry: Entry = {
    id: 'R-X-01',
    title: 'it',
    source: 'here',
    level: 'aws-docs',
    note: 'a note',
    knownMiss: 'a reason',
  };
  const one = (holds: boolean) => [{ expected: 'a', found: 'b', holds }];

  it('gives the reason of a miss, and to others what is to be known', () => {
    const rows = rowsOf(entry, 'decision', { outcome: one(true), times: one(false) });
    expect(rows.map(({ figure, verdict, why }) => [figure, verdict, why])).toEqual([
      ['outcome', 'pass', 'a note'],
      ['times', 'miss', 'a reason'],
    ]);
  });

  it('says what is to be known once, and of each what was fitted to it', () => {
    const rows = rowsOf({ ...entry, calibrated: { times: 'a fact' } }, 'decision', {
      outcome: one(true),
      times: one(true),
    });
    expect(rows.map(({ verdict, why }) => [verdict, why])).toEqual([
      ['pass', 'a note'],
      ['calibrated', 'a fact'],
    ]);
  });

  it('is calibrated only where it holds', () => {
    const fitted = { ...entry, calibrated: { outcome: 'a fact', times: 'a fact' } };
    const rows = rowsOf(fitted, 'decision', { outcome: one(true), times: one(false) });
    expect(rows.map(({ verdict, why }) => [verdict, why])).toEqual([
      ['calibrated', 'a fact; a note'],
      ['miss', 'a reason'],
    ]);
  });
});

it('R-SQS-14: if refused invocations took pollers away, far fewer would be refused and dead-lettered, though some still, as its note says', () => {
  const entry = entriesOf('sqs-mapping').find(({ id }) => id === 'R-SQS-14') as Entry & { readonly scenario: object };
  const { judge } = KINDS.find(({ file }) => file === 'sqs-mapping')!;
  const deadLettered = (facts: object): number => {
    const [row] = judge({ ...entry, scenario: { ...entry.scenario, facts } } as Entry);
    expect(row!.verdict).toBe('calibrated');
    return Number(/dead-lettered: (\d+)$/.exec(row!.found)![1]);
  };
  const [ignored, counted] = [deadLettered({}), deadLettered({ 'sqs.backOff.throttles': 'counted' })];
  expect(counted).toBeGreaterThan(0);
  expect(ignored).toBeGreaterThan(5 * counted);
});
