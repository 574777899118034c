/** The parts of a page that are generated: what stands between `<!-- name -->` and `<!-- /name -->`. */

/** The page with another block of that name. */
export function withBlock(page: string, name: string, block: string): string {
  const { from, to } = placeOf(page, name);
  return `${page.slice(0, from)}\n${block}\n${page.slice(to)}`;
}

/** What stands there now. */
export function blockOf(page: string, name: string): string {
  const { from, to } = placeOf(page, name);
  return page.slice(from, to).trim();
}

function placeOf(page: string, name: string): { from: number; to: number } {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(open), page.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`the block ${name} is missing`);
  return { from: from + open.length, to };
}
