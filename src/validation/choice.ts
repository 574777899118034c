/** Which cases somebody means by a word: a section, a case, a row of one, or all whose ids begin so; in capitals or not. */
import type { Case, Section } from './case.ts';

/** What may follow the beginning of an id: `Q-MM1` means Q-MM1-01, `Q-ERLB-02` its variants `Q-ERLB-02, …`, `R-KIN-04` R-KIN-04:wrong_key. */
const AFTER_A_BEGINNING = ['-', ':', ', '];

/** The cases that are meant, in the order of the suite; undefined with a word that means none. Without words all of them. */
export function chosenCases(
  sections: readonly Section[],
  words: readonly string[],
): { readonly ok: true; readonly cases: readonly Case[] } | { readonly ok: false; readonly unknown: string } {
  const all = sections.flatMap(({ name, cases }) =>
    cases.map((one) => ({ one, names: [name, ...idsOf(one)].map((id) => id.toLowerCase()) })),
  );
  const means = (word: string, [section, ...ids]: readonly string[]): boolean =>
    word === section ||
    ids.some((id) => id === word || AFTER_A_BEGINNING.some((sign) => id.startsWith(`${word}${sign}`)));
  const unknown = words.find((word) => !all.some(({ names }) => means(word.toLowerCase(), names)));
  if (unknown !== undefined) return { ok: false, unknown };
  const isMeant = ({ names }: (typeof all)[number]): boolean =>
    words.length === 0 || words.some((word) => means(word.toLowerCase(), names));
  return { ok: true, cases: all.filter(isMeant).map(({ one }) => one) };
}

/** Of a case and of all its rows. */
export function idsOf({ id, gives = [] }: Case): readonly string[] {
  return [id, ...gives];
}
