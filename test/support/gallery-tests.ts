/** What is asked of every scenario of the gallery. Those of the tier and of a function under load are many: the ordinary suite runs one of each kind, the slow one all. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pathOf, pictureOf, picturesThereAre } from '../../docs/pictures.ts';
import type { Result } from '../../src/metrics/result.ts';
import { verdict } from '../../src/report/verdict.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';

export const folder = new URL('../../scenarios/', import.meta.url);
export const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
export const ports = { readText: (path: string): string => readFileSync(new URL(path, folder), 'utf8') };

export const numberOf = (file: string): number => parseInt(file, 10);
/** From this number on scenarios have a tier. */
export const FIRST_OF_TIER = 40;
/** From this number on they are about a function under load: strategies, effects, connections, capacity, cost. */
export const FIRST_OF_FUNCTION = 74;

/** Runs these files, and gives each result to `told`. */
export function meetTheirObjectives(some: readonly string[], told: (file: string, result: Result) => void): void {
  describe.each(some)('%s', (file) => {
    it('meets its objectives, and has an answer in words', () => {
      const read = readScenario(readFileSync(new URL(file, folder), 'utf8'), { ports, stem: file });
      if (!read.ok) throw new Error('not a scenario');
      const result = simulate(read.scenario);
      told(file, result);
      expect(result.objectives.filter((objective) => !objective.met)).toEqual([]);
      expect(verdict(result)[0]).toMatch(/handled|answered|wait/);
      expect(picturesThereAre()[file], '`npm run docs` draws the pictures anew').toEqual(pictureOf(file, result));
      expect(existsSync(new URL(`../../${pathOf(file)}`, import.meta.url))).toBe(true);
    });
  });
}
