/**
 * In which column of the drawing each stage stands: right of all that its records come from. What leads back to where it came from,
 * as a redrive or a handler that sends to its own queue, is no way to the right. Pure.
 */
import type { Fates, Share, Stage } from './stage.ts';

/** Records of one stage that are records of a later one as well, or because of which new ones were made there. */
export interface Way {
  readonly from: Stage;
  readonly to: Stage;
  /** What becomes of them in `from`; null: all that came in is copied. */
  readonly out: Share | null;
  /** What they are in `to`; null of those that follow others there and are not told apart. */
  readonly in: Share | null;
  /** Whether the records are the same. */
  readonly isSame: boolean;
}

export interface Columns {
  /** By column, stages in their order. */
  readonly columns: readonly (readonly Stage[])[];
  readonly columnOf: ReadonlyMap<Stage, number>;
  /** All that lead to the right. */
  readonly ways: readonly Way[];
}

export function columnsOf({ stages }: Fates): Columns {
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  const ways = stages.flatMap((stage) => waysFrom(stage, byId));
  const forward = withoutLoops(stages, ways);
  const columnOf = new Map<Stage, number>();
  const columnFor = (stage: Stage): number => {
    const known = columnOf.get(stage);
    if (known !== undefined) return known;
    const before = forward.filter(({ to }) => to === stage).map(({ from }) => columnFor(from) + 1);
    const column = Math.max(0, ...before);
    columnOf.set(stage, column);
    return column;
  };
  for (const stage of stages) columnFor(stage);
  const last = Math.max(-1, ...columnOf.values());
  const columns = Array.from({ length: last + 1 }, (_, i) => stages.filter((stage) => columnOf.get(stage) === i));
  return { columns, columnOf, ways: forward };
}

function waysFrom(from: Stage, byId: ReadonlyMap<string, Stage>): Way[] {
  const fromOf = (share: Share): boolean => share.link === from.id;
  const copies = from.copies.flatMap((id): Way[] => {
    const to = byId.get(id);
    return to === undefined ? [] : [{ from, to, out: null, in: to.in.find(fromOf) ?? null, isSame: true }];
  });
  const own = from.out.flatMap((out): Way[] => {
    const to = byId.get(out.link ?? '');
    const followers = (out.follows ?? []).flatMap((id) => byId.get(id) ?? []);
    return [
      ...(to === undefined ? [] : [{ from, to, out, in: to.in.find(fromOf) ?? null, isSame: true }]),
      ...[...new Set(followers)].map((follower): Way => {
        const into = follower.in.find(({ follows }) => follows?.includes(from.id) === true) ?? null;
        return { from, to: follower, out, in: into, isSame: false };
      }),
    ];
  });
  return [...copies, ...own];
}

/** Depth first, in the order of the stages: a way back to a stage that is being looked at closes a loop. */
function withoutLoops(stages: readonly Stage[], ways: readonly Way[]): Way[] {
  const open = new Set<Stage>();
  const done = new Set<Stage>();
  const kept = new Set<Way>();
  const visit = (stage: Stage): void => {
    open.add(stage);
    for (const way of ways) {
      if (way.from !== stage || open.has(way.to)) continue;
      kept.add(way);
      if (!done.has(way.to)) visit(way.to);
    }
    open.delete(stage);
    done.add(stage);
  };
  for (const stage of stages) if (!done.has(stage)) visit(stage);
  return ways.filter((way) => kept.has(way));
}
