/** Every scenario of the gallery runs, and gives the answer its file says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pathOf, pictureOf, picturesThereAre } from '../../docs/pictures.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { checkObjective } from '../../src/metrics/figure.ts';
import type { Result } from '../../src/metrics/result.ts';
import { simulate } from '../../src/simulate.ts';
import { verdict } from '../../src/report/verdict.ts';

const folder = new URL('../../scenarios/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const ports = { readText: (path: string): string => readFileSync(new URL(path, folder), 'utf8') };

/** What has been run, of scenarios with a tier: by the number of the file. */
const ofTiers = new Map<number, Result>();

describe.each(files)('%s', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const read = readScenario(text, { ports, stem: file });

  it('is a scenario with a question, and warns of what its file says, and of nothing else', () => {
    const warnings = read.problems.filter((problem) => problem.severity !== 'note');
    expect([...new Set(warnings.map((problem) => problem.source))].sort()).toEqual(expectedWarnings(text));
    expect(read.ok && read.scenario.question).toMatch(/\?/);
  });

  it('meets its objectives, and has an answer in words', () => {
    if (!read.ok) throw new Error('not a scenario');
    const result = simulate(read.scenario);
    if (result.tier !== null) ofTiers.set(parseInt(file, 10), result);
    expect(result.objectives.filter((objective) => !objective.met)).toEqual([]);
    expect(verdict(result)[0]).toMatch(/handled|answered|wait/);
    expect(picturesThereAre()[file], '`npm run docs` draws the pictures anew').toEqual(pictureOf(file, result));
    expect(existsSync(new URL(`../../${pathOf(file)}`, import.meta.url))).toBe(true);
  });
});

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

it('the burst takes 140 s under the rules of today and 311 s under those of 2023-10: the fluid ramp says 139 and 311', () => {
  const text = readFileSync(new URL('02-burst-against-the-ramp.yaml', folder), 'utf8');
  const seconds = (['current', '2023-10'] as const).map((rules) => {
    const read = readScenario(text, { rules });
    if (!read.ok) throw new Error('not a scenario');
    return simulate(read.scenario).sources['uploads']!.latency.max! / 1e6;
  });
  expect(seconds[0]).toBeCloseTo(fluidDrain(100_000, 0.5, 5), -0.5);
  expect(seconds[1]).toBeCloseTo(fluidDrain(100_000, 0.5, 1), -0.5);
});

/** Some scenarios show what a warning warns of; they name it under a key that the reader leaves alone. */
function expectedWarnings(text: string): string[] {
  return (/^x-expectedWarnings: \[([^\]]*)\]/m.exec(text)?.[1] ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
}

/** Time to empty a backlog with pollers that grow by `perSecond` from five: (5t + r·t²/2) / S = B. */
function fluidDrain(backlog: number, service: number, perSecond: number): number {
  return (Math.sqrt(25 + 2 * perSecond * backlog * service) - 5) / perSecond;
}
