/** What a run lost: records that ended in another way than by being handled. Records that still wait at the end are not lost. */
import type { Result, SourceResult } from '../metrics/result.ts';

export interface Lost {
  readonly source: string;
  /** In words: `dead-lettered`. */
  readonly how: string;
  readonly count: number;
}

/** Of the named sources, or of all. Filtered records are not wanted, and so not lost. */
export function lostIn(result: Result, sources: readonly string[] = Object.keys(result.sources)): Lost[] {
  return sources.flatMap((source) => {
    const one = result.sources[source];
    if (one === undefined)
      throw new RangeError(`no source is called ${source}; there is: ${Object.keys(result.sources).join(', ')}`);
    const ways = one.async === null ? waysOf(one) : { 'dropped, after the last attempt or too old': one.async.dropped };
    return Object.entries(ways).flatMap(([how, count]) => (count > 0 ? [{ source, how, count }] : []));
  });
}

function waysOf(one: SourceResult): Record<string, number> {
  return {
    'dead-lettered': one.deadLettered,
    expired: one.expired,
    'acknowledged without being handled': one.acknowledged,
    failed: one.failed,
    refused: one.refused,
    'dropped after a refused put': one.putsDropped,
    discarded: one.discarded,
    'sent to a destination of failures': one.toDestination,
  };
}

export function lostText(lost: readonly Lost[]): string {
  return lost.map(({ source, how, count }) => `${source}: ${count} ${how}`).join('; ');
}
