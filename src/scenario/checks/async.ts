/**
 * What asynchronous invocations and their function say together: events that nobody is told of, retries that come too late, and a
 * function that takes none.
 */
import type { Rules } from '../../aws/rules.ts';
import type { Context, Parts } from '../complete/context.ts';
import { formatQuantity } from '../quantities.ts';
import { asyncOf, type AsyncScenario } from '../scenario.ts';

export function checkAsync(parts: Parts, context: Context): void {
  const sources = asyncOf(parts.sources);
  for (const source of sources) {
    noteSilence(source, context);
    warnOfLateRetries(source, context);
    warnOfNoConcurrency(source, parts, context);
  }
  warnOfTwoDeadLetterQueues(sources, context);
}

/** Callers were told 202, and nothing else is ever heard. */
function noteSilence({ name, onFailure, deadLetterQueue }: AsyncScenario, { findings }: Context): void {
  if (onFailure !== undefined || deadLetterQueue !== undefined) return;
  findings.note(['sources', name], {
    message: 'an event that is given up is gone, and nobody is told: there is neither onFailure nor deadLetterQueue',
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
  const message =
    inTime === 0
      ? `an event that fails is given up at once: its first retry would come after ${first}, and the limit of age is ${limit}`
      : `an event that fails twice is given up then: its second retry would come after the limit of age, ${limit}`;
  const hint = `maximumRetryAttempts: ${inTime} says the same, a longer maximumEventAge lets it be tried again`;
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
    else if (other.deadLetterQueue?.name !== source.deadLetterQueue?.name)
      findings.warning(['sources', source.name, 'deadLetterQueue'], {
        message: `${source.function} has another dead-letter queue in ${other.name}: it is a setting of the function, which has one`,
        source: 'ASY-12',
      });
  }
}
