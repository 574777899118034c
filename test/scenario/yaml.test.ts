import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { formatProblems, type Path } from '../../src/scenario/problem.ts';
import { readYaml, type YamlDocument } from '../../src/scenario/yaml.ts';

function read(text: string): YamlDocument {
  const result = readYaml(text);
  if (!result.ok) throw new Error(formatProblems('', result.problems));
  return result.document;
}

/** What is wrong with the text, one problem a line, as `:line:column error: …`. */
function problems(text: string): string[] {
  const result = readYaml(text);
  if (result.ok) throw new Error(`accepted as ${JSON.stringify(result.document.value)}`);
  return formatProblems('', result.problems).split('\n');
}

function place(document: YamlDocument, path: Path, what?: 'key' | 'value'): string {
  const found = document.locate(path, what);
  return `${found?.line}:${found?.column}`;
}

/** Of the processor, not of the clock: on a shared machine anything may be kept waiting. */
function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const name = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => text !== '__proto__' && text !== '<<');

const scalar = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.boolean(),
  fc.constant(null),
);

const { tree } = fc.letrec<{ tree: Record<string, unknown>; part: unknown }>((tie) => ({
  tree: fc.dictionary(name, tie('part'), { maxKeys: 5 }),
  part: fc.oneof({ maxDepth: 4 }, scalar, tie('tree'), fc.array(tie('part'), { maxLength: 4 })),
}));

