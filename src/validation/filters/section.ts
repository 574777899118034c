/** Filter patterns: the cases of this part of the validation. */
import type { Files, Section } from '../case.ts';

export function filtersSection(_files: Files): Section {
  return { name: 'filters', title: 'Filter patterns', about: '', cases: [] };
}
