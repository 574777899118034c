/**
 * A result as text for the terminal: first line, objectives, verdict, the run over time, tables, books, and what is not modelled. No line of a table
 * is wider than the terminal. Pure; the caller prints.
 */
import type { LevelResult, ObjectiveResult, Result, SourceResult } from '../metrics/result.ts';
import { accountCauses } from './account.ts';
import { alarms } from './alarms.ts';
import { callerBooks, callers } from './callers.ts';
import { chains } from './chains.ts';
import { cost } from './cost.ts';
import { downstreams } from './downstreams.ts';
import { effects } from './effects.ts';
import { eventBooks, eventEnds, events } from './events.ts';
import { harmless, wrapped } from './fit.ts';
import { groups } from './groups.ts';
import { count, duration, inUnit, size } from './format.ts';
import { groups as consumerGroups, topics } from './kafka.ts';
import { notModelled } from './not-modelled/text.ts';
import { overTime } from './over-time.ts';
import { provisionedPollers } from './pollers.ts';
import { reliedOn } from './relied-on.ts';
import { PLAIN, type Style } from './style.ts';
import { streamBooks, streamMappings, streams } from './stream-tables.ts';
import { isQueue } from './streams.ts';
import { marked, table, type Cell } from './table.ts';
import { harm, tenants, tierWork, worstTenants } from './tier.ts';
import { verdict } from './verdict.ts';
import { whereTimeWent } from './where-time-went/text.ts';

