/** Folklore: the cases of this part of the validation. */
import type { Files, Section } from '../case.ts';

export function folkloreSection(_files: Files): Section {
  return { name: 'folklore', title: 'Folklore', about: '', cases: [] };
}
