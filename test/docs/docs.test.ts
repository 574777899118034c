/**
 * The documentation says what the code does: its scenarios run, its tables have the numbers of the code, its links lead
 * somewhere, and nothing that a reader may write or will read is left out.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { INIT_TIMES, type InitTimes } from '../../src/aws/cold-starts.ts';
import { RULE_SETS, type Fact } from '../../src/aws/fact.ts';
import { FACTS, type FactPath } from '../../src/aws/facts.ts';
import { factUnder } from '../../src/aws/rules.ts';
import { ExitCode } from '../../src/cli/exit-codes.ts';
import {
  Listener,
  readScenario,
  readScenarioValue,
  Run,
  scenarioJsonSchema,
  simulate,
  type Result,
  type Scenario,
} from '../../src/index.ts';
import { METRICS } from '../../src/aws/cloudwatch-metrics.ts';
import type { Bound, Option, Quantity } from '../../src/model/options.ts';
import { SOURCE_KINDS, type SourceType } from '../../src/model/sources/kinds.ts';
import { metricsCsvHead } from '../../src/report/metrics-csv.ts';
import { TierJournal } from '../../src/metrics/tier/tier-journal.ts';
import { FIGURES } from '../../src/scenario/objective-figures.ts';
import { formatQuantity } from '../../src/scenario/quantities.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const PAGES = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];
/** The pages that describe the code by hand. */
const MANUAL = [
  'docs/scenario.md',
  'docs/result.md',
  'docs/metrics.md',
  'docs/journal.md',
  'docs/report.md',
  'docs/chains.md',
  'docs/handlers.md',
  'docs/downstreams.md',
  'docs/effects.md',
  'docs/how-to/add-a-metric.md',
  'docs/add-a-source.md',
  'CONTRIBUTING.md',
];

const scenarioPage = read('docs/scenario.md');
const resultPage = read('docs/result.md');
const journalPage = read('docs/journal.md');

/** The texts of the code blocks of one language. */
function blocks(page: string, language: string): string[] {
  return [...page.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gm'))].map(
    ([, , text]) => text!,
  );
}

const isComplete = (text: string): boolean => text.startsWith('# complete\n');

