/** Every scenario of the gallery is one, and asks a question; most queues, streams and events run and give the answer their file says, and some of each other kind. In the slow tests all do. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';
import { files, FIRST_OF_TIER, folder, meetTheirObjectives, numberOf, ports } from '../support/gallery-tests.ts';

describe.each(files)('%s', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const read = readScenario(text, { ports, stem: file });

  it('is a scenario with a question, and warns of what its file says, and of nothing else', () => {
    const warnings = read.problems.filter((problem) => problem.severity !== 'note');
    expect([...new Set(warnings.map(named))].sort()).toEqual(expectedWarnings(text));
    expect(read.ok && read.scenario.question).toMatch(/\?/);
  });
});

/** A warning that no statement about AWS is behind goes by the setting it is about. */
function named({ source, path }: Problem): string {
  return source ?? path.split('.').at(-1)!;
}

/** Queues, streams and events whose runs take longest and have others like them; 01 and 02 are run by other tests of this suite as well. */
const LONG = [1, 2, 3, 9, 16, 18, 21, 22, 37];
/** A queue, a stream, events and a failing function; a tier; a function under load. All charts and metrics are asked in the slow tests. */
const DRAWN = [4, 20, 32, 36, 61, 79];
/** Of those with a tier, one for retries, visibility and disciplines; of those of a function under load, strategies, effects and memory. */
const SOME = [59, 61, 65, 74, 79, 98];

function isRunHere(file: number): boolean {
  return file < FIRST_OF_TIER ? !LONG.includes(file) : SOME.includes(file);
}

meetTheirObjectives(
  files.filter((file) => isRunHere(numberOf(file))),
  { charts: (file) => DRAWN.includes(numberOf(file)), metrics: false },
);

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
