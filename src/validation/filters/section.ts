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
    seconds: 0.001,
    run: () => [judgePattern(one, data.sources)],
  }));
  return { name: 'filters', title: 'Filter patterns', about: ABOUT, cases };
}

const ABOUT = '';
