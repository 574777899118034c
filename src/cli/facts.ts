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
  const empty = patterns.find((pattern) => /^\**$/.test(pattern));
  if (empty !== undefined) {
    printError(
      `error: ${JSON.stringify(empty)} says nothing of the facts that are sought; without a pattern, lagcast facts lists them all`,
    );
    return ExitCode.wrongInput;
  }
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
  const meant = likeliest(pattern, all);
  const hint = meant === undefined ? 'lagcast facts lists them all' : `did you mean ${meant}?`;
  return `no fact has ${JSON.stringify(pattern)} in its path, identifier, meaning or source: ${hint}`;
}

/** Segment by segment, because a path is not meant by another that only has as many letters in common; a lone word may be any segment. */
function likeliest(pattern: string, all: readonly ListedFact[]): string | undefined {
  const paths = all.map(({ path }) => path.split('.'));
  const sought = pattern.split('.');
  if (sought.length > 1) return nearestPath(sought, paths)?.join('.');
  const ids = all.map(({ id }) => id);
  return nearest(pattern, [...paths.map((path) => path[0]!), ...ids, ...paths.flat()]);
}

/** The beginning that has all segments, each corrected among those that come after the ones before it. */
function nearestPath(sought: readonly string[], paths: readonly string[][]): string[] | undefined {
  let left = paths;
  const found: string[] = [];
  for (const [depth, segment] of sought.entries()) {
    const here = left.flatMap((path) => path[depth] ?? []);
    const meant = nearest(segment, here) ?? byFirstWord(segment, here);
    if (meant === undefined) return undefined;
    found.push(meant);
    left = left.filter((path) => path[depth] === meant);
  }
  return found;
}

/** `visibilityTimeout` for `visiblity`. */
function byFirstWord(segment: string, among: readonly string[]): string | undefined {
  const words = among.map((one) => one.split(/(?=[A-Z])/)[0]!);
  const word = nearest(segment, words);
  return word === undefined ? undefined : among[words.indexOf(word)];
}
