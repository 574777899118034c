/**
 * The closed forms of a scenario: what planning formulas say of it before anything runs, to be printed beside what runs say. Each
 * has its entry of the sheet, what went into it, and where it does not apply the reason. They know full batches, even keys and
 * rates that are given; failures, retries, cold starts and what filters let pass they do not.
 */
import { Rules } from '../aws/rules.ts';
import { SECOND, type Micros } from '../engine/time.ts';
import { queueMappingsOf, streamsOf, type Scenario } from '../scenario/scenario.ts';
import { meanWait } from '../stats/erlang.ts';
import { invocationTime, type Moments } from '../scenario/checks/handler-time.ts';
import { ceilingOf, type Ceiling } from './closed-forms/ceiling.ts';
import { flowOf, joinsOf, needAt, type FlowResult, type Join } from './closed-forms/flow.ts';
import { applies, count, doesNotApply, rate, time, type ClosedForm } from './closed-forms/form.ts';
import { drainTime, throughputOf } from './closed-forms/formulas.ts';
import { queueForms } from './closed-forms/queues.ts';
import { kafkaForms, sourceForms, streamForms } from './closed-forms/streams.ts';

export type { ClosedForm, ClosedFormId, FormInput, FormUnit } from './closed-forms/form.ts';

export interface ClosedFormOptions {
  /** Messages that wait, by the path of what is to handle them (`mappings.m`): what PLN-05 and PLN-15 are asked of. */
  readonly backlog?: Readonly<Record<string, number>>;
}

/** Of every mapping and every direct caller in the order of the file, then of streams themselves. */
export function closedForms(scenario: Scenario, { backlog = {} }: ClosedFormOptions = {}): ClosedForm[] {
  const rules = new Rules(scenario.rules, scenario.facts);
  const joins = joinsOf(scenario).map((join) => ({ join, load: flowOf(join, scenario, rules) }));
  const ofJoins = joins.flatMap((one) => formsOf(one, scenario, rules, backlog[one.join.about]));
  const ofSources = streamsOf(scenario.sources).flatMap((source) => {
    const loads = joins.filter(({ join }) => join.source === source).map(({ load }) => load);
    return sourceForms(source, loads, scenario, rules);
  });
  return [...ofJoins, ...ofSources];
}

interface Joined {
  readonly join: Join;
  readonly load: FlowResult;
}

function formsOf(joined: Joined, scenario: Scenario, rules: Rules, backlog: number | undefined): ClosedForm[] {
  const { join, load } = joined;
  const ceiling = ceilingOf(join, scenario, rules);
  const { mapping } = join;
  const queue = queueMappingsOf(scenario.mappings).find((one) => one === mapping);
  const all = { join, load, scenario, rules };
  return [
    ...needs(joined),
    feasible(joined, ceiling),
    drain(joined, ceiling, backlog),
    ...(queue === undefined ? [] : queueForms({ ...all, mapping: queue })),
    ...(mapping?.type === 'kinesis' || mapping?.type === 'dynamodbStreams' ? streamForms({ ...all, mapping }) : []),
    ...(mapping?.type === 'kafka' ? kafkaForms({ ...all, mapping }) : []),
    ...(join.source.type === 'async' ? [burst(joined, ceiling, join.source.options.maximumEventAge)] : []),
    ...waits(joined, ceiling),
  ];
}

/** On average, and at the greatest rate where that is another. */
function needs({ join: { about, source }, load }: Joined): ClosedForm[] {
  const head = { id: 'PLN-01', about, unit: 'count', formula: 'λ · D / B' } as const;
  const mean = { ...head, quantity: 'executions at once that the load needs, at the least' };
  if (!load.ok) return [doesNotApply(mean, load.why)];
  const { flow } = load;
  const at = (perSecond: number, when: string) => [
    rate('λ', perSecond, `messages a second of ${source.name}, ${when}`),
    time('D', flow.duration, 'of a full batch'),
    count('B', flow.batch, 'messages of a full batch'),
  ];
  const forms = [applies(mean, needAt(flow.mean, flow), at(flow.mean, 'on average'))];
  // A sum over the run, against a rate that is given: the last digit may differ.
  if (Math.abs(flow.peak - flow.mean) <= 1e-9 * flow.mean) return forms;
  const peak = { ...head, quantity: 'executions at once that its greatest rate needs, at the least' };
  return [...forms, applies(peak, needAt(flow.peak, flow), at(flow.peak, 'at the most'))];
}

