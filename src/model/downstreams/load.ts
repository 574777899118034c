/**
 * How the latency of a downstream rises with the calls it has in progress: straight lines between the rows of a table. Below the first row
 * its slowdown holds, beyond the last one it goes on in proportion to the calls, as in a server that works at its limit.
 */

/** With so many calls in progress a call takes so many times its latency. */
export interface LoadRow {
  readonly calls: number;
  readonly slowdown: number;
}

/** What latency is multiplied by with `calls` in progress. `rows`: `calls` rises from row to row and is above 0; none: 1. */
export function slowdownAt(rows: readonly LoadRow[], calls: number): number {
  const last = rows.at(-1);
  if (last === undefined) return 1;
  if (calls >= last.calls) return (last.slowdown * calls) / last.calls;
  let i = 0;
  while (rows[i]!.calls < calls) i++;
  const above = rows[i]!;
  if (i === 0 || above.calls === calls) return above.slowdown;
  const below = rows[i - 1]!;
  const share = (calls - below.calls) / (above.calls - below.calls);
  return below.slowdown + share * (above.slowdown - below.slowdown);
}
