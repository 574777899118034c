/**
 * What a mapping, its queue and its function say together (J.4, rules 1, 2 and 4): timeouts, windows, limits, answers.
 * Those of streams are in stream-mappings.ts.
 */
import type { Context, Parts } from '../complete/context.ts';
import { isQueueType } from '../../model/sources/kinds.ts';
import { SECOND } from '../../engine/time.ts';
import { formatQuantity } from '../quantities.ts';
import { checkProvisionedPollers } from './provisioned-pollers.ts';
import {
  queueMappingsOf,
  queuesOf,
  type FunctionScenario,
  type MappingScenario,
  type QueueMapping,
  type QueueScenario,
} from '../scenario.ts';

/** A mapping with both its ends. */
interface Joined {
  readonly mapping: QueueMapping;
  readonly source: QueueScenario;
  readonly target: FunctionScenario;
}

export function checkMappings(parts: Parts, context: Context): void {
  checkPairs(parts.mappings, context);
  checkProvisionedPollers(parts, context);
  const joined = join(parts);
  for (const one of joined) {
    warnUnheard(one, context);
    checkHold(one, context);
    checkLoop(one, context);
    refuseEndlessReceiving(one, context);
    if (context.rules.set === 'ideal') continue;
    checkWindow(one, context);
    checkVisibility(one, context);
    warnOverPolling(one, context);
  }
  if (context.rules.set !== 'ideal') warnOfMaxima(joined, context);
}

/** A mapping whose source or function has problems of its own is left alone. */
function join({ mappings, sources, functions }: Parts): Joined[] {
  const sourceOf = new Map(queuesOf(sources).map((source) => [source.name, source]));
  const functionOf = new Map(functions.map((target) => [target.name, target]));
  return queueMappingsOf(mappings).flatMap((mapping) => {
    const source = sourceOf.get(mapping.source);
    const target = functionOf.get(mapping.function);
    return source === undefined || target === undefined ? [] : [{ mapping, source, target }];
  });
}

/**
 * A function has one mapping of a queue: recorded. That the service compares ARNs, and so refuses the same pair of a stream, is inferred;
 * aliases of a function have ARNs of their own, as have registered consumers of a stream, so one function can take a stream in several
 * mappings, and here it may.
 */
function checkPairs(mappings: readonly MappingScenario[], { findings }: Context): void {
  const first = new Map<string, string>();
  for (const mapping of mappings) {
    if ('enhancedFanOut' in mapping.options && mapping.options.enhancedFanOut === true) continue;
    const { name, source, function: target } = mapping;
    const pair = `${source} ${target}`;
    const other = first.get(pair);
    if (other === undefined) first.set(pair, name);
    else if (isQueueType(mapping.type)) {
      const message = `${other} maps ${source} to ${target} already: the service answers ResourceConflictException`;
      findings.error(['mappings', name], { message, source: 'R-SQS-09' });
    } else {
      findings.warning(['mappings', name], {
        message: `${other} maps ${source} to ${target} already: at AWS each has to name an alias or a version of its own, or the service answers ResourceConflictException`,
        ...(mapping.type === 'kinesis'
          ? { hint: 'or enhancedFanOut: true, so that each is a consumer of its own' }
          : {}),
        source: 'R-SQS-09',
      });
    }
  }
}

/** Endless pollers and a message that is visible again the moment it is received: no time would ever pass. */
function refuseEndlessReceiving({ mapping, source }: Joined, { rules, findings }: Context): void {
  if (rules.set !== 'ideal' || mapping.pollers?.kind !== 'onDemand' || source.options.visibilityTimeout > 0) return;
  findings.error(['mappings', mapping.name], {
    message: `under rules: ideal it has endless pollers, and ${source.name} hides what they receive for 0 s: time would stand still`,
    hint: `visibilityTimeout: 30 s for ${source.name}, or pollers: { policy: fixed, count: 10 }`,
  });
}

function checkWindow({ mapping }: Joined, { rules, findings }: Context): void {
  const { batchSize, maximumBatchingWindow } = mapping.options;
  const most = rules.number('sqs.batchSize.withoutWindow');
  if (batchSize <= most || maximumBatchingWindow > 0) return;
  findings.error(['mappings', mapping.name], {
    message: `Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than ${most}`,
    hint: 'maximumBatchingWindow: 1 s',
    source: 'R-SQS-08',
  });
}

