/** The whole validation, in the order of its page. */
import type { Files, Section } from './case.ts';
import { filtersSection } from './filters/section.ts';
import { folkloreSection } from './folklore/section.ts';
import { measuredSection } from './measured/section.ts';
import { placementSection } from './placement/section.ts';
import { recordedSection } from './recorded/section.ts';
import { theorySection } from './theory/section.ts';

export function suiteOf(files: Files): readonly Section[] {
  return [
    recordedSection(files),
    filtersSection(files),
    theorySection(files),
    placementSection(files),
    measuredSection(files),
    folkloreSection(files),
  ];
}
