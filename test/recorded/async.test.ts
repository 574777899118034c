/**
 * The recorded cases of asynchronous invocation, end to end, each with several seeds: the service's waits have a jitter, and so have
 * ours. What was recorded of it once has to be possible, and what we do always has to be within the same bounds.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { journaled, type Line } from '../support/run.ts';

/** What a destination is told. */
interface News {
  readonly id: string;
  readonly condition: string;
  readonly approximateInvokeCount: number;
  readonly hasResponseContext: boolean;
  readonly functionError: string | null;
}

type Bounds = readonly [number, number];

interface Case {
  readonly id: string;
  readonly variant?: string;
  readonly title: string;
  readonly scenario: object;
  readonly expect: {
    readonly invocations: Readonly<Record<string, number>>;
    readonly throttles?: Readonly<Record<string, number>>;
    /** So many of the only event had begun so long after its acceptance. */
    readonly invokedBy?: readonly { readonly after_s: number; readonly count: number }[];
    readonly destination?: readonly News[];
    readonly deadLettered?: readonly { readonly id: string; readonly errorCode: number }[];
    readonly concluded?: Readonly<Record<string, string>>;
    readonly concludedWithin_s?: number;
    readonly endsWithLastAttempt?: boolean;
    /** From the end of an attempt to the start of the next. */
    readonly waits_s?: readonly Bounds[];
    readonly recordedWaits_s?: readonly number[];
    readonly bothWaits_s?: Bounds;
    readonly recordedBothWaits_s?: readonly number[];
    readonly agesOf?: string;
    readonly ages_s?: readonly Bounds[];
    readonly recordedAges_s?: readonly (number | null)[];
    readonly sumOfFirstAges_s?: Bounds;
    readonly recordedSumOfFirstAges_s?: number;
    readonly callRefused?: string;
  };
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
/** As a user would run it: events take their time. */
const AS_IT_IS = { 'async.dispatch': 'on', 'async.handOver': 'on' };

const cases = JSON.parse(readFileSync(new URL('async.json', import.meta.url), 'utf8')) as Case[];

describe.each(cases)('$id $variant: $title', ({ scenario, expect: expected }) => {
  const runs = SEEDS.map((seed) => journaled({ ...scenario, seed, facts: AS_IT_IS }));

  it.each(runs)('does what the service did, with seed $result.seed', ({ result, lines }) => {
    const told = new Told(lines);
    expect(countsOf(told.ofEvents('invoked'))).toEqual(expected.invocations);
    if (expected.throttles) expect(countsOf(told.ofEvents('throttled'))).toEqual(expected.throttles);
    for (const { after_s, count } of expected.invokedBy ?? [])
      expect(told.ofEvents('invoked').filter(({ t }) => t - told.acceptedAt('e1') <= after_s * 1e6)).toHaveLength(count);
    if (expected.destination) {
      expect(told.of('concluded').map(newsOf)).toEqual(expected.destination);
      expect(told.of('concluded').every(({ delivered }) => delivered)).toBe(true);
    }
    if (expected.deadLettered) {
      expect(told.of('concluded').map(({ records, errorCode }) => ({ id: records![0], errorCode }))).toEqual(expected.deadLettered);
      expect(result.sources['dlq']!.arrived).toBe(expected.deadLettered.length);
    }
    for (const [id, condition] of Object.entries(expected.concluded ?? {}))
      expect(told.of('concluded', id).map((line) => line.condition)).toEqual([condition]);
    if (expected.callRefused !== undefined)
      expect(told.of('answered').map(({ reason }) => reason)).toEqual([expected.callRefused]);
  });

  it.each(isTimed(expected) ? runs : [])('at the times recorded, with seed $result.seed', ({ lines }) => {
    const told = new Told(lines);
    const waits = told.waitsOf('e1');
    expected.waits_s?.forEach((bounds, i) => expectWithin(waits[i]!, bounds));
    if (expected.bothWaits_s) expectWithin(waits[0]! + waits[1]!, expected.bothWaits_s);
    const ages = told.agesOf(expected.agesOf ?? 'e1');
    expected.ages_s?.forEach((bounds, i) => expectWithin(ages[i]!, bounds));
    if (expected.ages_s) expect(ages).toHaveLength(expected.ages_s.length);
    if (expected.sumOfFirstAges_s)
      expectWithin(
        ages.slice(0, 4).reduce((sum, age) => sum + age),
        expected.sumOfFirstAges_s,
      );
    const end = told.of('concluded', 'e1')[0]!.t;
    if (expected.concludedWithin_s !== undefined)
      expect(end - told.acceptedAt('e1')).toBeLessThanOrEqual(expected.concludedWithin_s * 1e6);
    if (expected.endsWithLastAttempt) expect(end).toBe(told.of('finished', 'e1').at(-1)!.t);
  });

  if (!hasTimes(expected)) return;
  it('and what was recorded lies within these bounds', () => {
    expected.recordedWaits_s?.forEach((wait, i) => expectWithin(wait, (expected.waits_s![i] ?? expected.waits_s![0])!));
    for (const sum of expected.recordedBothWaits_s ?? []) expectWithin(sum, expected.bothWaits_s!);
    expected.recordedAges_s?.forEach((age, i) => age !== null && expectWithin(age, expected.ages_s![i]!));
    if (expected.recordedSumOfFirstAges_s !== undefined)
      expectWithin(expected.recordedSumOfFirstAges_s, expected.sumOfFirstAges_s!);
  });
});

it('R-ASY-02: of many events a quarter has both waits in less than 174 s, as was recorded twice', () => {
  const { scenario } = cases.find(({ id }) => id === 'R-ASY-02')! as { scenario: { sources: { e: object } } };
  const ids = Array.from({ length: 600 }, (_, i) => `e${i}`);
  const arrivals = [{ records: ids.map((id) => ({ id, at: '1 s' })) }];
  const { lines } = journaled({ ...scenario, sources: { ...scenario.sources, e: { ...scenario.sources.e, arrivals } } });
  const sums = new Map(ids.map((id) => [id, 0]));
  for (const { event, records, wait } of lines)
    if (event === 'retrying') sums.set(records![0]!, sums.get(records![0]!)! + wait!);
  const share = [...sums.values()].filter((sum) => sum < 174e6).length / ids.length;
  // Of ± 6 s and ± 12 s, evenly: 174 s is 6 s below the mean, and a quarter lies there.
  expect(Math.abs(share - 0.25)).toBeLessThan(3.5 * Math.sqrt((0.25 * 0.75) / ids.length));
});

it('R-ASY-03: what is in the dead-letter queue has the body and the size of the event', () => {
  const { scenario } = cases.find(({ id, variant }) => id === 'R-ASY-03' && variant === undefined)!;
  const made = structuredClone(scenario) as { sources: { e: { arrivals: { records: object[] }[] } } };
  Object.assign(made.sources.e.arrivals[0]!.records[0]!, { body: { order: 17 } });
  const { lines } = journaled({
    ...made,
    sources: { ...made.sources, e: { ...made.sources.e, maximumRetryAttempts: 0 } },
    functions: {
      f: (scenario as { functions: { f: object } }).functions.f,
      g: { timeout: '3 s', handler: { duration: '1 ms' } },
    },
    mappings: { m: { source: 'dlq', function: 'g', filters: [{ body: { order: [17] } }] } },
  });
  const received = lines.filter(({ event, mapping }) => event === 'received' && mapping === 'm');
  expect(received.flatMap(({ records }) => records)).toEqual(['dlq-1']);
});

/** Whether the case says when something happens. */
function isTimed({ waits_s, bothWaits_s, ages_s, concludedWithin_s, endsWithLastAttempt }: Case['expect']): boolean {
  return [waits_s, bothWaits_s, ages_s, concludedWithin_s, endsWithLastAttempt].some((one) => one !== undefined);
}

/** Whether it has times of the recording itself. */
function hasTimes({ recordedWaits_s, recordedBothWaits_s, recordedAges_s }: Case['expect']): boolean {
  return [recordedWaits_s, recordedBothWaits_s, recordedAges_s].some((one) => one !== undefined);
}

/** The journal of a run of which `e` is the source of events. */
class Told {
  readonly #lines: readonly Line[];

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
  }

