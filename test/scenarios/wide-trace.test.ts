/**
 * Wide traces from the file to the handler: what arrives is what an independent sum over the file says, in all, for each
 * function and in each minute. The real one is ../shared/real-inputs/traces; where it is absent, that is said.
 */
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStreams } from '../../src/engine/random.ts';
import { ReplayArrivals } from '../../src/model/arrivals/replay.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';

const MINUTE = 60e6;

function scenarioFor(text: string, replay: object, more: { handler?: object; duration?: string } = {}): Scenario {
  const scenario = {
    lagcast: 1,
    // Shorter than the visibility timeout: what fails is not tried again.
    duration: more.duration ?? '11 h',
    rules: 'ideal',
    functions: { f: { handler: more.handler ?? { duration: '1 ms' } } },
    sources: { q: { type: 'sqs', visibilityTimeout: '12 h', arrivals: [{ replay: { file: 'wide.csv', ...replay } }] } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  };
  const read = readScenarioValue(scenario, { ports: { readText: () => text } });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.scenario;
}

const arrived = (scenario: Scenario): number => simulate(scenario).sources['q']!.books.in.arrived!;

/** Arrivals in each minute of what the scenario replays. */
function perMinute(scenario: Scenario, minutes: number): number[] {
  const { when } = scenario.sources[0]!.arrivals[0]!;
  if (when.kind !== 'replay') throw new Error('no replay');
  const random = new RandomStreams(1).stream('q', 'times');
  const counts = new Array<number>(minutes).fill(0);
  for (const replay = new ReplayArrivals(when.trace, 0, Infinity, when.spread, random); replay.nextAt < Infinity;) {
    counts[Math.floor(replay.nextAt / MINUTE)]!++;
    replay.advance();
  }
  return counts;
}

interface Table {
  /** Name and label of each row. */
  readonly names: readonly (readonly [string, string])[];
  /** By row, then by minute. */
  readonly counts: readonly (readonly number[])[];
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const columnsOf = ({ counts }: Table): number[] =>
  counts[0]!.map((_, minute) => sum(counts.map((row) => row[minute]!)));

describe('any wide trace', () => {
  const table: fc.Arbitrary<Table> = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 8 }))
    .chain(([rows, minutes]) =>
      fc.record({
        names: fc.constant(Array.from({ length: rows }, (_, i) => [`f${i}`, i % 2 === 0 ? 'queue' : 'timer'] as const)),
        counts: fc.array(fc.array(fc.nat({ max: 20 }), { minLength: minutes, maxLength: minutes }), {
          minLength: rows,
          maxLength: rows,
        }),
      }),
    );
  const written = ({ names, counts }: Table): string =>
    [
      ['name', 'trigger', ...counts[0]!.map((_, i) => i + 1)].join(),
      ...names.map((labels, i) => [...labels, ...counts[i]!].join()),
    ].join('\n');

  it('sends in each minute what its column adds up to, however it is spread', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('even', 'random'), (any, spread) => {
        const scenario = scenarioFor(written(any), { wide: true, spread });
        expect(perMinute(scenario, columnsOf(any).length)).toEqual(columnsOf(any));
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('gives each function, at any scale, its own total to within one record', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(0.01, 0.1, 0.37, 1, 2.5), (any, scale) => {
        const text = written(any);
        any.names.forEach(([name], row) => {
          const fails = { outcome: [{ when: { fn: name }, fails: '100 %' }] };
          const replay = { wide: true, scale, attributes: { fn: 'name' } };
          const { failedInvocations } = simulate(scenarioFor(text, replay, { handler: fails })).mappings['m']!;
          expect(Math.abs(failedInvocations - scale * sum(any.counts[row]!))).toBeLessThan(1 + 1e-6);
        });
      }),
      { seed: 1, numRuns: 10 },
    );
  });
});

const file = new URL(
  '../../../shared/real-inputs/traces/vhive-serverless__invitro__example-invocations.csv',
  import.meta.url,
);

if (!existsSync(file)) it('the real wide trace is not here and was not replayed', () => {});
else {
  describe('a day of four functions', () => {
    const text = readFileSync(file, 'utf8');
    const rows = text
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));
    const table: Table = {
      names: rows.map((cells) => [cells[2]!, cells[3]!]),
      counts: rows.map((cells) => cells.slice(4).map(Number)),
    };
    const totals = table.counts.map(sum);
    const [first, second, , fourth] = table.names.map(([name]) => name);

    it('all rows: every minute has its sum', () => {
      expect(perMinute(scenarioFor(text, { wide: true }), 1440)).toEqual(columnsOf(table));
      expect(arrived(scenarioFor(text, { wide: true, spread: 'random' }))).toBe(sum(totals));
    });

    it('one row, several, those of a trigger', () => {
      expect(arrived(scenarioFor(text, { wide: second! }))).toBe(totals[1]);
      expect(arrived(scenarioFor(text, { wide: [first!, fourth!] }))).toBe(totals[0]! + totals[3]!);
      expect(arrived(scenarioFor(text, { wide: ['queue', fourth!] }))).toBe(sum(totals));
      expect(arrived(scenarioFor(text, { wide: 'timer' }))).toBe(totals[3]);
    });

    it('an attribute names the function', () => {
      const handler = { outcome: [{ when: { fn: first! }, fails: '100 %' }] };
      const scenario = scenarioFor(text, { wide: true, attributes: { fn: 'HashFunction' } }, { handler });
      expect(simulate(scenario).mappings['m']!.failedInvocations).toBe(totals[0]);
    });

    it('scaled, and at sixty times its speed', () => {
      const replay = { wide: true, attributes: ['HashFunction'], scale: 0.3, speed: 60 };
      const records = arrived(scenarioFor(text, replay, { duration: '24 min' }));
      expect(Math.abs(records - 0.3 * sum(totals))).toBeLessThanOrEqual(4);
    });
  });
}
