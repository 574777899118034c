/** Explains guesses. */
import type { GuessScenario, GuessSpread } from '../scenario.ts';
import type { Sheet } from './sheet.ts';
import { flow, list, plain } from './words.ts';

export function explainGuess(sheet: Sheet, { path, spread }: GuessScenario): void {
  sheet.value(['guesses', path], spreadText(spread), spread);
}

/** As a scenario writes it. */
export function spreadText(spread: GuessSpread): string {
  switch (spread.kind) {
    case 'times':
      return flow({ times: String(spread.factor) });
    case 'between':
      return flow({ from: String(spread.from), to: String(spread.to) });
    case 'values':
      return list(spread.values.map((value) => (isPlain(value) ? plain(value) : JSON.stringify(value))));
  }
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value !== 'object' && value !== undefined;
}
