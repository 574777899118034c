/**
 * Text that is HTML, kept apart from text that is not: what is put into a template is escaped unless it is {@link Html}
 * itself, so that a name cannot become markup. Leaves out checking that the markup is well formed.
 */

/** Markup. Only {@link markup}, {@link trusted} and {@link json} make it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes; null is nothing. */
export type Content = Html | string | number | null | readonly Content[];

/**
 * Markup with content put in. Attributes must stand in double quotes. Not called html, since what formats our code would lay
 * it out anew, and a space more in a script makes it another script.
 */
export function markup(pieces: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(pieces.map((piece, i) => (i === 0 ? piece : markupOf(contents[i - 1]!) + piece)).join(''));
}

/** Markup of our own making, such as the style sheet; never anything that a scenario or a result says. */
export function trusted(text: string): Html {
  return new Html(text);
}

function markupOf(content: Content): string {
  if (content === null) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(markupOf).join('');
  return escaped(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/**
 * A value as JSON that may stand in a `<script type="application/json">`: nothing in it ends the element or begins a
 * comment, and it means the same in JavaScript.
 */
export function json(value: unknown): Html {
  const text = JSON.stringify(value).replace(/[<>\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return new Html(text);
}
