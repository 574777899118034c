/** The answer to `settings` in words. */
import { stringify } from 'csv-stringify/sync';
import type { SettingsAnswer } from '../../plan/search/settings.ts';
import { wrapped } from '../fit.ts';
import { some } from '../format.ts';
import type { QuestionReport } from './plan.ts';

export const settingsReport: QuestionReport<SettingsAnswer> = {
  blocks: ({ winner, runs }, { width }) => [
    wrapped(
      winner === null
        ? `Nothing meets the objectives (${some(runs, 'run')}).`
        : `${Object.entries(winner)
            .map(([path, value]) => `${path}: ${JSON.stringify(value ?? null)}`)
            .join(', ')} (${some(runs, 'run')}).`,
      width,
    ),
  ],
  csv: ({ winner }) =>
    stringify(
      [['path', 'value'], ...Object.entries(winner ?? {}).map(([path, value]) => [path, JSON.stringify(value)])],
      {
        escape_formulas: true,
      },
    ),
};
