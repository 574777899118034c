/** Explains sources with their arrivals. Records and traces are counted, not listed. */
import type { Options } from '../../model/options.ts';
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import type { Path } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import type {
  ArrivalScenario,
  AsyncScenario,
  QueueScenario,
  RateScenario,
  SourceScenario,
  TableScenario,
} from '../scenario.ts';
import type { Trace } from '../trace.ts';
import type { Sheet } from './sheet.ts';
import { attribute, distribution, duration, flow, list, plain } from './words.ts';

export function explainSource(sheet: Sheet, source: SourceScenario): void {
  const { name, type, sendsDuringOutage, outbox, arrivals } = source;
  const path = ['sources', name];
  sheet.heading(path);
  sheet.value([...path, 'type'], type, type);
  if (source.type === 'sync' || source.type === 'async')
    sheet.value([...path, 'function'], source.function, source.function);
  if (source.type !== 'sync') {
    explainOptions(sheet, path, SOURCE_KINDS[source.type].options, source.options);
    if (source.type === 'async') explainEnds(sheet, source, path);
    if ('redrivePolicy' in source) redrive(sheet, source, [...path, 'redrivePolicy']);
    if (source.type === 'dynamodbStreams' && source.table !== undefined) table(sheet, source.table, [...path, 'table']);
  }
  if (outbox !== undefined) explainOutbox(sheet, outbox, [...path, 'outbox']);
  if (sendsDuringOutage !== undefined)
    sheet.value([...path, 'sendsDuringOutage'], sendsDuringOutage, sendsDuringOutage);
  explainArrivals(sheet, arrivals, [...path, 'arrivals']);
}

export function explainArrivals(sheet: Sheet, arrivals: readonly ArrivalScenario[], path: Path): void {
  if (arrivals.length === 0) return sheet.unset(path);
  sheet.heading(path);
  arrivals.forEach((entry, i) => arrival(sheet, entry, [...path, i]));
}

function explainEnds(sheet: Sheet, source: AsyncScenario, path: Path): void {
  for (const key of ['onSuccess', 'onFailure', 'deadLetterQueue'] as const) {
    const end = source[key];
    if (end === undefined) sheet.unset([...path, key]);
    else sheet.value([...path, key], end.kind === 'source' ? end.name : flow({ [end.kind]: end.name }), end);
  }
  const { upstreamRetries } = source;
  if (upstreamRetries === undefined) return;
  const where = [...path, 'upstreamRetries'];
  sheet.heading(where);
  sheet.value([...where, 'attempts'], String(upstreamRetries.attempts), upstreamRetries.attempts);
  sheet.value([...where, 'age'], duration(upstreamRetries.age), upstreamRetries.age);
}

function explainOutbox(sheet: Sheet, outbox: NonNullable<SourceScenario['outbox']>, path: Path): void {
  sheet.heading(path);
  sheet.value([...path, 'every'], duration(outbox.every), outbox.every);
  sheet.value([...path, 'batchSize'], String(outbox.batchSize), outbox.batchSize);
  sheet.value([...path, 'latency'], duration(outbox.latency), outbox.latency);
  sheet.value([...path, 'repeats'], formatQuantity('share', outbox.repeats), outbox.repeats);
}

function redrive(sheet: Sheet, { redrivePolicy }: QueueScenario, path: Path): void {
  if (redrivePolicy === undefined) return sheet.unset(path);
  const { maxReceiveCount, deadLetterQueue } = redrivePolicy;
  sheet.heading(path);
  sheet.value([...path, 'deadLetterQueue'], deadLetterQueue, deadLetterQueue);
  sheet.value([...path, 'maxReceiveCount'], String(maxReceiveCount), maxReceiveCount);
}

function table(sheet: Sheet, { rcu, wcu, size }: TableScenario, path: Path): void {
  sheet.heading(path);
  sheet.value([...path, 'rcu'], String(rcu), rcu);
  sheet.value([...path, 'wcu'], String(wcu), wcu);
  sheet.value([...path, 'size'], formatQuantity('size', size), size);
}

