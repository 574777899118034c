/** Markdown as pull requests show it: tables, and texts that mean nothing but themselves in them. */

/** Text that is shown as it is: names are anybody's, and may neither be markup nor call anybody by `@`. */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/[&<>@|#$]/g, (sign) => `&#${sign.codePointAt(0)!};`)
    .replace(/[\\`*_[\]~]/g, '\\$&')
    .trim();
}

/** A table of cells that are Markdown already; the first column to the left, the others to the right, a remark to the left. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { remark = false }: { readonly remark?: boolean } = {},
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const sides = head.map((_, i) => (i === 0 || (remark && i === head.length - 1) ? '---' : '---:'));
  return [line(head), `|${sides.join('|')}|`, ...rows.map(line)];
}

/** What is folded until somebody asks for it. */
export function folded(summary: string, lines: readonly string[]): string[] {
  return [`<details><summary>${summary}</summary>`, '', ...lines, '', '</details>'];
}