function checkHold({ mapping }: Joined, { findings }: Context): void {
  if (!mapping.options.lowTrafficHold || mapping.pollers?.kind !== 'naive') return;
  const message = 'a loop of policy: naive has no long polls that could hold a batch';
  findings.error(['mappings', mapping.name, 'lowTrafficHold'], { message, about: 'key', source: 'SQS-74' });
}

function checkLoop({ mapping }: Joined, { findings }: Context): void {
  if (mapping.filters.length === 0 || mapping.pollers?.kind !== 'naive') return;
  const message = 'a loop of policy: naive gets all records: only the service has filters';
  findings.error(['mappings', mapping.name, 'filters'], { message, about: 'key' });
}

function checkVisibility({ mapping, source, target }: Joined, { rules, findings }: Context): void {
  const { visibilityTimeout } = source.options;
  const factor = rules.number('sqs.visibilityFactor');
  const advised = factor * target.timeout + mapping.options.maximumBatchingWindow;
  const write = (micros: number) => formatQuantity('duration', micros);
  const hint = `visibilityTimeout: ${write(Math.ceil(advised / SECOND) * SECOND)} for ${source.name}`;
  if (target.timeout > visibilityTimeout) {
    const message = `${target.name} may run for ${write(target.timeout)}, longer than the visibility timeout of ${source.name}, ${write(visibilityTimeout)}: the service refuses this`;
    findings.error(['mappings', mapping.name], { message, hint, source: 'SQS-34' });
  } else if (visibilityTimeout < advised) {
    const message = `the visibility timeout of ${source.name}, ${write(visibilityTimeout)}, is less than ${factor} times the timeout of ${target.name} and the window: retries of throttled batches may overlap`;
    findings.warning(['mappings', mapping.name], { message, hint, source: 'SQS-33' });
  }
}

function warnOverPolling({ mapping, target }: Joined, { rules, findings }: Context): void {
  const advised = rules.number('sqs.reservedConcurrency.advised');
  const reserved = target.reservedConcurrency ?? Infinity;
  if (reserved >= advised || mapping.options.maximumConcurrency !== undefined) return;
  findings.warning(['mappings', mapping.name], {
    message: `${target.name} reserves ${reserved}, less than ${advised}: pollers receive more than it can take, and messages use up receives unseen`,
    hint: 'set maximumConcurrency on the mapping',
    source: 'SQS-40',
  });
}

function warnOfMaxima(joined: readonly Joined[], { findings }: Context): void {
  const sums = new Map<FunctionScenario, number>();
  for (const { mapping, target } of joined) {
    sums.set(target, (sums.get(target) ?? 0) + (mapping.options.maximumConcurrency ?? 0));
  }
  for (const [{ name, reservedConcurrency = Infinity }, sum] of sums) {
    if (sum <= reservedConcurrency) continue;
    findings.warning(['functions', name, 'reservedConcurrency'], {
      message: `its mappings may run ${sum} batches at once, more than the ${reservedConcurrency} it reserves: throttles come back`,
      hint: `at least ${sum}, or smaller maximumConcurrency`,
      source: 'SQS-16',
    });
  }
}

/** A function that reports failures to a mapping that does not look at answers. */
function warnUnheard({ mapping, target }: Joined, { findings }: Context): void {
  if (mapping.options.reportBatchItemFailures || !reports(target)) return;
  findings.warning(['mappings', mapping.name], {
    message: `${target.name} reports failed records, but this mapping does not listen: all records of such a batch are deleted`,
    hint: 'reportBatchItemFailures: true',
    source: 'SQS-54',
  });
}

/** Whether it ever answers with records that failed. */
export function reports({ handler }: FunctionScenario): boolean {
  const { onRecordError, script, when } = handler;
  if (onRecordError !== 'throw' && onRecordError !== 'firstRecordOnly') return true;
  const instructions = [...script, ...when.map(({ then }) => then)];
  return instructions.some(({ kind }) => kind === 'report' || kind === 'reportMatching');
}
