/** How ids, batches and counts are written in a row: short, since lists may be long. */

/** More ids than this, one after the other, are written by their first and last. */
const LONGEST_LIST = 6;

export function idsText(ids: readonly string[]): string {
  if (ids.length === 0) return 'none';
  return ids.length > LONGEST_LIST ? `${ids[0]} … ${ids.at(-1)} (${ids.length})` : ids.join(' ');
}

/** Batches in brackets; equal ones in a row are counted. */
export function batchesText(batches: readonly (readonly string[])[]): string {
  const texts = batches.map((batch) => `[${idsText(batch)}]`);
  const runs: { readonly text: string; times: number }[] = [];
  for (const text of texts) {
    if (runs.at(-1)?.text === text) runs.at(-1)!.times++;
    else runs.push({ text, times: 1 });
  }
  return runs.length === 0
    ? 'none'
    : runs.map(({ text, times }) => (times === 1 ? text : `${text} × ${times}`)).join(' ');
}

/** What each id has, ids that have the same together: `m1 m2: 1, 2`. */
export function byIdText(values: Readonly<Record<string, number | readonly number[] | readonly string[]>>): string {
  const groups = new Map<string, string[]>();
  for (const [id, value] of Object.entries(values)) {
    const text = typeof value === 'number' ? String(value) : value.join(', ');
    groups.set(text, [...(groups.get(text) ?? []), id]);
  }
  const texts = [...groups].map(([text, ids]) => `${idsText(ids)}: ${text}`);
  return texts.length === 0 ? 'none' : texts.join('; ');
}

/** Keys in a fixed order, so that records of counts can be compared as JSON. */
export function sorted<T>(values: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
