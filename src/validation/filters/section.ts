/** Filter patterns: the cases of this part of the validation, each a pattern with an event and the verdict, or a refusal. */
import { parseJson } from '../../model/filters/json.ts';
import type { Case, Files, Section } from '../case.ts';
import { judgePattern, type PatternCase, type Sources } from './judge.ts';

export function filtersSection(files: Files): Section {
  // Read so that 300.0 stays 300.0: mappings compare numbers by their text.
  const data = parseJson(files.readText('validation/recorded/filters.json')) as {
    readonly sources: Sources;
    readonly cases: readonly PatternCase[];
  };
  const cases = data.cases.map((one): Case => ({
    id: one.id,
    seconds: 0.0003,
    run: () => [judgePattern(one, data.sources)],
  }));
  return { name: 'filters', title: 'Filter patterns', about: ABOUT, cases };
}

const ABOUT = `Each row is a pattern with an event and the verdict that was seen, or a pattern that was refused. Three decide: mappings of Lambda, whose dialect
is narrower and compares numbers by their text; buses of EventBridge; and event-ruler, the open-source matcher that buses use, by its own tests or
by what it said when it was run. Of a refusal by a mapping the answer is compared as well, which is the same text always; a bus gives a
reason of its own each time, and both are shown. Long patterns and events are cut here; they are whole in
[\`filters.json\`](../scenarios/validation/recorded/filters.json).

The matcher was written with these cases at hand, as with the recordings above.`;
