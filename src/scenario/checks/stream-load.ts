/**
 * What is put into a stream and read from it, against what its shards take and hand out (KIN-01, KIN-04, KIN-07), and
 * records that no invocation can hold (KIN-02). Looks at steady rates only: constant and poisson.
 */
import type { Context, Parts } from '../complete/context.ts';
import { meanOf } from '../../engine/distributions.ts';
import type { Micros } from '../../engine/time.ts';
import { formatQuantity } from '../quantities.ts';
import {
  streamMappingsOf,
  streamsOf,
  type ArrivalScenario,
  type KinesisScenario,
  type SourceScenario,
} from '../scenario.ts';
import type { SourceType } from '../../model/sources/kinds.ts';
import { payloadRule } from '../../model/sources/payload.ts';
import type { Path } from '../problem.ts';

export function checkStreamLoad({ sources, mappings }: Parts, context: Context): void {
  const readers = streamMappingsOf(mappings);
  for (const source of streamsOf(sources)) {
    const own = readers.filter((mapping) => mapping.source === source.name);
    if (own.length > 0) warnOfLarge(source, context);
    if (source.type !== 'kinesis') continue;
    const polling = own.filter(({ options }) => options.enhancedFanOut !== true).length;
    warnOfWrites(source, context);
    warnOfReads(source, polling, context);
  }
}

interface Load {
  readonly records: number;
  readonly bytes: number;
}

/** The most that comes steadily at one time: some entry begins then. Records and bytes a second. */
function steadyLoad(arrivals: readonly ArrivalScenario[]): Load {
  const loads = arrivals.map(({ startAt = 0 }) => loadAt(startAt, arrivals));
  return {
    records: Math.max(0, ...loads.map(({ records }) => records)),
    bytes: Math.max(0, ...loads.map(({ bytes }) => bytes)),
  };
}

function loadAt(now: Micros, arrivals: readonly ArrivalScenario[]): Load {
  let [records, bytes] = [0, 0];
  for (const { when, size, startAt = 0, endAt = Infinity } of arrivals) {
    if ((when.kind !== 'constant' && when.kind !== 'poisson') || now < startAt || now >= endAt) continue;
    const mean = size === undefined ? 0 : meanOf(size);
    records += when.perSecond;
    // Of a size without a mean nothing can be said.
    if (Number.isFinite(mean)) bytes += when.perSecond * mean;
  }
  return { records, bytes };
}

function warnOfWrites({ name, options, arrivals }: KinesisScenario, { rules, findings }: Context): void {
  const { records, bytes } = steadyLoad(arrivals);
  const [mostRecords, mostBytes] = [rules.number('kinesis.write.records'), rules.number('kinesis.write.bytes')];
  const due = Math.ceil(Math.max(records / mostRecords, bytes / mostBytes));
  if (due <= options.shards) return;
  const put = bytes > 0 ? `${rate(records)} and ${perSecond(bytes)}` : rate(records);
  const refused =
    options.mode === 'onDemand'
      ? 'some are refused until the service has split shards'
      : options.onThrottle === 'drop'
        ? 'the others are refused and lost'
        : 'the others are refused, and producers fall behind';
  findings.warning(['sources', name, 'shards'], {
    message: `${put} are put, and ${shards(options.shards)} ${takes(options.shards)} ${rate(options.shards * mostRecords)} and ${perSecond(options.shards * mostBytes)} at most: ${refused}`,
    hint: `shards: ${due}, and more where keys are uneven`,
    source: 'KIN-07',
  });
}

function warnOfReads(
  { name, options, arrivals }: KinesisScenario,
  polling: number,
  { rules, findings }: Context,
): void {
  const { bytes } = steadyLoad(arrivals);
  const most = rules.number('kinesis.read.bytes');
  const due = Math.ceil((bytes * polling) / most);
  if (due <= options.shards) return;
  findings.warning(['sources', name, 'shards'], {
    message: `${polling} mappings that poll read ${perSecond(bytes * polling)}, and ${shards(options.shards)} hand${options.shards === 1 ? 's' : ''} out ${perSecond(options.shards * most)} at most: they fall behind`,
    hint: `shards: ${due}, or enhancedFanOut: true for some of them`,
    source: 'KIN-07',
  });
}

/** The payload of an invocation holds a record as text, with what the service says of it. */
export function warnOfLarge(
  { name, type, arrivals }: Pick<SourceScenario, 'name' | 'type' | 'arrivals'>,
  { rules, findings }: Context,
): void {
  const { largest: most } = payloadRule(type, rules);
  const check = (bytes: number | undefined, path: Path): void => {
    if (bytes === undefined || bytes <= most) return;
    findings.warning(path, {
      message: `a record of ${formatQuantity('size', bytes)} does not fit into an invocation: no function gets it, ${type === 'documentDb' ? 'and OversizedRecordCount counts it' : 'only the news that it was given up'}`,
      hint: `at most ${formatQuantity('size', most)}`,
      source: TOO_LARGE_IS_FROM[type] ?? 'KIN-02',
    });
  };
  arrivals.forEach(({ when, size }, i) => {
    const path = ['sources', name, 'arrivals', i];
    if (size?.kind === 'constant') check(size.value, [...path, 'attributes', 'size']);
    if (when.kind === 'records') when.records.forEach((record, j) => check(record.size, [...path, 'records', j]));
  });
}

const TOO_LARGE_IS_FROM: Partial<Record<SourceType, string>> = { documentDb: 'DOC-01', kafka: 'KAF-08' };

const shards = (count: number): string => `${count} ${count === 1 ? 'shard' : 'shards'}`;
const takes = (count: number): string => (count === 1 ? 'takes' : 'take');
const rate = (records: number): string => `${Math.round(records)} records/s`;

/** In the unit of the limits, MiB. */
function perSecond(bytes: number): string {
  if (bytes === Infinity) return 'any number of bytes';
  return `${Number((bytes / (1024 * 1024)).toPrecision(3))} MiB/s`;
}
