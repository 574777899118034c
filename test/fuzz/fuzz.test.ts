/**
 * Spoils the scenarios of the gallery and of the reader's tests at random: no crash, no hang, no acceptance that cannot be
 * explained, and what is accepted runs to balanced books. 50 cases in the ordinary suite, ten thousand by `npm run fuzz`.
 * LAGCAST_FUZZ sets how many, LAGCAST_FUZZ_SEED another seed than 1. A failure names its seed and its path, and is shrunk.
 */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/scenario/problem.ts';
import { readScenario, type ReadResult } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { readYaml } from '../../src/scenario/yaml.ts';
import { RunAborted, simulate } from '../../src/simulate.ts';
import { CLICKS, EXAMPLES } from '../scenario/examples.ts';
import { validateScenario } from '../support/json-schema.ts';
import { meaningOf } from './meaning.ts';
import { mutate, mutation, type Mutation } from './mutations.ts';

const CASES = Number(process.env['LAGCAST_FUZZ'] ?? 50);
const SEED = Number(process.env['LAGCAST_FUZZ_SEED'] ?? 1);

/** Reading any of them takes a few milliseconds of the processor. */
const LONGEST_READ_MS = 2000;
const LONGEST_RUN_MS = 20_000;

/** A run of what was accepted: so many simulated microseconds, and so many events at most. */
const RUN = 3_000_000;
const EVENT_BUDGET = 30_000;

const GALLERY = new URL('../../scenarios/', import.meta.url);
const TRACE = 'traces/orders-day.csv';
const trace = readFileSync(new URL(TRACE, GALLERY), 'utf8');
const FILES: Readonly<Record<string, string>> = { 'clicks.csv': CLICKS, [TRACE]: trace };
const ports = { readText: (path: string) => (Object.hasOwn(FILES, path) ? FILES[path] : undefined) };

const gallery = readdirSync(GALLERY)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => readFileSync(new URL(name, GALLERY), 'utf8'));
const examples = ['ORDERS', 'EXACT', 'STREAMS', 'CHAINS', 'EVENTS', 'TIER'].map((name) => EXAMPLES[name]!);
const originals = [...gallery, ...examples];

interface Original {
  readonly text: string;
  readonly scenario: Scenario;
  readonly data: unknown;
}

/** Those that were drawn so far: reading all takes longer than a hundred cases. */
const known = new Map<string, Original>();

function originalOf(text: string): Original {
  const before = known.get(text);
  if (before !== undefined) return before;
  const read = readScenario(text, { ports });
  if (!read.ok) throw new Error('an original is no scenario');
  const made = { text, scenario: read.scenario, data: dataOf(text) };
  known.set(text, made);
  return made;
}

function dataOf(text: string): unknown {
  const yaml = readYaml(text);
  return yaml.ok ? yaml.document.value : undefined;
}

/** Milliseconds of the processor, not of the clock: on a shared machine anything may be kept waiting. */
function timed<T>(work: () => T): { value: T; ms: number } {
  const start = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(start);
  return { value, ms: (user + system) / 1000 };
}

/** Each problem says what is wrong, and where: at a place that the text has. */
function checkProblems(problems: readonly Problem[], text: string): void {
  const lines = text.split('\n');
  for (const { message, path, place, severity } of problems) {
    expect(message, path).not.toBe('');
    expect(message.length).toBeLessThan(1000);
    expect(typeof path).toBe('string');
    expect(place, `${severity} ${path}: ${message}`).toBeDefined();
    expect(place!.line, message).toBeLessThanOrEqual(lines.length);
    expect(place!.column, message).toBeLessThanOrEqual(lines[place!.line - 1]!.length + 1);
    expect(Math.min(place!.line, place!.column)).toBeGreaterThanOrEqual(1);
  }
}

/** The same data is the same scenario; the same scenario was written with the same meaning. */
function checkAcceptance(scenario: Scenario, text: string, original: Original): void {
  const data = dataOf(text);
  const isSame = isDeepStrictEqual(scenario, original.scenario);
  if (JSON.stringify(data) === JSON.stringify(original.data)) expect(scenario).toEqual(original.scenario);
  if (isSame) expect(meaningOf(data)).toEqual(meaningOf(original.data));
  expect(validateScenario(data) || validateScenario.errors).toBe(true);
}

/** A short run ends with its books in balance (the run checks them), or says why it cannot. */
function checkRun(scenario: Scenario): void {
  const duration = Math.min(scenario.duration, RUN);
  const cut = { ...scenario, duration, warmUp: Math.min(scenario.warmUp, Math.floor(duration / 2)) };
  try {
    simulate(cut, { eventBudget: EVENT_BUDGET });
  } catch (error) {
    if (!(error instanceof RunAborted)) throw error;
    expect(error.message).not.toBe('');
  }
}

interface Case {
  readonly original: number;
  readonly edits: Mutation;
  /** Every 25th that is accepted is run: where this is 0. */
  readonly lot: number;
}

function check({ original, edits, lot }: Case): void {
  const from = originalOf(originals[original]!);
  const text = mutate(from.text, edits);
  const { value: read, ms } = timed((): ReadResult => readScenario(text, { ports }));
  expect(ms).toBeLessThan(LONGEST_READ_MS);
  checkProblems(read.problems, text);
  if (!read.ok) {
    expect(read.problems.some(({ severity }) => severity === 'error')).toBe(true);
    return;
  }
  checkAcceptance(read.scenario, text, from);
  if (lot === 0) expect(timed(() => checkRun(read.scenario)).ms).toBeLessThan(LONGEST_RUN_MS);
}

describe('a spoilt scenario', () => {
  it(`is refused with reasons, or accepted with reason and can be run: ${CASES} cases`, { timeout: 1_200_000 }, () => {
    const cases = fc.record({ original: fc.nat(originals.length - 1), edits: mutation, lot: fc.nat(24) });
    fc.assert(fc.property(cases, check), { numRuns: CASES, seed: SEED });
  });
});
