/** Files of a sweep become one: in order, complete, and equal where they say the same thing twice. */
import { expect, it } from 'vitest';
import { lineOf } from '../../../src/plan/sweep/line.ts';
import { mergeSweeps, type MergeOutcome } from '../../../src/plan/sweep/merge.ts';
import { missingText, rangesText } from '../../../src/plan/sweep/missing.ts';
import { cellLine as cell, failedLine as failed, HEADER as header } from '../../support/sweep-lines.ts';

const file = (name: string, ...lines: readonly string[]) => ({ name, text: lineOf(header) + lines.join('') });
const ALL = Array.from({ length: 10 }, (_, i) => i);
const part = (index: number, of: number) =>
  file(`out/shard-${index}-of-${of}.jsonl`, ...ALL.filter((n) => n % of === index - 1).map((n) => cell(n)));

function textOf(outcome: MergeOutcome): string {
  if (!outcome.ok) throw new Error(outcome.problems.join('\n'));
  return outcome.headerText + outcome.cells.map(({ text }) => text).join('');
}
const problemsOf = (outcome: MergeOutcome): readonly string[] => (outcome.ok ? [] : outcome.problems);

const SERIAL = file('cells.jsonl', ...ALL.map((n) => cell(n))).text;

it('gives the bytes of a serial run, whatever order files and lines have', () => {
  const parts = [1, 2, 3].map((index) => part(index, 3));
  expect(textOf(mergeSweeps(parts))).toBe(SERIAL);
  expect(textOf(mergeSweeps(parts.toReversed()))).toBe(SERIAL);
  expect(textOf(mergeSweeps([file('journal.jsonl', ...ALL.toReversed().map((n) => cell(n)))]))).toBe(SERIAL);
});

it('says which cells are missing, and whose they are', () => {
  const begun = { ...part(2, 4), text: part(2, 4).text.split('\n').slice(0, 2).join('\n') + '\n' };
  expect(problemsOf(mergeSweeps([part(1, 4), begun, part(3, 4), part(4, 4)]))).toEqual([
    'cells 5, 9 are missing: shard 2/4 has not finished',
  ]);
  expect(problemsOf(mergeSweeps([begun, part(3, 4), part(4, 4)]))).toEqual([
    'cells 0, 4..5, 8..9 are missing: shard 2/4 has not finished, shard 1/4 is not there',
  ]);
  expect(problemsOf(mergeSweeps([file('cells.jsonl', ...ALL.slice(0, 9).map((n) => cell(n)))]))).toEqual([
    'cell 9 is missing',
  ]);
  expect(missingText([0, 1], ['shard-3-of-3.jsonl', 'shard-4-of-4.jsonl'])).toBe('cells 0..1 are missing');
  expect(rangesText(Array.from({ length: 40 }, (_, i) => 2 * i))).toBe(
    '0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22 and 28 more',
  );
});

it('takes equal duplicates, and refuses different ones by file and line', () => {
  expect(textOf(mergeSweeps([part(1, 2), part(2, 2), part(1, 3)]))).toBe(SERIAL);
  const other = file('b/cells.jsonl', cell(3), cell(4, { values: [[4.0000001, null]] }));
  expect(problemsOf(mergeSweeps([part(1, 2), part(2, 2), other]))).toEqual([
    'cell 4: out/shard-1-of-2.jsonl:4 and b/cells.jsonl:3 differ: the same cell with the same settings and seed came out differently',
  ]);
});

it('any outcome of a cell counts more than that it failed once, before or after it', () => {
  const retried = file('again.jsonl', failed(3), cell(3));
  expect(textOf(mergeSweeps([part(1, 2), part(2, 2), retried]))).toBe(SERIAL);
  expect(textOf(mergeSweeps([retried, part(1, 2), part(2, 2)]))).toBe(SERIAL);
  const without = file('without.jsonl', ...ALL.filter((n) => n !== 3).map((n) => cell(n)));
  const twice = textOf(mergeSweeps([without, file('failed.jsonl', failed(3), failed(3, 'worker exited'))]));
  expect(twice.split('\n')[4]).toContain('worker exited');
});

it('tells what is of another sweep, and in what it differs', () => {
  const foreign = { ...header, seed: 7, scenario: 'bbbb', version: '0.2.0', figures: [{} as never], id: 'beef' };
  expect(problemsOf(mergeSweeps([part(1, 1), { name: 'other.jsonl', text: lineOf(foreign) }]))).toEqual([
    'other.jsonl is of another sweep than out/shard-1-of-1.jsonl: version "0.2.0" instead of "0.1.0", seed 7 instead of 1, other figures, another scenario file, or files it reads',
  ]);
  expect(
    problemsOf(
      mergeSweeps([
        { name: 'a', text: '' },
        { name: 'b', text: 'x\n' },
        { name: 'c', text: cell(1) },
      ]),
    ),
  ).toEqual([
    'a:1: is not the first line of a sweep: the file is empty',
    'b:1: is not the first line of a sweep',
    'c:1: is not the first line of a sweep',
  ]);
});

it('tells spoilt lines: a warning when nothing is missing, otherwise beside what is missing', () => {
  const torn = file('torn.jsonl', cell(1), cell(2).slice(0, -20));
  const outcome = mergeSweeps([part(1, 1), torn]);
  expect(textOf(outcome)).toBe(SERIAL);
  expect(outcome.ok && outcome.spoilt).toEqual(['torn.jsonl:3']);
  const spoilt = { name: 'cells.jsonl', text: SERIAL.replace('[[3,null]]', '[[33,null]]') };
  expect(problemsOf(mergeSweeps([spoilt]))).toEqual(['cell 3 is missing; cells.jsonl:5 was cut off or spoilt']);
  const beyond = file('cells.jsonl', ...ALL.map((n) => cell(n)), cell(10));
  expect(mergeSweeps([beyond])).toMatchObject({ ok: true, spoilt: ['cells.jsonl:12'] });
});
