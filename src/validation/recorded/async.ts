/**
 * Judges a recorded case of asynchronous invocation, end to end, with several seeds: the waits of the service have a jitter, and so have
 * ours. All runs have to keep within bounds, and what was recorded has to lie within them too. The events are those of the source `e`.
 */
import type { Row } from '../row.ts';
import { same, within, type Comparison } from './comparison.ts';
import type { Entry } from './entry.ts';
import { rowsOf } from './rows.ts';
import { countsOf, linesOf, runOf, type Line, type Run } from './run.ts';
import { agesOf, endOf, firstStartsOf, isOfEvents, waitsOf } from './async-times.ts';
import { byIdText, idsText, sorted } from './words.ts';

/** What a destination is told of an event. */
interface News {
  readonly id: string;
  readonly condition: string;
  readonly approximateInvokeCount: number;
  readonly hasResponseContext: boolean;
  readonly functionError: string | null;
}

type Limits = readonly [least: number, most: number];

interface Expected {
  readonly invocations: Readonly<Record<string, number>>;
  readonly throttles?: Readonly<Record<string, number>>;
  readonly destination?: readonly News[];
  readonly deadLettered?: readonly { readonly id: string; readonly errorCode: number }[];
  /** Messages that a mapping receives from the dead-letter queue. */
  readonly redelivered?: readonly string[];
  /** By event, how it ended. */
  readonly concluded?: Readonly<Record<string, string>>;
  /** Why a direct call was refused meanwhile. */
  readonly callRefused?: string;
  /** So many attempts of the only event had begun so long after it was accepted. */
  readonly invokedBy?: readonly { readonly after_s: number; readonly count: number }[];
  readonly concludedWithin_s?: number;
  readonly endsWithLastAttempt?: boolean;
  /** From the end of an attempt to the start of the next. */
  readonly waits_s?: readonly Limits[];
  readonly recordedWaits_s?: readonly number[];
  readonly bothWaits_s?: Limits;
  readonly recordedBothWaits_s?: readonly number[];
  /** Age at each attempt of this event, throttled ones too. */
  readonly agesOf?: string;
  readonly ages_s?: readonly Limits[];
  readonly recordedAges_s?: readonly (number | null)[];
  readonly sumOfFirstAges_s?: Limits;
  readonly recordedSumOfFirstAges_s?: number;
}

export interface AsyncEntry extends Entry {
  readonly scenario: object;
  readonly expect: Expected;
}

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);

export function judgeAsync(entry: AsyncEntry, seeds: readonly number[] = SEEDS): Row[] {
  const runs = seeds.map((seed) => runOf({ ...entry.scenario, seed }));
  const { expect } = entry;
  const named = { ...entry, title: `${entry.title} (${seeds.length} runs)` };
  return rowsOf(named, 'scenario', { outcome: outcomes(expect, runs), times: times(expect, runs) });
}

function outcomes(expect: Expected, runs: readonly Run[]): Comparison[] {
  const each = <T>(pick: (run: Run) => T): T[] => runs.map(pick);
  const attempts = (event: string) => (run: Run) =>
    sorted(
      countsOf(
        linesOf(run, event)
          .filter(isOfEvents)
          .map(({ records }) => records![0]!),
      ),
    );
  const found = [same('attempts', sorted(expect.invocations), each(attempts('invoked')), byIdText)];
  if (expect.throttles) found.push(same('throttled', sorted(expect.throttles), each(attempts('throttled')), byIdText));
  if (expect.destination) {
    const news = each((run) =>
      linesOf(run, 'concluded')
        .filter(({ delivered }) => delivered)
        .map(newsOf),
    );
    found.push(same('destination', expect.destination, news, newsText));
  }
  if (expect.deadLettered) found.push(same('dead-lettered', expect.deadLettered, each(lettersOf), lettersText));
  if (expect.redelivered) {
    const received = each((run) => linesOf(run, 'received').filter(({ mapping }) => mapping === 'm'));
    const ids = received.map((lines) => lines.flatMap(({ records }) => records!));
    found.push(same('received from there', expect.redelivered, ids, idsText));
  }
  if (expect.concluded) {
    const ends = each((run) =>
      Object.fromEntries(linesOf(run, 'concluded').map((line) => [line.records![0]!, line.condition!])),
    );
    found.push(same('ended', sorted(expect.concluded), ends.map(sorted), endsText));
  }
  if (expect.callRefused !== undefined) {
    const reasons = each((run) => linesOf(run, 'answered').map(({ reason }) => reason));
    found.push(same('call refused', [expect.callRefused], reasons, (all) => all.join(', ')));
  }
  return found;
}

