/** Judges what the service answered when something was set up: a refusal, consent, or the options that were not said. */
import type { Problem } from '../../scenario/problem.ts';
import { readScenarioValue } from '../../scenario/read.ts';
import type { MappingScenario } from '../../scenario/scenario.ts';
import type { Row } from '../row.ts';
import { same, type Comparison } from './comparison.ts';
import type { Entry } from './entry.ts';
import { rowsOf } from './rows.ts';

interface Expected {
  /** Part of the message that refuses it, with the place in front. */
  readonly refused?: string;
  /** What the service says, where a scenario has other words for it. */
  readonly words?: string;
  readonly accepted?: true;
  /** Of the only mapping; `none`: there is no such limit or target. */
  readonly options?: Readonly<Record<string, number | string | boolean>>;
}

export interface ConfigurationEntry extends Entry {
  readonly scenario: object;
  readonly expect: Expected;
}

export function judgeConfiguration(entry: ConfigurationEntry): Row[] {
  const read = readScenarioValue(entry.scenario);
  const messages = (severity: Problem['severity']): string[] =>
    read.problems.filter((one) => one.severity === severity).map(({ path, message }) => `${path}: ${message}`);
  const refusals = messages('error');
  const found = answerText(refusals, messages('warning'));
  const { refused, words = refused, options } = entry.expect;
  const outcome: Comparison[] = [];
  if (refused !== undefined) {
    const holds = refusals.some((message) => message.includes(refused));
    outcome.push({ expected: `refused: ${words}`, found, holds });
  } else if (options === undefined) outcome.push({ expected: 'accepted', found, holds: read.ok });
  else {
    const seen = read.ok ? [optionsOf(read.scenario.mappings[0]!, Object.keys(options))] : [];
    outcome.push(same('options', options, seen, optionsText));
  }
  return rowsOf(entry, 'decision', { outcome, times: [] });
}

function answerText(refusals: readonly string[], warnings: readonly string[]): string {
  if (refusals.length > 0) return `refused: ${refusals.join('; ')}`;
  return warnings.length > 0 ? `accepted, with a warning: ${warnings.join('; ')}` : 'accepted';
}

/** Those that are asked for. */
function optionsOf(mapping: MappingScenario, names: readonly string[]): NonNullable<Expected['options']> {
  const said: Readonly<Record<string, unknown>> = { ...mapping, ...mapping.options };
  return Object.fromEntries(
    names.map((name) => [name, (said[name] as number | string | boolean | undefined) ?? 'none']),
  );
}

function optionsText(options: NonNullable<Expected['options']>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
