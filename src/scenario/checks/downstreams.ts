/**
 * What functions may ask of downstreams, against what these give: connections of all environments together against the limit, and the patience
 * of calls against the timeout of the function that makes them. Advice: every one of these designs runs.
 */
import type { Rules } from '../../aws/rules.ts';
import type { Context, Parts } from '../complete/context.ts';
import type { Micros } from '../../engine/time.ts';
import { formatQuantity } from '../quantities.ts';
import { mostAtOnce } from './at-once.ts';
import { mostBatches, topicOf } from './kafka.ts';
import {
  streamsOf,
  type DownstreamScenario,
  type FunctionScenario,
  type MappingScenario,
  type UseScenario,
} from '../scenario.ts';

export function checkDownstreams(parts: Parts, accountConcurrency: number, { findings, rules }: Context): void {
  const bounds = { account: accountConcurrency, rules };
  for (const downstream of parts.downstreams) warnOfConnections(downstream, parts, bounds, findings);
  for (const { name, handler, timeout } of parts.functions) {
    handler.uses.forEach((use, i) => {
      const message = impatience(use, timeout);
      if (message === undefined) return;
      const hint = 'shorter timeouts of the call, so that the code can say what went wrong';
      findings.warning(['functions', name, 'handler', 'uses', i], { message, hint });
    });
  }
}

/** A function is cut off before its call gives up, and says nothing of what it waited for. */
function impatience({ acquireTimeout, queryTimeout }: UseScenario, timeout: Micros): string | undefined {
  const [acquire, query] = [acquireTimeout, queryTimeout].map((time) => (Number.isFinite(time) ? time : 0));
  const longest = acquire! + query!;
  if (longest <= timeout) return undefined;
  const write = (time: Micros): string => formatQuantity('duration', time);
  return `a call may wait ${write(longest)} in all, longer than the timeout of the function, ${write(timeout)}`;
}

/** What bounds environments beside the scenario. */
interface Bounds {
  /** Executions of all functions of the account together. */
  readonly account: number;
  readonly rules: Rules;
}

/** What one function may open. */
interface Share {
  readonly name: string;
  readonly environments: number;
  readonly each: number;
}

function warnOfConnections(
  { name, connections: limit, onExhausted }: DownstreamScenario,
  parts: Parts,
  bounds: Bounds,
  findings: Context['findings'],
): void {
  if (limit === undefined) return;
  const shares = parts.functions.flatMap((fn) => sharesOf(fn, name, parts, bounds));
  const isBounded = parts.functions.every((fn) => isBoundedByScenario(fn, parts) || !usesIt(fn, name));
  const wanted = shares.reduce((sum, { environments, each }) => sum + environments * each, 0);
  // Of an account without a limit nobody can say how many environments there will be.
  if (wanted <= limit || !Number.isFinite(wanted)) return;
  const most = Math.floor(limit / Math.max(...shares.map(({ each }) => each)));
  // What only the account bounds may never come near it.
  const say = isBounded ? 'warning' : 'note';
  findings[say](['downstreams', name, 'connections'], {
    message: `${isBounded ? '' : 'at most '}${shares.map(product).join(' + ')} = ${wanted} connections, more than the ${limit} of ${name}: ${onExhausted === 'wait' ? 'the others wait while connections of other environments are idle' : 'calls that need one more fail'}`,
    hint:
      most > 0 && shares.length === 1
        ? `reservedConcurrency: ${most} for ${shares[0]!.name}, or fewer connections in each environment`
        : 'fewer environments or fewer connections in each',
  });
}

/** `50 environments × pool of 10`. */
function product({ name, environments, each }: Share, _: number, all: readonly Share[]): string {
  const whose = all.length === 1 ? '' : ` of ${name}`;
  return `${environments} environments${whose} × ${each} ${each === 1 ? 'connection' : 'connections'}`;
}

function usesIt({ handler }: FunctionScenario, downstream: string): boolean {
  return handler.uses.some((use) => use.downstream === downstream && use.connect !== 'none');
}

/** Whether the scenario itself says how many executions a function may have, and not only its account. */
function isBoundedByScenario(fn: FunctionScenario, { mappings }: Parts): boolean {
  if (fn.reservedConcurrency !== undefined) return true;
  const own = mappings.filter((mapping) => mapping.function === fn.name);
  return (
    own.length > 0 &&
    own.every((one) => !('maximumConcurrency' in one.options) || one.options.maximumConcurrency !== undefined)
  );
}

/** A pool opens what is used at once, and no more; a function has one pool of a downstream, however often it calls it. */
function sharesOf(fn: FunctionScenario, downstream: string, parts: Parts, bounds: Bounds): Share[] {
  const use = fn.handler.uses.find((one) => one.downstream === downstream && one.connect !== 'none');
  if (use === undefined) return [];
  const atOnce = mostAtOnce(fn.handler, { records: largestBatch(fn, parts) });
  const each = use.connect === 'pool' ? Math.min(use.pool, atOnce) : 1;
  return [{ name: fn.name, environments: environmentsOf(fn, parts, bounds), each }];
}

/** Most records of one invocation; one where it is called directly. */
function largestBatch({ name }: FunctionScenario, { mappings }: Parts): number {
  return Math.max(1, ...mappings.filter((one) => one.function === name).map(({ options }) => options.batchSize));
}

/** How many environments a function may have at once: what it reserves or the account leaves it, and what its mappings ask for. */
function environmentsOf(
  fn: FunctionScenario,
  { functions, mappings, sources }: Parts,
  { account, rules }: Bounds,
): number {
  const others = functions.filter((one) => one !== fn);
  const taken = others.reduce((sum, one) => sum + (one.reservedConcurrency ?? 0), 0);
  const allowed = fn.reservedConcurrency ?? account - taken;
  const callers = sources.some((one) => (one.type === 'sync' || one.type === 'async') && one.function === fn.name);
  const own = mappings.filter((mapping) => mapping.function === fn.name);
  if (callers || own.length === 0) return allowed;
  return Math.min(
    allowed,
    own.reduce((sum, mapping) => sum + mostOf(mapping, sources, rules), 0),
  );
}

/** Invocations that a mapping has at once: what its settings allow, or a lane of its stream for each. */
function mostOf(mapping: MappingScenario, sources: Parts['sources'], rules: Rules): number {
  const topic = topicOf(mapping, sources);
  if (topic !== undefined) return mostBatches(topic.mapping, topic.source, rules).most;
  if ('maximumConcurrency' in mapping.options) return mapping.options.maximumConcurrency ?? Infinity;
  const stream = streamsOf(sources).find(({ name }) => name === mapping.source);
  return (
    (stream?.options.shards ?? Infinity) *
    ('parallelizationFactor' in mapping.options ? mapping.options.parallelizationFactor : 1)
  );
}
