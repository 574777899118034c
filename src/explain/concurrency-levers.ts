/** Levers of what functions may do at once, how fast they may grow, and how long they may take. */
import type { Base, Levers, LeverTable } from './levers.ts';
import { liftedFor, raised, UNBOUND, valueAt } from './levers.ts';
import { at, longer, more, type Ladder } from './steps.ts';
import type { Suspect } from './evidence.ts';

const ENOUGH_CONCURRENCY = 100_000;
/** Messages of one call to a queue. */
const MOST_OF_A_CALL = 10;

export const CONCURRENCY_LEVERS: LeverTable = {
  reserved,
  unreservedPool,
  requestsPerSecond,
  scalingRate,
  coldStart,
  functionTimeout,
};

function reserved({ where }: Suspect, base: Base): Levers | undefined {
  const path = `functions.${where.name}.reservedConcurrency`;
  const lift = liftedFor(base, path);
  return lift === undefined ? undefined : { lift, ladders: [raised(base, path)] };
}

function unreservedPool({ target }: Suspect, base: Base): Levers {
  const path = 'account.concurrency';
  const own = target.functions.flatMap((name) => {
    const { reservedConcurrency, concurrency } = base.result.functions[name]!;
    return reservedConcurrency === null ? [more(`functions.${name}.reservedConcurrency`, concurrency.max)] : [];
  });
  return { lift: { [path]: ENOUGH_CONCURRENCY }, ladders: [more(path, valueAt(base, path)), ...own] };
}

function requestsPerSecond(suspect: Suspect, base: Base): Levers {
  const { target, where } = suspect;
  if (where.kind === 'source') return callsOfQueue(suspect, base);
  const reservation = `functions.${where.name}.reservedConcurrency`;
  const isReserved = typeof valueAt(base, reservation) === 'number';
  const pool = isReserved ? reservation : 'account.concurrency';
  const batches = target.mappings.map((name) =>
    more(`mappings.${name}.batchSize`, valueAt(base, `mappings.${name}.batchSize`)),
  );
  return { lift: { 'facts.lambda.requestRate': UNBOUND }, ladders: [...batches, more(pool, valueAt(base, pool))] };
}

/** The quota of calls of a FIFO queue: high throughput, or more messages in each call. */
function callsOfQueue({ target }: Suspect, base: Base): Levers {
  const source = `sources.${target.source}`;
  const queue = base.scenario.sources.find(({ name }) => name === target.source);
  const region = queue?.type === 'sqsFifo' ? queue.options.region : 'other';
  const quotas = ['fifo.calls', 'fifo.partition.calls', `fifo.highThroughput.${region}`];
  const isHigh = base.template.written(`${source}.fifoThroughputLimit`) === 'perMessageGroupId';
  const high = {
    [`${source}.deduplicationScope`]: 'messageGroup',
    [`${source}.fifoThroughputLimit`]: 'perMessageGroupId',
  };
  const sends = more(`${source}.sendBatch`, valueAt(base, `${source}.sendBatch`), MOST_OF_A_CALL);
  const received = target.mappings.map((name) =>
    more(`mappings.${name}.batchSize`, valueAt(base, `mappings.${name}.batchSize`), MOST_OF_A_CALL),
  );
  return {
    lift: Object.fromEntries(quotas.map((path) => [`facts.${path}`, `${UNBOUND}/s`])),
    ladders: [...(isHigh ? [] : [[high]]), sends, ...received],
  };
}

function scalingRate(suspect: Suspect, base: Base): Levers {
  const lift = { 'facts.lambda.scaling.burst': UNBOUND, 'facts.lambda.scaling.rate': `${UNBOUND}/s` };
  return { lift, ladders: [provisioned(suspect, base)] };
}

function coldStart(suspect: Suspect, base: Base): Levers | undefined {
  const path = `functions.${suspect.where.name}.coldStart`;
  if (base.template.written(path) === 'none') return undefined;
  return { lift: { [path]: 'none' }, ladders: [provisioned(suspect, base)] };
}

/** Environments kept ready from the start: a tenth of what ran at once at the most, and on to as many more as it may have been kept from. */
function provisioned({ where: { name } }: Suspect, { result }: Base): Ladder {
  const most = result.functions[name]!.concurrency.max;
  const counts = [0.1, 0.25, 0.5, 0.75, 1, 1.25, 2, 4, 8].map((share) => Math.max(1, Math.ceil(share * most)));
  const path = `functions.${name}.provisionedConcurrency`;
  return at(
    path,
    [...new Set(counts)].map((environments) => ({ environments, readyAt: '0 s' })),
  );
}

/** A queue may not hide its messages for less than the function may take: its visibility timeout goes with it. */
function functionTimeout({ target, where: { name } }: Suspect, base: Base): Levers {
  const path = `functions.${name}.timeout`;
  const hiding = `sources.${target.source}.visibilityTimeout`;
  const whole = base.scenario.rules !== 'ideal';
  const withHiding = (settings: Readonly<Record<string, unknown>>) => {
    if (base.template.tryVariant(settings).ok) return settings;
    return { ...settings, [hiding]: settings[path] };
  };
  const ladder = longer(path, valueAt(base, path), whole).map(withHiding);
  return { lift: withHiding({ [path]: '900 s' }), ladders: [ladder] };
}
