/** Runs one case, and says what about its rows is a defect. */
import type { Case } from './case.ts';
import type { Row } from './row.ts';

export interface CaseOutcome {
  readonly id: string;
  readonly rows: readonly Row[];
  /** Misses that nobody knows of, misses that are known and are none any more, and a case that could not be run; a sentence each. */
  readonly defects: readonly string[];
}

export function runCase(one: Case): CaseOutcome {
  let rows: readonly Row[];
  try {
    rows = one.run();
  } catch (error) {
    return { id: one.id, rows: [], defects: [`${one.id} could not be run: ${(error as Error).message}`] };
  }
  if (rows.length === 0) return { id: one.id, rows, defects: [`${one.id} compares nothing`] };
  const outcome = judged(one, rows);
  return { ...outcome, defects: [...misnamed(one, rows), ...outcome.defects] };
}

/** Rows that nobody can ask for, and ids that nothing comes of. */
function misnamed({ id, gives = [] }: Case, rows: readonly Row[]): string[] {
  const named = new Set([id, id.split(', ')[0]!, ...gives]);
  const found = new Set(rows.map((row) => row.id));
  return [
    ...[...found].filter((one) => !named.has(one)).map((one) => `${id} has rows of ${one}, which it does not name`),
    ...gives.filter((one) => !found.has(one)).map((one) => `${id} names ${one}, and has no row of it`),
  ];
}

function judged(one: Case, rows: readonly Row[]): CaseOutcome {
  if (one.knownMisses !== undefined) return judgedByFigure(one.id, rows, one.knownMisses);
  const { knownMiss } = one;
  const misses = rows.filter(({ verdict }) => verdict === 'miss');
  if (knownMiss === undefined) return { id: one.id, rows, defects: misses.map(missText) };
  if (misses.length === 0)
    return { id: one.id, rows, defects: [`${one.id} misses no longer; it was known to: ${knownMiss}`] };
  return { id: one.id, rows: rows.map((row) => explained(row, knownMiss)), defects: [] };
}

/** A miss that is not named, and a name of nothing that misses, are defects. */
function judgedByFigure(id: string, rows: readonly Row[], reasons: Readonly<Record<string, string>>): CaseOutcome {
  const known = new Map(Object.entries(reasons));
  const misses = rows.filter(({ verdict }) => verdict === 'miss');
  const missing = new Set(misses.map(({ figure }) => figure));
  const gone = [...known].filter(([figure]) => !missing.has(figure));
  return {
    id,
    rows: rows.map((row) => explained(row, known.get(row.figure))),
    defects: [
      ...misses.filter(({ figure }) => !known.has(figure)).map(missText),
      ...gone.map(([figure, why]) => `${id}, ${figure} misses no longer; it was known to: ${why}`),
    ],
  };
}

function explained(row: Row, why: string | undefined): Row {
  return row.verdict === 'miss' ? { ...row, why: row.why ?? why } : row;
}

function missText({ id, figure, setting, expected, found }: Row): string {
  return `${id}, ${figure} (${setting}): expected ${expected}, found ${found}`;
}
