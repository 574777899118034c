/**
 * What a scenario has that the plainest of its kind has not: its settings are held against those of a scenario that says nothing but what
 * there is. Leaves out settings that a queueing model takes up, and those that change no wait.
 */
import { explain } from '../explain.ts';
import { readScenarioValue } from '../read.ts';
import type { Scenario } from '../scenario.ts';
import type { Station } from './read-off.ts';

/** A setting with its value as a scenario writes it. */
export interface Unlike {
  readonly path: string;
  readonly written: string;
}

/** Parts at the top that say what is asked of a run, or what it is called. */
const ASKED = /^(name|question|seed|rules|cost|alarms|objectives|plan|sweep|guesses)\b/;
const TAKEN_UP = [
  /^(duration|warmUp)$/,
  /^functions\.F\.(timeout|reservedConcurrency)$/,
  /^functions\.F\.handler\.(duration|perInvocation|perRecord|invocationFails)\b/,
  /^sources\.Q\.(type|function|visibilityTimeout|messageRetentionPeriod|redrivePolicy|arrivals)\b/,
  /^mappings\.M\.(source|function|batchSize|pollers)\b/,
];
/** Without cold starts, failing records and limits of size, none of these is felt. */
const NOT_FELT = [
  /^functions\.F\.(memory|architecture|ephemeralStorage|recursiveLoop)$/,
  /^functions\.F\.handler\.onRecordError$/,
  /^sources\.Q\.(maximumMessageSize|sendsDuringOutage)$/,
  /^mappings\.M\.reportBatchItemFailures$/,
  // The dead-letter queue, which nobody works on.
  /^sources\.D\./,
];

/** A part of the scenario, and those that make up the station. */
const PART = /^(tier\b|(functions|downstreams|sources|mappings)\.[^.]+)/;
const OURS = [/^functions\.F\./, /^sources\.Q\./, /^sources\.D\./, /^mappings\.M\./];

export function unlikePlainest(scenario: Scenario, station: Station): readonly Unlike[] {
  const plainest = new Map(linesOf(plainestOf(station)).map(({ path, written }) => [path, written]));
  const patterns = [...TAKEN_UP, ...NOT_FELT].map((pattern) => withNames(pattern, station));
  const ours = OURS.map((pattern) => withNames(pattern, station));
  const unlike = new Map(otherFacts(scenario));
  for (const { path, written } of linesOf(scenario)) {
    const part = PART.exec(path)?.[0];
    if (part !== undefined && !ours.some((pattern) => pattern.test(path))) unlike.set(part, 'one more part');
    else if (plainest.get(path) !== written && !ASKED.test(path) && !patterns.some((pattern) => pattern.test(path))) {
      unlike.set(path, written);
    }
  }
  return [...unlike].map(([path, written]) => ({ path, written }));
}

/** Facts that have another value than under the rules. */
function otherFacts(scenario: Scenario): [path: string, written: string][] {
  const other = explain(scenario).overrides.filter(({ value, instead }) => value !== instead);
  return other.map(({ path, value }) => [`facts.${path}`, value]);
}

/** Settings with a value, and items of lists; headings say nothing. */
function linesOf(scenario: Scenario): readonly Unlike[] {
  return explain(scenario).lines.flatMap(({ path, text, value }) =>
    value === undefined
      ? text.includes('…')
        ? [{ path, written: text.trim() }]
        : []
      : [{ path, written: value.written }],
  );
}

/** Says which parts there are, and nothing of them. */
function plainestOf({ source, fn, mapping }: Station): Scenario {
  const read = readScenarioValue({
    lagcast: 1,
    rules: 'ideal',
    duration: '1 s',
    functions: { [fn.name]: { handler: { perInvocation: '0 s' } } },
    sources: { [source.name]: source.type === 'sync' ? { type: 'sync', function: fn.name } : { type: 'sqs' } },
    mappings: mapping && { [mapping.name]: { source: source.name, function: fn.name, batchSize: 1 } },
  });
  // Names were read before, and all else is a constant.
  if (!read.ok) throw new Error(`the plainest scenario is wrong: ${JSON.stringify(read.problems)}`);
  return read.scenario;
}

/** Names in paths instead of their letters. A name holds letters, digits, `-` and `_` only, so it is a pattern of itself. */
function withNames(pattern: RegExp, { source, fn, mapping }: Station): RegExp {
  const dead = source.type === 'sqs' ? source.redrivePolicy?.deadLetterQueue : undefined;
  const names: Readonly<Record<string, string | undefined>> = { F: fn.name, Q: source.name, M: mapping?.name, D: dead };
  // Where there is no such part, no path may match: no name begins with a dash.
  return new RegExp(pattern.source.replace(/\\\.([FQMD])\\\./, (_, letter: string) => `\\.${names[letter] ?? '-'}\\.`));
}
