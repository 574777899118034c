/**
 * Answers of `lagcast plan` for people and for other programs: text, Markdown, CSV and charts of each question, by its name.
 */
import type { Answer } from '../../plan/answer.ts';
import type { Grounds } from '../../plan/grounds.ts';
import type { QuestionName } from '../../plan/question-names.ts';
import type { AnswerTo } from '../../plan/questions.ts';
import type { AnyChart } from '../charts/chart.ts';
import { wrapped } from '../fit.ts';
import { firstLine } from '../terminal.ts';
import { PLAIN, type Style } from '../style.ts';
import { drainReport } from './drain.ts';
import { groundBlocks, groundMarkdown } from './grounds.ts';
import { plain } from './markdown.ts';
import { matrixReport } from './matrix.ts';
import { noLossReport } from './plan-no-loss.ts';
import { pollersReport } from './pollers.ts';
import { poolReport } from './pool.ts';
import { partLines, partMarkdown, type Part } from './plan-parts.ts';
import { settingsReport } from './plan-settings.ts';

/** How a question's answers are told. */
export interface QuestionReport<A> {
  /** The first says in words what was found. */
  readonly parts: (answer: A) => readonly Part[];
  /** Tidy: a head, and a line for each row. */
  readonly csv: (answer: A) => string;
  readonly charts?: (answer: A) => readonly AnyChart[];
}

const REPORTS: { readonly [N in QuestionName]: QuestionReport<AnswerTo<N>> } = {
  settings: settingsReport,
  'no-loss': noLossReport,
  matrix: matrixReport,
  drain: drainReport,
  pollers: pollersReport,
  pool: poolReport,
};

/** All of it as text; ends with a line break. */
export function planText<N extends QuestionName>(question: N, answer: AnswerTo<N>, style: Style = PLAIN): string {
  const head = wrapped(firstLine(answer as Answer), style.width).map((line) => style.paint('strong', line));
  const parts = REPORTS[question].parts(answer).map((part) => partLines(part, style));
  const blocks = [head, ...parts, ...groundBlocks(answer as Answer & Grounds, style)];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** What the text begins with, by which a script finds its earlier comment. */
export const PLAN_MARK = '<!-- lagcast plan -->';

/** The same as Markdown, fit for a comment of a pull request; ends with a line break. */
export function planMarkdown<N extends QuestionName>(question: N, answer: AnswerTo<N>): string {
  const lines = [
    PLAN_MARK,
    `### lagcast plan, ${question}: ${plain((answer as Answer).name)}`,
    ...REPORTS[question].parts(answer).flatMap(partMarkdown),
    ...groundMarkdown(answer as Answer & Grounds),
    '',
    `<sub>${plain(firstLine(answer as Answer))}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

export function planCsv<N extends QuestionName>(question: N, answer: AnswerTo<N>): string {
  return REPORTS[question].csv(answer);
}

export function planCharts<N extends QuestionName>(question: N, answer: AnswerTo<N>): readonly AnyChart[] {
  return REPORTS[question].charts?.(answer) ?? [];
}
