/**
 * Turns what a scenario says about asynchronous invocations into the whole of it, and checks where its events end.
 */
import { largestEvent, ORIGINS, type Origin } from '../../model/sources/async/origins.ts';
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import type { Path } from '../problem.ts';
import type { AsyncScenario, DestinationScenario } from '../scenario.ts';
import type { Limits } from './arrivals.ts';
import type { SourceWritten } from './sources.ts';
import { checkReference, type Context } from './context.ts';
import { refuseWaiting } from './callers.ts';

type Sends = (limits: Limits, isDirect: boolean) => Pick<AsyncScenario, 'sendsDuringOutage' | 'arrivals' | 'outbox'>;

/** Services whose retries a scenario can set (E.6). */
const RETRIES_CAN_BE_SET: ReadonlySet<Origin> = new Set(['eventBridge', 'scheduler'] satisfies Origin[]);

/** Undefined when the function does not exist, which has then been reported. */
export function completeAsync(
  name: string,
  written: SourceWritten,
  sends: Sends,
  path: Path,
  context: Context,
): AsyncScenario | undefined {
  const { names, findings, origins } = context;
  const options = origins.options(SOURCE_KINDS.async.options, written, path);
  const { origin } = options;
  const sent = sends(limitsOf(origin, context), origin === 'direct');
  refuseWaiting(sent.arrivals, [...path, 'arrivals'], findings, 'an asynchronous invocation');
  refuseOfDirect(written, origin, path, context);
  checkEnds(written, path, context);
  if (!checkReference(written.function, 'function', names.functions, [...path, 'function'], findings)) return undefined;
  const { onSuccess, onFailure, deadLetterQueue } = written;
  return {
    ...{ name, type: 'async', function: written.function, options, onSuccess, onFailure, deadLetterQueue },
    upstreamRetries: upstreamRetries(written, origin, path, context),
    ...sent,
  };
}

function limitsOf(origin: Origin, { rules }: Context): Limits {
  const size = largestEvent(origin, rules);
  if (size < rules.number('async.payload')) return { size, taker: 'a topic', source: 'ASY-13' };
  return { size, taker: 'an asynchronous invocation', source: 'ASY-10' };
}

function upstreamRetries(
  { upstreamRetries: written }: SourceWritten,
  origin: Origin,
  path: Path,
  { origins }: Context,
): AsyncScenario['upstreamRetries'] {
  if (!RETRIES_CAN_BE_SET.has(origin)) return undefined;
  const where = [...path, 'upstreamRetries'];
  return {
    attempts: written?.attempts ?? origins.fact([...where, 'attempts'], 'eventBridge.retry.attempts'),
    age: written?.age ?? origins.fact([...where, 'age'], 'eventBridge.retry.age'),
  };
}

/** Who stands in front decides what can be said about the time before Lambda accepts. */
function refuseOfDirect(written: SourceWritten, origin: Origin, path: Path, { findings }: Context): void {
  if (written.upstreamRetries !== undefined && !RETRIES_CAN_BE_SET.has(origin)) {
    const able = ORIGINS.filter((one) => RETRIES_CAN_BE_SET.has(one)).join(' and ');
    const message = `upstreamRetries are those of ${able}; the origin here is ${origin}`;
    findings.error([...path, 'upstreamRetries'], { message, about: 'key', source: 'E.6' });
  }
  if (written.sendsDuringOutage === undefined || origin === 'direct') return;
  findings.error([...path, 'sendsDuringOutage'], {
    message: `this is for callers: ${origin} keeps what it cannot hand over, and tries again`,
    about: 'key',
    source: 'E.6',
  });
}

function checkEnds({ onSuccess, onFailure, deadLetterQueue }: SourceWritten, path: Path, context: Context): void {
  checkEnd(onSuccess, 'destination', ['sqs', 'async'], [...path, 'onSuccess'], context);
  checkEnd(onFailure, 'destination', ['sqs', 'async'], [...path, 'onFailure'], context);
  checkEnd(deadLetterQueue, 'dead-letter queue', ['sqs'], [...path, 'deadLetterQueue'], context);
}

function checkEnd(
  end: DestinationScenario | undefined,
  what: string,
  allowed: readonly string[],
  path: Path,
  { names, findings }: Context,
): void {
  if (end?.kind !== 'source') return;
  if (!names.sources.has(end.name) && names.functions.has(end.name)) {
    const message = `${end.name} is a function, and no source is called so`;
    const hint = what === 'destination' ? 'give it a source of type async and name that' : 'name a queue';
    findings.error(path, { message, hint, source: what === 'destination' ? 'ASY-13' : 'ASY-12' });
    return;
  }
  if (!checkReference(end.name, 'source', names.sources, path, findings)) return;
  const type = names.sources.get(end.name);
  if (type === undefined || allowed.includes(type)) return;
  const message = `${end.name} is of type ${type}, which is no ${what}: it has to be of type ${allowed.join(' or ')}`;
  findings.error(path, { message, source: what === 'destination' ? 'ASY-13' : 'ASY-12' });
}
