/** Closed forms of queues: how pollers reach what is needed, what waits meanwhile, provisioned pollers, groups, over-polling. */
import { ratePerPoller, type PollerRate } from '../../model/mapping/provisioned.ts';
import { queuePollerCapacity } from '../../model/mapping/queue-pollers.ts';
import type { Rules } from '../../aws/rules.ts';
import type { QueueMapping, Scenario } from '../../scenario/scenario.ts';
import { groupsIn } from './ceiling.ts';
import { needAt, type Flow, type FlowResult, type Join } from './flow.ts';
import { applies, count, doesNotApply, rate, size, time, type ClosedForm } from './form.ts';
import { backlogOfRamp, refusedUntilLost, timeToReach } from './formulas.ts';

/** A queue, its mapping, and what is known of its load. */
interface Queue {
  readonly join: Join;
  readonly mapping: QueueMapping;
  readonly load: FlowResult;
  readonly scenario: Scenario;
  readonly rules: Rules;
}

export function queueForms(queue: Queue): ClosedForm[] {
  const fifo = queue.mapping.type === 'sqsFifo' ? [groupsNeeded(queue)] : [];
  const provisioned = queue.mapping.provisionedPollerConfig === undefined ? [] : [pollers(queue)];
  return [...ramp(queue), ...provisioned, ...fifo, overPolling(queue)];
}

/** How a mapping's executions grow while there is a backlog; undefined: its pollers are fixed, or follow a rule of their own. */
export function growthOf(
  { pollers, provisionedPollerConfig: provisioned, options }: QueueMapping,
  rules: Rules,
): { readonly start: number; readonly slope: number } | undefined {
  if (provisioned !== undefined) {
    const invokes = rules.number('sqs.provisioned.invokes');
    return { start: provisioned.minimumPollers * invokes, slope: rules.number('sqs.provisioned.ramp') * invokes };
  }
  if (pollers?.kind !== 'onDemand') return undefined;
  const start = pollers.min ?? rules.number('sqs.pollers.start');
  return { start: Math.min(start, options.maximumConcurrency ?? Infinity), slope: rules.number('sqs.pollers.ramp') };
}

function ramp({ join: { about }, mapping, load, rules }: Queue): ClosedForm[] {
  const isProvisioned = mapping.provisionedPollerConfig !== undefined;
  const reach = {
    id: 'PLN-03',
    about,
    quantity: 'time until its pollers have grown to what the greatest rate needs',
    unit: 'duration',
    formula: isProvisioned ? '(C − 10 · minimumPollers) / s' : '(C − C0) / s',
  } as const;
  const backlog = {
    id: 'PLN-04',
    about,
    quantity: 'messages that wait by then, if that rate begins at once',
    unit: 'count',
    formula: '(C − C0)² · B / (2 · s · D)',
  } as const;
  const growth = growthOf(mapping, rules);
  const why = growth === undefined ? 'its pollers do not grow as the service’s do' : load.ok ? undefined : load.why;
  if (growth === undefined || !load.ok) return [doesNotApply(reach, why!), doesNotApply(backlog, why!)];
  const { flow } = load;
  const { start, slope } = growth;
  const need = needAt(flow.peak, flow);
  const inputs = [
    count('C', need, 'executions at once for the greatest rate'),
    count('C0', start, 'to begin with'),
    rate('s', slope, 'added a second while messages wait'),
  ];
  const shape = [count('B', flow.batch, 'messages of a full batch'), time('D', flow.duration, 'of a full batch')];
  return [
    applies(reach, timeToReach(need, start, slope), inputs),
    applies(backlog, backlogOfRamp(need, start, slope, flow), [...inputs, ...shape]),
  ];
}

/** Messages a second that one provisioned poller handles with full batches, and what binds it. */
export function pollerRateOf({ size: bytes, duration, batch }: Flow, rules: Rules): PollerRate {
  const mostPerReceive = rules.number('sqs.receive.most');
  return ratePerPoller({ size: bytes, duration, batchSize: batch, mostPerReceive }, queuePollerCapacity(rules));
}

