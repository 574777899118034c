/**
 * Turns what a scenario says about events into single events in order of time; `for` becomes a second event that undoes
 * the first. What an event does is the business of simulate.ts.
 */
import { assert } from '../../engine/assert.ts';
import type { Micros } from '../../engine/time.ts';
import type { Said } from '../findings.ts';
import type { Path } from '../problem.ts';
import { queuesOf, type EventChange, type EventScenario } from '../scenario.ts';
import { eventSchema, type EventWritten } from '../schema/event.ts';
import { readPart } from '../schema/issues.ts';
import { checkQueue, checkReference, readList, type Context, type Parts } from './context.ts';
import { readSetting, type Setting } from './settings.ts';
import { changesOf, type Switch } from './switches.ts';

/** What a `set` event has to put back is known only when all of them stand in order of time. */
type Draft = { readonly at: Micros } & (
  | { readonly kind: 'event'; readonly event: EventChange }
  | { readonly kind: 'set'; readonly setting: Setting }
  | { readonly kind: 'undo'; readonly of: Draft & { kind: 'set' } }
  | { readonly kind: 'switch'; readonly mapping: string; readonly enabled: boolean; readonly until: Micros }
);

/** A draft with the position of what it was made of in the file's list. */
interface Placed {
  readonly draft: Draft;
  readonly entry: number;
}

export function readEvents(value: unknown, parts: Parts, context: Context): EventScenario[] {
  const schema = eventSchema(context.rules);
  const drafts = readList(value, 'events', context.findings, (part, path) => {
    const written = readPart(schema, part, path, context.findings);
    if (written === undefined) return undefined;
    if (written.at > (context.duration ?? Infinity)) {
      context.findings.warning([...path, 'at'], { message: 'the run has ended by then: this never happens' });
    }
    return draftsOf(written, path, parts, context).map((draft): Placed => ({ draft, entry: path.at(-1) as number }));
  });
  return inOrder([...drafts.flat().flatMap(notSwitch), ...switchedBy(drafts.flat(), parts)]);
}

function notSwitch(placed: Placed): Placed[] {
  return placed.draft.kind === 'switch' ? [] : [placed];
}

/** When each mapping begins or ceases to poll, by all switches of it together. */
function switchedBy(placed: readonly Placed[], { mappings }: Parts): Placed[] {
  return mappings.flatMap(({ name, enabledAt }) => {
    const switches = placed.flatMap(({ draft, entry }): Switch[] => {
      return draft.kind === 'switch' && draft.mapping === name ? [{ ...draft, entry }] : [];
    });
    return changesOf(switches, enabledAt).map(({ at, enabled, entry }): Placed => {
      const event = { at, kind: enabled ? 'enable' : 'disable', mapping: name } as const;
      return { draft: { at, kind: 'event', event }, entry };
    });
  });
}

function draftsOf(written: EventWritten, path: Path, parts: Parts, context: Context): Draft[] {
  if (written.set !== undefined) return sets(written, written.set, [...path, 'set'], parts, context);
  if (written.redrive !== undefined) return redrive(written, written.redrive, [...path, 'redrive'], parts, context);
  if (written.outage !== undefined) return outage(written, written.outage, [...path, 'outage'], context);
  if (written.reshard !== undefined) return reshard(written, written.reshard, [...path, 'reshard'], context);
  const kind = written.enable === undefined ? 'disable' : 'enable';
  return switches(written, kind, written[kind]!, [...path, kind], context);
}

function sets(
  { at, for: length }: EventWritten,
  values: Readonly<Record<string, unknown>>,
  path: Path,
  parts: Parts,
  context: Context,
): Draft[] {
  return Object.entries(values).flatMap(([target, value]): Draft[] => {
    const setting = readSetting(target, value, [...path, target], parts, context);
    if (setting === undefined) return [];
    const set = { at, kind: 'set', setting } as const;
    return length === undefined ? [set] : [set, { at: at + length, kind: 'undo', of: set }];
  });
}

function switches(
  { at, for: length }: EventWritten,
  kind: 'enable' | 'disable',
  mapping: string,
  path: Path,
  { names, findings }: Context,
): Draft[] {
  if (!checkReference(mapping, 'mapping', names.mappings, path, findings)) return [];
  const until = length === undefined ? Infinity : at + length;
  return [{ at, kind: 'switch', mapping, enabled: kind === 'enable', until }];
}

