/**
 * A pipeline under any load: cases made of a user's own template by other luck, more or less traffic, a burst, a slow handler, failing
 * invocations, a poison record, an outage (changes.ts). Each of them can be turned off or bounded. A counterexample first loses whole changes,
 * and then what is left becomes smaller: so what is left is what it takes.
 */
import fc from 'fast-check';
import type { Scenario } from '../scenario/scenario.ts';
import type { Template } from '../scenario/template.ts';
import { Case } from './case.ts';
import * as change from './changes.ts';
import type { Change, Happening } from './changes.ts';

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
  /** One record that fails whenever its function meets it, reported where the handler reports; default true. */
  readonly poison?: boolean;
  /** Up to this share of the run, from 0 to 1, a source, a mapping, a function or a downstream is out; default 0.3. */
  readonly outage?: number | false;
  /** Other luck; default true. */
  readonly luck?: boolean;
  /** Another duration than the template's, such as `2 min`: a property runs many cases. */
  readonly duration?: string;
}

/** What may happen in a case. The names are those of the options. */
const CHANGES = ['traffic', 'burst', 'slow', 'failures', 'poison', 'outage'] as const;
type Name = (typeof CHANGES)[number];

const MOST: Readonly<Record<Exclude<Name, 'poison'>, number>> = {
  traffic: 3,
  burst: 1000,
  slow: 4,
  failures: 0.2,
  outage: 0.3,
};

interface Drawn {
  /** Drawn and shrunk first: a change that is not needed has to go before the others are as small as they can be beside it. */
  readonly on: Readonly<Record<Name, boolean>>;
  /** 0: that of the template. */
  readonly seed: number;
  /** −100 is so many times less, 100 so many times more. */
  readonly traffic: number;
  readonly burst: Happening;
  readonly slow: Happening;
  readonly failures: Happening;
  readonly poison: Happening;
  readonly outage: Happening;
}

const happening = (isOn: boolean): fc.Arbitrary<Happening> =>
  isOn
    ? fc.record({ who: fc.nat(7), much: fc.integer({ min: 1, max: 100 }), at: fc.integer({ min: 0, max: 90 }) })
    : fc.constant({ who: 0, much: 1, at: 0 });

/**
 * Cases of a template. A change that the scenario does not take, such as a share of failures beside exact instructions, is left out of its
 * case. Throws VariantError when the template itself is no sound scenario; RangeError of options out of range, and of one that is asked for
 * by name but that this scenario never takes.
 */
export function anyLoad(template: Template, options: LoadOptions = {}): fc.Arbitrary<Case> {
  checkRanges(options);
  const { duration } = options;
  const given = duration === undefined ? template : template.with({ duration });
  const { scenario } = given.variant();
  checkTaken(options, given, scenario);
  const isOn = (name: Name) => options[name] !== false;
  // Half of the time nothing: several at once hide each other.
  const on = Object.fromEntries(CHANGES.map((name) => [name, isOn(name) ? fc.boolean() : fc.constant(false)]));
  const drawn = fc.record<Drawn>({
    on: fc.record(on) as fc.Arbitrary<Drawn['on']>,
    seed: options.luck === false ? fc.constant(0) : fc.nat(1_000_000),
    traffic: isOn('traffic') ? fc.integer({ min: -100, max: 100 }) : fc.constant(0),
    burst: happening(isOn('burst')),
    slow: happening(isOn('slow')),
    failures: happening(isOn('failures')),
    poison: happening(isOn('poison')),
    outage: happening(isOn('outage')),
  });
  return drawn.map((one) => caseWith(one, given, scenario, options));
}

type Changing = (drawn: Omit<Drawn, 'on' | 'seed'>, template: Template) => Change;

/** How each option changes the template. */
function changing(options: LoadOptions, base: Scenario): Readonly<Record<Name, Changing>> {
  const most = (name: keyof typeof MOST) => options[name] || MOST[name];
  return {
    traffic: ({ traffic }, template) => change.ofTraffic(traffic, most('traffic'), template, base),
    burst: ({ burst }, template) => change.ofBurst(burst, most('burst'), template, base),
    slow: ({ slow }, template) => change.ofSlowness(slow, most('slow'), template, base),
    failures: ({ failures }) => change.ofFailures(failures, most('failures'), base),
    poison: ({ poison }, template) => change.ofPoison(poison, template, base),
    outage: ({ outage }, template) => change.ofOutage(outage, most('outage'), template, base),
  };
}

function caseWith(drawn: Drawn, given: Template, base: Scenario, options: LoadOptions): Case {
  const { on, seed } = drawn;
  const change = changing(options, base);
  let [template, scenario] = [given, base];
  const texts: string[] = [];
  const take = (made: Change) => {
    const variant = made && template.tryVariant(made.settings);
    if (made === undefined || !variant!.ok) return;
    template = template.with(made.settings);
    scenario = variant!.scenario;
    texts.push(made.text);
  };
  if (seed !== 0) take({ settings: { seed }, text: `seed ${seed}` });
  for (const name of CHANGES) if (on[name]) take(change[name](drawn, template));
  return new Case(template, scenario, texts);
}

const RANGES: Readonly<
  Record<keyof typeof MOST, { readonly said: string; readonly holds: (value: number) => boolean }>
> = {
  traffic: { said: 'a factor from 1', holds: (value) => value >= 1 },
  burst: { said: 'a whole number from 1', holds: (value) => Number.isInteger(value) && value >= 1 },
  slow: { said: 'a factor from 1', holds: (value) => value >= 1 },
  failures: { said: 'a share above 0 and up to 1', holds: (value) => value > 0 && value <= 1 },
  outage: { said: 'a share above 0 and up to 1', holds: (value) => value > 0 && value <= 1 },
};

function checkRanges(options: LoadOptions): void {
  for (const [name, { said, holds }] of Object.entries(RANGES)) {
    const value = options[name as keyof typeof MOST];
    if (value === undefined || value === false || (Number.isFinite(value) && holds(value))) continue;
    throw new RangeError(`${name} is ${said}, or false; found ${String(value)}`);
  }
}

/** A property of something that can never happen would hold for ever. Traffic and slowness by 1 are none. */
function checkTaken(options: LoadOptions, template: Template, base: Scenario): void {
  const change = changing(options, base);
  for (const name of CHANGES) {
    const asked = options[name];
    if (asked === undefined || asked === false || ((name === 'traffic' || name === 'slow') && asked === 1)) continue;
    const refused = refusal((who) => change[name](mostOf(who), template), template);
    if (refused !== undefined) throw new RangeError(`${name} never happens in this scenario: ${refused}`);
  }
}

/** Undefined where somebody takes it. */
function refusal(change: (who: number) => Change, template: Template): string | undefined {
  let why = 'it has nothing that this could happen to';
  for (let who = 0; who < 8; who++) {
    const made = change(who);
    if (made === undefined) continue;
    const variant = template.tryVariant(made.settings);
    if (variant.ok) return undefined;
    const { path, message } = variant.problems.find(({ severity }) => severity === 'error')!;
    why = `${path}: ${message}`;
  }
  return why;
}

function mostOf(who: number): Omit<Drawn, 'on' | 'seed'> {
  const most: Happening = { who, much: 100, at: 0 };
  return { traffic: 100, burst: most, slow: most, failures: most, poison: most, outage: most };
}
