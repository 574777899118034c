/** Figures of a validation in words, the same on the page and in the terminal. */
import type { SectionOutcome } from '../../validation/outcome.ts';
import { countOf } from '../../validation/outcome.ts';
import { EVIDENCE, type Evidence, type Row } from '../../validation/row.ts';
import { count, some } from '../format.ts';

/** What each kind of evidence is, in the order of how sure it is. */
export const EVIDENCE_WORDS: Readonly<Record<Evidence, string>> = {
  recorded: 'a run against the real service, kept as a recording',
  documented: 'what the documentation of the service says',
  measured: 'what somebody measured on the real service and published',
  exact: 'a formula or a chain that gives the value exactly, checked by a second method',
  'published simulation': 'what another simulator gave, as its authors printed it',
  'independent simulation':
    'what another program of our own gave, which shares no code with lagcast, where no formula is known',
};

/** `+1.2 %`; nothing where there is no number to compare with. */
export function errorText({ error }: Row): string {
  if (error === undefined || !Number.isFinite(error)) return '';
  const percent = (100 * error).toFixed(Math.abs(error) < 0.1 ? 2 : 0);
  return `${Number(percent) > 0 ? '+' : ''}${Number(percent) === 0 ? '0' : percent} %`;
}

export function zText({ statistics }: Row): string {
  return statistics === undefined ? '' : statistics.z.toFixed(2);
}

/** `304 of 312 comparisons pass, 5 calibrated, 3 miss`. */
export function totalText(rows: readonly Row[]): string {
  const [pass, calibrated, miss] = [countOf(rows, 'pass'), countOf(rows, 'calibrated'), countOf(rows, 'miss')];
  const more = [calibrated > 0 ? `${count(calibrated)} calibrated` : '', miss > 0 ? `${count(miss)} miss` : ''];
  return [`${count(pass)} of ${some(rows.length, 'comparison')} pass`, ...more.filter((part) => part !== '')].join(
    ', ',
  );
}

/** Of each section: its title, comparisons, passes, calibrated, misses. */
export function totals(
  sections: readonly SectionOutcome[],
): readonly (readonly [string, number, number, number, number])[] {
  return sections.map(({ title, rows }) => [
    title,
    rows.length,
    countOf(rows, 'pass'),
    countOf(rows, 'calibrated'),
    countOf(rows, 'miss'),
  ]);
}

/** The kinds of evidence that occur, surest first, with how many rows rest on each. */
export function evidenceOf(rows: readonly Row[]): readonly (readonly [Evidence, number])[] {
  return EVIDENCE.map((evidence) => [evidence, rows.filter((row) => row.evidence === evidence).length] as const).filter(
    ([, n]) => n > 0,
  );
}
