/** The pictures and outputs of the pages about experiments are of the present code; `npm run docs` brings them up to date. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXPERIMENTS, experimentPicturesThereAre, fingerprintOf } from '../../docs/experiment-pictures.ts';

const there = experimentPicturesThereAre();

it.each(EXPERIMENTS.map((made) => [made.name, made] as const))('of %s', (_name, made) => {
  const { charts, pages } = made();
  expect(Object.keys(charts).length + Object.keys(pages).length).toBeGreaterThan(0);
  for (const [name, chart] of Object.entries(charts)) expect([name, there[name]]).toEqual([name, fingerprintOf(chart)]);
  for (const [path, text] of Object.entries(pages))
    expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')).toBe(text);
});
