/** The table of docs/ties.md is what the present code does, as far as short runs show it: `npm run docs` makes all of it anew. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scenarioFiles } from '../../docs/pictures.ts';
import { tieLine, tieRow, tieRuns, type TieEffect } from '../../docs/ties.ts';
import { RunAborted } from '../../src/simulate.ts';

const page = readFileSync(new URL('../../docs/ties.md', import.meta.url), 'utf8');
const inAnotherOrder = /^In another order.*$/m.exec(page)![0];
/** Runs with more events are left to `npm run docs`. */
const SHORT = 40_000;

function shortRow(file: string) {
  try {
    return tieRow(tieRuns(file, SHORT));
  } catch (error) {
    if (error instanceof RunAborted) return undefined;
    throw error;
  }
}

describe('the order of events of one instant and rank', () => {
  const seen: TieEffect[] = [];

  it.each(scenarioFiles())('%s', (file) => {
    const row = shortRow(file);
    if (row === undefined) return;
    seen.push(row.effect);
    const link = `](../scenarios/${file})`;
    const places = [inAnotherOrder.includes(link), page.includes(`${link} |`)];
    expect(places, row.effect).toEqual([row.effect === 'course', row.effect === 'figures']);
    if (row.effect === 'figures') expect(page).toContain(tieLine(row));
  });

  it('was looked at in most of the gallery, and matters to some of it', () => {
    expect(seen.length).toBeGreaterThan(50);
    expect(new Set(seen)).toEqual(new Set<TieEffect>(['none', 'course', 'figures']));
  });
});
