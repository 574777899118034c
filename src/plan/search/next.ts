/**
 * Which candidate to look at next: the one of which either answer says most. If it is bad, all that are harder are expected to be bad;
 * if it is good, all that are liked less need not be looked at. Of one setting with a direction this is bisection. Where nobody can say
 * what is harder, it is the one that is liked most.
 */

/** Of very many, one looks at so many of them, evenly spread. */
const MOST_COMPARED = 100;

export interface Choice {
  /** Candidates that are neither decided nor expected to be bad, those that are liked most first. */
  readonly open: readonly number[];
  /** Whether `a` is expected to meet whatever `b` meets. */
  readonly isAsEasy: (a: number, b: number) => boolean;
}

export function nextOf({ open, isAsEasy }: Choice): number {
  const step = Math.max(1, Math.ceil(open.length / MOST_COMPARED));
  let best = { candidate: open[0]!, score: -1 };
  for (let i = 0; i < open.length; i += step) {
    const candidate = open[i]!;
    const liked = open.length - i;
    // One cannot say more than this.
    if (liked <= best.score) break;
    const harder = open.reduce((count, other) => (isAsEasy(candidate, other) ? count + 1 : count), 0);
    const score = Math.min(harder, liked);
    if (score > best.score) best = { candidate, score };
  }
  return best.candidate;
}
