/**
 * What a mapping, its stream and its function say together (J.4, rules 7 and 8): where reading begins, windows, answers.
 * What becomes of batches that fail is in failing-batches.ts, how much is read and written in stream-load.ts.
 */
import type { Context, Parts } from '../complete/context.ts';
import { formatQuantity } from '../quantities.ts';
import {
  streamMappingsOf,
  streamsOf,
  type ArrivalScenario,
  type FunctionScenario,
  type SourceScenario,
  type StreamMapping,
  type StreamScenario,
} from '../scenario.ts';
import { checkFailing } from './failing-batches.ts';
import { reports } from './mappings.ts';

/** A mapping with both its ends. */
interface Joined {
  readonly mapping: StreamMapping;
  readonly source: StreamScenario;
  readonly target: FunctionScenario;
}

export function checkStreams(parts: Parts, context: Context): void {
  for (const one of join(parts)) {
    tellOfLatest(one, context);
    checkWindows(one, context);
    warnUnheard(one, context);
    checkFailing(one.mapping, one.source, context);
  }
}

/** A mapping whose source or function has problems of its own is left alone. */
function join({ mappings, sources, functions }: Parts): Joined[] {
  const sourceOf = new Map(streamsOf(sources).map((source) => [source.name, source]));
  const functionOf = new Map(functions.map((target) => [target.name, target]));
  return streamMappingsOf(mappings).flatMap((mapping) => {
    const source = sourceOf.get(mapping.source);
    const target = functionOf.get(mapping.function);
    return source === undefined || target === undefined ? [] : [{ mapping, source, target }];
  });
}

/** What was put before the mapping begins to read is not read; at AWS it may begin minutes after it was made. */
export function tellOfLatest(
  {
    mapping,
    source,
  }: {
    readonly mapping: Pick<StreamMapping, 'name' | 'startingPosition' | 'enabledAt'>;
    readonly source: Pick<SourceScenario, 'name' | 'arrivals'>;
  },
  { findings, rules }: Context,
): void {
  if (mapping.startingPosition !== 'LATEST') return;
  const path = ['mappings', mapping.name, 'startingPosition'];
  const said = { hint: 'startingPosition: TRIM_HORIZON', source: 'KIN-18' };
  const begin = mapping.enabledAt ?? Infinity;
  if (begin < Infinity && source.arrivals.some((entry) => firstOf(entry) < begin)) {
    const message = `records that are put into ${source.name} before ${formatQuantity('duration', begin)}, when it begins to read, are missed`;
    findings.warning(path, { message, ...said });
  } else if (rules.set !== 'ideal') {
    const message =
      'at AWS a new mapping may begin to read minutes after it was made, and misses what is put until then (here after stream.startDelay)';
    findings.note(path, { message, ...said });
  }
}

/** When the first record of an entry may come. */
function firstOf({ when, startAt = 0 }: ArrivalScenario): number {
  if (when.kind !== 'records') return startAt;
  return when.records.reduce((first, { at }) => Math.min(first, at), Infinity);
}

function checkWindows({ mapping }: Joined, { findings, rules }: Context): void {
  const { tumblingWindow, maximumBatchingWindow } = mapping.options;
  if (tumblingWindow === 0 || maximumBatchingWindow <= tumblingWindow || rules.set === 'ideal') return;
  const [tumbling, batching] = [tumblingWindow, maximumBatchingWindow].map((time) => formatQuantity('duration', time));
  findings.warning(['mappings', mapping.name, 'maximumBatchingWindow'], {
    message: `records are gathered for ${batching}, longer than the tumbling window of ${tumbling}`,
    hint: `at most ${tumbling}`,
    source: 'J.4 rule 8',
  });
}

/** A function that reports failures to a mapping that does not look at answers. */
function warnUnheard({ mapping, target }: Joined, { findings }: Context): void {
  if (mapping.options.reportBatchItemFailures || !reports(target)) return;
  findings.warning(['mappings', mapping.name], {
    message: `${target.name} reports failed records, but this mapping does not listen: such a batch counts as a success`,
    hint: 'reportBatchItemFailures: true',
    source: 'KIN-26',
  });
}
