/**
 * Reads a scenario: text in, a checked, complete and frozen scenario out, or every problem with it at once.
 * Here stands the order of the steps; each has a file of its own under complete/, schema/ and checks/.
 * Leaves out opening files (the caller's ports) and running.
 */
import type { RuleSet } from '../aws/fact.ts';
import { Rules } from '../aws/rules.ts';
import type { Micros } from '../engine/time.ts';
import { checkAcross } from './checks/across.ts';
import { checkCapacity } from './checks/capacity.ts';
import { checkEvents } from './checks/events.ts';
import { checkReshards } from './checks/reshards.ts';
import { readAlarms } from './complete/alarms.ts';
import { readList, type Context, type Names, type Parts, type Ports } from './complete/context.ts';
import { checkUses, readDownstreams } from './complete/downstreams.ts';
import { readEvents } from './complete/events.ts';
import { readFacts } from './complete/facts.ts';
import { readFunctions } from './complete/functions.ts';
import { readGuesses } from './complete/guesses.ts';
import { readHead, type Head } from './complete/head.ts';
import { readObjective } from './complete/objectives.ts';
import { readPlan } from './complete/plan.ts';
import { Origins } from './complete/origins.ts';
import { checkTargets } from './complete/sends.ts';
import { readMappings, readSources, typeOf } from './complete/sources.ts';
import { readSweep } from './complete/sweep.ts';
import { readTier } from './complete/tier/tier.ts';
import { Findings, type Locate } from './findings.ts';
import { deepFreeze } from './freeze.ts';
import { at, isMapping, quoteFound, toPlain, type Mapping } from './plain.ts';
import type { Problem } from './problem.ts';
import type { Scenario } from './scenario.ts';
import { readPart } from './schema/issues.ts';
import { accountSchema, costSchema } from './schema/scenario.ts';
import { readTrace, type TraceReader } from './trace.ts';
import { readYaml } from './yaml.ts';

export type { Ports } from './complete/context.ts';

/** What the caller adds to the text. Seed and rules win over what the scenario says. */
export interface ReadOptions {
  readonly ports?: Ports;
  /** Name of a scenario that has none, such as its file's without the ending. */
  readonly stem?: string;
  readonly seed?: number | string;
  readonly rules?: RuleSet;
  /** Reads traces; one that remembers them saves reading them again for each variant. */
  readonly readTrace?: TraceReader;
  /** Of plain data: where a path stands in the text that they came from. */
  readonly locate?: Locate;
}