function feasible({ join: { about } }: Joined, { most, inputs }: Ceiling): ClosedForm {
  const formula = `min(${inputs.map(({ symbol }) => symbol).join(', ')})`;
  const quantity = 'executions at once that it can have';
  return applies({ id: 'PLN-02', about, quantity, unit: 'count', formula }, most, inputs);
}

function drain({ join: { about }, load }: Joined, { most }: Ceiling, backlog: number | undefined): ClosedForm {
  const quantity = 'time until a backlog is gone, at its most executions';
  const head = { id: 'PLN-05', about, quantity, unit: 'duration', formula: 'Q / (Cmax · B / D − λ)' } as const;
  if (!load.ok) return doesNotApply(head, load.why);
  const { flow } = load;
  const inputs = [
    count('Cmax', most, 'executions at once at the most'),
    count('B', flow.batch, 'messages of a full batch'),
    time('D', flow.duration, 'of a full batch'),
    rate('λ', flow.mean, 'messages a second that come meanwhile'),
  ];
  if (backlog === undefined) return doesNotApply(head, 'no backlog is asked about', inputs);
  const throughput = throughputOf(most, flow.duration, flow.batch);
  return applies(head, drainTime(backlog, throughput, flow.mean), [
    count('Q', backlog, 'messages that wait'),
    ...inputs,
  ]);
}

function burst({ join: { about }, load }: Joined, { most }: Ceiling, age: Micros): ClosedForm {
  const quantity = 'events of a burst that are handled before the oldest is given up';
  const head = { id: 'PLN-15', about, quantity, unit: 'count', formula: 'maximumEventAge · C / D' } as const;
  if (!load.ok) return doesNotApply(head, load.why);
  const { duration } = load.flow;
  return applies(head, (throughputOf(most, duration, 1) * age) / SECOND, [
    time('maximumEventAge', age, 'of the source'),
    count('C', most, 'executions at once at the most'),
    time('D', duration, 'of one'),
  ]);
}

/** The textbook's queue with so many servers: one message each, a limit that is given, nothing that grows. */
function waits({ join, load }: Joined, { most, boundBy }: Ceiling): ClosedForm[] {
  if (!load.ok || join.mapping?.type !== 'sqs' || load.flow.batch !== 1) return [];
  const { flow } = load;
  const quantity = 'mean wait for one of its executions';
  const formula = 'C(c, a) · D / (c − a)';
  const head = { id: 'erlangC', about: join.about, quantity, unit: 'duration', formula } as const;
  const offered = needAt(flow.mean, flow);
  const inputs = [
    count('c', most, boundBy.says),
    count('a', offered, 'executions at once that the load needs'),
    time('D', flow.duration, 'of one'),
  ];
  const why = whyNoErlang(join, invocationTime(flow.time, flow.time.record.least, 1));
  if (why !== undefined) return [doesNotApply(head, why, inputs)];
  return [applies(head, meanWait(offered, most, flow.duration), inputs)];
}

function whyNoErlang({ source, fn }: Join, { mean, variance }: Moments): string | undefined {
  const arrivals = source.arrivals.filter(({ when }) => when.kind === 'poisson');
  if (arrivals.length !== 1 || source.arrivals.length !== 1) return 'arrivals are not Poisson with one rate';
  const isExponential = Math.abs(variance - mean * mean) <= 1e-9 * variance && variance > 0;
  return isExponential ? undefined : `the times of ${fn.name} are not exponential`;
}