describe('the data of a YAML text', () => {
  it('are plain', () => {
    const text = 'a: 1\nb: [x, "y", true, ~, .5, -2e3, 0x1f]\nc:\n  d: |\n    two\n    lines\ne:\n';
    const expected = { a: 1, b: ['x', 'y', true, null, 0.5, -2000, 31], c: { d: 'two\nlines\n' }, e: null };
    expect(read(text).value).toEqual(expected);
  });

  it('are read as YAML 1.2 reads them', () => {
    expect(read('a: yes\nb: on\nc: 012\nd: 1:30\ne: 2020-01-01\nf: 0o17').value).toEqual({
      a: 'yes',
      b: 'on',
      c: 12,
      d: '1:30',
      e: '2020-01-01',
      f: 15,
    });
  });

  it('keep quantities as text', () => {
    expect(read('a: 30 s\nb: 200/s\nc: 1.5 %\nd: { median: 40 ms }').value).toEqual({
      a: '30 s',
      b: '200/s',
      c: '1.5 %',
      d: { median: '40 ms' },
    });
  });

  it('may hold numbers that are not finite, for the schema to refuse', () => {
    expect(read('a: .nan\nb: -.inf\nc: 1e400').value).toEqual({ a: NaN, b: -Infinity, c: Infinity });
  });

  it('do not depend on a byte order mark, carriage returns or document markers', () => {
    for (const text of ['\ufeffa: 1\nb: 2', 'a: 1\r\nb: 2\r\n', '%YAML 1.2\n---\na: 1\nb: 2\n...\n# end\n']) {
      expect(read(text).value).toEqual({ a: 1, b: 2 });
    }
  });

  it('have objects of their own for every alias', () => {
    const { value } = read('a: &a { b: [1] }\nc: *a\nd: [*a, *a]');
    expect(value).toEqual({ a: { b: [1] }, c: { b: [1] }, d: [{ b: [1] }, { b: [1] }] });
    const { a, c, d } = value as Record<string, { b: number[] } & object[]>;
    expect(new Set([a, c, d?.[0], d?.[1], a?.b, c?.b]).size).toBe(6);
  });

  it('follow the anchor that was set last', () => {
    expect(read('a: &x 1\nb: *x\nc: &x 2\nd: *x').value).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  it('follow an anchor on a key', () => {
    expect(read('&k name: 1\nb: *k').value).toEqual({ name: 1, b: 'name' });
  });

  it('are what the yaml package makes of any text that is accepted', () => {
    const pieces = ['a', 'b', ': ', '- ', '\n', '  ', '[', ']', '{', '}', ', ', '&x ', '*x', '"', '<<', '1', '? ', '#'];
    const soup = fc.array(fc.constantFrom(...pieces, 'a: ', '\nb: ', '!t ', '|\n', '---\n'), { maxLength: 25 });
    let accepted = 0;
    fc.assert(
      fc.property(soup, (parts) => {
        const text = `a: ${parts.join('')}`;
        const result = readYaml(text);
        if (!result.ok) return result.problems.length > 0;
        accepted += 1;
        expect(result.document.value).toEqual(parse(text, { merge: true, uniqueKeys: false }));
        return true;
      }),
      { numRuns: 1_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('come back from any tree that is written out', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(read(stringify(value)).value).toEqual(value);
      }),
    );
  });
});

describe('merging', () => {
  it('gives way to keys of the mapping itself, before or after it', () => {
    const text = 'x: &x { a: 1, b: 1 }\ny: { <<: *x, a: 2 }\nz: { a: 2, <<: *x }';
    expect(read(text).value).toMatchObject({ y: { a: 2, b: 1 }, z: { a: 2, b: 1 } });
  });

  it('lets the first of several mappings win', () => {
    const text = 'x: &x { a: 1 }\ny: &y { a: 2, b: 2 }\nz: { <<: [*x, *y, { c: 3 }] }';
    expect(read(text).value).toMatchObject({ z: { a: 1, b: 2, c: 3 } });
  });

  it('goes through mappings that merge', () => {
    expect(read('x: &x { a: 1 }\ny: &y { <<: *x }\nz: { <<: *y }').value).toMatchObject({ z: { a: 1 } });
  });

  it('takes nothing but mappings', () => {
    expect(problems('a: &a 1\nb: { <<: *a }\nc: { <<: [[1]] }\nd: { <<: }')).toEqual([
      ':1:7 error: b: << merges a mapping or a list of mappings; found 1',
      ':3:11 error: c: << merges a mapping or a list of mappings; found a list',
      ':4:10 error: d: << merges a mapping or a list of mappings; found null',
    ]);
  });

  it('does not happen in quotes', () => {
    expect(read('"<<": { a: 1 }').value).toEqual({ '<<': { a: 1 } });
  });
});

describe('a place', () => {
  const document = read(
    ['base: &base', '  timeout: 30 s', '  deep: { x: [1, 2] }', 'f:', '  <<: *base', '  memory: 1', 'g: *base'].join(
      '\n',
    ),
  );

  it('is that of the value, or of the key before it', () => {
    expect(place(document, ['f', 'memory'])).toBe('6:11');
    expect(place(document, ['f', 'memory'], 'key')).toBe('6:3');
    expect(place(document, ['base', 'deep', 'x', 1])).toBe('3:18');
    expect(place(document, ['base', 'deep', 'x', 1], 'key')).toBe('3:18');
  });

  it('of the whole is where the mapping begins', () => {
    expect(place(document, [])).toBe('1:1');
    expect(place(read('# comment\n---\n\na: 1'), [])).toBe('4:1');
  });

  it('of what a merge or an alias brings in is at the anchor', () => {
    expect(place(document, ['f', 'timeout'], 'key')).toBe('2:3');
    expect(place(document, ['f', 'timeout'])).toBe('2:12');
    expect(place(document, ['g', 'deep', 'x', 0])).toBe('3:15');
  });

  it('of an alias itself is where it is written', () => {
    expect(place(document, ['g'])).toBe('7:4');
  });

  it('of an overridden key is the one that counts', () => {
    const overridden = read('x: &x\n  a: 1\ny:\n  <<: *x\n  a: 2\nz:\n  a: 3\n  <<: *x');
    expect(place(overridden, ['y', 'a'])).toBe('5:6');
    expect(place(overridden, ['z', 'a'])).toBe('7:6');
  });

  it('of what does not exist is that of the last on the way that does', () => {
    expect(place(document, ['f', 'handler', 'duration'], 'key')).toBe('4:1');
    expect(place(document, ['base', 'deep', 'x', 9])).toBe('3:14');
    expect(place(document, ['nothing'])).toBe('1:1');
    expect(place(document, ['f', 'constructor'], 'key')).toBe('4:1');
  });

  it('of a value left empty is after its key', () => {
    expect(place(read('a:\nb: {c}'), ['a'])).toBe('1:3');
    expect(place(read('a:\nb: {c}'), ['b', 'c'])).toBe('2:5');
  });

  it('counts columns after a byte order mark and lines in quoted and block text', () => {
    expect(place(read('\ufeffa: 1'), ['a'])).toBe('1:4');
    expect(place(read('a: "x\n  y"\nb: |\n  z\n\nc: 1'), ['c'])).toBe('6:4');
  });

  it('is where the value stands in the text, for every value of any tree', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const text = JSON.stringify(value, null, 1);
        const found = read(text);
        for (const [path, content] of scalars(value)) {
          expect(textAt(text, found, path, 'value').startsWith(JSON.stringify(content))).toBe(true);
          const last = path.at(-1);
          if (typeof last === 'string')
            expect(textAt(text, found, path, 'key').startsWith(JSON.stringify(last))).toBe(true);
        }
      }),
    );
  });
});

