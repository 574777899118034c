/**
 * What of the gallery depends on the order of events of one instant and rank: each scenario is run as it is and with that order by lot, and what moves is
 * put into a table. Leaves out why it does, which docs/ties.md says in words.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { withBlock } from './blocks.ts';
import { scenarioFiles } from './pictures.ts';
import type { Result } from '../src/metrics/result.ts';
import { factorOf, flat, HEADLINES } from './ties-figures.ts';
import { count, percent } from '../src/report/format.ts';
import { readScenario } from '../src/scenario/read.ts';
import { simulate, type RunOptions } from '../src/simulate.ts';
import { shuffledBy } from '../test/support/shuffled-ties.ts';

const LOTS = [1, 2];
const PAGE = new URL('ties.md', import.meta.url);
const gallery = new URL('../scenarios/', import.meta.url);

/** What the order of ties does to a scenario: nothing at all; other events and the same figures; or other figures. */
export type TieEffect = 'none' | 'course' | 'figures';

/** The cells of a row of the page but the yardstick. */
export interface TieRow {
  readonly file: string;
  readonly effect: TieEffect;
  /** How many figures move, and what of the headlines moves most. */
  readonly moves: string;
  /** Objectives that hold no longer. */
  readonly broken: string;
}

/** Runs of one scenario: as it is, with ties by lot, and with other luck where a yardstick is wanted. */
export interface TieRuns {
  readonly file: string;
  readonly base: Result;
  readonly shuffled: readonly Result[];
  readonly otherLuck?: Result;
}

/** Throws RunAborted where a run takes more events than `most`. */
export function tieRuns(file: string, most = Infinity, hasYardstick = false): TieRuns {
  const ports = { readText: (path: string): string => readFileSync(new URL(path, gallery), 'utf8') };
  const read = readScenario(readFileSync(new URL(file, gallery), 'utf8'), { ports, stem: file.replace('.yaml', '') });
  if (!read.ok) throw new Error(`${file} is not a scenario`);
  const run = (options: RunOptions): Result =>
    simulate(read.scenario, { ...options, eventBudget: Math.min(most, 1e10) });
  const base = run({});
  const shuffled = LOTS.map((lot) => run({ simulation: shuffledBy(lot) }));
  return { file, base, shuffled, ...(hasYardstick ? { otherLuck: run({ replication: 1 }) } : {}) };
}

export function tieRow({ file, base, shuffled }: TieRuns): TieRow {
  const before = flat(base);
  const after = shuffled.map(flat);
  const moved = [...new Set([before, ...after].flatMap((figures) => [...figures.keys()]))].filter((name) =>
    after.some((figures) => figures.get(name) !== before.get(name)),
  );
  const isOtherCourse = shuffled.some(({ digest }) => digest !== base.digest);
  const effect = moved.length > 0 ? 'figures' : isOtherCourse ? 'course' : 'none';
  const most = mostMoved(before, after);
  const what = most === undefined ? '' : `; most \`${most.name}\` by ${percent(most.factor)}`;
  const broken = base.objectives.filter(({ met }, i) => met && shuffled.some(({ objectives }) => !objectives[i]!.met));
  return {
    file,
    effect,
    moves: `${count(moved.length)} of ${count(before.size)}${what}`,
    broken: broken.map(({ text }) => `\`${text}\``).join(', '),
  };
}

/** Of the headlines, as a share of what they were. */
function mostMoved(before: ReadonlyMap<string, number>, after: readonly ReadonlyMap<string, number>[]) {
  const factors = [...before]
    .filter(([name]) => HEADLINES.test(name))
    .map(([name, value]) => ({ name, factor: Math.max(...after.map((other) => factorOf(value, other.get(name)))) }));
  const most = factors.toSorted((a, b) => b.factor - a.factor)[0];
  return most === undefined || most.factor === 0 ? undefined : most;
}

/** How much other luck moves the headline that ties move most. */
function yardstick({ base, shuffled, otherLuck }: TieRuns): string {
  const before = flat(base);
  const most = mostMoved(before, shuffled.map(flat));
  if (most === undefined || otherLuck === undefined) return '–';
  return percent(factorOf(before.get(most.name)!, flat(otherLuck).get(most.name)));
}

/** The line of the table for a scenario whose figures move. Its beginning, up to the yardstick, is what a test compares. */
export function tieLine({ file, moves, broken }: TieRow): string {
  const number = parseInt(file, 10);
  return `| [${number}](../scenarios/${file}) | ${moves} | ${broken === '' ? 'none' : broken} |`;
}

/** The page with its tables anew. */
export function tiesPage(page: string, runs: readonly TieRuns[]): string {
  const rows = runs.map((one) => ({ ...tieRow(one), luck: yardstick(one) }));
  const head = ['| scenario | figures that move | objectives lost | by other luck |', '|---|---|---|---|'];
  const lines = rows.filter(({ effect }) => effect === 'figures').map((row) => `${tieLine(row)} ${row.luck} |`);
  const counts = (['none', 'course', 'figures'] as const).map((kind) => rows.filter((row) => row.effect === kind));
  const [none, course, figures] = counts.map(({ length }) => length);
  const sum = `Of ${rows.length} scenarios ${none} run the same event by event, ${course} run in another order and end with the same figures, and ${figures} end with other figures.`;
  const numbers = counts[1]!.map(({ file }) => `[${parseInt(file, 10)}](../scenarios/${file})`).join(', ');
  const withSum = withBlock(page, 'tie-sum', `${sum}\n\nIn another order, with the same figures: ${numbers}.`);
  return withBlock(withSum, 'tie-table', [...head, ...lines].join('\n'));
}

/** Writes the page, with everything simulated: minutes. */
export function makeTies(): void {
  const inOrder = scenarioFiles().toSorted((a, b) => parseInt(a, 10) - parseInt(b, 10));
  const runs = inOrder.map((file) => tieRuns(file, Infinity, true));
  writeFileSync(PAGE, tiesPage(readFileSync(PAGE, 'utf8'), runs));
}
