/** Sentences and tables of `plan` as Markdown: names are anybody's, and a table without rows is not there. */
import { expect, it } from 'vitest';
import { partLines, partMarkdown } from '../../src/report/experiments/plan-parts.ts';
import { PLAIN } from '../../src/report/style.ts';

const HOSTILE = '<b>|@all`';

it('are harmless in Markdown', () => {
  const table = { head: ['x', HOSTILE], rows: [[{ text: HOSTILE, kind: 'bad' as const }, '1']] };
  const lines = [...partMarkdown({ headlines: [HOSTILE], sentences: [HOSTILE] }), ...partMarkdown({ table })];
  const safe = '&#60;b&#62;&#124;&#64;all\\`';
  expect(lines).toEqual([
    ...['', `**${safe}**`, '', `- ${safe}`],
    ...['', `| x | ${safe} |`, '|---|---:|', `| ${safe} | 1 |`],
  ]);
});

it('are left out where there is nothing to show', () => {
  const empty = { before: 'before', table: { head: ['x'], rows: [] } };
  expect([partMarkdown(empty), partLines(empty, PLAIN), partMarkdown({ sentences: [] })]).toEqual([[], [], []]);
});
