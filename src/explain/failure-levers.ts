/** Levers of failures: handlers that fail, what waits behind them, and downstreams with limits. */
import { isMapping } from '../scenario/plain.ts';
import type { Settings } from '../scenario/template.ts';
import type { Suspect } from './evidence.ts';
import type { Base, Levers, LeverTable } from './levers.ts';
import { sound, valueAt } from './levers.ts';
import { at, longer, more, shorter, type Ladder } from './steps.ts';

export const FAILURE_LEVERS: LeverTable = { blockedByRecord, retryBackOff, downstream };

/** What makes a handler fail by itself. */
const FAILING = ['invocationFails', 'outcome', 'when', 'script'];
const ATTEMPTS = [100, 30, 10, 5, 3, 1, 0];
const RECEIVES = [10, 5, 3, 2, 1];
const EXPIRIES = ['1 h', '10 min', '1 min', '10 s', '1 s'];
const LIMITS_OF_DOWNSTREAMS = [
  'connections',
  'onExhausted',
  'requestRate',
  'onRateExceeded',
  'load',
  'breaker',
  'recovery',
];

/** Handlers that never fail by themselves; undefined where they do not. */
function withoutFailures(functions: readonly string[], { template }: Base): Settings | undefined {
  const paths = functions.flatMap((name) => FAILING.map((key) => `functions.${name}.handler.${key}`));
  const written = paths.filter((path) => template.written(path) !== undefined);
  return written.length === 0 ? undefined : Object.fromEntries(written.map((path) => [path, undefined]));
}

/** Fewer attempts, a batch cut in two, an end of what a broker keeps: what is lost by them is told with the re-run. */
function blockedByRecord({ target, where }: Suspect, base: Base): Levers | undefined {
  const lift = withoutFailures(target.functions, base);
  if (lift === undefined) return undefined;
  const attempts = `mappings.${where.name}.maximumRetryAttempts`;
  const now = valueAt(base, attempts);
  const fewer = ATTEMPTS.filter((n) => typeof now !== 'number' || now < 0 || n < now);
  const bisect = `mappings.${where.name}.bisectBatchOnFunctionError`;
  const receives = `sources.${target.source}.redrivePolicy.maxReceiveCount`;
  const most = base.template.written(receives);
  const sooner = RECEIVES.filter((n) => typeof most === 'number' && n < most);
  const expiry = at(`sources.${target.source}.expiry`, EXPIRIES);
  return { lift, ladders: [at(attempts, fewer), at(bisect, [true]), at(receives, sooner), expiry] };
}

function retryBackOff({ target }: Suspect, base: Base): Levers | undefined {
  const lift = withoutFailures(target.functions, base);
  const path = `sources.${target.source}.visibilityTimeout`;
  const hiding = valueAt(base, path);
  const sooner: Ladder = hiding === undefined ? [] : shorter(path, hiding, true);
  const told = target.mappings.map((name) => at(`mappings.${name}.reportBatchItemFailures`, [true]));
  const all = lift ?? sound(sooner, base).at(-1);
  return all === undefined ? undefined : { lift: all, ladders: [sooner, ...told] };
}

/** Without its limits and outages, and as fast as it is when nobody else calls. */
function downstream({ where: { name } }: Suspect, base: Base): Levers | undefined {
  const { template } = base;
  const own = LIMITS_OF_DOWNSTREAMS.map((key) => `downstreams.${name}.${key}`);
  const limits = own.filter((path) => template.written(path) !== undefined).map((path) => [path, undefined] as const);
  const events = template.written('events');
  const kept = Array.isArray(events) ? events.filter((one) => !isOutageOf(one, name)) : [];
  const outages = Array.isArray(events) && kept.length < events.length ? [['events', kept] as const] : [];
  const lift = Object.fromEntries([...limits, ...outages]);
  if (Object.keys(lift).length === 0) return undefined;
  const [connections, rate] = [`downstreams.${name}.connections`, `downstreams.${name}.requestRate`];
  return { lift, ladders: [more(connections, template.written(connections)), longer(rate, template.written(rate))] };
}

function isOutageOf(event: unknown, name: string): boolean {
  if (!isMapping(event)) return false;
  const { outage } = event as { readonly outage?: unknown };
  return isMapping(outage) && (outage as { readonly downstream?: unknown }).downstream === name;
}
