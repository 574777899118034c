/** docs/compare.md says which figures have no better, and what options there are. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FIGURES, type FigureKind } from '../../src/scenario/objective-figures.ts';

const page = readFileSync(new URL('../../docs/compare.md', import.meta.url), 'utf8');

it('names the figures of which neither less nor more is better, and those of which more is', () => {
  const [, neither, more] = /Neither is better([^:]*: [^.]*)\. Of ([^.]*) more is better, of all others less\./.exec(
    page,
  )!;
  const named = (text: string): string[] => [...text.matchAll(/`(\w+)`/g)].map(([, name]) => name!).toSorted();
  const all = Object.values(FIGURES).flatMap((figures) => Object.entries<FigureKind>(figures));
  const of = (which: FigureKind['better']): string[] =>
    [...new Set(all.filter(([, { better }]) => better === which).map(([name]) => name))].toSorted();
  expect(named(neither!)).toEqual(of(undefined));
  expect(named(more!)).toEqual(of('more'));
});
