/** Why settings are no sound scenario, on one line. */
import type { Problem } from '../../scenario/problem.ts';

/** All errors, each with its path and what to write instead. */
export function refusalOf(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return errors
    .map(({ path, message, hint }) => {
      const advice = hint === undefined ? '' : ` (${hint})`;
      return path === '' ? `${message}${advice}` : `${path}: ${message}${advice}`;
    })
    .join('; ');
}
