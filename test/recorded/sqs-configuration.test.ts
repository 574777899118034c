/** The recorded answers of the service to mappings that are set up: refused, accepted, and its defaults. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readScenarioValue } from '../../src/scenario/read.ts';

interface Case {
  readonly id: string;
  readonly variant?: string;
  readonly title: string;
  readonly mapping: Readonly<Record<string, unknown>>;
  readonly expect: { readonly error?: string; readonly defaults?: Readonly<Record<string, number>> };
}

const cases = JSON.parse(readFileSync(new URL('sqs-configuration.json', import.meta.url), 'utf8')) as Case[];

const around = (mappings: unknown): unknown => ({
  lagcast: 1,
  duration: '1 min',
  functions: { f: { handler: {} }, g: { handler: {} } },
  sources: { q: { type: 'sqs' } },
  mappings,
});

it.each(cases)('$id $variant: $title', ({ mapping, expect: { error, defaults } }) => {
  const read = readScenarioValue(around(mapping));
  const errors = read.problems.filter((problem) => problem.severity === 'error');
  if (error === undefined) expect(errors).toEqual([]);
  else expect(errors.map((problem) => problem.message).join('\n')).toContain(error);
  if (defaults === undefined) return;
  const silent = readScenarioValue(around({ m: { source: 'q', function: 'f' } }));
  if (!silent.ok) throw new Error('a mapping that says nothing is fine');
  expect(silent.scenario.mappings[0]!.options).toMatchObject(defaults);
});