/** All lines, joined; ends with a line break. */
export function terminalReport(result: Result, style: Style = PLAIN): string {
  const blocks = [
    head(result, style),
    objectives(result, style),
    answer(result, style),
    overTime(result, style),
    whereTimeWent(result, style),
    sources(result, style),
    groups(result, style),
    streams(result, style),
    streamMappings(result, style),
    topics(result, style),
    consumerGroups(result, style),
    callers(result, style),
    [...events(result, style), ...eventEnds(result, style)],
    tenants(result, style),
    harm(result, style),
    worstTenants(result, style),
    tierWork(result, style),
    mappings(result, style),
    provisionedPollers(result, style),
    functions(result, style),
    downstreams(result, style),
    effects(result, style),
    accountCauses(result, style),
    chains(result, style),
    alarms(result, style),
    cost(result, style),
    books(result, style),
    streamBooks(result, style),
    callerBooks(result, style),
    eventBooks(result, style),
    reliedOn(result, style),
    notModelled(result, style),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** The first line of every output for people. */
export function firstLine(result: Pick<Result, 'name' | 'seed' | 'replication' | 'rules' | 'version'>): string {
  const { name, seed, replication, rules, version } = result;
  const which = replication === undefined ? '' : ` · replication ${replication}`;
  return `${harmless(name)} · seed ${harmless(String(seed))}${which} · rules ${rules} · lagcast ${version}`;
}

function head(result: Result, { paint, width }: Style): string[] {
  const first = wrapped(firstLine(result), width).map((line) => paint('strong', line));
  if (result.question === null) return first;
  return [...first, ...wrapped(harmless(result.question), width).map((line) => paint('faint', line))];
}

function objectives(result: Result, style: Style): string[] {
  const rows = result.objectives.map((objective): Cell[] => {
    const kind = objective.met ? 'good' : 'bad';
    return [
      { text: `${objective.met ? '✓' : '✗'} ${objective.text}`, kind },
      { text: valueOf(objective), kind },
    ];
  });
  return table({ rows, texts: true }, style);
}

function valueOf({ unit, value }: ObjectiveResult): string {
  return inUnit(unit, value);
}

function answer(result: Result, { width }: Style): string[] {
  return verdict(result).flatMap((sentence) => wrapped(sentence, width));
}

function sources(result: Result, style: Style): string[] {
  const rows = queues(result).map(([name, source]): Cell[] => [
    name,
    count(source.arrived),
    count(source.succeeded),
    duration(source.latency.p50),
    duration(source.latency.p99),
    duration(source.ageAtFirstAttempt.p99),
    duration(source.ageOfOldest.max),
    count(source.depth.max),
    marked(source.deadLettered, 'bad'),
  ]);
  if (rows.length === 0) return [];
  const head = ['source', 'arrived', 'handled', 'p50', 'p99', 'to start p99', 'oldest', 'deepest', 'dead-lettered'];
  return table({ head, rows }, style);
}

function mappings(result: Result, style: Style): string[] {
  const rows = Object.entries(result.mappings).map(([name, mapping]): Cell[] => [
    name,
    count(mapping.invocations),
    count(mapping.batchSize.mean),
    count(mapping.batchSize.max),
    marked(mapping.throttles, 'warning'),
    mapping.pollers === null ? 'unbounded' : level(mapping.pollers),
    closedBy(mapping.closed),
  ]);
  if (rows.length === 0) return [];
  const head = [
    'mapping',
    'invocations',
    'batch',
    'largest',
    'throttles',
    `${workersOf(result)} mean/max`,
    'closed by',
  ];
  return table({ head, rows, remark: true }, style);
}

/** What the mappings poll with: pollers a queue, lanes a stream, consumers a topic. */
function workersOf({ mappings: all }: Result): string {
  const words = Object.values(all).map(({ stream }) =>
    stream === null ? 'pollers' : stream.kafka === undefined ? 'lanes' : 'consumers',
  );
  const used = ['pollers', 'lanes', 'consumers'].filter((word) => words.some((one) => one === word));
  return used.length === 0 ? 'pollers' : used.join(', ');
}

function functions(result: Result, style: Style): string[] {
  const hasSystemErrors = Object.values(result.functions).some(({ systemErrors }) => systemErrors > 0);
  const saysMemory = Object.values(result.functions).some(({ memoryUsed }) => memoryUsed !== null);
  const rows = Object.entries(result.functions).map(([name, fn]): Cell[] => [
    name,
    count(fn.invocations),
    marked(fn.errors, 'bad'),
    marked(fn.throttles, 'warning'),
    ...(hasSystemErrors ? [marked(fn.systemErrors, 'bad')] : []),
    level(fn.concurrency),
    duration(fn.duration.p50),
    duration(fn.duration.p99),
    count(fn.coldStarts),
    ...(saysMemory ? [size(fn.memoryUsed?.max ?? null)] : []),
  ]);
  if (rows.length === 0) return [];
  const refused = ['throttles', ...(hasSystemErrors ? ['system errors'] : [])];
  const figures = ['concurrency mean/max', 'p50', 'p99', 'cold starts', ...(saysMemory ? ['most memory'] : [])];
  const head = ['function', 'invocations', 'errors', ...refused, ...figures];
  return table({ head, rows }, style);
}

/** In and out over the whole run, warm-up included: the two totals of a line are equal. */
function books(result: Result, style: Style): string[] {
  const isFiltered = queues(result).some(([, { books: book }]) => book.out.filtered > 0);
  const rows = queues(result).map(([name, { books: book }]): Cell[] => {
    const parts = Object.values(book.in).reduce((sum, n) => sum + n, 0);
    const { succeeded, acknowledgedUnprocessed, deadLettered, redrivenOut, expired, filtered, waiting } = book.out;
    return [
      name,
      `${count(parts)} =`,
      count(succeeded),
      marked(acknowledgedUnprocessed, 'bad'),
      marked(deadLettered, 'bad'),
      count(redrivenOut),
      marked(expired, 'bad'),
      ...(isFiltered ? [count(filtered)] : []),
      count(waiting),
    ];
  });
  if (rows.length === 0) return [];
  const left = [...(isFiltered ? ['filtered'] : []), 'waiting'];
  const head = ['books', 'in =', 'handled', 'unprocessed', 'dead-lettered', 'redriven', 'expired', ...left];
  return table({ head, rows }, style);
}

/** Sources in which records wait to be deleted; streams, direct callers and asynchronous invocation have tables of their own. */
function queues(result: Result): [string, SourceResult][] {
  return Object.entries(result.sources).filter(([, source]) => isQueue(source));
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
