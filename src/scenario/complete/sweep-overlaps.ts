/** That each setting of a sweep is set once: what one axis sets, another, or another setting of the same case, would silently replace. */
import type { Findings } from '../findings.ts';
import { formatPath, quote, type Path } from '../problem.ts';
import { parsePath } from '../setting-path.ts';
import type { SweptAxis } from '../sweep.ts';

/** Reports each path that another axis or its own case sets as well, or a part of it. */
export function refuseOverlaps(axes: readonly SweptAxis[], findings: Findings): void {
  const groups = axes.map(groupsOf);
  const owners = new Map<string, number>();
  groups.forEach((ofAxis, axis) => {
    for (const paths of ofAxis) refuseWithin(paths, axes[axis]!, findings);
    for (const text of new Set(ofAxis.flat().map((path) => keyOf(path)))) if (!owners.has(text)) owners.set(text, axis);
  });
  groups.forEach((ofAxis, axis) => {
    const told = new Set<number>();
    for (const path of ofAxis.flat()) {
      const other = prefixesOf(path)
        .map((prefix) => owners.get(keyOf(prefix)))
        .find((one) => one !== undefined && one !== axis);
      if (other === undefined || told.has(other)) continue;
      told.add(other);
      refuse(
        axes[axis]!,
        `${formatPath(path)} is set by ${quote(axes[other]!.name)} as well, or a part of what it sets`,
        findings,
      );
    }
  });
}

/** The paths that are set at once: of each case, or the axis' own. */
function groupsOf({ name, values = [] }: SweptAxis): Path[][] {
  const ofCases = values.flatMap(({ settings }) => (settings === undefined ? [] : [Object.keys(settings)]));
  const groups = ofCases.length > 0 ? ofCases : [[name]];
  return groups.map((group) =>
    group.flatMap((text) => {
      const parsed = parsePath(text);
      return parsed.ok ? [parsed.path] : [];
    }),
  );
}

function refuseWithin(paths: readonly Path[], axis: SweptAxis, findings: Findings): void {
  const keys = new Map<string, number>();
  paths.forEach((path) => keys.set(keyOf(path), (keys.get(keyOf(path)) ?? 0) + 1));
  const twice = paths.find((path) => keys.get(keyOf(path))! > 1);
  const inside = paths.find((path) =>
    prefixesOf(path)
      .slice(0, -1)
      .some((prefix) => keys.has(keyOf(prefix))),
  );
  if (twice !== undefined) refuse(axis, `a case sets ${formatPath(twice)} twice`, findings);
  if (inside !== undefined) refuse(axis, `a case sets ${formatPath(inside)} and what it is a part of`, findings);
}

function refuse({ name }: SweptAxis, message: string, findings: Findings): void {
  findings.error(['sweep', 'vary', name], { message, hint: 'each setting can vary once', about: 'key' });
}

/** The path itself is the last. */
function prefixesOf(path: Path): Path[] {
  return path.map((_, i) => path.slice(0, i + 1));
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}
