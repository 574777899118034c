/** What is asked of all charts: that Vega-Lite takes them, and that they go together. */
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { compile, type TopLevelSpec } from 'vega-lite';
import { expect } from 'vitest';
import type { Chart } from '../../src/report/charts/chart.ts';

const schema = createRequire(import.meta.url)('vega-lite/vega-lite-schema.json') as object;
/** Its schema is large: code that is smaller and not improved upon is made in a third of the time. */
export const validate = new Ajv({
  strict: false,
  formats: { uri: true, 'uri-reference': true, 'color-hex': true },
  ...{ validateSchema: false, inlineRefs: false, code: { optimize: false } },
}).compile(schema);

/** What Vega-Lite warns of. */
export function warnings(spec: TopLevelSpec): string[] {
  const said: string[] = [];
  const say = (...args: readonly unknown[]) => {
    said.push(args.join(' '));
    return logger;
  };
  const logger = { level: () => logger, error: say, warn: say, info: () => logger, debug: () => logger };
  compile(spec, { logger: logger as never });
  return said;
}

/** They are as Vega-Lite’s schema has them, and compile without a warning. */
export function expectValid(all: readonly Chart[]): void {
  expect(all.length).toBeGreaterThan(2);
  for (const chart of all) expectTaken(chart);
}

/** It is as Vega-Lite’s schema has it, and compiles without a warning. */
export function expectTaken({ id, spec }: Pick<Chart, 'id' | 'spec'>): void {
  const isValid = validate(spec);
  expect([id, isValid, isValid ? [] : validate.errors?.slice(0, 3)]).toEqual([id, true, []]);
  expect([id, warnings(spec)]).toEqual([id, []]);
}

/** They have one axis of time, that of the run, and one width, and ids of their own that can be names of files. */
export function expectOneFrame(all: readonly Chart[], duration: number): void {
  const domains = new Set(all.filter(({ id }) => id !== 'cost-lines').flatMap(({ spec }) => domainsOfTime(spec)));
  expect([...domains]).toEqual([JSON.stringify([0, duration / 1e6])]);
  expect(new Set(all.flatMap(({ spec }) => found(spec, 'width').filter((w) => typeof w === 'number')))).toEqual(
    new Set([720]),
  );
  expect(new Set(all.map(({ id }) => id.toLowerCase())).size).toBe(all.length);
  for (const { id } of all) expect(id).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
}

/** Values of a property, wherever it stands outside of data. */
export function found(part: unknown, property: string): unknown[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'data' ? [] : key === property ? [value] : found(value, property),
  );
}

function domainsOfTime(spec: unknown): string[] {
  // A logarithmic one is of tenants by rank.
  const all = (found(spec, 'x') as { scale?: { type?: string; domain: unknown } }[]).map(({ scale }) => scale!);
  return all.filter(({ type }) => type !== 'log').map(({ domain }) => JSON.stringify(domain));
}