  of(event: string, id?: string): Line[] {
    return this.#lines.filter((line) => line.event === event && (id === undefined || line.records?.[0] === id));
  }

  ofEvents(event: string): Line[] {
    return this.of(event).filter(({ source }) => source === 'e');
  }

  acceptedAt(id: string): number {
    return this.of('sent', id)[0]!.t;
  }

  /** Seconds from the end of each attempt to the start of the next. */
  waitsOf(id: string): number[] {
    const ends = this.of('finished', id).map(({ t }) => t);
    return this.of('invoked', id)
      .slice(1)
      .map(({ t }, i) => (t - ends[i]!) / 1e6);
  }

  /** Age at each attempt, throttled ones too, in seconds. */
  agesOf(id: string): number[] {
    const attempts = this.#lines.filter(
      ({ event, records }) => ['invoked', 'throttled'].includes(event) && records?.[0] === id,
    );
    return attempts.map(({ t }) => (t - this.acceptedAt(id)) / 1e6);
  }
}

function newsOf(line: Line): News {
  return {
    id: line.records![0]!,
    condition: line.condition!,
    approximateInvokeCount: line.approximateInvokeCount!,
    hasResponseContext: 'functionError' in line,
    functionError: line.functionError ?? null,
  };
}

function countsOf(lines: readonly Line[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { records } of lines) counts[records![0]!] = (counts[records![0]!] ?? 0) + 1;
  return counts;
}

function expectWithin(value: number, [least, most]: Bounds): void {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}
