/**
 * Reads objectives: `p99(orders.latency) < 30 s`, `order-worker.throttles == 0`. Grammar first, then names and figures. A figure
 * without a statistic may as well be written like one with it: `blastRadius(tier) < 2 %`.
 * What a figure's value is at the end of a run is the business of metrics.
 */
import type { Findings, Said } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { FIGURES, type FigureKind, type FigureOwner } from '../objective-figures.ts';
import { quote, type Path } from '../problem.ts';
import { listed } from '../schema/shapes.ts';
import { parseQuantity } from '../quantities.ts';
import type { Objective } from '../scenario.ts';
import type { Parsed } from '../units.ts';
import { checkReference, type Context, type Names } from './context.ts';

const GRAMMAR = /^(?:([\w.]+) *\( *([\w-]+)(?:\.(\w+))? *\)|([\w-]+)\.(\w+)) *(<=|>=|==|!=|<|>) *(.+)$/;
const FIGURE = /^(?:([\w.]+) *\( *([\w-]+)(?:\.(\w+))? *\)|([\w-]+)\.(\w+))$/;
const LONGEST = 500;
const STATISTICS: Readonly<Record<Exclude<FigureKind['statistics'], 'none'>, readonly string[]>> = {
  value: ['min', 'max', 'mean', 'last'],
  greatest: ['last', 'max'],
  quantiles: ['min', 'max', 'mean', 'p50', 'p90', 'p95', 'p99', 'p99.9'],
};
const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,3})?)$/;

export function readObjective(
  text: unknown,
  path: Path,
  { findings, names }: Pick<Context, 'findings' | 'names'>,
): Objective | undefined {
  const written = parse(text);
  if (written === undefined) return refuseGrammar(text, path, findings);
  const { statistic, name, figure, operator } = written;
  const kind = checkedFigure(written, names, path, findings);
  if (kind === undefined) return undefined;
  const limit = readLimit(written.limit, kind, path, findings);
  return limit === undefined ? undefined : { text: written.text, statistic, name, figure, operator, limit };
}

/** The kind of a figure; undefined, and reported, when there is no such figure. A wrong statistic is reported as well. */
export function checkedFigure(
  { statistic, name, figure }: WrittenFigure,
  names: Names,
  path: Path,
  findings: Findings,
): FigureKind | undefined {
  const kind = findFigure(name, figure, names, path, findings);
  const wrong = kind === undefined ? undefined : wrongStatistic(statistic, `${name}.${figure}`, kind);
  if (wrong !== undefined) findings.error(path, wrong);
  return kind;
}

/** A figure taken apart; whether its names mean anything is not known yet. */
type WrittenFigure = Pick<Objective, 'statistic' | 'name' | 'figure'>;

/** An objective taken apart in the same way. */
type Written = Omit<Objective, 'limit'> & { readonly limit: string };

/** A figure by itself, without operator and limit. */
export function parseFigure(text: string): WrittenFigure | undefined {
  const match = text.length > LONGEST ? null : FIGURE.exec(text.trim());
  return match === null ? undefined : figureIn(match);
}

/** From the five groups that both grammars begin with. */
function figureIn(match: RegExpExecArray): WrittenFigure | undefined {
  const [, before, inside, figureInside, alone, figureAlone] = match;
  const isOfFigure = figureInside !== undefined;
  // A statistic needs a figure; anything else before a name alone is the figure itself.
  if (before !== undefined && !isOfFigure && isStatistic(before)) return undefined;
  return {
    statistic: isOfFigure ? before : undefined,
    name: (inside ?? alone)!,
    figure: (figureInside ?? before ?? figureAlone)!,
  };
}

function parse(text: unknown): Written | undefined {
  if (typeof text !== 'string' || text.length > LONGEST) return undefined;
  const match = GRAMMAR.exec(text.trim());
  if (match === null) return undefined;
  const figure = figureIn(match);
  if (figure === undefined) return undefined;
  const [operator, limit] = match.slice(6) as [Objective['operator'], string];
  return { text, ...figure, operator, limit: limit.trim() };
}

function refuseGrammar(written: unknown, path: Path, findings: Findings): undefined {
  const message = `an objective is statistic(name.figure), an operator and a limit; found ${quote(written)}`;
  findings.error(path, { message, hint: 'such as p99(orders.latency) < 30 s or orders.deadLettered == 0' });
}

function isStatistic(word: string): boolean {
  return isPercentile(word) || Object.values(STATISTICS).some((known) => known.includes(word));
}

