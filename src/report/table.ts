/** Plain tables: a title column to the left, figures to the right, columns as wide as their widest cell. */
import stringWidth from 'string-width';

/** Rows of cells, the first row the head. The first column is aligned left, the others right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column]!))));
  return rows.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column]!, column === 0))
      .join('  ')
      .trimEnd(),
  );
}

function padded(cell: string, width: number, left: boolean): string {
  const space = ' '.repeat(width - stringWidth(cell));
  return left ? cell + space : space + cell;
}

/** Breaks a text at spaces so that no line is wider than `width`; words longer than that stay whole. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && stringWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
