/** Judges a recorded case of a mapping of a stream or a topic and a function `f`, end to end. */
import type { Row } from '../row.ts';
import { same, within, type Comparison } from './comparison.ts';
import type { Entry } from './entry.ts';
import { rowsOf } from './rows.ts';
import { countsOf, idsOf, linesOf, runOf, type Line, type Run } from './run.ts';
import { batchesText, byIdText, idsText, sorted } from './words.ts';

/** What a destination is told of a batch. */
interface News {
  readonly condition: string;
  readonly approximateInvokeCount: number;
  readonly batchSize: number;
  readonly first: string;
  readonly last: string;
  readonly hasResponseContext: boolean;
  readonly functionError: string | null;
}

interface Split {
  readonly of: readonly string[];
  readonly parts: readonly number[];
}

interface Expected {
  readonly batches?: readonly (readonly string[])[];
  /** Number of the try with each of the batches. */
  readonly attempts?: readonly number[];
  readonly attemptsPerRecord?: Readonly<Record<string, number>>;
  readonly neverDelivered?: readonly string[];
  /** The same in all invocations, of which there are several. */
  readonly everyBatch?: readonly string[];
  readonly checkpointed: readonly string[];
  /** Gone with their retention, before anybody was done with them. */
  readonly expired?: readonly string[];
  readonly destination: readonly News[];
  readonly splits?: readonly Split[];
  readonly concurrencyAtMost?: number;
  readonly startsApartAtLeast_s?: number;
  /** From the end of an invocation to the start of the next: least and most. */
  readonly gaps_s?: readonly (readonly [number, number])[];
}

export interface StreamMappingEntry extends Entry {
  readonly scenario: object;
  readonly expect: Expected;
}

export function judgeStreamMapping(entry: StreamMappingEntry): Row[] {
  const run = runOf(entry.scenario);
  const { expect } = entry;
  const outcome = [...deliveries(expect, run), ...endings(expect, run)];
  return rowsOf(entry, 'scenario', { outcome, times: times(expect, run) });
}

function deliveries(expect: Expected, run: Run): Comparison[] {
  const invoked = linesOf(run, 'invoked');
  const ids = idsOf(run, 'invoked');
  const found: Comparison[] = [];
  if (expect.batches) {
    const batches = invoked.map(({ records }) => records!);
    found.push(same('batches', expect.batches, [batches], batchesText));
  }
  if (expect.attempts) {
    const attempts = invoked.map(({ attempt }) => attempt!);
    found.push(same('tries', expect.attempts, [attempts], (all) => all.join(' ')));
  }
  if (expect.attemptsPerRecord)
    found.push(same('times delivered', sorted(expect.attemptsPerRecord), [sorted(countsOf(ids))], byIdText));
  if (expect.neverDelivered) {
    const missing = expect.neverDelivered.filter((id) => !ids.includes(id));
    found.push(same('never delivered', expect.neverDelivered, [missing], idsText));
  }
  if (expect.everyBatch) {
    const batches = invoked.map(({ records }) => records!);
    found.push(same('each batch', expect.everyBatch, batches, idsText));
    found.push(within('invocations', { min: 2 }, [batches.length]));
  }
  if (expect.concurrencyAtMost !== undefined) {
    const { max } = run.result.functions['f']!.concurrency;
    found.push(within('concurrency', { max: expect.concurrencyAtMost }, [max]));
  }
  return found;
}

function endings(expect: Expected, run: Run): Comparison[] {
  const found = [same('checkpointed', expect.checkpointed, [idsOf(run, 'checkpointed')], idsText)];
  if (expect.splits) {
    const splits = linesOf(run, 'bisected').map(({ records, parts }) => ({ of: records!, parts: parts! }));
    found.push(same('splits', expect.splits, [splits], splitsText));
  }
  if (expect.expired) found.push(same('expired', expect.expired, [idsOf(run, 'expired')], idsText));
  // What is given up without a destination would be news that nobody expects.
  const news = run.lines.filter(({ event }) => event === 'delivered' || event === 'skipped').map(newsOf);
  found.push(same('destination', expect.destination, [news], newsText));
  return found;
}

function times(expect: Expected, run: Run): Comparison[] {
  const invoked = linesOf(run, 'invoked');
  const finished = linesOf(run, 'finished');
  const gapAfter = (i: number): number[] => {
    const next = invoked[i + 1];
    return next === undefined ? [] : [(next.t - finished[i]!.t) / 1e6];
  };
  const found = (expect.gaps_s ?? []).map(([min, max], i) =>
    within(`from the end of invocation ${i + 1} to the next`, { min, max }, gapAfter(i), 's'),
  );
  if (expect.startsApartAtLeast_s !== undefined) {
    const [first, second] = invoked;
    const apart = second === undefined ? [] : [(second.t - first!.t) / 1e6];
    found.push(within('from the first start to the second', { min: expect.startsApartAtLeast_s }, apart, 's'));
  }
  return found;
}

/** A limit of age leaves no response: there was no invocation to speak of. */
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

function newsText(all: readonly News[]): string {
  const texts = all.map((news) => {
    const range = news.batchSize === 1 ? news.first : `${news.first} to ${news.last} (${news.batchSize})`;
    return `${news.condition} of ${range}, invoke count ${news.approximateInvokeCount}, ${responseText(news)}`;
  });
  return texts.length === 0 ? 'nothing' : texts.join('; ');
}

function responseText({ hasResponseContext, functionError }: News): string {
  if (!hasResponseContext) return 'no response';
  return functionError === null ? 'no function error' : `function error ${functionError}`;
}

function splitsText(splits: readonly Split[]): string {
  return splits.map(({ of, parts }) => `[${idsText(of)}] into ${parts.join(' + ')}`).join(', ');
}