function scalars(value: unknown, path: Path = []): [Path, unknown][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => scalars(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, item]) => scalars(item, [...path, key]));
}

function textAt(text: string, document: YamlDocument, path: Path, what: 'key' | 'value'): string {
  const found = document.locate(path, what);
  return (text.split('\n')[(found?.line ?? 0) - 1] ?? '').slice((found?.column ?? 0) - 1);
}

describe('a text that is no mapping', () => {
  it.each([
    ['', '1:1', 'nothing'],
    ['# only a comment\n', '1:1', 'nothing'],
    ['---\n', '1:4', 'nothing'],
    ['~', '1:1', 'nothing'],
    ['- a\n- b', '1:1', 'a list'],
    ['\n[a]', '2:1', 'a list'],
    ['just words', '1:1', '"just words"'],
    ['42', '1:1', '42'],
  ])('%j is refused at %s', (text, where, found) => {
    expect(problems(text)).toEqual([`:${where} error: a scenario is a mapping of keys to values; found ${found}`]);
  });
});

describe('a key', () => {
  it('given twice is reported each time after the first, by name and path', () => {
    expect(problems('a: 1\nb: { c: 1, c: 2 }\na: 2\n"a": 3')).toEqual([
      ':2:12 error: b: the key "c" stands here a second time (keep one of them)',
      ':3:1 error: the key "a" stands here a second time (keep one of them)',
      ':4:1 error: the key "a" stands here a second time (keep one of them)',
    ]);
  });

  it('inside an anchor is reported once, however often the anchor is used', () => {
    expect(problems('x: &x { a: 1, a: 2 }\ny: *x\nz: *x')).toHaveLength(1);
  });

  it('that is not text is refused where it stands', () => {
    expect(problems('1: a\nnull: b\ntrue: c\n? [d]\n: e\nf: { {g: 1}: h }\n: i')).toEqual([
      ':1:1 error: every key in a scenario is text; found 1 (quotes make it text)',
      ':2:1 error: every key in a scenario is text; found null (quotes make it text)',
      ':3:1 error: every key in a scenario is text; found true (quotes make it text)',
      ':4:3 error: every key in a scenario is text; found a list',
      ':6:6 error: f: every key in a scenario is text; found a mapping',
      ':7:1 error: every key in a scenario is text; found null (quotes make it text)',
    ]);
    expect(problems('a: &a k\n*a : 1')).toEqual([':2:1 error: every key in a scenario is text; found an alias']);
  });

  it('named __proto__ is refused, written in whatever way', () => {
    expect(problems('__proto__: { x: 1 }\na: { "__proto__": 1 }\nb: &b { "\\x5f_proto__": 1 }\nc: { <<: *b }')).toEqual(
      [
        ':1:1 error: no key can be named "__proto__"',
        ':2:6 error: a: no key can be named "__proto__"',
        ':3:9 error: b: no key can be named "__proto__"',
      ],
    );
  });

  it('named like a property of every object is an ordinary key', () => {
    const { value } = read('constructor: { prototype: { polluted: 1 } }\nprototype: 2\ntoString: 3\nhasOwnProperty: 4');
    expect(Object.keys(value as object)).toEqual(['constructor', 'prototype', 'toString', 'hasOwnProperty']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('cannot move the cursor from a message', () => {
    expect(problems('"\\e[2J": 1\n"\\e[2J": 2')[0]).toContain('the key "\\u001b[2J" stands here a second time');
  });
});

describe('refused as YAML, where it stands:', () => {
  it.each([
    ['a: [1, 2\nb: 3', '2:1', 'must be sufficiently indented'],
    ['a: b: c', '1:4', 'needs quotes'],
    ['a:\n\tb: 1', '2:1', 'indent with spaces'],
    ['a: @x', '1:4', 'reserved character @'],
    ['a: "open', '1:9', 'closing'],
    ['a: !Ref x', '1:4', '!Ref'],
    ['a: !!binary aGk=', '1:4', 'binary'],
    ['a: !!timestamp 2001-01-01', '1:4', 'timestamp'],
    ['a: !!set { x }', '1:4', 'set'],
    ['a: 1\n---\nb: 2', '2:1', 'a second document begins here'],
    ['a: 1\n---\n', '2:1', 'a second document begins here'],
    ['# old\n%YAML 1.1\n---\na: yes', '2:1', 'a scenario is YAML 1.2'],
    ['a: *b', '1:4', 'no anchor "b" comes before this alias'],
    ['a: *b\nc: &b 1', '1:4', 'no anchor "b" comes before this alias'],
    ['a: &a [1, *a]', '1:11', 'the alias "a" stands inside what it names'],
    ['a: &a { <<: *a }', '1:13', 'the alias "a" stands inside what it names'],
    ['a: 1\nb: x\0y', '2:5', 'NUL'],
  ])('%j at %s', (text, where, message) => {
    const [first] = problems(text);
    expect(first).toMatch(new RegExp(`^:${where} error: `));
    expect(first).toContain(message);
  });

  it('everything at once, in the order of the text', () => {
    const result = readYaml('a: !Ref x\n1: b\nc: *none\nd: 1\nd: 2\ne: @f\n__proto__: 3\n---\n');
    const lines = result.ok ? [] : result.problems.map((problem) => problem.place?.line);
    expect(lines).toEqual([1, 2, 3, 5, 6, 7, 8]);
  });

  it('and not for its shape as well, which may be wrong only because of that', () => {
    expect(problems('- a: b: c')).toEqual([expect.stringContaining('needs quotes')]);
  });

  it('with messages that are short and safe even before they are formatted', () => {
    const result = readYaml(`%YAML \u001b[2J\n---\na: 1\n${']\u001b'.repeat(50)}\n${'x'.repeat(100_000)}`);
    const messages = result.ok ? [] : result.problems.map(({ message }) => message);
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) expect(message).toMatch(/^\P{Cc}{1,400}$/u);
  });
});

describe('a bound', () => {
  const nested = (levels: number) => `a: ${'['.repeat(levels)}${']'.repeat(levels)}`;
  const indented = (levels: number) =>
    Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:`).join('\n');

  it('of 64 levels holds for flow and block style alike', () => {
    expect(readYaml(nested(63)).ok).toBe(true);
    expect(problems(nested(64))).toEqual([':1:67 error: nested more than 64 levels deep']);
    expect(readYaml(indented(64)).ok).toBe(true);
    expect(problems(indented(65))).toEqual([':65:65 error: nested more than 64 levels deep']);
  });

  it.each([
    ['flow lists', '['.repeat(20_000), '1:65'],
    ['two documents of flow lists', `${'['.repeat(20_000)}\n---\n${'['.repeat(20_000)}`, '1:65'],
    ['flow mappings', '{a: '.repeat(20_000), '1:257'],
    ['closed flow lists', nested(20_000), '1:67'],
    ['block lists', `${'- '.repeat(20_000)}x\ny: 1`, '1:129'],
    ['block mappings', `${indented(2_500)}\nb: 1`, '65:65'],
    ['explicit keys', '? '.repeat(20_000), '1:129'],
    ['empty keys', ': '.repeat(20_000), '1:129'],
  ])('of depth stops thousands of levels of %s at once', (_, text, where) => {
    const started = process.cpuUsage();
    expect(problems(text)).toEqual([`:${where} error: nested more than 64 levels deep`]);
    expect(secondsSince(started)).toBeLessThan(1);
  });

  it('of depth holds for what aliases bring in', () => {
    const chain = Array.from({ length: 70 }, (_, n) => `a${n}: &a${n} [${n === 0 ? 1 : `*a${n - 1}`}]`);
    expect(readYaml(chain.slice(0, 63).join('\n')).ok).toBe(true);
    expect(problems(chain.join('\n'))[0]).toBe(
      ':64:12 error: a63[0]: the alias "a62" makes the nesting more than 64 levels deep',
    );
  });

  it('of values that aliases bring in stops a bomb at once, of lists or of merges', () => {
    const tenfold = (line: (own: number) => string) => Array.from({ length: 12 }, (_, n) => line(n)).join('\n');
    const names = (n: number) =>
      Array(10)
        .fill(`*a${n - 1}`)
        .join(', ');
    const lists = tenfold((n) => `a${n}: &a${n} [${n === 0 ? 'x' : names(n)}]`);
    const merges = tenfold((n) => `a${n}: &a${n} { ${n === 0 ? 'x: 1' : `<<: [${names(n)}]`} }`);
    for (const bomb of [lists, merges]) {
      const started = process.cpuUsage();
      expect(problems(bomb)).toHaveLength(1);
      expect(problems(bomb)[0]).toContain('aliases up to here stand for more than 1000000 values');
      expect(secondsSince(started)).toBeLessThan(1);
    }
  });

  it('leaves room for thousands of harmless aliases', () => {
    const tenants = Array.from({ length: 5_000 }, (_, n) => `  t${n}: { <<: *base, attributes: *what }`);
    const text = `base: &base { rate: 1/s, size: 1 KiB }\nwhat: &what { type: [a, b] }\ntenants:\n${tenants.join('\n')}`;
    const tenant = { rate: '1/s', size: '1 KiB', attributes: { type: ['a', 'b'] } };
    expect(read(text).value).toMatchObject({ tenants: { t0: tenant, t4999: tenant } });
  });

  it('of length is 4 Mi characters', () => {
    const fill = (length: number) => `a: ${'x'.repeat(length - 3)}`;
    expect(readYaml(fill(4_194_304)).ok).toBe(true);
    expect(problems('['.repeat(5_000_000))).toHaveLength(1);
    expect(problems(fill(4_194_305))).toEqual([
      ':1:1 error: the text has 4194305 characters; at most 4194304 are read',
    ]);
  });

  it('on time holds for a mapping of very many keys', { timeout: 30_000 }, () => {
    const text = Array.from({ length: 60_000 }, (_, n) => `k${n}: 1`).join('\n');
    const started = process.cpuUsage();
    expect(problems(`${text}\nk0: 2`)).toEqual([
      ':60001:1 error: the key "k0" stands here a second time (keep one of them)',
    ]);
    expect(secondsSince(started)).toBeLessThan(10);
  });
});
