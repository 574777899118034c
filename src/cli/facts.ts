/** `lagcast facts [PATTERN…]`: the numbers of AWS with their kind, source and date; all as a table, those that patterns mean to be read one by one. */
import type { FactKind, RuleSet } from '../aws/fact.ts';
import { factsCsv, factsJson } from '../report/facts/data.ts';
import { listedFacts, matching, ofKinds, type ListedFact } from '../report/facts/list.ts';
import { factParagraphs, factSources, factTable } from '../report/facts/text.ts';
import { nearest } from '../scenario/nearest.ts';
import { print, printError, styleOfStdout } from './console.ts';
import { ExitCode } from './exit-codes.ts';

export interface FactsCommandOptions {
  readonly rules: RuleSet;
  readonly kind?: readonly FactKind[] | undefined;
  readonly sources?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly csv?: boolean | undefined;
}

export function factsCommand(patterns: readonly string[], options: FactsCommandOptions): ExitCode {
  const all = listedFacts(options.rules);
  const strangers = patterns.filter((pattern) => matching(all, pattern).length === 0);
  for (const pattern of strangers) printError(`error: ${unknown(pattern, all)}`);
  if (strangers.length > 0) return ExitCode.wrongInput;
  const meant = new Set(patterns.flatMap((pattern) => matching(all, pattern)));
  const kinds = options.kind ?? [];
  const chosen = ofKinds(
    all.filter((fact) => patterns.length === 0 || meant.has(fact)),
    kinds,
  );
  if (chosen.length === 0) {
    printError(
      `error: ${patterns.map((pattern) => JSON.stringify(pattern)).join(', ')}: no such fact is ${kinds.join(' or ')}`,
    );
    return ExitCode.wrongInput;
  }
  print(textOf(chosen, patterns.length > 0, options));
  return ExitCode.done;
}

function textOf(facts: readonly ListedFact[], isToBeRead: boolean, options: FactsCommandOptions): string {
  const { rules, json = false, csv = false, sources = false } = options;
  if (json) return factsJson(facts, rules);
  if (csv) return factsCsv(facts, rules);
  if (sources) return factSources(facts, styleOfStdout());
  return isToBeRead ? factParagraphs(facts, styleOfStdout()) : factTable(facts);
}

function unknown(pattern: string, all: readonly ListedFact[]): string {
  const names = all.flatMap(({ path, id }) => [path, id, ...beginnings(path)]);
  const meant =
    nearest(pattern, names) ??
    nearest(
      pattern,
      names.flatMap((name) => name.split('.')),
    );
  const hint = meant === undefined ? 'lagcast facts lists them all' : `did you mean ${meant}?`;
  return `no fact has ${JSON.stringify(pattern)} in its path, identifier, meaning or source: ${hint}`;
}

/** `sqs` and `sqs.pollers` of `sqs.pollers.max`. */
function beginnings(path: string): string[] {
  const parts = path.split('.');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('.'));
}
