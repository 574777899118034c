/**
 * The known name that someone who misspelled a name most likely meant.
 * Case counts for nothing here; whether a name is right at all is decided elsewhere.
 */

/**
 * The closest of `names`, or undefined when none is close: more than a third of the letters, and more than two,
 * would have to change. Among equally close names the first wins.
 */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  const target = wanted.toLowerCase();
  let least = Math.max(2, Math.floor(target.length / 3)) + 1;
  let nearest: string | undefined;
  for (const name of names) {
    // A difference in length alone already costs that many edits.
    if (Math.abs(name.length - target.length) >= least) continue;
    const edits = editDistance(target, name.toLowerCase());
    if (edits < least) [least, nearest] = [edits, name];
  }
  return nearest;
}

/** Fewest insertions, deletions and replacements of one character that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[b.length] ?? 0;
}
