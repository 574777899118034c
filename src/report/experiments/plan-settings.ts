/** The answer to `settings` in words and tables: the winner and what it has to spare, the next, and what was spent on whom. */
import type { Chosen, ChosenSetting } from '../../plan/search/choose.ts';
import type { SettingsAnswer } from '../../plan/search/settings.ts';
import { harmless } from '../fit.ts';
import { count, inUnit, list } from '../format.ts';
import { formsTable } from './plan-forms.ts';
import type { Shown } from './plan-parts.ts';
import type { QuestionReport } from './plan.ts';
import { searchChart } from './plan-search-chart.ts';
import { howItWasSearched, KEEPS_UP, searchCsv, searchSentences, candidateTable, marginTable } from './plan-search.ts';

export const settingsReport: QuestionReport<SettingsAnswer> = {
  parts: (answer) => {
    const { search, minimise } = answer;
    const [first, ...rest] = searchSentences(search, answer);
    const sentences = [...rest, ...DEMANDS[answer.demands], ...choiceSentences(answer.chosen)];
    return [
      { headlines: [first!], sentences },
      marginTable(search),
      candidateTable(search, minimise),
      { sentences: howItWasSearched(search) },
      formsPart(answer),
    ];
  },
  csv: ({ search }) => searchCsv(search),
  charts: (answer) => {
    const chart = searchChart(answer.search, answer);
    return chart === undefined ? [] : [chart];
  },
};

const DEMANDS: Readonly<Record<SettingsAnswer['demands'], readonly string[]>> = {
  objectives: [],
  'keeps up': [KEEPS_UP],
};

function formsPart({ closedForms, search }: SettingsAnswer): Shown {
  const of = search.winner === null ? 'the scenario as it is' : 'the winner';
  return { before: `What formulas say of ${of}, without chance:`, ...formsTable(closedForms) };
}

/** What was chosen to vary, why, and how to choose otherwise; none where somebody said it. */
function choiceSentences(chosen: Chosen | null): string[] {
  if (chosen === null) return [];
  const { settings, left } = chosen;
  const isWritten = settings.some(({ written }) => written !== null);
  const which = isWritten ? 'limits that the file writes' : 'limits of what is handled at once; the file writes none';
  const [first] = settings;
  const instead = `--vary ${first!.path}=${first!.from}..${first!.to}`;
  return [
    `Nothing was said of what may vary, so this was chosen (${which}): ${list(settings.map(choiceText), 'and')}.`,
    ...(left.length === 0 ? [] : [`As written stayed ${list(left.map(harmless), 'and')}.`]),
    `Other settings or ranges: ${harmless(instead)}, or plan: { vary: … } in the file.`,
  ];
}

/** `mappings.m.maximumConcurrency from 5 to 40 (the load needs 10 on average, PLN-01)`. */
function choiceText({ path, from, to, written, need }: ChosenSetting): string {
  const range = `${harmless(path)} from ${count(from)} to ${count(to)}`;
  if (need === null)
    return written === null
      ? `${range} (no formula says what it needs)`
      : `${range} (around the ${count(written)} that are written, for no formula says what it needs)`;
  const { mean, peak, formula } = need;
  const most = peak > mean * 1.01 ? ` and ${inUnit('count', peak)} at the greatest rate` : '';
  return `${range} (the load needs ${inUnit('count', mean)} on average${most}, ${formula})`;
}
