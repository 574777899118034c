/** What every chart begins with: the language it is in, and its words, as a picture has them and as a screen reader reads them. */
import type { Piece } from './axes.ts';
import { inLines } from './names.ts';

export interface Words {
  readonly title: string;
  readonly subtitle: string;
}

/** `columns`: of a line of the title and of the subtitle. `more`: what else is said of the title. */
export function specHead(
  { title, subtitle }: Words,
  [titleColumns, subtitleColumns]: readonly [number, number],
  more: Piece = {},
): Piece {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `${title}. ${subtitle}`,
    background: 'white',
    padding: 14,
    title: { text: inLines(title, titleColumns), subtitle: inLines(subtitle, subtitleColumns), ...more },
  };
}
