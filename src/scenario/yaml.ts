/**
 * Reads YAML text into plain data that remembers where every value stands, and reports all that is wrong with it as YAML.
 * Text, nesting and aliases are bounded before anything is built from them, so that no input can exhaust the process.
 * Leaves out what the data mean: keys and values are the schema's business.
 */

import {
  CST,
  Composer,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { compareProblems, escapeControls, formatPath, quote, type Path, type Place, type Problem } from './problem.ts';

/** The longest text, in UTF-16 units: 4 Mi. */
const LONGEST_TEXT = 4 * 1024 * 1024;

/** Lexical tokens, blanks included: each may become an error object of a kilobyte, and all must fit into a small heap. */
const MOST_TOKENS = 1_000_000;

/** Mappings and lists inside one another, those that aliases bring in included. */
const DEEPEST = 64;

/** Values that all aliases together may bring in. */
const MOST_COPIES = 1_000_000;

const ADVICE: ReadonlyMap<string, string> = new Map([
  ['BLOCK_AS_IMPLICIT_KEY', 'text that holds a colon and a space needs quotes'],
  ['MULTILINE_IMPLICIT_KEY', 'is a colon missing after the key?'],
  ['TAB_AS_INDENT', 'indent with spaces'],
  ['TAG_RESOLVE_FAILED', 'a scenario uses no tags'],
]);

export interface YamlDocument {
  /** Mappings, lists, strings, numbers (perhaps NaN or infinite), booleans and null; a tree that shares nothing. */
  readonly value: unknown;
  /**
   * The place of what stands at `path`, or of the last on the way to it that exists: its value or the key before it.
   * What an alias or a merge brings in is found at its anchor; the alias itself stands where it is written.
   */
  locate(path: Path, what?: 'key' | 'value'): Place | undefined;
}

export type YamlResult =
  { readonly ok: true; readonly document: YamlDocument } | { readonly ok: false; readonly problems: Problem[] };

/** Never throws, whatever the text; problems come in the order of the text. */
export function readYaml(text: string): YamlResult {
  const source = text.replace(/^\ufeff/, '');
  const places = new Places(source);
  const problems: Problem[] = [];
  const report: Report = (offset, message, details) => {
    problems.push({ severity: 'error', path: '', place: places.at(offset), message, ...details });
  };
  const top = isReadable(source, report) ? compose(source, report) : undefined;
  const survey = new Survey(report);
  if (top !== undefined) survey.visit(top);
  if (top === undefined || problems.length > 0) return { ok: false, problems: problems.toSorted(compareProblems) };
  const { value, spot } = build(top, survey.targets);
  return { ok: true, document: { value, locate: (path, what = 'value') => places.at(follow(spot, path)[what]) } };
}

type Report = (offset: number, message: string, details?: { path?: string; hint?: string }) => void;

/** Where a value and the key before it begin, as offsets into the text, and the same for its parts. */
interface Spot {
  readonly key: number;
  readonly value: number;
  readonly parts: ReadonlyMap<string | number, Spot>;
}

const NO_PARTS: Spot['parts'] = new Map();

function follow(top: Spot, path: Path): Spot {
  let spot = top;
  for (const step of path) {
    const part = spot.parts.get(step);
    if (part === undefined) break;
    spot = part;
  }
  return spot;
}

/** Turns offsets into lines and columns. */
class Places {
  readonly #lines = new LineCounter();

  constructor(text: string) {
    this.#lines.addNewLine(0);
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.#lines.addNewLine(end + 1);
  }

  at(offset: number): Place {
    const { line, col } = this.#lines.linePos(Math.max(offset, 0));
    return { line, column: col };
  }
}

function isReadable(text: string, report: Report): boolean {
  const binary = text.indexOf('\0');
  if (binary >= 0) report(binary, 'this is not text: it holds a NUL byte', { hint: 'is it binary, or UTF-16?' });
  const isTooLong = text.length > LONGEST_TEXT;
  if (isTooLong) report(0, `the text has ${text.length} characters; at most ${LONGEST_TEXT} are read`);
  return binary < 0 && !isTooLong;
}

/** The mapping at the top of the text, or undefined and at least one report. */
function compose(text: string, report: Report): YAMLMap | undefined {
  const tokens = tokenize(text, report);
  if (tokens === undefined) return undefined;
  // Duplicate keys are left to the survey: the composer takes quadratic time to find them.
  const composer = new Composer({ version: '1.2', uniqueKeys: false, resolveKnownTags: false, strict: true });
  const [document, next] = composer.compose(tokens, true, text.length);
  if (document === undefined) throw new Error('the composer was told to make a document and made none');
  const errors = [...document.errors, ...document.warnings];
  for (const error of errors) reportError(error, report);
  reportVersion(tokens, report);
  if (next !== undefined) report(next.range[0], 'a second document begins here', { hint: 'one scenario a file' });
  return topMapping(document, errors.length > 0, report);
}

/**
 * The concrete syntax of the text; undefined and a report when there is too much of it or it nests too deeply.
 * Both are looked at after every token, because the parser itself runs out of stack when it closes thousands of levels.
 */
function tokenize(text: string, report: Report): CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const offset = parser.offset;
    for (const token of parser.next(lexeme)) tokens.push(token);
    const excess = firstTooDeep(parser.stack);
    count += 1;
    if (excess !== undefined) report(excess.offset, `nested more than ${DEEPEST} levels deep`);
    else if (count > MOST_TOKENS) report(offset, `more than ${MOST_TOKENS} tokens of YAML up to here`);
    else continue;
    return undefined;
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** Of the constructs that are open, outermost first, the collection that is one too many. */
function firstTooDeep(open: readonly CST.Token[]): CST.Token | undefined {
  return open.length > DEEPEST ? open.filter(CST.isCollection)[DEEPEST] : undefined;
}

function reportError(error: YAMLError, report: Report): void {
  const hint = ADVICE.get(error.code);
  const message = escapeControls(error.message.slice(0, 200));
  report(error.pos[0], message, hint === undefined ? {} : { hint });
}

/** YAML 1.1 reads `yes`, `012` and `1:30` differently, and a file may ask for it. */
function reportVersion(tokens: readonly CST.Token[], report: Report): void {
  const isOld = (token: CST.Token) => token.type === 'directive' && /^%YAML\s+1\.1\b/.test(token.source);
  const directive = tokens.find(isOld);
  if (directive !== undefined) report(directive.offset, 'a scenario is YAML 1.2', { hint: 'remove this line' });
}

/** After a syntax error the top may be anything: only text that is sound is told that it has the wrong shape. */
function topMapping({ contents }: Document.Parsed, isBroken: boolean, report: Report): YAMLMap | undefined {
  if (isMap(contents)) return contents;
  if (isBroken) return undefined;
  const isEmpty = contents === null || (isScalar(contents) && contents.value === null);
  const found = isEmpty ? 'nothing' : describe(contents);
  report(contents?.range[0] ?? 0, `a scenario is a mapping of keys to values; found ${found}`);
  return undefined;
}

/** What a part of the tree will have grown to when aliases are replaced by what they name. */
interface Extent {
  readonly values: number;
  readonly depth: number;
}

const ONE: Extent = { values: 1, depth: 0 };

/** Looks at every node once, in the order of the text: checks keys, and finds what each alias names without copying. */
class Survey {
  readonly targets = new Map<Alias, Node>();
  readonly #report: Report;
  readonly #anchors = new Map<string, Node>();
  readonly #extents = new Map<Node, Extent>();
  readonly #open = new Set<Node>();
  readonly #path: (string | number)[] = [];
  #copies = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  visit(node: unknown): Extent {
    if (isAlias(node)) return this.#resolve(node);
    if (!isNode(node)) return ONE;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return ONE;
    this.#open.add(node);
    const parts = isMap(node) ? this.#visitPairs(node) : isSeq(node) ? this.#visitItems(node) : [];
    this.#open.delete(node);
    const extent = enclose(parts);
    if (node.anchor !== undefined) this.#extents.set(node, extent);
    return extent;
  }

  #visitItems(list: YAMLSeq): Extent[] {
    return list.items.map((item, index) => this.#inside(index, () => this.visit(item)));
  }

  #visitPairs(mapping: YAMLMap): Extent[] {
    const seen = new Map<string, number>();
    return mapping.items.map((pair) => {
      this.visit(pair.key); // it may carry an anchor
      if (isMerge(pair)) return this.#visitMerge(pair.value);
      const name = this.#checkKey(pair.key, seen);
      return this.#inside(name, () => this.visit(pair.value));
    });
  }

  #inside(step: string | number, visit: () => Extent): Extent {
    this.#path.push(step);
    const extent = visit();
    this.#path.pop();
    return extent;
  }

  /** The name of a key; one that cannot be a name is reported and gets a stand-in for paths. */
  #checkKey(key: unknown, seen: Map<string, number>): string {
    const offset = startOf(key);
    if (!isScalar(key) || typeof key.value !== 'string') {
      const hint = isScalar(key) ? 'quotes make it text' : undefined;
      this.#tell(offset, `every key in a scenario is text; found ${describe(key)}`, hint);
      return '?';
    }
    if (key.value === '__proto__') this.#tell(offset, 'no key can be named "__proto__"');
    const first = seen.get(key.value);
    if (first === undefined) seen.set(key.value, offset);
    else this.#tell(offset, `the key ${quote(key.value)} stands here a second time`, 'keep one of them');
    return key.value;
  }

  #visitMerge(value: unknown): Extent {
    const extent = this.visit(value);
    for (const source of mergeSources(value, this.targets)) {
      if (isAlias(source) || isMap(source)) continue; // an alias without a target has been reported
      this.#tell(startOf(source), `<< merges a mapping or a list of mappings; found ${describe(source)}`);
    }
    return extent;
  }

  #resolve(alias: Alias): Extent {
    const target = this.#anchors.get(alias.source);
    const name = quote(alias.source);
    if (target === undefined) return this.#refuse(alias, `no anchor ${name} comes before this alias`);
    if (this.#open.has(target)) return this.#refuse(alias, `the alias ${name} stands inside what it names`);
    const extent = this.#extents.get(target) ?? ONE;
    if (this.#path.length + extent.depth > DEEPEST) {
      return this.#refuse(alias, `the alias ${name} makes the nesting more than ${DEEPEST} levels deep`);
    }
    this.targets.set(alias, target);
    this.#countCopies(alias, extent.values);
    return extent;
  }

  /** Reports once, where the bound is crossed. */
  #countCopies(alias: Alias, values: number): void {
    const before = this.#copies;
    this.#copies += values;
    if (before > MOST_COPIES || this.#copies <= MOST_COPIES) return;
    this.#tell(startOf(alias), `aliases up to here stand for more than ${MOST_COPIES} values`);
  }

  #refuse(alias: Alias, message: string): Extent {
    this.#tell(startOf(alias), message);
    return ONE;
  }

  #tell(offset: number, message: string, hint?: string): void {
    this.#report(offset, message, { path: formatPath(this.#path), ...(hint === undefined ? {} : { hint }) });
  }
}

