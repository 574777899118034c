/** The file of a sweep's cells: what stays of it whatever befalls it, and that it ends with the same bytes. */
import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeAll } from '../../../src/cli/files.ts';
import { Journal, type JournalOptions, type JournalPort } from '../../../src/cli/sweep/journal.ts';
import { fitsSweep } from '../../../src/cli/sweep/fits.ts';
import { linesOf } from '../../../src/cli/sweep/lines.ts';
import { lineOf, type SweepHeader, type SweepLine } from '../../../src/plan/sweep/line.ts';
import { cellOf, fileOf, headerOf } from '../../support/sweep.ts';

const header = headerOf();
const cells = Array.from({ length: header.cells }, (_, cell) => cellOf(cell));
const failed: SweepLine = { cell: 3, status: 'failed', settings: cells[3]!.settings, seed: 1, why: 'it fell' };
let folder = '';
let path = '';
let number = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lagcast-'));
});
beforeEach(() => {
  path = join(folder, `${(number += 1)}.jsonl`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (options?: JournalOptions, of: SweepHeader = header) => new Journal(path, of, options);
const read = () => readFileSync(path, 'utf8');

function closing<T>(journal: Journal, use: (journal: Journal) => T): T {
  try {
    return use(journal);
  } finally {
    journal.close();
  }
}

const append = (lines: readonly SweepLine[], options?: JournalOptions) =>
  closing(open(options), (journal) => lines.forEach((line) => journal.append(line)));
const missing = (options?: JournalOptions) => closing(open(options), (journal) => journal.missing());
const all = cells.map(({ cell }) => cell);

describe('a journal', () => {
  it('keeps lines in order of completion, and finishes in order of cells', () => {
    append([cells[5]!, cells[0]!]);
    expect(read()).toBe(fileOf(header, [cells[5]!, cells[0]!]));
    expect(missing()).toEqual(all.filter((cell) => cell !== 0 && cell !== 5));
    append(cells.filter(({ cell }) => cell !== 0 && cell !== 5).toReversed());
    const journal = open();
    expect([journal.isComplete, journal.done]).toEqual([true, 12]);
    expect(journal.finish()).toEqual(cells);
    expect(read()).toBe(fileOf(header, cells));
    expect(open().finish()).toEqual(cells);
    expect(read()).toBe(fileOf(header, cells));
  });

  it('runs a cell that failed again, and the last line of a cell counts', () => {
    append([failed, ...cells.filter(({ cell }) => cell !== 3)]);
    const journal = open();
    expect([journal.isComplete, journal.missing(), journal.hasFailed(3)]).toEqual([true, [3], true]);
    expect(closing(journal, () => journal.finish())[3]).toEqual(failed);
    append([cells[3]!]);
    expect(missing()).toEqual([]);
    open().finish();
    expect(read()).toBe(fileOf(header, cells));
  });

  it.each([
    ['a half line', (text: string) => text.slice(0, -20)],
    ['zeros after a failure of power', (text: string) => '\0'.repeat(text.length)],
  ])('cuts off %s, tells it, and no more', (_, spoil) => {
    const whole = fileOf(header, [cells[4]!]);
    writeFileSync(path, whole + spoil(lineOf(cells[7]!)));
    const journal = open();
    expect(journal.spoilt).toEqual([{ line: 3, why: 'it was cut off' }]);
    journal.append(cells[1]!);
    journal.close();
    expect(read()).toBe(fileOf(header, [cells[4]!, cells[1]!]));
  });

  it.each([
    ['a cell', [cells[4]!, cells[7]!]],
    ['the header', []],
  ])('keeps the line of %s that lacks nothing but its end', (_, lines) => {
    writeFileSync(path, fileOf(header, lines).slice(0, -1));
    const journal = open();
    expect([journal.spoilt, journal.done]).toEqual([[], lines.length]);
    journal.append(cells[1]!);
    journal.close();
    expect(read()).toBe(fileOf(header, [...lines, cells[1]!]));
    expect(missing()).toEqual(all.filter((cell) => ![1, ...lines.map((line) => line.cell)].includes(cell)));
  });

  it('tells a spoilt line with its number, passes it over, and wants its cell again', () => {
    const lines = [cells[0]!, cells[1]!, cells[2]!].map(lineOf);
    lines[1] = lines[1]!.replace('"done"', '"gone"');
    writeFileSync(path, lineOf(header) + lines.join(''));
    const journal = open();
    expect(journal.spoilt).toEqual([{ line: 3, why: 'it is not as it was written' }]);
    expect(journal.missing().slice(0, 2)).toEqual([1, 3]);
    journal.append(cells[1]!);
    journal.close();
    expect(closing(open(), (again) => again.missing()[0])).toBe(3);
  });

  it.each([
    ['of no cell', () => lineOf(header), 'it is none of a cell'],
    ['of a cell there is not', () => lineOf({ ...cells[1]!, cell: 12 }), 'cell 12 does not belong here'],
    ['of a cell without number', () => lineOf({ ...cells[1]!, cell: null as never }), 'cell null does not belong here'],
    [
      'with other settings',
      () => lineOf({ ...cells[1]!, settings: cells[2]!.settings }),
      'cell 1 has other settings here',
    ],
    [
      'with a run too few',
      () => lineOf({ ...cells[1]!, values: [[1], [2]] }),
      'cell 1 has another status, other figures or other runs here',
    ],
    [
      'with a figure too many',
      () => lineOf({ ...cells[1]!, values: [...cells[1]!.values, [1, 2]] }),
      'cell 1 has another status, other figures or other runs here',
    ],
    [
      'with a list too few',
      () => lineOf({ ...cells[1]!, met: [] }),
      'cell 1 has another status, other figures or other runs here',
    ],
    [
      'of a status there is not',
      () => lineOf({ ...cells[1]!, status: 'fine' as never, values: [], met: [] }),
      'cell 1 has another status, other figures or other runs here',
    ],
    ...[
      ['whose values are no lists', { values: cells[1]!.values.map(() => null) as never }],
      ['whose values are texts', { values: cells[1]!.values.map((row) => row.map(String)) as never }],
      ['whose verdicts are numbers', { met: [[1, 0]] as never }],
      ['with a key too many', { more: 1 }],
      ['that is done, and says why not', { why: 'hm' }],
    ].map(([what, changes]): [string, () => string, string] => [
      what as string,
      () => lineOf({ ...cells[1]!, ...(changes as object) }),
      'cell 1 has another status, other figures or other runs here',
    ]),
    [
      'copied as text',
      () => lineOf(cells[1]!).replace('\n', '\r\n'),
      'it ends in a carriage return, as files do that were copied as text',
    ],
    ['of binary noise', () => '\u0000\ufffd{}\n', 'it is not as it was written'],
    ['that is empty', () => '\n', 'it is not as it was written'],
  ])('passes over a line %s', (_, made, why) => {
    writeFileSync(path, lineOf(header) + made() + lineOf(cells[4]!));
    const journal = open();
    expect(journal.spoilt).toEqual([{ line: 2, why }]);
    expect(journal.isDone(4) && !journal.isDone(1)).toBe(true);
    journal.close();
  });

  it('of a shard has its cells and no others', () => {
    const options = { cells: [1, 4, 7, 10] };
    append([cells[4]!, cells[1]!], options);
    expect(missing(options)).toEqual([7, 10]);
    append([cells[10]!, cells[7]!], options);
    expect(
      open(options)
        .finish()
        .map(({ cell }) => cell),
    ).toEqual([1, 4, 7, 10]);
    expect(closing(open({ cells: [0, 1] }), ({ spoilt }) => spoilt.length)).toBe(3);
  });

  it('makes no text of a line that is longer than any', () => {
    writeFileSync(path, `one\n${'x'.repeat(600_000)}\nthree\n${'y'.repeat(9)}`);
    const handle = openSync(path, 'r');
    const found = [...linesOf(handle, 8)].map(({ offset, text, isWhole }) => [offset, text, isWhole]);
    closeSync(handle);
    expect(found).toEqual([
      [0, 'one', true],
      [4, undefined, true],
      [600_005, 'three', true],
      [600_011, undefined, false],
    ]);
    expect(fitsSweep(header, all)(undefined)).toBe('it is longer than any line of a cell');
  });

  it('reads a file that is longer than a piece of it, with lines that are', () => {
    const wide = headerOf({ replications: 30_000 });
    const long = [0, 1, 2].map((cell) => cellOf(cell, wide));
    writeFileSync(path, fileOf(wide, long));
    expect(read().length).toBeGreaterThan(1 << 20);
    closing(open({}, wide), (journal) => expect([journal.done, journal.spoilt]).toEqual([3, []]));
  });
});

describe('a file that is there', () => {
  it.each([
    [
      'with another seed',
      { seed: 2 },
      /is of another sweep: seed differs; --restart forgets it, --out takes another folder/,
    ],
    ['of a scenario that was changed', { scenario: 'other' }, /the scenario or a file it reads has changed/],
    ['of another version', { version: '0.0.9' }, /was begun by lagcast 0\.0\.9, and this is 0\.1\.0/],
  ])('%s is refused, and left as it is', (_, changes, why) => {
    const other = fileOf(headerOf({ id: 'another', ...changes }), [cells[0]!]);
    writeFileSync(path, other);
    expect(() => open()).toThrow(why);
    expect(read()).toBe(other);
    expect(missing({ restart: true })).toEqual(all);
    expect(read()).toBe(lineOf(header));
  });

  it('whose first line is spoilt is refused, and may be forgotten', () => {
    writeFileSync(path, fileOf(header, cells).replace('"seed":1', '"seed":7'));
    expect(() => open()).toThrow(/its first line, which says what sweep it is, is spoilt; --restart/);
    expect(missing({ restart: true })).toEqual(all);
  });

  it.each([
    ['of somebody else', 'cell,value\n1,2\n'],
    ['of somebody else without an end', 'cell'],
  ])('%s is refused whatever is asked', (_, text) => {
    writeFileSync(path, text);
    for (const restart of [false, true]) expect(() => open({ restart })).toThrow(/is not a file of a sweep/);
    expect(read()).toBe(text);
  });
});

it.each([
  ['byte order mark', (text: string) => `\ufeff${text}`],
  ['carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
])('%s in front of all: said, and may be forgotten', (what, spoil) => {
  writeFileSync(path, spoil(fileOf(header, cells)));
  expect(() => open()).toThrow(`is spoilt by a ${what.replace(/s$/, '')}`);
  expect(missing({ restart: true })).toEqual(all);
});

it('an empty file is begun', () => {
  writeFileSync(path, '');
  append([cells[2]!]);
  expect(read()).toBe(fileOf(header, [cells[2]!]));
});

/** A disk that is full after so many bytes more: the last write takes what it can. */
class FullDisk implements JournalPort {
  room: number;
  readonly truncate: JournalPort['truncate'] = () => {
    throw new Error('not even that');
  };
  readonly sync = () => undefined;
  readonly now = () => 0;

  constructor(room: number) {
    this.room = room;
  }

  write = (handle: number, bytes: Uint8Array): void => {
    writeAll(handle, bytes.subarray(0, this.room));
    this.room -= bytes.length;
    if (this.room < 0) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
  };
}

describe('a full disk', () => {
  it('is told, and costs the last line only, even where half of it cannot be taken away', () => {
    const journal = open({ port: new FullDisk(lineOf(cells[0]!).length + 40) });
    journal.append(cells[0]!);
    expect(() => journal.append(cells[1]!)).toThrow(`${path}: cannot be written: no space is left`);
    journal.close();
    expect(read()).toBe(fileOf(header, [cells[0]!]) + lineOf(cells[1]!).slice(0, 40));
    expect(missing()).toEqual(all.slice(1));
    expect(read()).toBe(fileOf(header, [cells[0]!]));
  });

  it('leaves the file at its last whole line, and what comes later is whole', () => {
    const disk = { ...new FullDisk(40), truncate: ftruncateSync };
    const journal = open({ port: disk });
    expect(() => journal.append(cells[1]!)).toThrow('no space is left');
    expect(read()).toBe(lineOf(header));
    disk.write = writeAll;
    journal.append(cells[2]!);
    journal.close();
    expect(read()).toBe(fileOf(header, [cells[2]!]));
  });
});

describe('nothing is lost', () => {
  it('when somebody writes against the lock: that is noticed, all lines stay whole, and the next one goes on', () => {
    const journal = open();
    journal.append(cells[0]!);
    appendFileSync(path, lineOf(cells[2]!));
    journal.append(cells[1]!);
    expect(() => journal.finish()).toThrow(`${path}: was changed by another process while it was written`);
    expect(read()).toBe(fileOf(header, [cells[0]!, cells[2]!, cells[1]!]));
    expect(missing()).toEqual(all.slice(3));
  });

  it('where writing is forbidden: the file stays as it was', () => {
    append([cells[0]!]);
    const journal = open({
      guard: () => {
        throw new Error('not ours');
      },
    });
    expect(() => journal.append(cells[1]!)).toThrow('not ours');
    expect(() => journal.finish()).toThrow('not ours');
    journal.close();
    expect(read()).toBe(fileOf(header, [cells[0]!]));
    expect(readdirSync(folder).filter((file) => file.endsWith('.part'))).toEqual([]);
  });
});
