/** Recorded behaviour of the real service: the cases of this part of the validation. */
import type { Files, Section } from '../case.ts';

export function recordedSection(_files: Files): Section {
  return { name: 'recorded', title: 'Recorded behaviour of the real service', about: '', cases: [] };
}
