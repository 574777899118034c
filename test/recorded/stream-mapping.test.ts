/** The recorded cases of a mapping of a stream, end to end; those of level aws-docs and author-diagram are inferred. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { journaled, type Line } from '../support/run.ts';

/** What a destination is told. */
interface News {
  readonly condition: string;
  readonly approximateInvokeCount: number;
  readonly batchSize: number;
  readonly first: string;
  readonly last: string;
  readonly hasResponseContext: boolean;
  readonly functionError: string | null;
}

interface Case {
  readonly id: string;
  readonly variant?: string;
  readonly title: string;
  readonly level: string;
  readonly note?: string;
  readonly scenario: unknown;
  readonly expect: {
    readonly batches?: readonly (readonly string[])[];
    /** Number of the try with each of the batches. */
    readonly attempts?: readonly number[];
    readonly attemptsPerRecord?: Readonly<Record<string, number>>;
    readonly neverDelivered?: readonly string[];
    readonly checkpointed: readonly string[];
    readonly destination: readonly News[];
    readonly splits?: readonly { readonly of: readonly string[]; readonly parts: readonly number[] }[];
    readonly concurrencyAtMost?: number;
    readonly startsApartAtLeast_s?: number;
    /** From the end of an invocation to the start of the next: least and most. */
    readonly gaps_s?: readonly (readonly [number, number])[];
  };
}

const cases = JSON.parse(readFileSync(new URL('stream-mapping.json', import.meta.url), 'utf8')) as Case[];

describe.each(cases)('$id $variant: $title', ({ scenario, expect: expected, level, note }) => {
  const { result, lines } = journaled(scenario);
  const of = (event: string): Line[] => lines.filter((line) => line.event === event);
  const idsOf = (event: string): string[] => of(event).flatMap((line) => line.records!);
  const invoked = of('invoked');

  it('does what the service did', () => {
    if (expected.batches) expect(invoked.map((line) => line.records)).toEqual(expected.batches);
    if (expected.attempts) expect(invoked.map((line) => line.attempt)).toEqual(expected.attempts);
    if (expected.attemptsPerRecord) expect(countsOf(idsOf('invoked'))).toEqual(expected.attemptsPerRecord);
    for (const id of expected.neverDelivered ?? []) expect(idsOf('invoked')).not.toContain(id);
    expect(idsOf('checkpointed')).toEqual(expected.checkpointed);
    expect(of('delivered').map(newsOf)).toEqual(expected.destination);
    expect(of('skipped')).toEqual([]);
    if (expected.splits)
      expect(of('bisected').map(({ records, parts }) => ({ of: records, parts }))).toEqual(expected.splits);
    expect(result.functions['f']!.invocations).toBe(invoked.length);
    expect(result.functions['f']!.concurrency.max).toBeLessThanOrEqual(expected.concurrencyAtMost ?? 1);
    expect(result.sources['dlq']?.arrived ?? 0).toBe(expected.destination.length);
  });

  it('at the times recorded', () => {
    const finished = of('finished');
    (expected.gaps_s ?? []).forEach(([least, most], i) => {
      const gap = (invoked[i + 1]!.t - finished[i]!.t) / 1e6;
      expect(gap).toBeGreaterThanOrEqual(least);
      expect(gap).toBeLessThanOrEqual(most);
    });
    const apart = expected.startsApartAtLeast_s;
    if (apart !== undefined) expect(invoked[1]!.t - invoked[0]!.t).toBeGreaterThanOrEqual(apart * 1e6);
  });

  it('and says so where it is inferred', () => {
    if (!level.startsWith('aws-recorded')) expect(note).toMatch(/^inferred/);
  });
});

it('R-KIN-01: a mapping of a stream that says nothing has the defaults of the service', () => {
  const read = readScenarioValue({
    lagcast: 1,
    duration: '1 min',
    functions: { f: { handler: {} } },
    sources: { s: { type: 'kinesis', shards: 1 } },
    mappings: { m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON' } },
  });
  if (!read.ok) throw new Error('it is valid');
  const [mapping] = read.scenario.mappings;
  // No limit of age is −1 in the service's words, and no value in ours.
  expect(mapping!.options).toEqual({
    batchSize: 100,
    maximumBatchingWindow: 0,
    maximumRetryAttempts: -1,
    maximumRecordAge: undefined,
    parallelizationFactor: 1,
    bisectBatchOnFunctionError: false,
    tumblingWindow: 0,
    reportBatchItemFailures: false,
    enhancedFanOut: false,
  });
  expect(mapping).toMatchObject({ onFailure: undefined, startingPosition: 'TRIM_HORIZON', enabledAt: 0 });
});

/** An age limit leaves no response context: there was no invocation to speak of. */
function newsOf(line: Line): News {
  const { condition, approximateInvokeCount, records } = line;
  return {
    condition: condition!,
    approximateInvokeCount: approximateInvokeCount!,
    batchSize: records!.length,
    first: records![0]!,
    last: records!.at(-1)!,
    hasResponseContext: 'functionError' in line,
    functionError: line.functionError ?? null,
  };
}

function countsOf(ids: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const id of ids) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}
