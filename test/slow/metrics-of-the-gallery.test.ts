/** Metrics by the period add up to the result in every scenario of the gallery. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readScenario } from '../../src/scenario/read.ts';
import { expectTotals, metered } from '../support/metrics.ts';

const gallery = new URL('../../scenarios/', import.meta.url);
const ports = { readText: (path: string): string => readFileSync(new URL(path, gallery), 'utf8') };

it.each(readdirSync(gallery).filter((file) => file.endsWith('.yaml')))('they add up in the gallery: %s', (file) => {
  const read = readScenario(readFileSync(new URL(file, gallery), 'utf8'), { ports, stem: file });
  if (!read.ok) throw new Error('not a scenario');
  const { result, rows } = metered({ ...read.scenario, warmUp: 0 });
  expectTotals(rows, result);
  // A tier of tenants alone has no resource whose metrics there are.
  const resources = [result.sources, result.mappings, result.functions].flatMap((of) => Object.keys(of));
  if (resources.length === 0) expect(result.tier).not.toBeNull();
  else expect(rows.length).toBeGreaterThan(10);
});