function times(expect: Expected, runs: readonly Run[]): Comparison[] {
  return [...waits(expect, runs), ...ages(expect, runs), ...ends(expect, runs)];
}

function waits(expect: Expected, runs: readonly Run[]): Comparison[] {
  const all = runs.map((run) => waitsOf(run, 'e1'));
  const recorded = expect.recordedWaits_s ?? [];
  // Where only one wait is bounded, all that was recorded is known of it.
  const ofWait = (i: number): readonly number[] => (expect.waits_s!.length === 1 ? recorded : recorded.slice(i, i + 1));
  const found = (expect.waits_s ?? []).map(([min, max], i) =>
    within(
      `wait ${i + 1}`,
      { min, max },
      all.map((ofRun) => ofRun[i]!),
      's',
      ofWait(i),
    ),
  );
  if (expect.bothWaits_s) {
    const [min, max] = expect.bothWaits_s;
    const sums = all.map(([first, second]) => first! + second!);
    found.push(within('both waits', { min, max }, sums, 's', expect.recordedBothWaits_s));
  }
  return found;
}

function ages(expect: Expected, runs: readonly Run[]): Comparison[] {
  const { ages_s: limits, recordedAges_s: recorded = [], sumOfFirstAges_s: sum } = expect;
  if (limits === undefined) return [];
  const all = runs.map((run) => agesOf(run, expect.agesOf ?? 'e1'));
  const found = limits.map(([min, max], i) => {
    const known = recorded[i] ?? undefined;
    return within(
      `age at attempt ${i + 1}`,
      { min, max },
      all.map((ofRun) => ofRun[i]!),
      's',
      known === undefined ? [] : [known],
    );
  });
  found.push(
    within(
      'attempts',
      { min: limits.length, max: limits.length },
      all.map(({ length }) => length),
    ),
  );
  if (sum) {
    const sums = all.map((ofRun) => ofRun.slice(0, 4).reduce((total, age) => total + age));
    found.push(
      within('sum of the first four ages', { min: sum[0], max: sum[1] }, sums, 's', [expect.recordedSumOfFirstAges_s!]),
    );
  }
  return found;
}

function ends(expect: Expected, runs: readonly Run[]): Comparison[] {
  const found = (expect.invokedBy ?? []).map(({ after_s, count }) =>
    within(
      `attempts begun after ${after_s} s`,
      { min: count, max: count },
      runs.map((run) => firstStartsOf(run, 'e1', after_s)),
    ),
  );
  if (expect.concludedWithin_s !== undefined)
    found.push(
      within(
        'from acceptance to the end',
        { max: expect.concludedWithin_s },
        runs.map((run) => endOf(run, 'e1').age),
        's',
      ),
    );
  if (expect.endsWithLastAttempt)
    found.push(
      within(
        'from the last attempt to the end',
        { min: 0, max: 0 },
        runs.map((run) => endOf(run, 'e1').afterLast),
        's',
      ),
    );
  return found;
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

function newsText(all: readonly News[]): string {
  const texts = all.map(({ id, condition, approximateInvokeCount, hasResponseContext, functionError }) => {
    const answer = hasResponseContext ? `function error ${functionError ?? 'none'}` : 'no response';
    return `${condition} of ${id}, invoke count ${approximateInvokeCount}, ${answer}`;
  });
  return texts.length === 0 ? 'nothing' : texts.join('; ');
}

type Letter = NonNullable<Expected['deadLettered']>[number];

/** Of a run, and only if the queue has as many. */
function lettersOf(run: Run): readonly Letter[] {
  const letters = linesOf(run, 'concluded').map(({ records, errorCode }) => ({
    id: records![0]!,
    errorCode: errorCode!,
  }));
  return run.result.sources['dlq']?.arrived === letters.length ? letters : [];
}

function lettersText(letters: readonly Letter[]): string {
  return letters.map(({ id, errorCode }) => `${id}, error code ${errorCode}`).join('; ');
}

function endsText(all: Readonly<Record<string, string>>): string {
  return Object.entries(all)
    .map(([id, condition]) => `${id} ${condition}`)
    .join(', ');
}
