/**
 * How many batches of a mapping, or direct invocations, can run at once at the most, and what sets that limit: its pollers, shards,
 * partitions or groups, what its function reserves, or what the account leaves. Limits of others that share the function are left out.
 */
import type { Rules } from '../../aws/rules.ts';
import { messagesBetween } from '../../scenario/checks/amount.ts';
import { groupsOf } from '../../scenario/checks/groups.ts';
import { mostBatches } from '../../scenario/checks/kafka.ts';
import type { FunctionScenario, QueueMapping, Scenario } from '../../scenario/scenario.ts';
import type { Join } from './flow.ts';
import { count, type FormInput } from './form.ts';

export interface Ceiling {
  readonly most: number;
  /** The input that is least. */
  readonly boundBy: FormInput;
  readonly inputs: readonly FormInput[];
}

export function ceilingOf(join: Join, scenario: Scenario, rules: Rules): Ceiling {
  const inputs = [...ofMapping(join, scenario, rules), ofFunction(join.fn, scenario)];
  const boundBy = inputs.reduce((least, one) => (one.value < least.value ? one : least));
  return { most: boundBy.value, boundBy, inputs };
}

/** What a function can have at once: its reservation, or what the others leave of the account. */
function ofFunction(fn: FunctionScenario, { account, functions }: Scenario): FormInput {
  if (fn.reservedConcurrency !== undefined)
    return count('reserved', fn.reservedConcurrency, `executions that ${fn.name} reserves`);
  const taken = functions.reduce(
    (sum, one) => sum + (one === fn ? 0 : (one.reservedConcurrency ?? one.provisionedConcurrency)),
    0,
  );
  return count('unreserved', Math.max(0, account.concurrency - taken), 'executions that the account leaves unreserved');
}

function ofMapping(join: Join, scenario: Scenario, rules: Rules): FormInput[] {
  const { mapping, source } = join;
  switch (mapping?.type) {
    case undefined:
      return [];
    case 'sqs':
      return ofQueue(mapping, rules);
    case 'sqsFifo': {
      const groups = groupsIn(join, scenario);
      const known = groups === undefined ? [] : [count('groups', groups, `message groups of ${source.name}`)];
      return [...ofQueue(mapping, rules), ...known];
    }
    case 'kinesis':
    case 'dynamodbStreams': {
      const { shards } = source.options as { readonly shards: number };
      const { parallelizationFactor: factor } = mapping.options;
      return [count('shards × factor', shards * factor, `shards of ${source.name} (${shards}) × factor ${factor}`)];
    }
    case 'kafka': {
      const { most, why } = mostBatches(mapping, source as Parameters<typeof mostBatches>[1], rules);
      return [count('batches', most, `batches ${why}`)];
    }
    case 'mq': {
      const isActive = 'engine' in source.options && source.options.engine === 'activeMq';
      const most = rules.number(isActive ? 'mq.activeMq.concurrency' : 'mq.rabbitMq.concurrency');
      return [count('broker', most, 'batches that a mapping of Amazon MQ has at once')];
    }
    case 'documentDb':
      return [count('stream', 1, 'batch that a change stream has at once')];
  }
}

function ofQueue(mapping: QueueMapping, rules: Rules): FormInput[] {
  const { pollers, provisionedPollerConfig: provisioned, options } = mapping;
  if (provisioned !== undefined) {
    const invokes = rules.number('sqs.provisioned.invokes');
    const says = `batches of ${provisioned.maximumPollers} pollers with ${invokes} each`;
    return [count('pollers', provisioned.maximumPollers * invokes, says)];
  }
  const { maximumConcurrency } = options;
  const own =
    maximumConcurrency === undefined
      ? []
      : [count('maximumConcurrency', maximumConcurrency, 'maximumConcurrency of the mapping')];
  const most =
    pollers?.kind === 'fixed' || pollers?.kind === 'naive'
      ? pollers.count
      : pollers?.kind === 'onDemand' || pollers?.kind === 'textbook'
        ? (pollers.max ?? rules.number('sqs.pollers.max'))
        : rules.number('sqs.pollers.max');
  return [count('pollers', most, 'batches of its pollers at the most'), ...own];
}

/** Message groups there are, as far as arrivals say. */
export function groupsIn({ source }: Join, { duration }: Scenario): number | undefined {
  if (source.type !== 'sqsFifo') return undefined;
  return groupsOf(source.options.messageGroupId, source.arrivals, (one) => messagesBetween(one, 0, duration))?.count;
}
