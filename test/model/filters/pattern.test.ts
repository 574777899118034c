/** Patterns: what is read, what is refused and where, and how the parts of an event are matched. */
import { describe, expect, it } from 'vitest';
import { EVENTBRIDGE, LAMBDA, type Dialect } from '../../../src/model/filters/dialect.ts';
import { parseJson, WrittenNumber } from '../../../src/model/filters/json.ts';
import { matches } from '../../../src/model/filters/matches.ts';
import { readPattern } from '../../../src/model/filters/pattern.ts';
import { Refused } from '../../../src/model/filters/refused.ts';

function matched(pattern: unknown, event: unknown, dialect: Dialect = LAMBDA): boolean {
  const read = readPattern(pattern, { dialect, mostRules: 1000 });
  if (read instanceof Refused) throw read;
  return matches(read, event);
}

function refusal(pattern: unknown, dialect: Dialect = LAMBDA): Refused {
  const read = readPattern(pattern, { dialect, mostRules: 1000 });
  if (!(read instanceof Refused)) throw new Error('was taken');
  return read;
}

describe('numbers', () => {
  it('compare by their text in a mapping (FIL-04)', () => {
    const event = parseJson('{"n":300.0,"m":3e2,"k":300}');
    expect(matched('{"n":[300.0],"m":[3e2],"k":[300]}', event)).toBe(true);
    expect(matched('{"n":[300]}', event)).toBe(false);
    expect(matched('{"k":[3.0e2]}', event)).toBe(false);
    expect(matched('{"k":[{"anything-but":300.0}]}', event)).toBe(true);
  });

  it('compare by their value on a bus, and inside numeric everywhere', () => {
    const event = parseJson('{"n":300.0}');
    expect(matched({ n: [300] }, event, EVENTBRIDGE)).toBe(true);
    expect(matched({ n: [{ 'anything-but': [300] }] }, event, EVENTBRIDGE)).toBe(false);
    expect(matched('{"n":[{"numeric":["=",3e2]}]}', event)).toBe(true);
  });

  it('keep their text where they are read, and only numbers do', () => {
    const text = '{"a":1.50,"b":"1.50 \\" 2.0","c":[1,-0,1E3,0.1],"d":{"e":10}}';
    expect(parseJson(text)).toEqual({
      a: new WrittenNumber('1.50'),
      b: '1.50 " 2.0',
      c: [1, new WrittenNumber('-0'), new WrittenNumber('1E3'), 0.1],
      d: { e: 10 },
    });
    expect(parseJson('01')).toBeUndefined();
    expect(parseJson('7.0')).toEqual(new WrittenNumber('7.0'));
  });

  it('are no texts', () => {
    expect(matched({ n: ['1'] }, { n: 1 })).toBe(false);
    expect(matched({ n: [{ numeric: ['=', 1] }] }, { n: '1' })).toBe(false);
  });
});

describe('keys', () => {
  it('have the last of their values when they are written twice (FIL-05)', () => {
    expect(matched('{"a":[1],"a":[2]}', { a: 2 })).toBe(true);
    expect(matched('{"a":[1],"a":[2]}', { a: 1 })).toBe(false);
  });

  it('may be those that every object has', () => {
    expect(matched({ constructor: [{ exists: false }] }, {})).toBe(true);
    expect(matched('{"__proto__":["a"]}', parseJson('{"__proto__":"a"}'))).toBe(true);
    expect(refusal({ a: [{ toString: 'a' }] }).reason).toContain('no operator');
  });
});

describe('$or', () => {
  const either = { a: [1], $or: [{ b: [2] }, { c: { d: [3] }, $or: [{ e: [4] }, { f: [5] }] }] };

  it('is one of its objects, beside all other keys', () => {
    expect(matched(either, { a: 1, b: 2 })).toBe(true);
    expect(matched(either, { a: 1, c: { d: 3 }, f: 5 })).toBe(true);
    expect(matched(either, { a: 1, c: { d: 3 } })).toBe(false);
    expect(matched(either, { b: 2 })).toBe(false);
  });

  it('of a single object, or of operators, is a key like others', () => {
    expect(refusal({ $or: [{ a: [1] }] }).path).toEqual(['$or', 0]);
    expect(matched({ $or: [{ prefix: 'a' }, { suffix: 'z' }] }, { $or: 'abc' })).toBe(true);
  });

  it('may not come to too many combinations', () => {
    const pairs = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`k${i}`, { $or: [{ a: [1] }, { b: [1] }] }]),
    );
    expect(refusal(pairs).reason).toContain('combinations');
  });
});

