/** The answer to `settings` in words and tables: the winner and what it has to spare, the next, and what was spent on whom. */
import type { SettingsAnswer } from '../../plan/search/settings.ts';
import { wrapped } from '../fit.ts';
import type { Style } from '../style.ts';
import { formsTable } from './plan-forms.ts';
import type { QuestionReport } from './plan.ts';
import { howItWasSearched, searchCsv, searchSentences, candidateTable, marginTable } from './plan-search.ts';

export const settingsReport: QuestionReport<SettingsAnswer> = {
  blocks: (answer, style) => {
    const { search } = answer;
    const said = [...demandSentences(answer), ...searchSentences(search, answer)];
    return [
      said.flatMap((sentence) => wrapped(sentence, style.width)),
      marginTable(search, style),
      candidateTable(search, answer.minimise, style),
      howItWasSearched(search).flatMap((sentence) => wrapped(sentence, style.width)),
      formsBlock(answer, style),
    ];
  },
  csv: ({ search }) => searchCsv(search),
};

function demandSentences({ demands }: SettingsAnswer): string[] {
  if (demands === 'objectives') return [];
  return ['The scenario has no objectives: what is asked for is that nothing is lost within the run.'];
}

function formsBlock({ closedForms, search }: SettingsAnswer, style: Style): string[] {
  const rows = formsTable(closedForms, style);
  if (rows.length === 0) return [];
  const of = search.winner === null ? 'the scenario as it is' : 'the winner';
  return [...wrapped(`What formulas say of ${of}, without chance:`, style.width), ...rows];
}
