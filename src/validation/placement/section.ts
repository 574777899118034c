/** Balanced allocations: the cases of this part of the validation. */
import type { Files, Section } from '../case.ts';

export function placementSection(_files: Files): Section {
  return { name: 'placement', title: 'Balanced allocations', about: '', cases: [] };
}
