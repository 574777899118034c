/**
 * Reads a plain queueing model off a scenario, or says by name what such a model cannot express: every setting that the model does not
 * take up and that has another value than in the plainest scenario of its kind. So a setting that is added to the language is refused
 * until somebody decides what it means here.
 */
import { inSeconds, lawOf } from './law.ts';
import { QUEUEING_MODEL_FORMAT, type Arrivals, type Failures, type Law, type QueueingModel } from './model.ts';
import type { Problem } from '../problem.ts';
import type {
  ArrivalScenario,
  FunctionScenario,
  QueueMapping,
  Scenario,
  StandardQueueScenario,
  SyncScenario,
} from '../scenario.ts';
import { unlikePlainest } from './plainest.ts';

export type QueueingModelResult =
  | { readonly ok: true; readonly model: QueueingModel }
  /** At least one problem, each with its path. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What a model is made of: one source and the function that serves it. */
export interface Station {
  readonly source: StandardQueueScenario | SyncScenario;
  readonly fn: FunctionScenario;
  /** Undefined: direct calls have none. */
  readonly mapping: QueueMapping | undefined;
}

export function queueingModelOf(scenario: Scenario): QueueingModelResult {
  const problems: Problem[] = [];
  const refuse: Refuse = (path, message) => problems.push({ severity: 'error', path, message });
  if (scenario.rules !== 'ideal') {
    refuse('rules', 'under any but ideal, the service is in the way of the model (try --rules ideal)');
    return { ok: false, problems };
  }
  const station = stationOf(scenario, refuse);
  if (station === undefined) return { ok: false, problems };
  for (const { path, written } of unlikePlainest(scenario, station)) {
    refuse(path, `a plain queueing model cannot express ${written}`);
  }
  const model = modelOf(scenario, station, refuse);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, model };
}

type Refuse = (path: string, message: string) => void;

/** Undefined, with a problem, unless there is exactly one source that is worked on. */
function stationOf({ sources, functions, mappings }: Scenario, refuse: Refuse): Station | undefined {
  const sending = sources.filter(({ arrivals }) => arrivals.length > 0);
  if (sending.length !== 1) {
    refuse('sources', `a plain queueing model has one source that sends; this has ${sending.length}`);
    return undefined;
  }
  const source = sending[0]!;
  if (source.type !== 'sqs' && source.type !== 'sync') {
    refuse(`sources.${source.name}.type`, 'only sqs and sync are a single line, or a loss system');
    return undefined;
  }
  const mapping = mappings.find((one) => one.type === 'sqs' && one.source === source.name) as QueueMapping | undefined;
  const served = source.type === 'sync' ? source.function : mapping?.function;
  const fn = functions.find(({ name }) => name === served);
  if (fn === undefined) refuse(`sources.${source.name}`, 'nobody works on what is sent');
  return fn && { source, fn, mapping };
}

function modelOf({ name, duration, warmUp }: Scenario, station: Station, refuse: Refuse): QueueingModel {
  const { source, fn, mapping } = station;
  const lasts = inSeconds(duration);
  const arrivals = source.arrivals.flatMap((entry, i) => {
    const process = arrivalsOf(entry, lasts);
    if (process === undefined) {
      refuse(
        `sources.${source.name}.arrivals[${i}]`,
        'only even and Poisson arrivals, with a rate that is constant or has steps',
      );
    }
    return process ?? [];
  });
  const isQueue = source.type === 'sqs';
  const patience = isQueue ? inSeconds(source.options.messageRetentionPeriod) : lasts;
  return {
    lagcastQueueingModel: QUEUEING_MODEL_FORMAT,
    name,
    time: 's',
    duration: lasts,
    warmUp: inSeconds(warmUp),
    arrivals,
    line: {
      order: 'first come first served',
      room: isQueue ? null : 0,
      patience: patience < lasts ? patience : null,
    },
    servers: serversOf(station, refuse),
    service: {
      batch: mapping === undefined ? 1 : batchOf(mapping, refuse),
      perBatch: perBatchOf(fn),
      perCustomer: perCustomerOf(fn, refuse),
      longest: inSeconds(fn.timeout),
    },
    failures: failuresOf(station, refuse),
  };
}

function arrivalsOf({ when, startAt = 0, endAt }: ArrivalScenario, lasts: number): Arrivals | undefined {
  const span = { from: inSeconds(startAt), until: endAt === undefined ? lasts : inSeconds(endAt) };
  switch (when.kind) {
    case 'constant':
      return { process: 'even', rate: when.perSecond, ...span };
    case 'poisson':
      return { process: 'poisson', rate: when.perSecond, ...span };
    case 'steps':
      return {
        process: 'poisson',
        steps: when.steps.map(({ at, perSecond }) => ({ at: inSeconds(at), rate: perSecond })),
        ...span,
      };
    default:
      return undefined;
  }
}

/** Of calls, the reserved concurrency; of a queue, the pollers, which then must always find the function free. */
function serversOf({ fn, mapping }: Station, refuse: Refuse): number | null {
  if (mapping === undefined) return fn.reservedConcurrency ?? null;
  const { pollers } = mapping;
  const isUnlimited = pollers?.kind === 'onDemand' && pollers.min === undefined && pollers.max === undefined;
  if (pollers?.kind !== 'fixed' && !isUnlimited) {
    refuse(
      `mappings.${mapping.name}.pollers`,
      'servers are a fixed number (policy: fixed), or there is always one more',
    );
    return null;
  }
  const servers = pollers.kind === 'fixed' ? pollers.count : null;
  if ((fn.reservedConcurrency ?? Infinity) < (servers ?? Infinity)) {
    refuse(
      `functions.${fn.name}.reservedConcurrency`,
      'fewer than there are pollers: throttled batches are no queueing model',
    );
  }
  return servers;
}

function batchOf({ name, options: { batchSize }, pollers }: QueueMapping, refuse: Refuse): number {
  if (batchSize > 1 && pollers?.kind !== 'fixed') {
    refuse(`mappings.${name}.batchSize`, 'above 1 with pollers without end: who shares a batch is up to the instant');
  }
  return batchSize;
}

function perBatchOf({ handler: { duration, perInvocation } }: FunctionScenario): Law | null {
  const spec = duration ?? perInvocation;
  return spec === undefined ? null : lawOf(spec);
}

/** One law for all records; times by rule or attribute are refused. */
function perCustomerOf({ name, handler: { perRecord, duration } }: FunctionScenario, refuse: Refuse): Law | null {
  const [rule, ...others] = perRecord;
  if (rule === undefined || duration !== undefined) return null;
  if (others.length > 0 || rule.when !== undefined || rule.time.kind === 'attribute') {
    refuse(`functions.${name}.handler.perRecord`, 'all customers have one law');
    return null;
  }
  return lawOf(rule.time);
}

function failuresOf({ source, fn }: Station, refuse: Refuse): Failures {
  const share = fn.handler.invocationFails;
  if (source.type === 'sync') return { share, backAfter: null, attempts: 1 };
  const { visibilityTimeout } = source.options;
  if (visibilityTimeout < fn.timeout) {
    refuse(
      `sources.${source.name}.visibilityTimeout`,
      'shorter than the timeout: messages come back while they are served',
    );
  }
  return {
    share,
    backAfter: inSeconds(visibilityTimeout),
    attempts: source.redrivePolicy?.maxReceiveCount ?? null,
  };
}
