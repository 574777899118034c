/**
 * Rules of a handler, and filters, that look at attributes no record can carry, which is most often a slip of the pen.
 */
import type { Context, Parts } from '../complete/context.ts';
import { checkAttributeTimes } from './attribute-times.ts';
import { checkFilters } from './filters.ts';
import { nearest } from '../nearest.ts';
import { quote, type Path } from '../problem.ts';
import type { ArrivalScenario, AttributeValue, FunctionScenario } from '../scenario.ts';

type Match = Readonly<Record<string, readonly AttributeValue[]>>;

export function checkAttributes(parts: Parts, context: Context): void {
  const { functions, sources, mappings } = parts;
  // A part with problems may be the one that brings the attribute.
  if (sources.length < context.names.sources.size || mappings.length < context.names.mappings.size) return;
  const sent = functions.flatMap(({ handler }) => handler.sends.flatMap(({ attributes }) => attributes));
  const arriving = sources.flatMap(({ arrivals }) => arrivals.flatMap(attributesOf));
  const carried = new Set([...arriving, ...sent.map(({ name }) => name)]);
  checkAttributeTimes(parts, context);
  checkFilters(parts, carried, context);
  for (const target of functions) {
    for (const [path, match] of matchesOf(target)) warnOfUnknown(match, carried, path, context);
    warnOfUnknownKeys(target, carried, context);
  }
}

/** Records move between queues, and messages carry on what records have, so all sources count for every function. */
function attributesOf({ attributes, when }: ArrivalScenario): string[] {
  const names = attributes.map(({ name }) => name);
  if (when.kind === 'replay') return [...names, ...when.trace.attributes.map(({ name }) => name)];
  if (when.kind !== 'records') return names;
  return [...names, ...when.records.flatMap((record) => Object.keys(record.attributes ?? {}))];
}

function matchesOf({ name, handler }: FunctionScenario): [Path, Match][] {
  const path = ['functions', name, 'handler'];
  const outcome = handler.outcome.map(({ when }, i): [Path, Match] => [[...path, 'outcome', i, 'when'], when ?? {}]);
  const when = handler.when.map(({ attributes }, i): [Path, Match] => [
    [...path, 'when', i, 'attributes'],
    attributes ?? {},
  ]);
  // A rule without `when` is what a time alone becomes: it stands nowhere else in the file.
  const times = handler.perRecord.map(({ when }, i): [Path, Match] => [[...path, 'perRecord', i, 'when'], when ?? {}]);
  const sends = handler.sends.map(({ when }, i): [Path, Match] => [[...path, 'sends', i, 'when'], when ?? {}]);
  const groups = (handler.strategy?.kind === 'groups' ? handler.strategy.groups : []).map(
    ({ when }, i): [Path, Match] => [[...path, 'strategy', 'groups', i, 'when'], when ?? {}],
  );
  const { critical } = handler.transaction ?? {};
  const rollsBack: [Path, Match] = [[...path, 'transaction', 'critical'], critical ?? {}];
  return [...times, ...outcome, ...when, ...sends, ...groups, rollsBack];
}

/** Keys by which the work of a handler is known. */
function warnOfUnknownKeys(target: FunctionScenario, carried: ReadonlySet<string>, { findings }: Context): void {
  const { effects, idempotency } = target.handler;
  const keys: [string, string | undefined][] = [
    ['effects', effects?.key === idempotency?.key ? undefined : effects?.key],
    ['idempotency', idempotency?.key],
  ];
  for (const [part, key] of keys) {
    if (key === undefined || carried.has(key)) continue;
    const meant = nearest(key, [...carried]);
    const hint = meant === undefined ? undefined : `did you mean ${meant}?`;
    const message = `no record carries the attribute ${quote(key)}, so each is known by itself`;
    findings.warning(['functions', target.name, 'handler', part, 'key'], { message, hint });
  }
}

function warnOfUnknown(match: Match, carried: ReadonlySet<string>, path: Path, { findings }: Context): void {
  for (const name of Object.keys(match)) {
    if (carried.has(name)) continue;
    const meant = nearest(name, [...carried]);
    const hint = meant === undefined ? undefined : `did you mean ${meant}?`;
    const message = `no record carries the attribute ${quote(name)}, so this never matches`;
    findings.warning([...path, name], { message, hint, about: 'key' });
  }
}
