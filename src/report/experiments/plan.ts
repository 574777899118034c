/**
 * Answers of `lagcast plan` for people and for other programs: text, CSV and charts of each question, by its name.
 */
import type { Answer } from '../../plan/answer.ts';
import type { QuestionName } from '../../plan/question-names.ts';
import type { AnswerTo } from '../../plan/questions.ts';
import type { AnyChart } from '../charts/chart.ts';
import { wrapped } from '../fit.ts';
import { firstLine } from '../terminal.ts';
import { PLAIN, type Style } from '../style.ts';
import { drainReport } from './drain.ts';
import { matrixReport } from './matrix.ts';
import { noLossReport } from './plan-no-loss.ts';
import { settingsReport } from './plan-settings.ts';

/** How a question's answers are told. */
export interface QuestionReport<A> {
  /** Blocks of lines, none wider than the style says; the first says in words what was found. */
  readonly blocks: (answer: A, style: Style) => readonly (readonly string[])[];
  /** Tidy: a head, and a line for each row. */
  readonly csv: (answer: A) => string;
  readonly charts?: (answer: A) => readonly AnyChart[];
  /** Fit for a comment; the text in a block of code where there is none. */
  readonly markdown?: (answer: A) => string;
}

const REPORTS: { readonly [N in QuestionName]: QuestionReport<AnswerTo<N>> } = {
  settings: settingsReport,
  'no-loss': noLossReport,
  matrix: matrixReport,
  drain: drainReport,
};

/** All of it as text; ends with a line break. */
export function planText<N extends QuestionName>(question: N, answer: AnswerTo<N>, style: Style = PLAIN): string {
  const head = wrapped(firstLine(answer as Answer), style.width).map((line) => style.paint('strong', line));
  const blocks = [head, ...REPORTS[question].blocks(answer, style)];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

export function planMarkdown<N extends QuestionName>(question: N, answer: AnswerTo<N>): string {
  const own = REPORTS[question].markdown;
  return own === undefined ? `\`\`\`text\n${planText(question, answer)}\`\`\`\n` : own(answer);
}

export function planCsv<N extends QuestionName>(question: N, answer: AnswerTo<N>): string {
  return REPORTS[question].csv(answer);
}

export function planCharts<N extends QuestionName>(question: N, answer: AnswerTo<N>): readonly AnyChart[] {
  return REPORTS[question].charts?.(answer) ?? [];
}
