/**
 * Finds the valid name that a mistyped one most likely stands for.
 * The measure is the number of typing slips: a letter missing, added, wrong, or swapped with its neighbour.
 * Leaves out meaning: two words for one thing are far apart here.
 */

/** Names are compared up to here, so that a hostile name of megabytes costs no more than a long one. */
const LONGEST_COMPARED = 64;

/**
 * The entry of `among` closest to `name`, letter case aside; of several, the first.
 * Nothing when even that needs more slips than two or two fifths of the name's letters, or shares no letter with it.
 */
export function nearest(name: string, among: readonly string[]): string | undefined {
  const sought = normalise(name);
  let allowed = slipsAllowed(sought.length);
  let found: string | undefined;
  for (const candidate of among) {
    const slips = countSlips(sought, normalise(candidate), allowed);
    if (slips > allowed) continue;
    found = candidate;
    allowed = slips - 1; // from here on only a closer one will do
  }
  return found;
}

function slipsAllowed(letters: number): number {
  return Math.min(Math.max(2, Math.floor(0.4 * letters)), letters - 1);
}

function normalise(name: string): string {
  return name.slice(0, LONGEST_COMPARED).toLowerCase();
}

/**
 * The optimal string alignment distance (Damerau's, without editing a swapped pair again), by rows of prefixes of `a`.
 * Once it is known to exceed `limit`, any number above `limit` may be returned.
 */
function countSlips(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = nextRow(a, b, row, last, beforeLast);
    beforeLast = last;
    last = next;
  }
  return last[b.length] ?? 0;
}

/** Slips between the first `row` letters of `a` and each prefix of `b`. */
function nextRow(a: string, b: string, row: number, last: readonly number[], beforeLast: readonly number[]): number[] {
  const next = [row];
  for (let column = 1; column <= b.length; column++) {
    const wrong = a[row - 1] === b[column - 1] ? 0 : 1;
    const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    next.push(
      Math.min(
        at(next, column - 1) + 1,
        at(last, column) + 1,
        at(last, column - 1) + wrong,
        swapped ? at(beforeLast, column - 2) + 1 : Infinity,
      ),
    );
  }
  return next;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
