/**
 * What a sweep gave, as all its tables, texts and charts see it: of each cell the estimates and in how many runs all objectives were met, of
 * each axis a short name and its values as numbers where they are. Made of header and lines and of nothing else.
 */
import { estimate, type Estimate } from '../../plan/estimate.ts';
import { kindedScaleOf, type ScaleKind } from '../../plan/search/scale.ts';
import { runsMet } from '../../plan/sweep/estimates.ts';
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';
import { harmless } from '../fit.ts';

export interface SweepOutcome {
  readonly header: SweepHeader;
  readonly axes: readonly ShownAxis[];
  /** Those there are, in their order. */
  readonly cells: readonly ShownCell[];
}

export interface ShownAxis {
  /** As in the header. */
  readonly name: string;
  /** The last part of a path, where no other axis has the same: fit for a title. */
  readonly short: string;
  /** Undefined where values are words, or not all of one kind. */
  readonly kind: ScaleKind | undefined;
  /** Whether it was sampled on a logarithmic scale. */
  readonly isLog: boolean;
  /** Those of the cells, each once: numbers ascending, words as the header has them. */
  readonly levels: readonly Level[];
}

/** A value that an axis has in some cell. */
export interface Level {
  /** Different of any two values: `10` and `"10"` are two. */
  readonly key: string;
  /** For people; different as well. */
  readonly text: string;
  /** In the unit of the kind; null of words, and of a setting that is left away. */
  readonly number: number | null;
}

export interface ShownCell {
  readonly line: SweepLine;
  /** By axis, a number into its levels. */
  readonly at: readonly number[];
  /** By figure; empty unless done. */
  readonly estimates: readonly Estimate[];
  /** Runs in which all objectives were met; null unless done, and without objectives. */
  readonly met: number | null;
}

export function outcomeOf(header: SweepHeader, lines: readonly SweepLine[]): SweepOutcome {
  const shorts = shortNames(header.axes.map(({ name }) => name));
  const axes = header.axes.map(({ name, values, range }, a): ShownAxis => {
    const seen = lines.map(({ settings }) => settings[name]);
    const written = values?.map(({ value }) => value) ?? [];
    const present = new Set(seen.map(keyOf));
    const distinct = new Map([...written, ...seen].map((value) => [keyOf(value), value]));
    const own = [...distinct].flatMap(([key, value]) => (present.has(key) ? [value] : []));
    return { name, short: shorts[a]!, isLog: range?.scale === 'log', ...levelsOf(own) };
  });
  const places = axes.map(({ levels }) => new Map(levels.map(({ key }, i) => [key, i])));
  const cells = lines.map((line): ShownCell => ({
    line,
    at: axes.map(({ name }, a) => places[a]!.get(keyOf(line.settings[name]))!),
    ...measured(header, line),
  }));
  return { header, axes, cells };
}

function measured(header: SweepHeader, line: SweepLine): Pick<ShownCell, 'estimates' | 'met'> {
  if (line.status !== 'done') return { estimates: [], met: null };
  const { figures, confidence } = header;
  return {
    estimates: figures.map((figure, f) => estimate(figure, line.values[f] ?? [], confidence)),
    met: runsMet(line, header),
  };
}

function levelsOf(values: readonly unknown[]): Pick<ShownAxis, 'kind' | 'levels'> {
  const scale = kindedScaleOf(values);
  const texts = textsOf(values);
  const levels = values.map((value, i): Level => {
    return { key: keyOf(value), text: texts[i]!, number: scale?.numbers[i] ?? null };
  });
  // What is left away stands first.
  const ordered = scale === undefined ? levels : levels.toSorted((a, b) => rank(a) - rank(b));
  // Two ways to write one value, `60 s` and `1 min`, are two values.
  return { kind: values.some((value) => value !== null) ? scale?.kind : undefined, levels: ordered };
}

function rank({ number }: Level): number {
  return number ?? -Infinity;
}

/** What is said of a setting that is left away; `none` is a word that settings have. */
const NOT_SET = 'not set';

/** As the file would write them; a text that looks like another value has quotes around it. */
function textsOf(values: readonly unknown[]): string[] {
  const plain = values.map((value) => {
    if (value === null || value === undefined) return NOT_SET;
    return harmless(typeof value === 'string' ? value : JSON.stringify(value));
  });
  const times = new Map<string, number>();
  for (const text of plain) times.set(text, (times.get(text) ?? 0) + 1);
  return values.map((value, i) => {
    const isTwin = times.get(plain[i]!)! > 1;
    return typeof value === 'string' && isTwin ? harmless(JSON.stringify(value)) : plain[i]!;
  });
}

function keyOf(value: unknown): string {
  return JSON.stringify(value ?? null);
}

/** Last parts of paths; the whole path where two end alike. */
function shortNames(names: readonly string[]): string[] {
  const short = names.map((name) => name.slice(name.lastIndexOf('.') + 1));
  return names.map((name, i) => harmless(short.filter((one) => one === short[i]).length > 1 ? name : short[i]!));
}
