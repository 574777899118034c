/** `--against PATH=VALUE,PATH=VALUE`: the settings of one more variant, in one text. */
import type { Settings } from '../scenario/template.ts';
import { settingsOf } from './experiment-input.ts';

const OPENING = '[{(';
const CLOSING = ']})';

/** Throws InputError of what is no setting. */
export function againstOf(text: string): Settings {
  return settingsOf(settingsIn(text), '--against');
}

/** Commas inside brackets and quotes belong to a value, and so do those that no setting follows. */
function settingsIn(text: string): string[] {
  const parts = [''];
  let depth = 0;
  let quote = '';
  for (const [i, character] of [...text].entries()) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (OPENING.includes(character)) depth += 1;
    else if (CLOSING.includes(character)) depth -= 1;
    const isBreak = character === ',' && quote === '' && depth <= 0 && isSetting([...text].slice(i + 1).join(''));
    if (isBreak) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** Whether a text begins with a path and a sign of equality. */
function isSetting(text: string): boolean {
  return /^\s*[\p{L}\p{N}_-]+(?:\.[^\s,=]+|\[[^\]]*\])*\s*=/u.test(text);
}
