/** Tables fit the terminal whatever is in them, and no figure is lost on the way. */
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { broken, harmless, shortened, wrapped } from '../../src/report/fit.ts';
import { count, duration } from '../../src/report/format.ts';
import type { Style } from '../../src/report/style.ts';
import { table, type Table } from '../../src/report/table.ts';

const plain = (width: number): Style => ({ width, paint: (_kind, text) => text });
const coloured = (width: number): Style => ({ width, paint: (kind, text) => `\x1b[3${kind.length}m${text}\x1b[39m` });
const widest = (lines: readonly string[]): number => Math.max(0, ...lines.map((line) => stringWidth(line)));

const SOURCES: Table = {
  head: ['source', 'arrived', 'handled', 'p50', 'p99', 'to start p99', 'oldest', 'deepest', 'dead-lettered'],
  rows: [
    ['orders', '47,714', '47,683', '125 ms', '497 ms', '125 ms', '1 min 59 s', '35', { text: '12', kind: 'bad' }],
    ['orders-dlq', '0', '0', '–', '–', '–', '4 min 39 s', '12', '0'],
  ],
};

describe('a table', () => {
  it('of 120 columns says each title in one line', () => {
    expect(table(SOURCES, plain(120))).toEqual([
      'source      arrived  handled     p50     p99  to start p99      oldest  deepest  dead-lettered',
      'orders       47,714   47,683  125 ms  497 ms        125 ms  1 min 59 s       35             12',
      'orders-dlq        0        0       –       –             –  4 min 39 s       12              0',
    ]);
  });

  it('of 90 columns breaks titles', () => {
    expect(table(SOURCES, plain(90))).toEqual([
      '                                                                                    dead-',
      'source      arrived  handled     p50     p99  to start p99      oldest  deepest  lettered',
      'orders       47,714   47,683  125 ms  497 ms        125 ms  1 min 59 s       35        12',
      'orders-dlq        0        0       –       –             –  4 min 39 s       12         0',
    ]);
  });

  it('of 60 columns has bands, each with the names', () => {
    expect(table(SOURCES, plain(60))).toEqual([
      'source      arrived  handled     p50     p99',
      'orders       47,714   47,683  125 ms  497 ms',
      'orders-dlq        0        0       –       –',
      'source      to start p99      oldest  deepest  dead-lettered',
      'orders            125 ms  1 min 59 s       35             12',
      'orders-dlq             –  4 min 39 s       12              0',
    ]);
  });

  it('shortens long names in the middle, unless two of them would look alike', () => {
    const rows = (names: string[]) => ({ head: ['queue', 'n'], rows: names.map((name) => [name, '1,234,567']) });
    const [one, two] = ['orders-of-the-old-shop-in-london-west', 'orders-of-the-new-shop-in-london-west'];
    expect(table(rows([one!, 'q']), plain(40))).toEqual([
      'queue                                  n',
      'orders-of-the-…in-london-west  1,234,567',
      'q                              1,234,567',
    ]);
    const lines = table(rows([one!, two!]), plain(36));
    expect(widest(lines)).toBeLessThanOrEqual(36);
    expect(lines.map((line) => line.slice(0, 25).trim()).join('')).toBe(`queue${one}${two}`);
  });

  it('breaks a remark over lines', () => {
    const rows = [['m', '1,000', 'full 60 %, window 30 %, size 8 %, disabled 2 %']];
    expect(table({ head: ['mapping', 'invocations', 'closed by'], rows, remark: true }, plain(50))).toEqual([
      'mapping  invocations  closed by',
      'm              1,000  full 60 %, window 30 %, size',
      '                      8 %, disabled 2 %',
    ]);
  });

  it('is laid out the same with colours, which are on the cells and not on the space around them', () => {
    for (const width of [60, 80, 120]) {
      const lines = table(SOURCES, coloured(width));

      expect(lines.map((line) => line.replace(/\x1b\[\d+m/g, ''))).toEqual(table(SOURCES, plain(width)));
      expect(lines.join('\n')).toContain(' \x1b[33m12\x1b[39m');
    }
  });
});

const figure = fc.oneof(
  fc.integer({ min: 0, max: 1e10 }).map((n) => count(n)),
  fc.integer({ min: 0, max: 1e13 }).map((n) => duration(n)),
);
const word = fc.stringMatching(/^[a-z]{1,16}$/);
const title = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));