/** With the scenario come warnings and notes; without it there is at least one error. In the order of the file. */
export type ReadResult =
  | { readonly ok: true; readonly scenario: Scenario; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads YAML. Never throws, whatever the text. */
export function readScenario(text: string, options: ReadOptions = {}): ReadResult {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  return read(yaml.document.value, new Findings(yaml.document.locate), options);
}

/** The same from plain data, whose problems have paths, and places only where `locate` knows them. */
export function readScenarioValue(value: unknown, options: ReadOptions = {}): ReadResult {
  const findings = new Findings(options.locate);
  return read(toPlain(value, findings), findings, options);
}

function read(tree: unknown, findings: Findings, options: ReadOptions): ReadResult {
  const scenario = complete(tree, findings, options);
  const problems = findings.problems();
  if (scenario === undefined || findings.errors > 0) return { ok: false, problems };
  return { ok: true, scenario: deepFreeze(scenario), problems };
}

/** Undefined, or without what could not be read, when there are errors. */
function complete(tree: unknown, findings: Findings, options: ReadOptions): Scenario | undefined {
  if (!isMapping(tree)) {
    findings.error([], { message: `a scenario is a mapping of keys to values; found ${quoteFound(tree)}` });
    return undefined;
  }
  // Rules and facts come first: ranges and defaults depend on them.
  const head = readHead(tree, findings);
  const facts = readFacts(at(tree, 'facts'), findings);
  const rules = new Rules(options.rules ?? head.rules ?? 'current', facts);
  const origins = new Origins(rules, facts);
  const names = namesIn(tree);
  const { ports, readTrace: traces = readTrace } = options;
  const context: Context = { findings, rules, origins, ports, readTrace: traces, duration: head.duration, names };
  const top = completeTop(head, options, context);
  const body = readBody(tree, top.warmUp, context);
  return { ...top, facts, ...body, origins: origins.all() };
}

type Top = Pick<Scenario, 'name' | 'question' | 'seed' | 'duration' | 'warmUp' | 'rules'>;

function completeTop(head: Head, options: ReadOptions, { rules, origins }: Context): Top {
  return {
    name: head.name ?? origins.ours(['name'], options.stem ?? 'scenario'),
    question: head.question,
    seed: options.seed ?? head.seed ?? origins.ours(['seed'], 1),
    duration: head.duration ?? 0, // then there was an error
    warmUp: head.warmUp ?? origins.ours(['warmUp'], 0),
    rules: options.rules ?? head.rules ?? origins.ours(['rules'], rules.set),
  };
}

type Body = Parts &
  Pick<Scenario, 'account' | 'cost' | 'events' | 'alarms' | 'objectives' | 'plan' | 'sweep' | 'guesses'>;

function readBody(tree: Mapping, warmUp: Micros, context: Context): Body {
  const account = readAccount(at(tree, 'account'), context);
  const cost = readCost(at(tree, 'cost'), context);
  const parts = readParts(tree, warmUp, context);
  checkAcross(parts, account.concurrency, context);
  const events = readEvents(at(tree, 'events'), parts, context);
  checkEvents(events, parts, account.concurrency, context);
  checkReshards(events, parts, context);
  checkCapacity(events, parts, account.concurrency, context);
  const alarms = readAlarms(at(tree, 'alarms'), context);
  const objectives = readList(at(tree, 'objectives'), 'objectives', context.findings, (written, path) =>
    readObjective(written, path, context),
  );
  const plan = readPlan(at(tree, 'plan'), context);
  const sweep = readSweep(at(tree, 'sweep'), context);
  const guesses = readGuesses(at(tree, 'guesses'), tree, context.findings);
  return { account, cost, ...parts, events, alarms, objectives, plan, sweep, guesses };
}

function readParts(tree: Mapping, warmUp: Micros, context: Context): Parts {
  const functions = readFunctions(at(tree, 'functions'), context);
  const downstreams = readDownstreams(at(tree, 'downstreams'), context);
  checkUses(functions, context);
  checkTargets(functions, context);
  const sources = readSources(at(tree, 'sources'), context);
  const mappings = readMappings(at(tree, 'mappings'), sources, context);
  const tier = readTier(at(tree, 'tier'), warmUp, context);
  requireSource(at(tree, 'sources'), context);
  return { functions, downstreams, sources, mappings, tier };
}

/** What is no mapping at all has been reported. The tenants of a tier send by themselves. */
function requireSource(sources: unknown, { findings, names }: Context): void {
  if (sources !== undefined && !(isMapping(sources) && Object.keys(sources).length === 0)) return;
  if (names.tenants.size > 0) return;
  const due = names.hasTier ? 'at least one source is due, or tenants of the tier' : 'at least one source is due';
  findings.error(['sources'], {
    message: sources === undefined ? `is missing: ${due}` : due,
    hint: 'such as orders: { type: sqs, arrivals: [ { rate: { poisson: 10/s } } ] }',
  });
}

/** Known before anything is read, so that a part with problems is not missed by those that name it. */
function namesIn(tree: Mapping): Names {
  const section = (key: string, within: Mapping = tree): Mapping => {
    const value = at(within, key);
    return isMapping(value) ? value : {};
  };
  return {
    functions: new Set(Object.keys(section('functions'))),
    downstreams: new Set(Object.keys(section('downstreams'))),
    sources: new Map(Object.entries(section('sources')).map(([name, part]) => [name, typeOf(part)])),
    mappings: new Set(Object.keys(section('mappings'))),
    alarms: new Set(Object.keys(section('alarms'))),
    tenants: new Set(Object.keys(section('tenants', section('tier')))),
    hasTier: at(tree, 'tier') !== undefined,
  };
}

function readAccount(value: unknown, { findings, origins }: Context): Scenario['account'] {
  const written = value === undefined ? undefined : readPart(accountSchema, value, ['account'], findings);
  return { concurrency: written?.concurrency ?? origins.fact(['account', 'concurrency'], 'lambda.concurrency') };
}

function readCost(value: unknown, { findings, origins }: Context): Scenario['cost'] {
  const written = value === undefined ? undefined : readPart(costSchema, value, ['cost'], findings);
  return { freeTier: written?.freeTier ?? origins.ours(['cost', 'freeTier'], false) };
}
