/**
 * A pipeline under any load: cases made of a user's own template by other luck, more or less traffic, a burst, a slow handler, failing
 * invocations, a poison record, an outage. Each of them can be turned off or bounded, and shrinks to nothing: what is left in a
 * counterexample is what it takes.
 */
import fc from 'fast-check';
import { formatQuantity } from '../scenario/quantities.ts';
import { scaled } from '../scenario/scaling.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Settings, Template } from '../scenario/template.ts';
import { Case } from './case.ts';

/** What may happen; `false` turns it off. */
export interface LoadOptions {
  /** Traffic of all sources: from this many times less to as many times more; default 3. */
  readonly traffic?: number | false;
  /** So many records at once, at most, in one of the sources, besides the rest; default 1000. */
  readonly burst?: number | false;
  /** A handler takes up to so many times as long; default 4. */
  readonly slow?: number | false;
  /** Up to this share of a function’s invocations fail, from 0 to 1; default 0.2. */
  readonly failures?: number | false;
  /** One record on which its function throws whenever it meets it; default true. */
  readonly poison?: boolean;
  /** Up to this share of the run, from 0 to 1, a source, a mapping, a function or a downstream is out; default 0.3. */
  readonly outage?: number | false;
  /** Other luck; default true. */
  readonly luck?: boolean;
  /** Another duration than the template's, such as `2 min`: a property runs many cases. */
  readonly duration?: string;
}

/** What is drawn; zeros change nothing. */
interface Drawn {
  readonly seed: number;
  readonly traffic: number;
  readonly burst: Happening;
  readonly slow: Happening;
  readonly failures: Happening;
  readonly poison: Happening;
  readonly outage: Happening;
}

interface Happening {
  /** Whom it concerns, modulo how many there are. */
  readonly who: number;
  /** How much, in per cent of the most; 0: not at all. */
  readonly much: number;
  /** When, in per cent of the run. */
  readonly at: number;
}

const happening = (isOn: boolean): fc.Arbitrary<Happening> =>
  fc.record({
    who: fc.nat(isOn ? 7 : 0),
    // Half of the time nothing: several at once hide each other.
    much: isOn ? fc.oneof({ withCrossShrink: true }, fc.constant(0), fc.integer({ min: 1, max: 100 })) : fc.constant(0),
    at: fc.integer({ min: 0, max: isOn ? 90 : 0 }),
  });

/**
 * Cases of a template. A change that the scenario does not take, such as a share of failures beside exact instructions, is left out of its
 * case. Throws VariantError when the template itself is no sound scenario.
 */
export function anyLoad(template: Template, options: LoadOptions = {}): fc.Arbitrary<Case> {
  const { duration } = options;
  const given = duration === undefined ? template : template.with({ duration });
  const { scenario } = given.variant();
  const drawn = fc.record<Drawn>({
    seed: options.luck === false ? fc.constant(0) : fc.nat(1_000_000),
    traffic: options.traffic === false ? fc.constant(0) : fc.integer({ min: -100, max: 100 }),
    burst: happening(options.burst !== false),
    slow: happening(options.slow !== false),
    failures: happening(options.failures !== false),
    poison: happening(options.poison !== false),
    outage: happening(options.outage !== false),
  });
  return drawn.map((one) => caseWith(one, given, scenario, options));
}

type Change = { readonly settings: Settings; readonly text: string } | undefined;

function caseWith(drawn: Drawn, given: Template, base: Scenario, options: LoadOptions): Case {
  const { traffic = 3, burst = 1000, slow = 4, failures = 0.2, outage = 0.3 } = options;
  const changes: ((template: Template) => Change)[] = [
    () => (drawn.seed === 0 ? undefined : { settings: { seed: drawn.seed }, text: `seed ${drawn.seed}` }),
    (template) => ofTraffic(drawn.traffic, traffic || 1, template, base),
    (template) => ofBurst(drawn.burst, burst || 0, template, base),
    (template) => ofSlowness(drawn.slow, slow || 1, template, base),
    () => ofFailures(drawn.failures, failures || 0, base),
    (template) => ofPoison(drawn.poison, template, base),
    (template) => ofOutage(drawn.outage, outage || 0, template, base),
  ];
  let [template, scenario] = [given, base];
  const texts: string[] = [];
  for (const change of changes) {
    const made = change(template);
    const variant = made && template.tryVariant(made.settings);
    if (made === undefined || !variant!.ok) continue;
    template = template.with(made.settings);
    scenario = variant!.scenario;
    texts.push(made.text);
  }
  return new Case(template, scenario, texts);
}

/** −100 is so many times less, 100 so many times more. */
function ofTraffic(percent: number, most: number, template: Template, { sources }: Scenario): Change {
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

function ofBurst(burst: Happening, most: number, template: Template, { sources, duration }: Scenario): Change {
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

function ofSlowness(slow: Happening, most: number, template: Template, { functions }: Scenario): Change {
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

function ofFailures(failures: Happening, most: number, { functions }: Scenario): Change {
  if (failures.much === 0 || most === 0 || functions.length === 0) return undefined;
  const { name } = functions[failures.who % functions.length]!;
  const share = `${Number((failures.much * most).toPrecision(3))} %`;
  return {
    settings: { [`functions.${name}.handler.invocationFails`]: share },
    text: `${share} of the invocations of ${name} fail`,
  };
}

const POISON = 'poison';

function ofPoison(poison: Happening, template: Template, { sources, functions, mappings, duration }: Scenario): Change {
  const fed = sources.filter(({ arrivals }) => arrivals.length > 0);
  if (poison.much === 0 || fed.length === 0) return undefined;
  const source = fed[poison.who % fed.length]!;
  const called = 'function' in source ? source.function : mappings.find((one) => one.source === source.name)?.function;
  const fn = functions.find(({ name }) => name === called);
  if (fn === undefined) return undefined;
  const [path, rules] = [`sources.${source.name}.arrivals`, `functions.${fn.name}.handler.when`];
  const at = formatQuantity('duration', instant(poison.at, duration));
  const key = 'partitionKey' in source.options ? source.options.partitionKey : undefined;
  const carried = typeof key === 'string' ? { attributes: { [key]: POISON } } : {};
  const arrivals = [...(template.written(path) as unknown[]), { records: [{ id: POISON, at, ...carried }] }];
  const when = [{ id: POISON, then: 'throw' }, ...((template.written(rules) as unknown[] | undefined) ?? [])];
  return { settings: { [path]: arrivals, [rules]: when }, text: `a poison record to ${source.name} at ${at}` };
}

function ofOutage(outage: Happening, most: number, template: Template, scenario: Scenario): Change {
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

/** Whole milliseconds. */
function instant(percent: number, duration: number): number {
  return Math.round(((percent / 100) * duration) / 1000) * 1000;
}
