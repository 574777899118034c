/** Published measurements of the real service: the cases of this part of the validation. */
import type { Files, Section } from '../case.ts';

export function measuredSection(_files: Files): Section {
  return { name: 'measured', title: 'Published measurements of the real service', about: '', cases: [] };
}
