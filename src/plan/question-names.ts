/** The names of what `lagcast plan` can be asked, apart from the questions, so that `--help` need not load them. */
export const QUESTION_NAMES = ['settings', 'no-loss', 'matrix', 'drain', 'pollers', 'pool'] as const;

export type QuestionName = (typeof QUESTION_NAMES)[number];
