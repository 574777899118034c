/** All scenarios of the gallery that have a tier, and that each expects what its rival does not do. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkObjective } from '../../src/metrics/figure.ts';
import type { Result } from '../../src/metrics/result.ts';
import { readScenario } from '../../src/scenario/read.ts';
import {
  files,
  FIRST_OF_FUNCTION,
  FIRST_OF_TIER,
  folder,
  meetTheirObjectives,
  numberOf,
  ports,
} from '../support/gallery-tests.ts';

/** What has been run, by the number of the file. */
const ofTiers = new Map<number, Result>();

meetTheirObjectives(
  files.filter((file) => numberOf(file) >= FIRST_OF_TIER && numberOf(file) < FIRST_OF_FUNCTION),
  { charts: () => true, metrics: true, told: (file, result) => ofTiers.set(numberOf(file), result) },
);

/** Scenarios that are the same but for what is compared: what the first expects, the second does not do. */
const rivals = [
  [40, 43],
  [41, 43],
  [42, 43],
  [42, 40],
  [43, 42],
  [44, 45],
  [45, 44],
  [46, 47],
  [47, 46],
  [48, 49],
  [49, 48],
  [50, 51],
  [51, 50],
  [52, 53],
  [53, 52],
  [54, 55],
  [55, 54],
  [56, 57],
  [57, 56],
  [58, 59],
  [59, 58],
  [60, 61],
  [61, 60],
  [62, 63],
  [63, 62],
  [64, 65],
  [65, 64],
  [66, 67],
  [67, 66],
  [68, 69],
  [69, 68],
  [70, 71],
  [71, 70],
  [71, 72],
  [72, 71],
  [72, 73],
  [73, 72],
] as const;

it.each(rivals)('what %i expects of a tier is missed by %i, in more than how many depths it looks at', (one, other) => {
  const file = files.find((name) => name.startsWith(`${one}-`))!;
  const read = readScenario(readFileSync(new URL(file, folder), 'utf8'), { ports, stem: file });
  if (!read.ok) throw new Error('not a scenario');
  const expected = read.scenario.objectives.filter(({ figure }) => figure !== 'looksPerEvent');
  const missed = expected.filter((objective) => !checkObjective(ofTiers.get(other)!, objective, 'count').met);
  expect(missed.length).toBeGreaterThan(0);
});
