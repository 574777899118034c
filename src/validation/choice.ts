/** Which cases somebody means by a word: a section, a case, or all whose ids begin so. */
import type { Case, Section } from './case.ts';

/** What may follow the beginning of an id: `Q-MM1` means Q-MM1-01, `Q-ERLB-02` its variants `Q-ERLB-02, …`, `R-KIN-04` R-KIN-04:wrong_key. */
const AFTER_A_BEGINNING = ['-', ':', ', '];

/** The cases that are meant, in the order of the suite; undefined with a word that means none. Without words all of them. */
export function chosenCases(
  sections: readonly Section[],
  words: readonly string[],
): { readonly ok: true; readonly cases: readonly Case[] } | { readonly ok: false; readonly unknown: string } {
  const all = sections.flatMap(({ name, cases }) => cases.map((one) => ({ section: name, one })));
  const means = (word: string, section: string, id: string): boolean =>
    word === section || id === word || AFTER_A_BEGINNING.some((sign) => id.startsWith(`${word}${sign}`));
  const unknown = words.find((word) => !all.some(({ section, one }) => means(word, section, one.id)));
  if (unknown !== undefined) return { ok: false, unknown };
  const isMeant = ({ section, one }: (typeof all)[number]): boolean =>
    words.length === 0 || words.some((word) => means(word, section, one.id));
  return { ok: true, cases: all.filter(isMeant).map(({ one }) => one) };
}
