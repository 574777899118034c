/**
 * Columns that a text takes in a terminal. string-width knows; the patterns it compiles when it is first asked take a tenth of
 * a second, which is most of a small run, so what we write ourselves is answered without it.
 */
import stringWidth from 'string-width';

/** Latin letters, signs, dashes, blocks of sparklines, marks: one column each, whatever stands beside them. */
const NARROW =
  /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u2190-\u2193\u2212\u2248\u2264\u2265\u2580-\u259f\u2713\u2717]*$/;

/** Columns of a text: of wide characters two each, of those that join others none. */
export function columnsOf(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text);
}
