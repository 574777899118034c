/** The id that a mistyped one of a record most likely stands for. */
import type { Remarked } from '../metrics/life/remarkable.ts';
import { nearest } from '../scenario/nearest.ts';

/** `found`: by source; `given`: ids that the scenario gave. Undefined: none is near. */
export function nearestId(id: string, found: readonly Remarked[], given: readonly string[]): string | undefined {
  const near = nearest(id, given);
  if (near !== undefined) return near;
  const [, name = '', number] = /^(.*?)-?(\d+)?$/.exec(id) ?? [];
  const meant = nearest(
    name,
    found.map(({ source }) => source),
  );
  const of = found.find(({ source }) => source === meant);
  // There may be so many ids that they are not looked at one by one: that with the same number, or the last there is.
  if (of !== undefined && of.first === `${of.source}-1`)
    return `${of.source}-${Math.min(Math.max(1, Number(number ?? 1)), of.count)}`;
  return undefined;
}
