/** All scenarios of the gallery about a function under load, and that of those that are compared each expects what its rival does not do. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkObjective } from '../../src/metrics/figure.ts';
import type { Result } from '../../src/metrics/result.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { files, FIRST_OF_FUNCTION, folder, meetTheirObjectives, numberOf, ports } from '../support/gallery-tests.ts';

/** What has been run, by the number of the file. */
const run = new Map<number, Result>();

meetTheirObjectives(
  files.filter((file) => numberOf(file) >= FIRST_OF_FUNCTION),
  { charts: () => true, metrics: true, told: (file, result) => run.set(numberOf(file), result) },
);

/** Scenarios that are the same but for what is compared, in both directions. */
const rivals = [
  [83, 84],
  [84, 85],
  [88, 89],
  [88, 90],
  [89, 90],
  [91, 92],
  [91, 93],
  [92, 94],
  [93, 94],
  [95, 96],
  [97, 98],
  [98, 99],
].flatMap(([one, other]) => [
  [one!, other!],
  [other!, one!],
]);

it.each(rivals)('what %i expects is missed by %i', (one, other) => {
  const file = files.find((name) => name.startsWith(`${one}-`))!;
  const read = readScenario(readFileSync(new URL(file, folder), 'utf8'), { ports, stem: file });
  if (!read.ok) throw new Error('not a scenario');
  const missed = read.scenario.objectives.filter(
    (objective) => !checkObjective(run.get(other!)!, objective, 'count').met,
  );
  expect(missed.length).toBeGreaterThan(0);
});
