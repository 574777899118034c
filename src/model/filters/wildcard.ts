/** The operator `wildcard`: `*` stands for any text, also none; a backslash before it makes it a star. For buses only. */
import { Refused } from './refused.ts';

/**
 * A bus refuses wildcards whose matching could take too long. The limit is not published; six stars with repeats between
 * them are refused, so no more than five are taken here.
 */
const MOST_STARS = 5;

/** Whether a text is of this form. */
export function wildcardTest(pattern: string): (text: string) => boolean {
  const parts = literals(pattern);
  return (text) => isOfForm(text, parts);
}

/** The texts between the stars. */
function literals(pattern: string): string[] {
  const parts = [''];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '*') {
      if (pattern[i + 1] === '*') throw new Refused(`two stars follow each other at ${i}`);
      parts.push('');
    } else if (char === '\\') {
      const next = pattern[++i];
      if (next !== '*' && next !== '\\')
        throw new Refused(`only a star and a backslash can follow a backslash, at ${i}`);
      parts[parts.length - 1] += next;
    } else parts[parts.length - 1] += char;
  }
  if (parts.length - 1 > MOST_STARS) throw new Refused('wildcard has too many stars');
  return parts;
}

/** The first part begins the text, the last ends it, and the others follow each other: the earliest place is as good as any. */
function isOfForm(text: string, parts: readonly string[]): boolean {
  if (parts.length === 1) return text === parts[0];
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}
