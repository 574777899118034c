/**
 * What FIFO queues, their arrivals and their handlers say together: groups that every message has, and handlers that break the order of
 * a group. How many groups the load needs is in concurrency-need.ts.
 */
import type { Context, Parts } from '../complete/context.ts';
import { quote } from '../problem.ts';
import type {
  ArrivalScenario,
  FifoQueueScenario,
  FunctionScenario,
  HandlerScenario,
  QueueMapping,
} from '../scenario.ts';
import { SECOND } from '../../engine/time.ts';
import { messagesBetween } from './amount.ts';
import { namesIn } from './attribute-times.ts';
import { peakOf } from './concurrency-need.ts';

export function checkFifo(parts: Parts, context: Context): void {
  const queues = parts.sources.filter((source) => source.type === 'sqsFifo');
  for (const queue of queues) {
    checkGroups(queue, context);
    checkSent(queue, parts, context);
    if (context.rules.set !== 'ideal') checkQuota(queue, context);
  }
  for (const mapping of parts.mappings) {
    if (mapping.type !== 'sqsFifo') continue;
    const target = parts.functions.find(({ name }) => name === mapping.function);
    if (target !== undefined) warnOfOrder(mapping, target, context);
  }
}

/** The service refuses a message without a group. */
function checkGroups({ name, options, arrivals }: FifoQueueScenario, { findings }: Context): void {
  const { messageGroupId } = options;
  if (messageGroupId === undefined) return;
  arrivals.forEach((entry, i) => {
    if (!mayLack(entry, messageGroupId)) return;
    findings.error(['sources', name, 'arrivals', i], {
      message: `its messages may come without the attribute ${quote(messageGroupId)}, which is their group: the service refuses a message without one`,
      hint: `attributes: { ${messageGroupId}: … }`,
      source: 'SQS-62',
    });
  });
}

function mayLack(entry: ArrivalScenario, name: string): boolean {
  if (entry.attributes.some((one) => one.name === name) || !namesIn(entry).includes(name))
    return !namesIn(entry).includes(name);
  return entry.when.kind === 'records' && entry.when.records.some(({ attributes }) => attributes?.[name] === undefined);
}

/** What handlers send carries what their records do, unless it is said otherwise. */
function checkSent({ name, options }: FifoQueueScenario, { sources, functions }: Parts, { findings }: Context): void {
  const { messageGroupId } = options;
  const known = new Set(sources.flatMap(({ arrivals }) => arrivals.flatMap(namesIn)));
  for (const fn of functions) {
    fn.handler.sends.forEach(({ to, attributes }, i) => {
      if (to !== name) return;
      const own = attributes.map((one) => one.name);
      const isCarried = messageGroupId !== undefined && (own.includes(messageGroupId) || known.has(messageGroupId));
      if (isCarried) return;
      findings.error(['functions', fn.name, 'handler', 'sends', i, 'to'], {
        message:
          messageGroupId === undefined
            ? `${name} does not say which attribute of a message is its group`
            : `nothing gives a message to ${name} the attribute ${quote(messageGroupId)}, which is its group`,
        hint: messageGroupId === undefined ? `messageGroupId of ${name}` : `attributes: { ${messageGroupId}: … }`,
        source: 'SQS-62',
      });
    });
  }
}

/** Without high throughput, calls of one action are few (SQS-44). What a region gives with it, nobody reaches by a rate of one scenario. */
function checkQuota({ name, options, arrivals }: FifoQueueScenario, { rules, findings, duration = 0 }: Context): void {
  if (options.fifoThroughputLimit !== 'perQueue' || duration === 0) return;
  const calls = rules.number('fifo.calls');
  const most = calls * options.sendBatch;
  const mean = arrivals.reduce((sum, one) => sum + messagesBetween(one, 0, duration), 0) / (duration / SECOND);
  const [rate, when] = mean > most ? [mean, ''] : [peakOf(arrivals), ' at the most'];
  if (rate <= most || !Number.isFinite(rate)) return;
  const write = (exact: number) => Number(exact.toPrecision(3)).toLocaleString('en-US');
  const said = {
    message: `${write(rate)} messages/s are sent to it${when}, and with ${options.sendBatch} to a call it takes ${write(most)}/s: the others are refused, and sent later`,
    hint: 'sendBatch: 10, or deduplicationScope: messageGroup with fifoThroughputLimit: perMessageGroupId',
    source: 'SQS-44',
  };
  if (mean > most) findings.warning(['sources', name], said);
  else findings.note(['sources', name], said);
}

/** Handlers that go on after a failure, or work on several messages at once, whatever their groups are. */
function warnOfOrder({ name, options }: QueueMapping, target: FunctionScenario, { findings }: Context): void {
  const { handler } = target;
  const batchSize = options.batchSize;
  if (batchSize === 1) return;
  if (handler.onRecordError.startsWith('report') && options.reportBatchItemFailures && canFail(handler)) {
    findings.warning(['mappings', name], {
      message: `${target.name} goes on after a message has failed and reports that one alone: those after it in its group are handled and deleted before it`,
      hint: `onRecordError: stopAndReport for ${target.name}`,
      source: 'R-FIFO-04',
    });
  }
  const width = widthOf(handler);
  if (width > 1) {
    findings.warning(['functions', target.name, 'handler'], {
      message: `it works on ${width === Infinity ? 'all messages of a batch' : `${width} messages`} at once, those of one group among them: their order within a batch is lost`,
      hint: 'parallel: 1, or batchSize: 1 of the mapping',
      source: 'SQS-62',
    });
  }
}

function canFail({ outcome, uses, when, script }: HandlerScenario): boolean {
  return outcome.some(({ fails }) => fails > 0) || uses.length > 0 || when.length > 0 || script.length > 0;
}

/** Messages at once; of a strategy that is not one after the other, all. */
function widthOf({ strategy, parallel }: HandlerScenario): number {
  if (strategy === undefined) return parallel;
  return strategy.kind === 'oneByOne' ? 1 : Infinity;
}