const OWNERS: Readonly<Record<FigureOwner, string>> = {
  source: 'a source',
  mapping: 'a mapping',
  function: 'a function',
  downstream: 'a downstream',
  tier: 'the tier',
  group: 'a group of tenants',
  cost: 'the bill',
  alarm: 'an alarm',
};

/** The kinds of thing a name stands for; it may be used once for each. */
function ownersOf(name: string, names: Names): FigureOwner[] {
  const known: Readonly<Record<FigureOwner, boolean>> = {
    source: names.sources.has(name),
    mapping: names.mappings.has(name),
    function: names.functions.has(name),
    downstream: names.downstreams.has(name),
    tier: names.hasTier && name === 'tier',
    group: names.tenants.has(name),
    // Its figures are no figures of anything else: a part of that name keeps its own.
    cost: name === 'cost',
    alarm: names.alarms.has(name),
  };
  return (Object.keys(known) as FigureOwner[]).filter((owner) => known[owner]);
}

function findFigure(
  name: string,
  figure: string,
  names: Names,
  path: Path,
  findings: Findings,
): FigureKind | undefined {
  const owners = ownersOf(name, names);
  if (owners.length === 0) {
    const ofTier = names.hasTier ? ['tier', ...names.tenants] : [];
    const { sources, mappings, functions, downstreams, alarms } = names;
    const parts = [...sources.keys(), ...mappings, ...functions, ...downstreams, ...ofTier, ...alarms];
    const all = new Set([...parts, 'cost']);
    const kinds = ['source', 'mapping', 'function', 'downstream'];
    if (names.hasTier) kinds.push('group of tenants');
    if (names.alarms.size > 0) kinds.push('alarm');
    const what = listed(kinds, 'or');
    checkReference(name, what, all, path, findings);
    return undefined;
  }
  const kinds = owners.flatMap((owner) => figureOf(owner, figure) ?? []);
  if (kinds.length === 0) return refuseFigure(name, figure, owners, path, findings);
  if (kinds.length === 1) return kinds[0];
  const message = `${name} is the name of ${owners.map((owner) => OWNERS[owner]).join(' and of ')}, and both have ${figure}`;
  findings.error(path, { message, hint: 'give one of them another name' });
  return undefined;
}

function figureOf(owner: FigureOwner, figure: string): FigureKind | undefined {
  const figures: Readonly<Record<string, FigureKind>> = FIGURES[owner];
  return Object.hasOwn(figures, figure) ? figures[figure] : undefined;
}

function refuseFigure(name: string, figure: string, owners: FigureOwner[], path: Path, findings: Findings): undefined {
  const known = owners.flatMap((owner) => Object.keys(FIGURES[owner]));
  const meant = nearest(figure, known);
  const hint = meant === undefined ? `what there is: ${known.join(', ')}` : `did you mean ${meant}?`;
  findings.error(path, { message: `${name} is ${OWNERS[owners[0]!]} and has no figure ${quote(figure)}`, hint });
}

/** What is wrong with the statistic, or with there being none. */
function wrongStatistic(statistic: string | undefined, figure: string, { statistics }: FigureKind): Said | undefined {
  if (statistics === 'none') {
    if (statistic === undefined) return undefined;
    return { message: `${figure} is a single number and needs no statistic`, hint: `write ${figure}` };
  }
  const known = STATISTICS[statistics];
  if (statistic === undefined) {
    return { message: `${figure} needs a statistic`, hint: `such as ${known[1]}(${figure}); ${allowed(known)}` };
  }
  if (known.includes(statistic) || (statistics === 'quantiles' && isPercentile(statistic))) return undefined;
  const meant = nearest(statistic, known);
  const hint = meant === undefined ? allowed(known) : `did you mean ${meant}?`;
  return { message: `${figure} has no statistic ${quote(statistic)}`, hint };
}

/** The least value is `min`: there is no p0. */
function isPercentile(statistic: string): boolean {
  return Number(PERCENTILE.exec(statistic)?.[1] ?? 0) > 0;
}

function allowed(known: readonly string[]): string {
  return `what there is: ${known.join(', ')}`;
}

/** Microseconds, or a number that need not be whole: a mean is compared with it as well. */
function readLimit(written: string, { unit }: FigureKind, path: Path, findings: Findings): number | undefined {
  const parsed = unit === 'count' ? parseNumber(written) : parseQuantity(unit, written);
  if (parsed.ok) return parsed.value;
  findings.error(path, { message: `its limit: ${parsed.message}`, hint: parsed.hint });
  return undefined;
}

function parseNumber(written: string): Parsed {
  if (/^\d{1,15}(\.\d{1,9})?$/.test(written)) return { ok: true, value: Number(written) };
  return { ok: false, message: `a number without a unit is due; found ${quote(written)}` };
}
