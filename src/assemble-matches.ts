/** Turns the rules of a scenario about records, `when: { type: paid }` or an id, into what the model compares. A part of assemble.ts. */
import type { RecordMatch } from './model/lambda/match.ts';
import type { Records } from './model/records.ts';
import type * as S from './scenario/scenario.ts';

/** What a rule may say of a record; what it leaves out is anything. */
export type Rule = Partial<S.HandlerScenario['when'][number]>;

/** Makes the matches of one scenario. */
export type Matching = (rule: Rule) => RecordMatch;

/** `records`: of the model that is made. */
export function matchingIn(sources: readonly S.SourceScenario[], records: Records): Matching {
  return ({ attributes = {}, receiveCount, id }) => ({
    attributes: Object.entries(attributes).map(([name, values]) => attributeMatch(name, values, records)),
    receiveCount,
    ...(id === undefined ? {} : idMatch(id, sources, records)),
  });
}

function attributeMatch(
  name: string,
  values: readonly S.AttributeValue[],
  records: Records,
): RecordMatch['attributes'][number] {
  const column = records.attribute(name);
  const { table } = records.attributes[column]!;
  // Traces carry texts: a rule that says 5 means "5" too.
  const spellings = values.flatMap((value) => [value, String(value)]);
  return { column, values: spellings.map((value) => table.indexOf(value)) };
}

/** An id that somebody wrote, or that of the record of such a number of a source. */
function idMatch(
  id: string,
  sources: readonly S.SourceScenario[],
  { labels }: Records,
): Pick<RecordMatch, 'label' | 'generated'> {
  const [, name, number] = /^(.*)-(\d+)$/.exec(id) ?? [];
  const origin = sources.findIndex((source) => source.name === name);
  if (origin >= 0 && !sources.some((source) => source.arrivals.some((entry) => hasId(entry, id)))) {
    return { generated: { origin, number: Number(number) } };
  }
  return { label: labels.indexOf(id) };
}

function hasId(entry: S.ArrivalScenario, id: string): boolean {
  return entry.when.kind === 'records' && entry.when.records.some((record) => record.id === id);
}
