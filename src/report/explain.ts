/** Lays an explanation out as text: the scenario with where each value comes from at the right, then the facts beside it. */
import type { FactUnit } from '../aws/fact.ts';
import type { Assumption } from '../metrics/result.ts';
import { factValue } from './facts/value.ts';
import { columnsOf } from './width.ts';

/** A line of the scenario, and what is said about it at the right. */
export interface Annotated {
  readonly text: string;
  readonly origin: string | undefined;
}

/** A fact that the scenario gives another value. */
export interface Overridden {
  readonly path: string;
  readonly id: string;
  readonly says: string;
  readonly value: string;
  readonly instead: string;
}

/** Longer lines do not push the comments of all others to the right. */
const WIDEST = 44;

/** Ends with a line break. `assumptions`: what the run will rely on, as far as it is known before it. */
export function explanationText(
  lines: readonly Annotated[],
  overrides: readonly Overridden[],
  assumptions: readonly Assumption[],
): string {
  const changed = overrides.map(({ path, id, says, value, instead }) => [path, `${value} (else ${instead})`, id, says]);
  const assumed = assumptions
    .filter(({ overridden }) => !overridden)
    .map(({ path, unit, value, kind, id, says }) => [
      path,
      factValue(unit as FactUnit, value ?? Infinity),
      `${kind}, ${id}`,
      says,
    ]);
  const parts = [annotated(lines)];
  if (changed.length > 0) parts.push(['# Facts that the scenario overrides:', ...columns(changed)]);
  if (assumed.length > 0) parts.push(['# What the run relies on and AWS does not document:', ...columns(assumed)]);
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n`;
}

function annotated(lines: readonly Annotated[]): string[] {
  const widths = lines.filter(({ origin }) => origin !== undefined).map(({ text }) => columnsOf(text));
  const column = Math.max(0, ...widths.filter((width) => width <= WIDEST));
  return lines.map(({ text, origin }) => {
    if (origin === undefined) return text;
    return `${text}${' '.repeat(Math.max(0, column - columnsOf(text)))}  # ${origin}`;
  });
}

/** As comments, so that the whole stays YAML in form. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => columnsOf(row[i]!))));
  const cell = (text: string, i: number) => text + ' '.repeat(widths[i]! - columnsOf(text));
  return rows.map((row) => `#   ${row.map(cell).join('  ').trimEnd()}`);
}
