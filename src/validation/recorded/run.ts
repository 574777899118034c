/** Runs the scenario of a case as a user would, seed after seed, and keeps what the journal says. */
import type { Result } from '../../metrics/result.ts';
import { readScenarioValue } from '../../scenario/read.ts';
import { simulate } from '../../simulate.ts';

/** One line of the journal (docs/journal.md), as far as cases look at it. Instants and waits are in microseconds. */
export interface Line {
  readonly t: number;
  readonly event: string;
  readonly source?: string;
  readonly mapping?: string;
  readonly function?: string;
  readonly records?: readonly string[];
  readonly receiveCounts?: readonly number[];
  readonly attempt?: number;
  readonly outcome?: string;
  readonly reason?: string;
  readonly parts?: readonly number[];
  readonly condition?: string;
  readonly approximateInvokeCount?: number;
  /** Absent: nothing was invoked. */
  readonly functionError?: string | null;
  readonly delivered?: boolean;
  readonly errorCode?: number;
}

export interface Run {
  readonly result: Result;
  readonly lines: readonly Line[];
}

/** Throws when the scenario has errors. */
export function runOf(scenario: object): Run {
  const read = readScenarioValue(scenario);
  if (!read.ok) throw new Error(read.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const lines: Line[] = [];
  const result = simulate(read.scenario, { journal: (line) => lines.push(JSON.parse(line) as Line) });
  return { result, lines: lines.slice(1) };
}

export function linesOf({ lines }: Run, event: string): readonly Line[] {
  return lines.filter((line) => line.event === event);
}

/** Records of all lines of an event, in order. */
export function idsOf(run: Run, event: string): readonly string[] {
  return linesOf(run, event).flatMap(({ records }) => records ?? []);
}

/** Ids by how often they occur. */
export function countsOf(ids: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const id of ids) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}