function outage(
  { at, for: length }: EventWritten,
  { kind, name }: NonNullable<EventWritten['outage']>,
  path: Path,
  { names, findings }: Context,
): Draft[] {
  const { downstreams: downstream, sources: source, mappings: mapping } = names;
  const known = { downstream, source, mapping, function: names.functions }[kind];
  if (!checkReference(name, kind, known, [...path, kind], findings)) return [];
  const until = length === undefined ? Infinity : at + length;
  return [{ at, kind: 'event', event: { at, kind: 'outage', of: kind, name, until } }];
}

function reshard(
  { at }: EventWritten,
  { stream, shards }: NonNullable<EventWritten['reshard']>,
  path: Path,
  { names, findings }: Context,
): Draft[] {
  const where = [...path, 'stream'];
  if (!checkReference(stream, 'source', names.sources, where, findings)) return [];
  const type = names.sources.get(stream);
  if (type !== undefined && type !== 'kinesis') {
    const message =
      type === 'dynamodbStreams'
        ? `${stream} is the stream of a table: DynamoDB splits its shards itself`
        : `${stream} is no stream: it is of type ${type}`;
    findings.error(where, { message, source: 'KIN-08' });
    return [];
  }
  return [{ at, kind: 'event', event: { at, kind: 'reshard', stream, shards } }];
}

function redrive(
  { at }: EventWritten,
  { from, to, rate }: NonNullable<EventWritten['redrive']>,
  path: Path,
  parts: Parts,
  context: Context,
): Draft[] {
  const { names, findings, origins } = context;

  if (!checkReference(from, 'source', names.sources, [...path, 'from'], findings)) return [];
  if (to !== undefined && !checkReference(to, 'source', names.sources, [...path, 'to'], findings)) return [];
  if (to !== undefined) checkQueue(to, [...path, 'to'], context, from);
  const queues = queuesOf(parts.sources);
  const fed = queues.filter(({ redrivePolicy }) => redrivePolicy?.deadLetterQueue === from).map(({ name }) => name);
  // A queue with problems may have been one that it serves: then nothing can be said.
  if (fed.length === 0 && parts.sources.length < names.sources.size) return [];
  const wrong = wrongRedrive(from, to, fed);
  if (wrong !== undefined) findings.error([...path, wrong.key], wrong.said);
  const perSecond = rate ?? origins.fact([...path, 'rate'], 'sqs.redrive.maxRate');
  const target = to ?? fed[0];
  if (target === undefined) return [];
  if (to === undefined) origins.service([...path, 'to'], target);
  return [{ at, kind: 'event', event: { at, kind: 'redrive', from, to: target, perSecond } }];
}

/** What is wrong with the ends of a redrive; `fed` are the queues whose dead-letter queue `from` is. */
function wrongRedrive(
  from: string,
  to: string | undefined,
  fed: readonly string[],
): { key: string; said: Said } | undefined {
  if (fed.length === 0) {
    return { key: 'from', said: { message: `${from} is no queue’s dead-letter queue`, source: 'SQS-50' } };
  }
  if (to === undefined && fed.length > 1) {
    return { key: 'to', said: { message: 'is missing', hint: `messages came from ${fed.slice(0, 10).join(' and ')}` } };
  }
  return to === from ? { key: 'to', said: { message: 'a queue cannot be redriven to itself' } } : undefined;
}

/** By time, at one time as written; each undo puts back what held just before the event it belongs to. */
function inOrder(drafts: readonly Placed[]): EventScenario[] {
  const held = new Map<string, number | undefined>();
  const before = new Map<Draft, number | undefined>();
  return drafts
    .toSorted((a, b) => a.draft.at - b.draft.at)
    .map(({ draft, entry }): EventScenario => {
      if (draft.kind === 'event') return { ...draft.event, entry };
      assert(draft.kind !== 'switch', 'switches were resolved before');
      const { setting } = draft.kind === 'set' ? draft : draft.of;
      const { target, option, initial } = setting;
      const key = `${target.kind} ${target.name} ${option}`;
      if (draft.kind === 'set') before.set(draft, held.has(key) ? held.get(key) : initial);
      const value = draft.kind === 'set' ? setting.value : before.get(draft.of);
      held.set(key, value);
      return { at: draft.at, kind: 'set', target, option, value, entry };
    });
}
