/**
 * How wide text is in a TrueType font: the advance widths of its letters, from the tables `head`, `hhea`, `hmtx` and `cmap`
 * (formats 4 and 12). Kerning and ligatures are left out: Vega only wants to know how much room to leave.
 */

/** The width of a text in parts of the size of its letters. A letter that the font does not have is as wide as its box. */
export type WidthOf = (text: string) => number;

/** Throws where the bytes are no such font. */
export function widthsIn(font: Uint8Array): WidthOf {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = tablesIn(view);
  const table = (name: string): number => {
    const at = tables.get(name);
    if (at === undefined) throw new TypeError(`not a TrueType font: it has no table ${name}`);
    return at;
  };
  const perEm = view.getUint16(table('head') + 18);
  const longs = view.getUint16(table('hhea') + 34);
  const hmtx = table('hmtx');
  const glyphOf = glyphsIn(view, table('cmap'));
  const widths = new Map<number, number>();
  const advance = (codePoint: number): number => {
    const known = widths.get(codePoint);
    if (known !== undefined) return known;
    const width = view.getUint16(hmtx + 4 * Math.min(glyphOf(codePoint), longs - 1)) / perEm;
    widths.set(codePoint, width);
    return width;
  };
  return (text) => [...text].reduce((sum, letter) => sum + advance(letter.codePointAt(0)!), 0);
}

function tablesIn(view: DataView): Map<string, number> {
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    const name = String.fromCharCode(...[0, 1, 2, 3].map((j) => view.getUint8(at + j)));
    tables.set(name, view.getUint32(at + 8));
  }
  return tables;
}

/** From code points to glyphs; 0 is the box. Prefers the table with all of Unicode to that of its first plane. */
function glyphsIn(view: DataView, cmap: number): (codePoint: number) => number {
  const subtables = Array.from({ length: view.getUint16(cmap + 2) }, (_, i) => cmap + view.getUint32(cmap + 8 + 8 * i));
  const full = subtables.find((at) => view.getUint16(at) === 12);
  if (full !== undefined) return (codePoint) => inGroups(view, full, codePoint);
  const plane = subtables.find((at) => view.getUint16(at) === 4);
  if (plane === undefined) throw new TypeError('not a font that can be read: it has no cmap of format 4 or 12');
  return (codePoint) => inSegments(view, plane, codePoint);
}

function inGroups(view: DataView, at: number, codePoint: number): number {
  const n = view.getUint32(at + 12);
  for (let i = 0; i < n; i++) {
    const group = at + 16 + 12 * i;
    if (codePoint > view.getUint32(group + 4)) continue;
    const start = view.getUint32(group);
    return codePoint < start ? 0 : view.getUint32(group + 8) + codePoint - start;
  }
  return 0;
}

function inSegments(view: DataView, at: number, codePoint: number): number {
  const bytes = view.getUint16(at + 6);
  for (let i = 0; i < bytes; i += 2) {
    if (codePoint > view.getUint16(at + 14 + i)) continue;
    const start = view.getUint16(at + 16 + bytes + i);
    if (codePoint < start) return 0;
    const delta = view.getUint16(at + 16 + 2 * bytes + i);
    const offsetAt = at + 16 + 3 * bytes + i;
    const offset = view.getUint16(offsetAt);
    if (offset === 0) return (codePoint + delta) & 0xffff;
    const glyph = view.getUint16(offsetAt + offset + 2 * (codePoint - start));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}
