/** Queueing theory: the cases of this part of the validation. */
import type { Files, Section } from '../case.ts';

export function theorySection(_files: Files): Section {
  return { name: 'theory', title: 'Queueing theory', about: '', cases: [] };
}