/** Every option of a part, as its kind is written; `unset` says what holds where nothing is said, unless it is nothing. */
export function explainOptions<O extends Options>(
  sheet: Sheet,
  path: Path,
  options: O,
  values: { readonly [K in keyof O]?: number | boolean | string | undefined },
  unset: Readonly<Record<string, string>> = {},
): void {
  for (const [name, { kind }] of Object.entries(options)) {
    const value = values[name];
    if (value === undefined) sheet.unset([...path, name], unset[name]);
    else if (typeof value === 'string') sheet.value([...path, name], plain(value), value);
    else sheet.value([...path, name], typeof value === 'number' ? writeOption(kind, value) : String(value), value);
  }
}

/** A number that an option has, or is set to. */
export function writeOption(kind: Options[string]['kind'], value: number): string {
  return kind === 'flag' || kind === 'word' || kind === 'attribute' ? String(value) : formatQuantity(kind, value);
}

function arrival(sheet: Sheet, { when, startAt, endAt, attributes, size }: ArrivalScenario, path: Path): void {
  sheet.item();
  if (when.kind === 'records') {
    const first = when.records.reduce((least, { at }) => Math.min(least, at), Infinity);
    const from = when.records.length === 0 ? '' : `, the first at ${duration(first)}`;
    sheet.value([...path, 'records'], `${when.records.length}${from}`, when.records);
  } else if (when.kind === 'replay') {
    const at = [...path, 'replay'];
    sheet.heading(at);
    const { file, trace, spread } = when;
    sheet.value([...at, 'file'], `${file}, ${sizeOf(trace)}`, { file, entries: trace.times.length, span: trace.span });
    if (trace.kind === 'counts') sheet.value([...at, 'spread'], spread, spread);
  } else rate(sheet, when, [...path, 'rate']);
  if (startAt !== undefined) sheet.value([...path, 'startAt'], duration(startAt), startAt);
  if (endAt !== undefined) sheet.value([...path, 'endAt'], duration(endAt), endAt);
  if (attributes.length === 0 && size === undefined) return;
  sheet.heading([...path, 'attributes']);
  if (size !== undefined) sheet.value([...path, 'attributes', 'size'], distribution('size', size), size);
  for (const { name, spec } of attributes) sheet.value([...path, 'attributes', name], attribute(spec), spec);
}

function sizeOf({ kind, times, span }: Trace): string {
  const what = kind === 'counts' ? 'intervals with records' : 'records';
  return `${times.length} ${what} over ${duration(span)}`;
}

const perSecond = (value: number) => formatQuantity('rate', value);

/** In one line what is given as a whole; key by key what has defaults. */
function rate(sheet: Sheet, when: RateScenario, path: Path): void {
  switch (when.kind) {
    case 'constant':
      return sheet.value(path, perSecond(when.perSecond), when.perSecond);
    case 'poisson':
      return sheet.value(path, flow({ poisson: perSecond(when.perSecond) }), when);
    case 'steps': {
      const steps = when.steps.map(({ at, perSecond: to }) => flow({ at: duration(at), rate: perSecond(to) }));
      return sheet.value(path, flow({ steps: list(steps) }), when);
    }
    default:
      sheet.heading(path);
      sheet.heading([...path, when.kind]);
      for (const [key, written, value] of shape(when)) sheet.value([...path, when.kind, key], written, value);
  }
}

type Shaped = Extract<RateScenario, { kind: 'ramp' | 'daily' | 'bursty' | 'onOff' }>;
type Row = readonly [key: string, written: string, value: unknown];

function shape(when: Shaped): Row[] {
  const rateRow = (key: string, value: number): Row => [key, perSecond(value), value];
  const timeRow = (key: string, value: number): Row => [key, duration(value), value];
  switch (when.kind) {
    case 'ramp':
      return [rateRow('from', when.from), rateRow('to', when.to), timeRow('at', when.at), timeRow('over', when.over)];
    case 'daily':
      return [
        rateRow('low', when.low),
        rateRow('high', when.high),
        timeRow('period', when.period),
        timeRow('peakAt', when.peakAt),
      ];
    case 'bursty':
      return [
        rateRow('low', when.low),
        rateRow('high', when.high),
        timeRow('meanLow', when.meanLow),
        timeRow('meanHigh', when.meanHigh),
      ];
    case 'onOff':
      return [
        rateRow('rate', when.perSecond),
        rateRow('offRate', when.offPerSecond),
        ['on', distribution('duration', when.on), when.on],
        ['off', distribution('duration', when.off), when.off],
      ];
  }
}