function enclose(parts: readonly Extent[]): Extent {
  let values = 1;
  let depth = 0;
  for (const part of parts) {
    values += part.values;
    depth = Math.max(depth, part.depth);
  }
  return { values, depth: depth + 1 };
}

interface Built {
  readonly value: unknown;
  readonly spot: Spot;
}

/** The data under a surveyed node, with aliases and merges replaced by copies. Recursion is bounded by the survey. */
function build(node: unknown, targets: ReadonlyMap<Alias, Node>, key = startOf(node)): Built {
  const target = isAlias(node) ? targets.get(node) : node;
  const value = isNode(node) ? startOf(node) : key;
  if (isMap(target)) return buildMapping(target, targets, { key, value });
  if (isSeq(target)) return buildList(target, targets, { key, value });
  return { value: isScalar(target) ? target.value : null, spot: { key, value, parts: NO_PARTS } };
}

function buildList(list: YAMLSeq, targets: ReadonlyMap<Alias, Node>, start: Omit<Spot, 'parts'>): Built {
  const built = list.items.map((item) => build(item, targets));
  const parts = new Map(built.map(({ spot }, index) => [index, spot]));
  return { value: built.map(({ value }) => value), spot: { ...start, parts } };
}

/** A key of the mapping itself wins over a merged one; of merged ones, the first. */
function buildMapping(mapping: YAMLMap, targets: ReadonlyMap<Alias, Node>, start: Omit<Spot, 'parts'>): Built {
  const value: Record<string, unknown> = {};
  const parts = new Map<string | number, Spot>();
  const put = (name: string, part: Built) => {
    value[name] = part.value;
    parts.set(name, part.spot);
  };
  for (const pair of mapping.items) {
    if (isMerge(pair)) {
      for (const [name, part] of mergedParts(pair, targets)) if (!parts.has(name)) put(name, part);
    } else {
      put(nameOf(pair), build(pair.value, targets, startOf(pair.key)));
    }
  }
  return { value, spot: { ...start, parts } };
}

function mergedParts(merge: Pair, targets: ReadonlyMap<Alias, Node>): [name: string, part: Built][] {
  return mergeSources(merge.value, targets).flatMap((source) => {
    const { value, spot } = build(source, targets);
    const values = value as Readonly<Record<string, unknown>>; // the survey lets only mappings be merged
    return [...spot.parts].map(([name, part]): [string, Built] => [`${name}`, { value: values[name], spot: part }]);
  });
}

/** The nodes that a `<<` names: one, or those of a list; an alias among them that names something is replaced by it. */
function mergeSources(value: unknown, targets: ReadonlyMap<Alias, Node>): unknown[] {
  const resolve = (node: unknown) => (isAlias(node) ? (targets.get(node) ?? node) : node);
  const named = resolve(value);
  return isSeq(named) ? named.items.map(resolve) : [named];
}

/** A plain `<<`; in quotes it is a name like any other. */
function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}

/** The name of a key that the survey let pass. */
function nameOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function describe(node: unknown): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (isAlias(node)) return 'an alias';
  return isScalar(node) ? quote(node.value) : 'nothing';
}
