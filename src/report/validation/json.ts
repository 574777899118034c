/** A validation as JSON: every row with its source, by section. */
import type { SectionOutcome } from '../../validation/outcome.ts';

/** Ends with a line break. */
export function validationJson(version: string, sections: readonly SectionOutcome[]): string {
  return `${JSON.stringify({ lagcast: version, sections }, undefined, 2)}\n`;
}