/** Pollers for a rate, a whole number. */
export function pollersFor(perSecond: number, one: PollerRate): number {
  return Math.ceil(perSecond / one.perSecond - 1e-9);
}

/** PLN-06 of a flow, whatever the mapping has now. */
export function pollersNeeded(flow: Flow, rules: Rules): ClosedForm {
  const one = pollerRateOf(flow, rules);
  return applies({ ...POLLERS, about: flow.about }, pollersFor(flow.peak, one), [
    rate('λ', flow.peak, `messages a second of ${flow.source.name} at the most`),
    rate('r', one.perSecond, `that one poller handles, bound by ${BOUND[one.boundBy]}`),
    time('D', flow.duration, 'of a full batch'),
    count('B', flow.batch, 'messages of a full batch'),
    ...(flow.size > 0 ? [size('S', flow.size, 'of a message')] : []),
  ]);
}

const BOUND: Readonly<Record<PollerRate['boundBy'], string>> = {
  invokes: 'its invocations at once',
  polls: 'its receives',
  bytes: 'its bytes',
};

const POLLERS = {
  id: 'PLN-06',
  quantity: 'provisioned pollers for the greatest rate',
  unit: 'count',
  formula: '⌈λ / min(1 MiB / S, 10 · B / D, 10 · min(B, 10))⌉',
} as const;

function pollers({ join: { about }, load, rules }: Queue): ClosedForm {
  return load.ok ? pollersNeeded(load.flow, rules) : doesNotApply({ ...POLLERS, about }, load.why);
}

function groupsNeeded({ join, load, scenario }: Queue): ClosedForm {
  const head = {
    id: 'PLN-10',
    about: join.about,
    quantity: 'message groups that the load needs',
    unit: 'count',
    formula: 'λ · D / B',
  } as const;
  if (!load.ok) return doesNotApply(head, load.why);
  const { flow } = load;
  const there = groupsIn(join, scenario);
  return applies(head, Math.ceil(needAt(flow.mean, flow) - 1e-9), [
    rate('λ', flow.mean, `messages a second of ${join.source.name}, on average`),
    time('D', flow.duration, 'of a full batch'),
    count('B', flow.batch, 'messages of a full batch'),
    ...(there === undefined ? [] : [count('groups', there, 'that there are')]),
  ]);
}

function overPolling({ join: { about, source }, mapping, scenario }: Queue): ClosedForm {
  const head = {
    id: 'PLN-16',
    about,
    quantity: 'time of being refused after which messages are dead-lettered',
    unit: 'duration',
    formula: 'maxReceiveCount · visibilityTimeout',
  } as const;
  const policy = 'redrivePolicy' in source ? source.redrivePolicy : undefined;
  if (policy === undefined || !('visibilityTimeout' in source.options))
    return doesNotApply(head, `${source.name} has no dead-letter queue`);
  if (broughtTo(mapping.function, scenario) <= limitOf(mapping.function, scenario))
    return doesNotApply(head, 'with maximumConcurrency nothing is received that the function refuses');
  const { visibilityTimeout } = source.options;
  return applies(head, refusedUntilLost(policy.maxReceiveCount, visibilityTimeout), [
    count('maxReceiveCount', policy.maxReceiveCount, `of ${source.name}`),
    time('visibilityTimeout', visibilityTimeout, `of ${source.name}`),
  ]);
}

/** Invocations at once that all mappings of a function bring together; Infinity when one of them has no maximum. */
function broughtTo(fn: string, { mappings }: Scenario): number {
  const own = mappings.filter((one) => one.function === fn);
  return own.reduce((sum, { options }) => {
    return sum + (('maximumConcurrency' in options ? options.maximumConcurrency : undefined) ?? Infinity);
  }, 0);
}

/** What a function may run at once: its reservation, or what the account leaves to all that reserve nothing. */
function limitOf(fn: string, { functions, account }: Scenario): number {
  const own = functions.find(({ name }) => name === fn)?.reservedConcurrency;
  const reserved = functions.reduce((sum, { reservedConcurrency }) => sum + (reservedConcurrency ?? 0), 0);
  return own ?? account.concurrency - reserved;
}