describe('whatever is in a table', () => {
  it('each row keeps all its figures, in order, beside its name', () => {
    const content = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }))
      .chain(([columns, names]) =>
        fc.record({
          head: fc.array(title, { minLength: columns + 1, maxLength: columns + 1 }),
          rows: fc.tuple(
            ...names.map((name) =>
              fc.array(figure, { minLength: columns, maxLength: columns }).map((figures) => [name, ...figures]),
            ),
          ),
        }),
      );
    fc.assert(
      fc.property(content, fc.integer({ min: 40, max: 140 }), ({ head, rows }, width) => {
        const lines = table({ head, rows }, plain(width));
        expect(widest(lines)).toBeLessThanOrEqual(width);
        const found = new Map(rows.map((row) => [row[0]!, [] as string[]]));
        for (const line of lines) {
          const [name, ...figures] = line.split(/ {2,}/);
          // Titles have no digits; every row does, or it would be no row.
          if (figures.length > 0 && figures.every((text) => /\d/.test(text))) found.get(name!)?.push(...figures);
        }
        for (const [name, ...figures] of rows) expect(found.get(name!)).toEqual(figures);
      }),
      { numRuns: 300 },
    );
  });

  it('no line is too wide, and nothing but the middle of names is left out', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'Q', '-', '注', '文', 'e\u0301', '👍🏽'), maxLength: 60 });
    const row = fc.tuple(
      name,
      figure,
      figure,
      fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), fc.integer({ min: 40, max: 100 }), (rows, width) => {
        const lines = table({ head: ['名前 の 列', 'a', 'b', 'remark'], rows, remark: true }, plain(width));
        expect(widest(lines)).toBeLessThanOrEqual(width);
        const found = lines.flatMap((line) => line.split(/ +/));
        for (const part of rows.flatMap(([, ...cells]) => cells.flatMap((cell) => cell.split(' ')))) {
          const at = part === '' ? 0 : found.indexOf(part);
          expect(at, part).toBeGreaterThanOrEqual(0);
          if (part !== '') found.splice(at, 1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('it stays within 24 columns too', () => {
    const row = fc.tuple(fc.stringMatching(/^[a-z]{1,60}$/), figure, figure);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), fc.integer({ min: 24, max: 40 }), (rows, width) => {
        const lines = table({ head: ['name', 'concurrency mean/max', 'dead-lettered'], rows }, plain(width));
        expect(widest(lines)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('fitting texts', () => {
  it('shortens in the middle, wide characters included', () => {
    expect(shortened('orders-queue-eu-west-1', 11)).toBe('order…est-1');
    expect(shortened('注文の列の名前', 9)).toBe('注文…名前');
    expect([shortened('short', 5), shortened('ab', 1)]).toEqual(['short', '…']);
    expect(shortened('e\u0301👍🏽e\u0301👩‍👩‍👧🇩🇪🇫🇷', 6)).toBe('e\u0301👍🏽…🇫🇷');
  });

  it('never gives more than there is room for', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (any, width) => {
        // A single character may be wider than all there is.
        const characters = Array.from(new Intl.Segmenter('en').segment(any), ({ segment }) => segment);
        expect(stringWidth(shortened(any, width))).toBeLessThanOrEqual(width);
        expect(widest(broken(any, width))).toBeLessThanOrEqual(Math.max(width, widest(characters)));
        expect(broken(any, width).join('').replaceAll(' ', '')).toBe(any.replaceAll(' ', ''));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps a number and its unit in one line', () => {
    expect(wrapped('within 5.96 s, or 99 % of 2 min 5 s', 12)).toEqual([
      'within',
      '5.96 s, or',
      '99 % of',
      '2 min 5 s',
    ]);
    expect(wrapped('5 small d 9', 7)).toEqual(['5 small', 'd 9']);
  });

  it('free text cannot steer the terminal', () => {
    expect(harmless('a\x1b[31mred\nnew \u202eright\x07')).toBe('a [31mred new  right');
  });
});
