/** What came out of sections, with their rows in the order of their cases, whoever ran which when. */
import type { Section } from './case.ts';
import type { CaseOutcome } from './run-case.ts';
import type { Row, Verdict } from './row.ts';

export interface SectionOutcome extends Pick<Section, 'name' | 'title' | 'about'> {
  readonly rows: readonly Row[];
  /** Markdown; empty when there is nothing to say of all rows together, or when only some were run. */
  readonly summary: string;
  readonly defects: readonly string[];
}

/** `outcomes`: by case; sections without any are left out, and what speaks of a whole section is, where a case of it was not run. */
export function outcomesOf(
  sections: readonly Section[],
  outcomes: ReadonlyMap<string, CaseOutcome>,
): readonly SectionOutcome[] {
  return sections.flatMap((section) => {
    const { name, title, about, cases } = section;
    const ran = cases.flatMap(({ id }) => outcomes.get(id) ?? []);
    if (ran.length === 0) return [];
    const rows = ran.flatMap((one) => one.rows);
    const isWhole = ran.length === cases.length;
    const ofAll = isWhole ? (section.defects?.(rows) ?? []) : [];
    return [
      {
        ...{ name, title, about, rows },
        summary: isWhole ? (section.summary?.(rows) ?? '') : '',
        defects: [...ran.flatMap(({ defects }) => defects), ...ofAll],
      },
    ];
  });
}

export function countOf(rows: readonly Row[], verdict: Verdict): number {
  return rows.filter((row) => row.verdict === verdict).length;
}
