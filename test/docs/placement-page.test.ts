/**
 * docs/placement.md, without simulating what it shows (test/slow/placement-figures.test.ts does): every claim has its table with what is
 * published as the code has it, every strategy has its row and its definition, and the exact counts are those that others have printed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blockOf } from '../../docs/blocks.ts';
import { beginOf } from '../../docs/claims/claim.ts';
import { fullCover, sharing } from '../../docs/claims/combinatorics.ts';
import { CLAIMS } from '../../docs/placement-figures.ts';
import { PLACEMENT_PICTURES } from '../../docs/placement-pictures.ts';
import { DISCIPLINES } from '../../src/model/tier/disciplines/disciplines.ts';
import { STRATEGIES } from '../../src/model/tier/placement/strategies.ts';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/placement.md', root), 'utf8');
const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

describe.each(CLAIMS)('claim $name', (claim) => {
  const [head, , ...lines] = blockOf(page, claim.name).split('\n');

  it('has a table of its rows, next to figures of runs', () => {
    expect(cellsOf(head!)).toEqual(claim.head);
    expect(lines.map((line, i) => line.slice(0, beginOf(claim.rows[i]!).length))).toEqual(claim.rows.map(beginOf));
    for (const [i, line] of lines.entries()) {
      const figures = cellsOf(line).slice(claim.rows[i]!.fixed.length);
      expect(figures).toHaveLength(claim.head.length - claim.rows[i]!.fixed.length);
      expect(figures.filter((figure) => !/\d|–/.test(figure))).toEqual([]);
    }
  });
});

describe('strategies', () => {
  const section = page.slice(page.indexOf('\n## Strategies'), page.indexOf('\n## Claims'));

  it.each(Object.keys(STRATEGIES))('%s has a row and a definition', (name) => {
    expect(section).toMatch(new RegExp(`^\\| \`${name}\``, 'm'));
    expect(section).toMatch(new RegExp(`^\\*\\*\`${name}\`\\.\\*\\*`, 'm'));
  });

  it('are no others', () => {
    const rows = section.match(/^\| `\w+`/gm)!.map((begin) => begin.slice(3, -1));
    expect(rows.filter((name) => !(name in STRATEGIES) && name !== 'strategy')).toEqual([]);
    expect(Object.keys(DISCIPLINES)).toContain('sqsFair');
  });
});

it('has its pictures, and no others are kept', () => {
  for (const path of PLACEMENT_PICTURES) {
    expect(existsSync(new URL(path, root))).toBe(true);
    expect(page).toContain(`](../${path})`);
  }
  const kept = readdirSync(new URL('reports/placement/', root)).map((file) => `reports/placement/${file}`);
  expect(kept.toSorted()).toEqual(PLACEMENT_PICTURES.toSorted());
});

describe('exact counts', () => {
  /** From the documentation of Kubernetes on priority and fairness: hand size, queues, and how likely 1, 4 and 16 elephants squish a mouse. */
  it.each([
    [12, 32, 4.428838398950118e-9, 0.11431348830099144, 0.9935089607656024],
    [10, 64, 6.601827268370426e-12, 0.00045571320990370776, 0.49999929150089345],
    [8, 64, 2.25929199850899e-10, 0.0004886697053040446, 0.35935114681123076],
    [8, 128, 6.994461389026097e-13, 3.4055790161620863e-6, 0.02746173137155063],
    [7, 256, 7.597695465552631e-14, 6.728547142019406e-8, 0.0006709661542533682],
  ])('of hands of %i of %i queues', (size, queues, ...expected) => {
    for (const [i, noisy] of [1, 4, 16].entries())
      expect(fullCover(queues, size, noisy) / expected[i]!).toBeCloseTo(1, 12);
  });

  it('of queues that two shards share', () => {
    const row = [0, 1, 2].map((common) => sharing(100, 5, common).toPrecision(3));
    expect(row).toEqual(['0.770', '0.211', '0.0184']);
  });
});