/** The cells of all table rows, without the heads' dashes. */
function rows(page: string): string[][] {
  const lines = page.split('\n').filter((line) => line.startsWith('|') && !/^\|[-|]+\|$/.test(line));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The part of a page below one heading, up to the next of the same or a higher level. */
function section(page: string, title: string): string {
  const [heading, level] = new RegExp(`^(#+) ${title}$`, 'm').exec(page) ?? [];
  if (heading === undefined) throw new Error(`there is no heading ${title}`);
  const rest = page.slice(page.indexOf(heading) + heading.length);
  const end = rest.search(new RegExp(`^#{1,${level!.length}} `, 'm'));
  return end < 0 ? rest : rest.slice(0, end);
}

/** Whether a name stands in a code span: alone, as the last part of a path, or before a colon or a parenthesis. */
function isNamed(page: string, name: string): boolean {
  return new RegExp(`\`(?:\\{ )?(?:\\w+\\.)?${name.replaceAll('.', '\\.')}(?:[(:][^\`]*)?\``).test(page);
}

interface Ran {
  readonly result: Result;
  readonly journal: readonly string[];
}

/** What the scenarios of pages gave: some are asked for several things. */
const ran = new Map<string, Ran>();

function runText(text: string): Ran {
  const known = ran.get(text) ?? runAnew(text);
  ran.set(text, known);
  return known;
}

function runAnew(text: string): Ran {
  const scenario = scenarioIn(text);
  const journal: string[] = [];
  return { result: simulate(scenario, isSmall(scenario) ? { journal: (line) => journal.push(line) } : {}), journal };
}

function scenarioIn(text: string): Scenario {
  const ports = { readText: (file: string) => (existsSync(join(root, file)) ? read(file) : undefined) };
  const scenario = readScenario(text, { ports });
  expect(scenario.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (!scenario.ok) throw new Error('unreachable');
  return scenario.scenario;
}

function isSmall({ duration }: Scenario): boolean {
  return duration <= 60e6;
}

/** Events after which a scenario has shown that it runs: what the rest of an hour gives, no page says. */
const ENOUGH = 40_000;

/** Hears of records that were handled, in any kind of source. */
class Handled extends Listener {
  any = false;
  override deleted(): void {
    this.any = true;
  }
  override checkpointed(): void {
    this.any = true;
  }
  override answered(): void {
    this.any = true;
  }
  override concluded(): void {
    this.any = true;
  }
}

describe('a scenario on a page', () => {
  const complete = PAGES.flatMap((path) =>
    blocks(read(path), 'yaml')
      .filter(isComplete)
      .map((text, i): [string, string] => [`${path} ${i + 1}`, text]),
  );

  it('is there', () => {
    expect(complete.length).toBeGreaterThan(12);
  });

  it.each(complete)('%s runs', (_where, text) => {
    const scenario = scenarioIn(text);
    const handled = new Handled();
    const run = new Run(scenario, { observers: [() => handled] });
    const hasEnded = run.advance(ENOUGH);
    expect(run.events).toBeGreaterThan(0);
    expect(handled.any).toBe(true);
    // The books are looked at where there is an end.
    if (hasEnded) expect(Object.values(run.result().sources).some(({ succeeded }) => succeeded > 0)).toBe(true);
  });

  it('that is not complete is YAML', () => {
    for (const text of PAGES.flatMap((path) => blocks(read(path), 'yaml')))
      expect(() => parse(text) as unknown).not.toThrow();
  });
});

describe('docs/scenario.md', () => {
  /** As a scenario writes it. */
  const written = (unit: Quantity | 'word', value: number | string): string =>
    typeof value === 'string' ? value : formatQuantity(unit as Quantity, value);
  const valueOf = (bound: Bound): number =>
    typeof bound === 'number' ? bound : (factUnder('current', bound.fact) as number);

  it('names every key of the language', () => {
    const keys = keysOf(scenarioJsonSchema());
    expect(keys.size).toBeGreaterThan(80);
    expect([...keys].filter((key) => !isNamed(scenarioPage, key))).toEqual([]);
  });

  /** Where the options of a kind of source, and of its mappings, are described. */
  const SECTIONS: Record<SourceType, [string, string]> = {
    sqs: ['Queues', 'Mappings'],
    sync: ['Direct calls', 'none'],
    async: ['Asynchronous invocation', 'none'],
    kinesis: ['Kinesis streams', 'Mappings of streams'],
    dynamodbStreams: ['DynamoDB streams', 'Mappings of streams'],
    sqsFifo: ['FIFO queues', 'Mappings of FIFO queues'],
    kafka: ['Kafka topics', 'Mappings of Kafka topics'],
    mq: ['Amazon MQ queues', 'Mappings of Amazon MQ queues'],
    documentDb: ['DocumentDB change streams', 'Mappings of DocumentDB change streams'],
  };
  const options = Object.entries(SOURCE_KINDS).flatMap(([type, kind]) => {
    const [ofSource, ofMapping] = SECTIONS[type as SourceType];
    return [
      ...Object.entries(kind.options).map(([name, option]): [string, string, Option] => [ofSource, name, option]),
      ...Object.entries(kind.mapping ?? {}).map(([name, option]): [string, string, Option] => [
        ofMapping,
        name,
        option,
      ]),
    ];
  });

  it.each(options)('%s: range, default and source of %s', (heading, name, option) => {
    const [, , range, standard, settable, meaning] = rows(section(scenarioPage, heading)).find(
      ([key]) => key === `\`${name}\``,
    )!;
    expect(meaning).toContain(`(${option.source})`);
    if (option.kind === 'flag') return expect(standard).toBe(String(option.default));
    if (option.kind === 'attribute') return expect(standard).toBe('none');
    if (option.kind === 'word') return expect(standard).toBe(`\`${option.default}\``);
    const ends = [option.min, option.max].map((bound) => written(option.kind, valueOf(bound!)));
    expect(range).toBe(ends.join(' to '));
    expect(standard).toBe(option.default === undefined ? 'none' : written(option.kind, valueOf(option.default)));
    expect(settable).toBe(option.settable === true ? 'yes' : 'no');
    return undefined;
  });

  it('has every figure with its unit and statistics, and no other', () => {
    const table = rows(section(scenarioPage, 'Objectives')).filter(
      (cells) => cells.length === 5 && cells[0] !== 'of a',
    );
    const code = Object.entries(FIGURES).flatMap(([owner, figures]) =>
      Object.entries(figures).map(([name, { unit, statistics }]) => [owner, `\`${name}\``, unit, statistics]),
    );
    const page = table.map(([owner, name, unit, statistics]) => [
      owner,
      name,
      unit,
      statistics === '`max`, `last`' ? 'greatest' : statistics,
    ]);
    expect(page).toEqual(code);
  });

  it('says which statistics have a value', () => {
    const { result } = runText(blocks(scenarioPage, 'yaml').find(isComplete)!);
    // What only mappings of streams and asynchronous invocation have is in a part of theirs.
    const streams = runText(blocks(journalPage, 'yaml').find((text) => text.includes('A poison record'))!).result;
    const owners = { source: result.sources, mapping: result.mappings, function: result.functions };
    const [ofStream] = Object.values(streams.mappings);
    // Nor has a source of one stage what chains have.
    const { endToEnd } = runText(blocks(read('docs/chains.md'), 'yaml').find(isComplete)!).result.sources['labels']!;
    // Memory is that of handlers that say what they take.
    const memory = blocks(read('docs/handlers.md'), 'yaml').find((text) => text.includes('timesSize'))!;
    const { memoryUsed } = runText(memory).result.functions['resize']!;
    const events = runText(blocks(journalPage, 'yaml').find((text) => text.includes('An event that fails'))!).result;
    const [ofEvents] = Object.values(events.sources);
    // With a quota that refuses some sends.
    const orders = `${blocks(read('docs/fifo.md'), 'yaml').find(isComplete)!}\nfacts: { fifo.calls: 80/s }\n`;
    const { fifo } = runText(orders).result.sources['orders']!;
    // And what groups of messages have is that of queues that have some.
    const fair = blocks(read('docs/fair-queues.md'), 'yaml').find(isComplete)!;
    const { groups } = runText(fair).result.sources['jobs']!;
    // As offset lag is that of mappings of Kafka.
    const lag = blocks(scenarioPage, 'yaml').find((text) => isComplete(text) && text.includes('type: kafka'))!;
    const { stream } = Object.values(runText(lag).result.mappings)[0]!;
    for (const [owner, name, , statistics] of rows(section(scenarioPage, 'Objectives'))) {
      // What tiers and their tenants have is in results of theirs.
      if (!Object.hasOwn(owners, owner!)) continue;
      const [first] = Object.values(owners[owner as keyof typeof owners]) as object[];
      const field = name!.replaceAll('`', '');
      const figure = {
        ...ofStream!.stream,
        ...stream!.kafka,
        ...ofEvents!.async,
        ...fifo,
        ...groups,
        ...groups!.fair,
        ...(first as Record<string, unknown>),
        endToEnd,
        memoryUsed,
      }[field];
      if (statistics === 'value')
        expect(figure).toEqual({
          mean: expect.any(Number),
          min: expect.any(Number),
          max: expect.any(Number),
          last: expect.any(Number),
        });
      if (statistics === '`max`, `last`') expect(Object.keys(figure as object)).toEqual(['max', 'last']);
      if (statistics === 'quantiles') expect(figure).toMatchObject({ p99: expect.any(Number) });
    }
  });

  it('has what each set of rules changes, and nothing else', () => {
    const code = (Object.keys(FACTS) as FactPath[]).flatMap((path) => {
      const { id, unit, under }: Fact = FACTS[path];
      if (under === undefined) return [];
      const differing = RULE_SETS.map((set) =>
        set === 'current' || under[set] !== undefined ? written(unit, factUnder(set, path)) : '',
      );
      return [[`\`${path}\` (${id})`, ...differing]];
    });
    const [head, ...table] = rows(section(scenarioPage, 'Rules'));
    expect(head).toEqual(['fact', ...RULE_SETS]);
    expect(table).toEqual(code);
  });

  it('has the INIT times of every runtime', () => {
    const ms = (micros: number): string => `${micros / 1000} ms`;
    const times = ({ p10, p50, p90, p99 }: InitTimes): string => [p10, p50, p90, p99].map(ms).join(', ');
    const code = Object.entries(INIT_TIMES).flatMap(([name, packages]) =>
      Object.entries(packages).map(([pack, by]: [string, { x86_64?: InitTimes; arm64?: InitTimes }]) => [
        `\`${name}\``,
        pack,
        ...[by.x86_64, by.arm64].map((row) => (row === undefined ? '' : times(row))),
      ]),
    );
    const table = rows(section(scenarioPage, 'Cold starts')).filter((cells) => /^(zip|image)$/.test(cells[1] ?? ''));
    expect(table).toEqual(code);
  });

  it('says what onRecordError does, in figures', () => {
    const base = parse(
      blocks(scenarioPage, 'yaml').find((text) => text.includes('Four records, two bad'))!,
    ) as FourRecords;
    const table = rows(section(scenarioPage, 'When a record fails')).filter((cells) => cells.length === 4);
    expect(table).toHaveLength(6);
    for (const [word, takes, ...columns] of table.slice(1)) {
      columns.forEach((column, i) => {
        base.functions.worker.handler.onRecordError = word!.replaceAll('`', '');
        base.mappings.m.reportBatchItemFailures = i === 0;
        const scenario = readScenarioValue(base);
        if (!scenario.ok) throw new Error(JSON.stringify(scenario.problems));
        const { sources, functions } = simulate(scenario.scenario);
        const { succeeded, acknowledgedUnprocessed, waiting } = sources['q']!.books.out;
        expect([word, column]).toEqual([word, `${succeeded} / ${acknowledgedUnprocessed} / ${waiting}`]);
        expect([word, takes]).toEqual([word, `${functions['worker']!.duration.max! / 1000} ms`]);
      });
    }
  });

  it('has every exit code, command and option', () => {
    const page = section(scenarioPage, 'Commands, files, exit codes');
    const codes = rows(page).flatMap(([first]) => (/^\d+$/.test(first!) ? [Number(first)] : []));
    expect(codes).toEqual(Object.values(ExitCode));
    const main = read('src/cli/main.ts');
    const commands = [...main.matchAll(/\.command\('(\w+)'\)/g)].map(([, name]) => `\`lagcast ${name}`);
    const flags = [...main.matchAll(/(?:option|Option)\('(--[\w-]+)/g)].map(([, name]) => name!);
    expect(commands.length).toBeGreaterThan(3);
    expect([...commands, ...flags].filter((text) => !page.includes(text))).toEqual([]);
  });
});

describe('docs/result.md', () => {
  it('names every field', () => {
    const types = ['result.ts', 'streams/result.ts', 'events/result.ts', 'tier/result.ts', 'cost/result.ts']
      .map((file) => read(`src/metrics/${file}`))
      .join('');
    const fields = [...types.matchAll(/readonly '?([\w.]+)'?:/g)].map(([, name]) => name!);
    const inRecords = [...types.matchAll(/Record<('[^>]*'), readonly/g)].flatMap(([, list]) =>
      [...list!.matchAll(/'(\w+)'/g)].map(([, name]) => name!),
    );
    expect(fields.length).toBeGreaterThan(150);
    expect(inRecords.length).toBeGreaterThan(3);
    expect([...new Set([...fields, ...inRecords])].filter((name) => !isNamed(resultPage, name))).toEqual([]);
  });

  it('shows a part of the result of its scenario', () => {
    const { result } = runText(blocks(resultPage, 'yaml').find(isComplete)!);
    expect(JSON.parse(JSON.stringify(result))).toMatchObject(JSON.parse(blocks(resultPage, 'json')[0]!) as object);
  });
});

describe('docs/metrics.md', () => {
  it('has every metric in the order of its rows, with namespace, unit and statistics, and no other', () => {
    const headings = {
      queue: 'Queues',
      activeMq: 'Queues of ActiveMQ',
      rabbitMq: 'Queues of RabbitMQ',
      stream: 'Streams',
      function: 'Functions',
      account: 'The account',
      mapping: 'Mappings',
    };
    const page = Object.entries(headings).flatMap(([of, heading]) =>
      rows(section(read('docs/metrics.md'), heading))
        .filter(([first]) => first !== 'metric')
        .map((cells) => [of, ...cells.slice(0, 4)]),
    );
    const code = Object.values(METRICS).map(({ of, name, namespace, unit, statistics }) => {
      return [of, `\`${name}\``, `\`${namespace}\``, unit, statistics.join(', ')];
    });
    expect(page).toEqual(code);
  });

  it('shows the head of the file', () => {
    expect(read('docs/metrics.md')).toContain(`    ${metricsCsvHead()}`);
  });
});

describe('docs/journal.md', () => {
  it('shows lines that its scenarios really write, the first of them whole', () => {
    const [first, second] = blocks(journalPage, 'yaml')
      .filter(isComplete)
      .map((text) => runText(text).journal);
    const [whole, some] = blocks(journalPage, 'jsonl').map((text) => text.trimEnd().split('\n'));
    expect(whole).toEqual(first);
    expect(some!.filter((line) => !second!.includes(line))).toEqual([]);
    expect(some!.length).toBeGreaterThan(2);
  });

  it('has every event with its fields', () => {
    const journals = blocks(journalPage, 'yaml')
      .filter(isComplete)
      .flatMap((text) => runText(text).journal.slice(1));
    const lines = journals.map((line) => JSON.parse(line) as { event: string });
    const table = new Map(rows(section(journalPage, 'Events')).map(([event, fields]) => [event, fields!]));
    const known = [...read('src/metrics/journal.ts').matchAll(/#write\([^,]+, '(\w+)'/g)].map(
      ([, event]) => `\`${event}\``,
    );
    expect(known.length).toBeGreaterThan(10);
    expect([...table.keys()].slice(1)).toEqual(expect.arrayContaining(known));
    const ofTier = [...read('src/metrics/tier/tier-journal.ts').matchAll(/#(?:write|event)\('(\w+)'/g)].map(
      ([, event]) => `\`tier.${event!}\``,
    );
    expect(ofTier.length).toBeGreaterThan(12);
    const page = section(journalPage, 'Events of the tier');
    expect(ofTier.filter((event) => !page.includes(event))).toEqual([]);
    for (const { event, ...others } of lines) {
      const fields = Object.keys(others).filter((field) => field !== 't');
      expect(fields.filter((field) => !isNamed(table.get(`\`${event}\``) ?? '', field))).toEqual([]);
    }
    const described = section(journalPage, 'Fields');
    expect(lines.flatMap((line) => Object.keys(line)).filter((field) => !isNamed(described, field))).toEqual([]);
  });
});

describe('the how-to pages', () => {
  it('name everything an observer is told, and all that a source must do', () => {
    const told = Object.getOwnPropertyNames(Listener.prototype).filter((name) => name !== 'constructor');
    const metric = read('docs/how-to/add-a-metric.md');
    expect(told.filter((name) => !isNamed(metric, name))).toEqual([]);
    const ofTier = Object.getOwnPropertyNames(TierJournal.prototype).filter((name) => name !== 'constructor');
    expect(ofTier.length).toBeGreaterThan(15);
    const tierTable = section(metric, 'What an observer of the tier is told');
    expect(ofTier.filter((name) => !tierTable.includes(`\`${name}(`))).toEqual([]);
    const body = /interface EventSource[^{]*\{([\s\S]*?)\n\}/.exec(read('src/model/sources/source.ts'))![1]!;
    const members = [...body.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name!);
    expect(members.length).toBeGreaterThan(8);
    expect(members.filter((name) => !isNamed(read('docs/add-a-source.md'), name))).toEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  const page = read('CONTRIBUTING.md');

  it('leads through names that are in the files', () => {
    const steps = rows(section(page, 'One message through the code')).filter(([number]) => /^\d+$/.test(number!));
    expect(steps.length).toBeGreaterThan(9);
    for (const [, file, names] of steps) {
      const source = read(/\((src[^)]+)\)/.exec(file!)![1]!);
      const missing = [...names!.matchAll(/`([^`]+)`/g)]
        .map(([, name]) => name!)
        .filter((name) => !source.includes(name));
      expect([file, missing]).toEqual([file, []]);
    }
  });

  it('names commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = MANUAL.flatMap((path) => [...read(path).matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('links', () => {
  it.each(PAGES)('of %s lead somewhere', (path) => {
    const page = withoutCode(read(path));
    const links = [...page.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^[a-z]+:/.test(target));
    expect(links.filter((target) => !resolves(path, target))).toEqual([]);
  });

  it.each(MANUAL)('%s names files that exist', (path) => {
    const files = [...read(path).matchAll(/`((?:src|test|docs|scenarios)\/[\w./-]+)`/g)].map(([, file]) => file!);
    const example = /NAME/;
    expect(files.filter((file) => !example.test(file) && !existsSync(join(root, file)))).toEqual([]);
  });
});

/** What a scenario of one worker looks like, as far as the table of failures changes it. */
interface FourRecords {
  readonly functions: { readonly worker: { readonly handler: { onRecordError: string } } };
  readonly mappings: { readonly m: { reportBatchItemFailures: boolean } };
}

/** All names of properties in a JSON Schema; of facts, which have a page of their own, none. */
function keysOf(schema: object): Set<string> {
  const keys = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [name, part] of Object.entries(node) as [string, object][]) {
      if (name === 'properties') for (const key of Object.keys(part)) keys.add(key);
      visit(name === 'properties' ? { ...part, facts: null } : part);
    }
  };
  visit(schema);
  return keys;
}

function withoutCode(page: string): string {
  return page.replace(/^ *```[\s\S]*?^ *```/gm, '').replace(/`[^`\n]*`/g, '`');
}

function resolves(from: string, link: string): boolean {
  const [file, anchor] = link.split('#') as [string, string?];
  const path = file === '' ? from : join(dirname(from), file);
  if (!existsSync(join(root, path))) return false;
  return anchor === undefined || anchorsOf(path).includes(anchor);
}

/** By the path of their page, to which many links lead. */
const known = new Map<string, readonly string[]>();

function anchorsOf(path: string): readonly string[] {
  const all = known.get(path) ?? anchors(read(path));
  known.set(path, all);
  return all;
}

/** The anchors that headings get on GitHub. */
function anchors(page: string): string[] {
  const headings = [...page.replace(/^ *```[\s\S]*?^ *```/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, text]) => text!);
  return headings.map((text) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
