/** docs/placement.md has the figures that the present code has: all its runs anew, which takes minutes. `npm run docs` brings it up to date. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blockOf } from '../../docs/blocks.ts';
import { player, tableOf } from '../../docs/claims/claim.ts';
import { CLAIMS } from '../../docs/placement-figures.ts';

const page = readFileSync(new URL('../../docs/placement.md', import.meta.url), 'utf8');

describe('claims about placement', () => {
  const play = player();

  it.each(CLAIMS)('$name', (claim) => {
    expect(tableOf(claim, play)).toBe(blockOf(page, claim.name));
  });
});
