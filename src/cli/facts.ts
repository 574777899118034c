/**
 * `lagcast facts [PATTERN…]`: the numbers of AWS with their kind, source and date; all as a table, those that patterns mean to be read one by one. Of
 * an identifier without a number it says where the documentation tells what it stands for.
 */
import type { FactKind, RuleSet } from '../aws/fact.ts';
import { factsCsv, factsJson } from '../report/facts/data.ts';
import { listedFacts, matching, ofKinds, type ListedFact } from '../report/facts/list.ts';
import { isIdentifier, passagesOn, placeOf, statementParagraph, type Passage } from '../report/facts/statements.ts';
import { factParagraphs, factSources, factTable } from '../report/facts/text.ts';
import { nearest } from '../scenario/nearest.ts';
import { print, printError, styleOfStdout } from './console.ts';
import { documentationPages } from './documentation.ts';
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
  const statements = statementsOf(strangers);
  const problems = strangers.flatMap((pattern) => problemOf(pattern, statements.get(pattern), options, all) ?? []);
  for (const problem of problems) printError(`error: ${problem}`);
  if (problems.length > 0) return ExitCode.wrongInput;
  const meant = new Set(patterns.flatMap((pattern) => matching(all, pattern)));
  const kinds = options.kind ?? [];
  const chosen = ofKinds(
    all.filter((fact) => patterns.length === 0 || meant.has(fact)),
    kinds,
  );
  if (chosen.length === 0 && statements.size === 0) {
    printError(
      `error: ${patterns.map((pattern) => JSON.stringify(pattern)).join(', ')}: no such fact is ${kinds.join(' or ')}`,
    );
    return ExitCode.wrongInput;
  }
  const told = [...statements].map(([id, passages]) => statementParagraph(id.toUpperCase(), passages, styleOfStdout()));
  print([...(chosen.length === 0 ? [] : [textOf(chosen, patterns.length > 0, options)]), ...told].join('\n'));
  return ExitCode.done;
}

/** Of patterns that are identifiers without a number, what the documentation has of them: by pattern, none where it has nothing. */
function statementsOf(patterns: readonly string[]): Map<string, readonly Passage[]> {
  const identifiers = patterns.filter(isIdentifier);
  const pages = identifiers.length === 0 ? [] : documentationPages();
  const found = identifiers.map((pattern) => [pattern, passagesOn(pattern, pages)] as const);
  return new Map(found.filter(([, passages]) => passages.length > 0));
}

/** Why a pattern that no fact has cannot be answered in the way that is asked for; undefined where it can. */
function problemOf(
  pattern: string,
  passages: readonly Passage[] | undefined,
  { json, csv, sources, kind }: FactsCommandOptions,
  all: readonly ListedFact[],
): string | undefined {
  if (passages === undefined) return unknown(pattern, all);
  if (json !== true && csv !== true && sources !== true && kind === undefined) return undefined;
  return `${pattern.toUpperCase()} has no number, which alone is listed so: ${placeOf(passages[0]!)} tells of it`;
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
