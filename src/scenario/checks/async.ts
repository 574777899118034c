/**
 * What asynchronous invocations and their function say together: events that nobody is told of, retries that come too late, and a
 * function that takes none.
 */
import type { Rules } from '../../aws/rules.ts';
import type { Context, Parts } from '../complete/context.ts';
import { formatQuantity } from '../quantities.ts';
import { asyncOf, type AsyncScenario, type DestinationScenario } from '../scenario.ts';

export function checkAsync(parts: Parts, context: Context): void {
  const sources = asyncOf(parts.sources);
  for (const source of sources) {
    refuseOrigins(source, sources, context);
    noteSilence(source, context);
    warnOfLateRetries(source, context);
    warnOfNoConcurrency(source, parts, context);
  }
  warnOfTwoDeadLetterQueues(sources, context);
}

/** A destination that is events of a function says by their origin what is told: a topic, a bus, a bucket, or the function. */
function refuseOrigins(source: AsyncScenario, sources: readonly AsyncScenario[], { findings }: Context): void {
  for (const key of ['onSuccess', 'onFailure'] as const) {
    const end = source[key];
    const origin = end?.kind === 'source' && sources.find(({ name }) => name === end.name)?.options.origin;
    const path = ['sources', source.name, key];
    if (origin === 'scheduler')
      findings.error(path, {
        message: `the events of ${end!.name} come from schedules, and a schedule is nobody’s destination`,
        source: 'ASY-13',
      });
    if (origin === 's3' && key === 'onSuccess')
      findings.error(path, {
        message: `the events of ${end!.name} come from S3, which is a destination of failures only`,
        source: 'ASY-13',
      });
  }
}

/** Callers were told 202, and of an event that is given up nothing else is ever heard. */
function noteSilence({ name, onSuccess, onFailure, deadLetterQueue }: AsyncScenario, { findings }: Context): void {
  if (onFailure !== undefined || deadLetterQueue !== undefined) return;
  const missing = 'there is neither onFailure nor deadLetterQueue';
  findings.note(['sources', name], {
    message: `an event that is given up is gone, and nobody is told: ${missing}${onSuccess === undefined ? '' : ', and onSuccess is told of successes only'}`,
    about: 'key',
    source: 'ASY-07',
  });
}

function warnOfLateRetries({ name, options }: AsyncScenario, { rules, findings }: Context): void {
  const { maximumRetryAttempts: retries, maximumEventAge: age } = options;
  const inTime = retriesInTime(age, rules);
  if (inTime >= retries) return;
  const limit = formatQuantity('duration', age);
  const first = formatQuantity('duration', rules.number('async.retry.error.first'));
  const isBefore = rules.word('async.lookAhead') === 'on';
  const message =
    inTime === 0
      ? `an event that fails is given up ${isBefore ? 'at once' : 'when it comes back'}: its first retry would come after ${first}, and the limit of age is ${limit}`
      : `an event that fails twice is given up ${isBefore ? 'then' : 'when it comes back'}: its second retry would come after the limit of age, ${limit}`;
  const hint = `a longer maximumEventAge lets it be tried again; with maximumRetryAttempts: ${inTime} it ends as RetriesExhausted instead of EventAgeExceeded`;
  findings.warning(['sources', name, 'maximumEventAge'], { message, hint, source: 'R-ASY-05' });
}

/** Retries of a function that fails at once, with waits as documented. */
function retriesInTime(age: number, rules: Rules): number {
  const first = rules.number('async.retry.error.first');
  if (first >= age) return 0;
  return first + rules.number('async.retry.error.second') >= age ? 1 : Infinity;
}

function warnOfNoConcurrency({ name, function: fn }: AsyncScenario, { functions }: Parts, { findings }: Context): void {
  if (functions.find((one) => one.name === fn)?.reservedConcurrency !== 0) return;
  findings.warning(['sources', name, 'function'], {
    message: `${fn} reserves no concurrency at all: its events are accepted, and given up without being tried`,
    source: 'ASY-08',
  });
}

/** It is a setting of the function, so there is one; of versions and aliases, destinations may differ. */
function warnOfTwoDeadLetterQueues(sources: readonly AsyncScenario[], { findings }: Context): void {
  const first = new Map<string, AsyncScenario>();
  for (const source of sources) {
    const other = first.get(source.function);
    if (other === undefined) first.set(source.function, source);
    else if (!isSame(other.deadLetterQueue, source.deadLetterQueue))
      findings.warning(['sources', source.name, 'deadLetterQueue'], {
        message: `${source.function} has another dead-letter queue in ${other.name}: it is a setting of the function, which has one`,
        source: 'ASY-12',
      });
  }
}

function isSame(one: DestinationScenario | undefined, other: DestinationScenario | undefined): boolean {
  return one?.kind === other?.kind && one?.name === other?.name;
}
