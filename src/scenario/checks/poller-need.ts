/**
 * How many provisioned pollers of a queue its load needs (PLN-06, SQS-27), against what the mapping has: the least of them should carry what
 * comes all the time, the most what comes at the most. Looks at rates that are given, as the advice about concurrency does.
 */
import type { Context, Parts } from '../complete/context.ts';
import { meanOf } from '../../engine/distributions.ts';
import { SECOND } from '../../engine/time.ts';
import { ratePerPoller, type PollerRate } from '../../model/mapping/provisioned.ts';
import { queuePollerCapacity } from '../../model/mapping/queue-pollers.ts';
import { formatQuantity } from '../quantities.ts';
import { queueMappingsOf, type ArrivalScenario, type QueueMapping } from '../scenario.ts';
import { messagesBetween } from './amount.ts';
import { flowsTo, load, type Flow } from './concurrency-need.ts';
import { invocationTime } from './handler-time.ts';

export function checkPollerNeed(parts: Parts, context: Context): void {
  for (const fn of parts.functions) {
    for (const flow of flowsTo(fn, parts, context)) {
      const mapping = queueMappingsOf(parts.mappings).find(({ name }) => name === flow.mapping?.name);
      if (mapping?.provisionedPollerConfig === undefined) continue;
      const arrivals = parts.sources.find(({ name }) => name === mapping.source)!.arrivals;
      say(flow, mapping, arrivals, context);
    }
  }
}

function say(
  flow: Flow,
  mapping: QueueMapping,
  arrivals: readonly ArrivalScenario[],
  { rules, findings }: Context,
): void {
  const { minimumPollers: least, maximumPollers: most } = mapping.provisionedPollerConfig!;
  const one = rateOf(flow, arrivals, rules.number('sqs.receive.most'), queuePollerCapacity(rules));
  const [steady, peak] = [flow.mean, flow.peak].map((rate) => Math.ceil(rate / one.perSecond - 1e-9)) as [
    number,
    number,
  ];
  const path = ['mappings', mapping.name, 'provisionedPollerConfig'];
  const source = 'PLN-06, SQS-27';
  const each = `one handles ${formatQuantity('rate', Number(one.perSecond.toPrecision(3)))}, bound by ${WORDS[one.boundBy]}`;
  const greatest = Math.max(steady, peak);
  if (greatest === 0 || !Number.isFinite(greatest)) return;
  if (greatest > most) {
    const isSteady = steady > most;
    const message = `${load([flow], (all) => (isSteady ? all.mean : all.peak))}${isSteady ? '' : ' at the most'}: that needs ${plural(greatest)} (${each}), more than maximumPollers: ${most}, and a backlog builds up`;
    findings.warning(path, { message, hint: `maximumPollers: ${greatest} at least`, about: 'key', source });
  } else {
    const message = `needs ${plural(steady)} on average and ${greatest} at the most (${each}); it has ${least} to ${most}`;
    findings.note(path, { message, about: 'key', source });
  }
  if (steady <= least || steady > most) return;
  findings.warning(path, {
    message: `${load([flow], (all) => all.mean)} on average needs ${plural(steady)}, more than minimumPollers: ${least} that are always ready: others are added only when messages wait`,
    hint: `minimumPollers: ${Math.min(steady, rules.number('sqs.provisioned.minimumPollers.max'))}`,
    about: 'key',
    source,
  });
}

const WORDS: Readonly<Record<PollerRate['boundBy'], string>> = {
  invokes: 'its invocations at once',
  polls: 'its receives',
  bytes: 'its bytes',
};

function rateOf(
  { time, batchSize }: Flow,
  arrivals: readonly ArrivalScenario[],
  mostPerReceive: number,
  capacity: ReturnType<typeof queuePollerCapacity>,
): PollerRate {
  const duration = invocationTime(time, time.record.least, batchSize).mean;
  return ratePerPoller({ size: meanSize(arrivals), duration, batchSize, mostPerReceive }, capacity);
}

/** Of the entries that say one, each by how much it brings in an hour; 0 where none does: their bytes are then no limit. */
function meanSize(arrivals: readonly ArrivalScenario[]): number {
  const hour = 3600 * SECOND;
  const said = arrivals.flatMap((one) => {
    return one.size === undefined ? [] : [{ weight: messagesBetween(one, 0, hour), size: meanOf(one.size) }];
  });
  const all = said.reduce((sum, { weight }) => sum + weight, 0);
  return all === 0 ? 0 : said.reduce((sum, { weight, size }) => sum + weight * size, 0) / all;
}

function plural(pollers: number): string {
  return pollers === 1 ? '1 poller' : `${pollers} pollers`;
}
