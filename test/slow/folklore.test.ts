/** Every claim of the folklore is refuted by its run, and the page says what the runs gave. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { folklore } from '../../docs/folklore.ts';

it('docs/folklore.md is up to date, and without a miss', () => {
  const page = folklore();
  expect(page).not.toContain('which is a miss');
  expect(readFileSync(new URL('../../docs/folklore.md', import.meta.url), 'utf8')).toBe(page);
}, 120_000);