describe('arrays', () => {
  const items = {
    items: [
      { n: 'a', p: 1 },
      { n: 'b', p: 2, tags: ['x', 'y'] },
    ],
  };

  it('give all leaves of a rule from one element', () => {
    expect(matched({ items: { n: ['b'], p: [2] } }, items)).toBe(true);
    expect(matched({ items: { n: ['a'], p: [2] } }, items)).toBe(false);
    expect(matched({ items: { n: ['b'], tags: ['y'] } }, items)).toBe(true);
    expect(matched({ items: { n: ['a'], tags: ['y'] } }, items)).toBe(false);
  });

  it('beside each other are independent', () => {
    const event = { x: [{ n: 1 }, { n: 2 }], y: [{ n: 1 }, { n: 2 }] };
    expect(matched({ x: { n: [1] }, y: { n: [2] } }, event)).toBe(true);
  });

  it('with a key absent: in the order of paths, as event-ruler has it', () => {
    const event = { d: [{ a: 1 }, { b: 2 }] };
    expect(matched({ d: { a: [1], b: [{ exists: false }] } }, event)).toBe(true);
    expect(matched({ d: { a: [{ exists: false }], b: [2] } }, event)).toBe(false);
    expect(matched({ d: { b: [2], a: [{ exists: false }] } }, event)).toBe(false);
    expect(matched({ d: { b: [{ exists: false }] } }, event)).toBe(false);
    expect(matched({ d: { c: [{ exists: false }] } }, event)).toBe(true);
  });

  it('without leaves are absent', () => {
    expect(matched({ a: [{ exists: false }] }, { a: [] })).toBe(true);
    expect(matched({ a: [{ exists: false }] }, { a: [null] })).toBe(false);
  });

  it('nested beyond all reason are not looked at', () => {
    const deep = JSON.parse('['.repeat(5000) + '1' + ']'.repeat(5000)) as unknown;
    expect(matched({ a: [1] }, { a: deep })).toBe(false);
  });
});

describe('operators', () => {
  it.each([
    [{ wildcard: 'a*' }, 'wildcard', 'wildcard'],
    [{ cidr: '10.0.0.0/8' }, 'cidr', 'cidr'],
    [{ prefix: { 'equals-ignore-case': 'a' } }, 'prefix/equals-ignore-case', 'prefix with equals-ignore-case'],
    [{ suffix: { 'equals-ignore-case': 'a' } }, 'suffix/equals-ignore-case', 'suffix with equals-ignore-case'],
    [{ 'anything-but': { prefix: 'a' } }, 'anything-but/prefix', 'anything-but with prefix'],
    [{ 'anything-but': { suffix: 'a' } }, 'anything-but/suffix', 'anything-but with suffix'],
    [{ 'anything-but': { 'equals-ignore-case': 'a' } }, 'anything-but/equals-ignore-case', 'with equals-ignore-case'],
    [{ 'anything-but': { wildcard: 'a*' } }, 'anything-but/wildcard', 'anything-but with wildcard'],
  ])('of buses are refused by a mapping, and named: %j (FIL-23)', (item, operator, words) => {
    const pattern = { body: { type: ['x', item] } };
    const refused = refusal(pattern);
    expect(refused.operator).toBe(operator);
    expect(refused.path).toEqual(['body', 'type', 1]);
    expect(refused.reason).toContain(words);
    expect(readPattern(pattern, { dialect: EVENTBRIDGE, mostRules: 1000 })).not.toBeInstanceOf(Refused);
  });

  it.each([
    [{}, 'empty mapping'],
    [{ a: [] }, 'empty list'],
    [{ a: 'b' }, 'a list is due'],
    [{ a: [[1]] }, 'a list in a list'],
    [{ a: [{ prefix: 'a', suffix: 'b' }] }, 'one operator'],
    [{ a: [{}] }, 'one operator'],
    [{ a: [{ exists: 'yes' }] }, 'true or false'],
    [{ a: [{ numeric: ['<', 5, '>', 0] }] }, 'nothing can follow'],
    [{ a: [{ numeric: ['=', 5, '<', 9] }] }, 'nothing can follow'],
    [{ a: [{ numeric: ['>', 5, '<', 5] }] }, 'not below'],
    [{ a: [{ numeric: ['>', '5'] }] }, 'a number is due'],
    [{ a: [{ numeric: ['!', 5] }] }, 'numeric knows'],
    [{ a: [{ numeric: 5 }] }, 'takes a list'],
    [{ a: [{ 'anything-but': [] }] }, 'at least one value'],
    [{ a: [{ 'anything-but': [1, 'a'] }] }, 'not both'],
    [{ a: [{ 'anything-but': [true] }] }, 'texts or numbers'],
    [{ a: [{ suffix: 1 }] }, 'suffix takes a text'],
    ['no JSON', 'a mapping of keys'],
    [null, 'a mapping of keys'],
  ])('that are not written right: %j', (pattern, words) => {
    expect(refusal(pattern).reason).toContain(words);
  });

  it.each([
    [{ wildcard: 'a*c*e' }, 'abcde', 'abcd'],
    [{ wildcard: 'a*a' }, 'aa', 'a'],
    [{ wildcard: 'a\\*c' }, 'a*c', 'abc'],
    [{ wildcard: '*' }, '', 1],
    [{ cidr: '10.0.0.0/9' }, '10.127.0.1', '10.128.0.1'],
    [{ cidr: '::ffff:0:0/96' }, '::ffff:1:2', '::fffe:1:2'],
    [{ cidr: '0.0.0.0/0' }, '1.2.3.4', '::1'],
  ])('of buses match: %j', (item, yes, no) => {
    expect(matched({ a: [item] }, { a: yes }, EVENTBRIDGE)).toBe(true);
    expect(matched({ a: [item] }, { a: no }, EVENTBRIDGE)).toBe(false);
  });
});
