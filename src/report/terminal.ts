/** A result as text for the terminal: first line, objectives, verdict, tables, books. Pure; the caller prints. */
import type { LevelResult, Result, SourceResult } from '../metrics/result.ts';
import { callerBooks, callers, isCaller } from './callers.ts';
import { count, duration } from './format.ts';
import { table, wrapped } from './table.ts';
import { verdict } from './verdict.ts';

/** How the text may look. */
export interface Style {
  /** Columns of the terminal. */
  readonly width: number;
  /** Wraps a text in a colour or weight; the identity where colours are off. */
  readonly paint: (kind: 'good' | 'bad' | 'strong' | 'faint', text: string) => string;
}

/** No colours, 100 columns. */
export const PLAIN: Style = { width: 100, paint: (_kind, text) => text };

/** All lines, joined; ends with a line break. */
export function terminalReport(result: Result, style: Style = PLAIN): string {
  const blocks = [
    head(result, style),
    objectives(result, style),
    answer(result, style),
    sources(result),
    callers(result),
    mappings(result),
    functions(result),
    books(result),
    callerBooks(result),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** The first line of every output for people. */
export function firstLine(result: Pick<Result, 'name' | 'seed' | 'rules' | 'version'>): string {
  return `${result.name} · seed ${result.seed} · rules ${result.rules} · lagcast ${result.version}`;
}

function head(result: Result, { paint, width }: Style): string[] {
  const first = paint('strong', firstLine(result));
  return result.question === null
    ? [first]
    : [first, ...wrapped(result.question, width).map((line) => paint('faint', line))];
}

function objectives(result: Result, { paint }: Style): string[] {
  if (result.objectives.length === 0) return [];
  const rows = result.objectives.map(({ text, met, value, unit }) => [
    `${met ? '✓' : '✗'} ${text}`,
    unit === 'duration' ? duration(value) : count(value),
  ]);
  return table(rows).map((line, i) => paint(result.objectives[i]!.met ? 'good' : 'bad', line));
}

function answer(result: Result, { width }: Style): string[] {
  return verdict(result).flatMap((sentence) => wrapped(sentence, width));
}

function sources(result: Result): string[] {
  const rows = queues(result).map(([name, source]) => [
    name,
    count(source.arrived),
    count(source.succeeded),
    duration(source.latency.p50),
    duration(source.latency.p99),
    duration(source.ageAtFirstAttempt.p99),
    duration(source.ageOfOldest.max),
    count(source.depth.max),
    count(source.deadLettered),
  ]);
  if (rows.length === 0) return [];
  return table([
    ['source', 'arrived', 'handled', 'p50', 'p99', 'to start p99', 'oldest', 'deepest', 'dead-lettered'],
    ...rows,
  ]);
}

function mappings(result: Result): string[] {
  const rows = Object.entries(result.mappings).map(([name, mapping]) => [
    name,
    count(mapping.invocations),
    count(mapping.batchSize.mean),
    count(mapping.batchSize.max),
    count(mapping.throttles),
    mapping.pollers === null ? 'unbounded' : level(mapping.pollers),
    closedBy(mapping.closed),
  ]);
  if (rows.length === 0) return [];
  return table([['mapping', 'invocations', 'batch', 'largest', 'throttles', 'pollers mean/max', 'closed by'], ...rows]);
}

function functions(result: Result): string[] {
  const rows = Object.entries(result.functions).map(([name, fn]) => [
    name,
    count(fn.invocations),
    count(fn.errors),
    count(fn.throttles),
    level(fn.concurrency),
    duration(fn.duration.p50),
    duration(fn.duration.p99),
    count(fn.coldStarts),
  ]);
  if (rows.length === 0) return [];
  return table([
    ['function', 'invocations', 'errors', 'throttles', 'concurrency mean/max', 'p50', 'p99', 'cold starts'],
    ...rows,
  ]);
}

/** In and out over the whole run, warm-up included: the two totals of a line are equal. */
function books(result: Result): string[] {
  const rows = queues(result).map(([name, { books: book }]) => {
    const parts = Object.values(book.in).reduce((sum, n) => sum + n, 0);
    const { succeeded, acknowledgedUnprocessed, deadLettered, redrivenOut, expired, waiting } = book.out;
    return [
      name,
      count(parts),
      '=',
      ...[succeeded, acknowledgedUnprocessed, deadLettered, redrivenOut, expired, waiting].map(count),
    ];
  });
  if (rows.length === 0) return [];
  return table([
    ['books', 'in', '', 'handled', 'unprocessed', 'dead-lettered', 'redriven', 'expired', 'waiting'],
    ...rows,
  ]);
}

/** Sources in which records wait; direct callers have tables of their own. */
function queues(result: Result): [string, SourceResult][] {
  return Object.entries(result.sources).filter(([, source]) => !isCaller(source));
}

function level({ mean, max }: LevelResult): string {
  return `${count(mean)} / ${count(max)}`;
}

function closedBy(closed: Readonly<Record<string, number>>): string {
  const total = Object.values(closed).reduce((sum, n) => sum + n, 0);
  const shares = Object.entries(closed)
    .filter(([, n]) => n > 0)
    .map(([reason, n]) => `${reason} ${Math.round((100 * n) / total)} %`);
  return shares.length === 0 ? '–' : shares.join(', ');
}
