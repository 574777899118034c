/**
 * What may happen to a pipeline, as settings of its template: more or less traffic, a burst, a slow handler, failing invocations, a poison
 * record, an outage. Each says in words what it does, and is undefined where the scenario has nothing that it could happen to.
 */
import { formatQuantity } from '../scenario/quantities.ts';
import { scaled } from '../scenario/scaling.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Settings, Template } from '../scenario/template.ts';

export type Change = { readonly settings: Settings; readonly text: string } | undefined;

export interface Happening {
  /** Whom it concerns, modulo how many there are. */
  readonly who: number;
  /** How much, in per cent of the most. */
  readonly much: number;
  /** When, in per cent of the run. */
  readonly at: number;
}

/** −100 is so many times less, 100 so many times more. */
export function ofTraffic(percent: number, most: number, template: Template, { sources }: Scenario): Change {
  if (percent === 0) return undefined;
  const factor = Number(Math.exp((percent / 100) * Math.log(most)).toPrecision(3));
  const settings = Object.fromEntries(
    sources.flatMap(({ name }) => {
      const path = `sources.${name}.arrivals`;
      const written = template.written(path);
      const more = scaled(written, factor);
      return more.ok ? [[path, more.value]] : [];
    }),
  );
  return Object.keys(settings).length === 0 ? undefined : { settings, text: `traffic × ${factor}` };
}

export function ofBurst(burst: Happening, most: number, template: Template, { sources, duration }: Scenario): Change {
  const sending = sources.filter(({ arrivals }) => arrivals.length > 0);
  const count = Math.ceil((burst.much * most) / 100);
  if (count === 0 || sending.length === 0) return undefined;
  const { name } = sending[burst.who % sending.length]!;
  const path = `sources.${name}.arrivals`;
  const [first, ...others] = template.written(path) as { readonly attributes?: unknown }[];
  const at = instant(burst.at, duration);
  // Within a second, with what the others carry.
  const entry = {
    rate: `${count}/s`,
    startAt: formatQuantity('duration', at),
    endAt: formatQuantity('duration', at + 1e6),
    ...(first!.attributes === undefined ? {} : { attributes: first!.attributes }),
  };
  const text = `a burst of ${count} records to ${name} at ${formatQuantity('duration', at)}`;
  return { settings: { [path]: [first, ...others, entry] }, text };
}

const TIMES = ['duration', 'perInvocation', 'perRecord', 'perKiB'];

export function ofSlowness(slow: Happening, most: number, template: Template, { functions }: Scenario): Change {
  if (slow.much === 0 || functions.length === 0) return undefined;
  const { name } = functions[slow.who % functions.length]!;
  const factor = Number((1 + (slow.much / 100) * (most - 1)).toPrecision(3));
  const settings = Object.fromEntries(
    TIMES.flatMap((key) => {
      const path = `functions.${name}.handler.${key}`;
      const longer = scaled(template.written(path), factor);
      return longer.ok ? [[path, longer.value]] : [];
    }),
  );
  return Object.keys(settings).length === 0
    ? undefined
    : { settings, text: `the handler of ${name} takes × ${factor}` };
}

export function ofFailures(failures: Happening, most: number, { functions }: Scenario): Change {
  if (failures.much === 0 || most === 0 || functions.length === 0) return undefined;
  const { name } = functions[failures.who % functions.length]!;
  const share = `${Number((failures.much * most).toPrecision(3))} %`;
  return {
    settings: { [`functions.${name}.handler.invocationFails`]: share },
    text: `${share} of the invocations of ${name} fail`,
  };
}

const POISON = 'poison';

export function ofPoison(
  poison: Happening,
  template: Template,
  { sources, functions, mappings, duration }: Scenario,
): Change {
  const fed = sources.filter(({ arrivals }) => arrivals.length > 0);
  if (poison.much === 0 || fed.length === 0) return undefined;
  const source = fed[poison.who % fed.length]!;
  const called = 'function' in source ? source.function : mappings.find((one) => one.source === source.name)?.function;
  const fn = functions.find(({ name }) => name === called);
  if (fn === undefined) return undefined;
  const [path, rules] = [`sources.${source.name}.arrivals`, `functions.${fn.name}.handler.when`];
  const at = formatQuantity('duration', instant(poison.at, duration));
  const attributes = Object.fromEntries(namedAttributes(source.options).map((name) => [name, POISON]));
  const record = { id: POISON, at, ...(Object.keys(attributes).length === 0 ? {} : { attributes }) };
  const arrivals = [...(template.written(path) as unknown[]), { records: [record] }];
  const when = [
    {
      id: POISON,
      then: namesRecords(template.written(`functions.${fn.name}.handler.onRecordError`)) ? 'report' : 'throw',
    },
    ...((template.written(rules) as unknown[] | undefined) ?? []),
  ];
  return { settings: { [path]: arrivals, [rules]: when }, text: `a poison record to ${source.name} at ${at}` };
}

export function ofOutage(outage: Happening, most: number, template: Template, scenario: Scenario): Change {
  const { sources, mappings, functions, downstreams, duration } = scenario;
  const parts = [
    ...functions.map(({ name }) => ({ function: name })),
    ...downstreams.map(({ name }) => ({ downstream: name })),
    ...mappings.map(({ name }) => ({ mapping: name })),
    ...sources.filter(({ arrivals }) => arrivals.length > 0).map(({ name }) => ({ source: name })),
  ];
  const length = Math.round((outage.much / 100) * most * duration);
  if (length === 0 || parts.length === 0) return undefined;
  const of = parts[outage.who % parts.length]!;
  const [at, long] = [instant(outage.at, duration), formatQuantity('duration', length)];
  const event = { at: formatQuantity('duration', at), for: long, outage: of };
  const events = [...((template.written('events') as unknown[] | undefined) ?? []), event];
  const [[kind, name]] = Object.entries(of) as [[string, string]];
  return { settings: { events }, text: `the ${kind} ${name} is out for ${long} from ${event.at}` };
}

const NAMING = ['partitionKey', 'messageGroupId', 'messageDeduplicationId'];

/** Attributes that a source looks at, without which it takes no record. */
function namedAttributes(options: object): string[] {
  return NAMING.flatMap((option) => {
    const name = (options as Record<string, unknown>)[option];
    return typeof name === 'string' ? [name] : [];
  });
}

/** A handler that names its failed records names this one; any other throws on it. */
function namesRecords(onRecordError: unknown): boolean {
  return ['report', 'stopAndReport', 'reportOrThrow'].includes(String(onRecordError));
}

/** Whole milliseconds. */
function instant(percent: number, duration: number): number {
  return Math.round(((percent / 100) * duration) / 1000) * 1000;
}
