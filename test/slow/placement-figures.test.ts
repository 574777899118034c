/**
 * docs/placement.md has the figures that the present code has, in some rows of each of its tables: all of them take minutes, which `npm run docs` spends
 * on bringing the page up to date. What is published about placement is compared with many runs in docs/validation.md, which is checked whole.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blockOf } from '../../docs/blocks.ts';
import { player, tableOf } from '../../docs/claims/claim.ts';
import { CLAIMS } from '../../docs/placement-figures.ts';

const page = readFileSync(new URL('../../docs/placement.md', import.meta.url), 'utf8');

/** Rows that are run, by their place in the table: those of short runs, which differ in what happens. Of other tables it is the first. */
const ROWS: Readonly<Record<string, readonly number[]>> = {
  choice: [1],
  'who-suffers': [0, 7, 15],
  'sampled-shard': [4],
  'concurrency-of-one': [2],
  'retry-storm': [2, 5],
  'fork-bomb': [0, 5, 6],
  outage: [0, 3, 4, 5],
  'fair-queue': [0, 1, 2, 3, 4, 5],
};

describe('claims about placement', () => {
  const play = player();

  it.each(CLAIMS)('$name', (claim) => {
    const [head, dashes, ...lines] = blockOf(page, claim.name).split('\n');
    expect(lines).toHaveLength(claim.rows.length);
    const chosen = ROWS[claim.name] ?? [0];
    const table = tableOf({ ...claim, rows: chosen.map((i) => claim.rows[i]!) }, play);
    expect(table.split('\n')).toEqual([head, dashes, ...chosen.map((i) => lines[i])]);
  });
});
