/** Tables of the page, with heads that say what they are heads of, in a frame that scrolls when they are wide. Pure. */
import { markup, type Content, type Html } from './html.ts';

export interface Row {
  readonly head: Content;
  readonly cells: readonly Content[];
  /** Whether the results differ in it. */
  readonly differs?: boolean;
  /** Our own word, never one of a result. */
  readonly mark?: 'given' | 'missed' | 'met' | undefined;
}

export interface Table {
  /** What it is; shown where no heading above it says so, and always told to those who do not see where it stands. */
  readonly caption: string;
  readonly showsCaption?: boolean;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** Cells are sentences rather than figures. */
  readonly isProse?: boolean;
}

/** Nothing when there are no rows. */
export function table({ caption, columns, rows, isProse = false, showsCaption = false }: Table): Html | null {
  if (rows.length === 0) return null;
  const [first = '', ...others] = columns;
  return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="${isProse ? 'prose' : 'figures'}">
<caption${showsCaption ? null : markup` class="unseen"`}>${caption}</caption>
<thead><tr><th scope="col">${first}</th>${others.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(row)}</tbody>
</table></div>
`;
}

function row({ head, cells, differs = false, mark }: Row): Html {
  const kinds = [differs ? 'differs' : '', mark ?? ''].filter((name) => name !== '').join(' ');
  const sign = differs
    ? markup`<span class="sign" title="differs"> ≠<span class="unseen"> differs</span></span>`
    : null;
  return markup`<tr${kinds === '' ? null : markup` class="${kinds}"`}><th scope="row">${head}${sign}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>
`;
}

/** Whether those that are there are not all the same. */
export function differ(values: readonly (string | null)[]): boolean {
  return new Set(values.filter((value) => value !== null)).size > 1;
}

/** What stands where a result has no such thing. */
export const NONE = '–';
