/** What is asked of every scenario of the gallery, its charts and its metrics. Those of the tier and of a function under load are many: the ordinary suite runs one of each kind, the slow one all. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { pathOf, pictureOf, picturesThereAre } from '../../docs/pictures.ts';
import type { Result } from '../../src/metrics/result.ts';
import { charts } from '../../src/report/charts/charts.ts';
import { verdict } from '../../src/report/verdict.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { expectOneFrame, expectValid } from './chart-contract.ts';
import { expectSoundFates } from './fates.ts';
import { expectTotals, metered, type Metered } from './metrics.ts';

export const folder = new URL('../../scenarios/', import.meta.url);
export const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
export const ports = { readText: (path: string): string => readFileSync(new URL(path, folder), 'utf8') };

export const numberOf = (file: string): number => parseInt(file, 10);
/** From this number on scenarios have a tier. */
export const FIRST_OF_TIER = 40;
/** From this number on they are about a function under load: strategies, effects, connections, capacity, cost. */
export const FIRST_OF_FUNCTION = 74;

/** What is asked besides the objectives of the same run. */
interface Also {
  /** Of which files the charts are asked. */
  readonly charts: (file: string) => boolean;
  /** Whether metrics by the period are asked to add up. */
  readonly metrics: boolean;
  /** Gets each result. */
  readonly told?: (file: string, result: Result) => void;
}

/** Runs these files, each once as far as that will do. */
export function meetTheirObjectives(some: readonly string[], { charts: hasCharts, metrics, told }: Also): void {
  describe.each(some)('%s', (file) => {
    let scenario: Scenario;
    let ran: Pick<Metered, 'result' | 'rows'>;

    beforeAll(() => {
      const read = readScenario(readFileSync(new URL(file, folder), 'utf8'), { ports, stem: file });
      if (!read.ok) throw new Error('not a scenario');
      scenario = read.scenario;
      ran = metrics ? metered(scenario) : { result: simulate(scenario), rows: [] };
      told?.(file, ran.result);
    });

    it('meets its objectives, and has an answer in words', () => {
      const { result } = ran;
      expect(result.objectives.filter((objective) => !objective.met)).toEqual([]);
      expect(verdict(result)[0]).toMatch(/handled|answered|wait/);
      expect(picturesThereAre()[file], '`npm run docs` draws the pictures anew').toEqual(pictureOf(file, result));
      expect(existsSync(new URL(`../../${pathOf(file)}`, import.meta.url))).toBe(true);
    });

    it('what became of its records is told of all of them', () => {
      expect(expectSoundFates(ran.result).stages.length).toBeGreaterThan(0);
    });

    it.runIf(hasCharts(file))('its charts are valid, compile without a warning, and go together', () => {
      const all = charts(ran.result);
      expectValid(all);
      expectOneFrame(all, ran.result.duration);
    });

    it.runIf(metrics)('its metrics add up to the result', () => {
      // Metrics know no warm-up.
      const { result, rows } = scenario.warmUp === 0 ? ran : metered({ ...scenario, warmUp: 0 });
      expectTotals(rows, result);
      // A tier of tenants alone has no resource whose metrics there are.
      const resources = [result.sources, result.mappings, result.functions].flatMap((of) => Object.keys(of));
      if (resources.length === 0) expect(result.tier).not.toBeNull();
      else expect(rows.length).toBeGreaterThan(10);
    });
  });
}
