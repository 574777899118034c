/**
 * What a sensitivity analysis found, for people: in words which guesses move the answer and which do not, then a table of all of them.
 * Markdown for pull requests.
 */
import type { Effect, OneAtATime, Sensitivity } from '../../plan/sensitivity/outcome.ts';
import { harmless, wrapped } from '../fit.ts';
import { inUnit, percent, some } from '../format.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';
import { groundBlocks, groundMarkdown } from './grounds.ts';
import { differenceText, sentences, timesText } from './sensitivity-words.ts';

/** Lines, each with its end. */
export function sensitivityText(outcome: Sensitivity, style: Style): string {
  const { name, seed, rules, version, question } = outcome;
  const head = `${name} · seed ${seed} · rules ${rules} · lagcast ${version} · ${methodText(outcome)}`;
  const said = sentences(outcome).flatMap((sentence) => wrapped(harmless(sentence), style.width));
  const lines = [
    ...wrapped(harmless(head), style.width).map((line) => style.paint('strong', line)),
    ...(question === null ? [] : wrapped(harmless(question), style.width)),
    '',
    ...said,
    '',
    ...tableOf(outcome, style),
    ...wrapped(harmless(legend(outcome)), style.width).map((line) => style.paint('faint', line)),
    ...leftOut(outcome, style),
    ...groundBlocks(outcome, style).flatMap((block) => (block.length === 0 ? [] : ['', ...block])),
  ];
  return `${lines.join('\n')}\n`;
}

function methodText(outcome: Sensitivity): string {
  const runs = some(outcome.runs, 'run');
  switch (outcome.method) {
    case 'one-at-a-time':
      return `one guess at a time, ${runs}`;
    case 'morris':
      return `Morris, ${some(outcome.trajectories, 'trajectory', 'trajectories')}, ${runs}`;
    case 'sobol':
      return `Sobol, ${some(outcome.samples, 'row')}, ${runs}`;
  }
}

/** What stands in the table, of the first figure. */
function tableOf(outcome: Sensitivity, style: Style): string[] {
  const figure = outcome.figures[0]!;
  switch (outcome.method) {
    case 'one-at-a-time': {
      const rows = endRows(outcome).map(({ path, isFirst, cells }) => [isFirst ? harmless(path) : '', ...cells]);
      const before = `${figure.text}, ${inUnit(figure.unit, outcome.base.means[0]!)} as written:`;
      if (rows.length === 0) return [];
      return [harmless(before), ...table({ head: ENDS_HEAD, rows }, style)];
    }
    case 'morris': {
      const rows = outcome.guesses.map(({ path, effects }) => {
        const { mean, meanSize, interval, standardDeviation } = effects[0]!;
        const write = (value: number | null) => inUnit(figure.unit, value);
        const range = interval === null ? '–' : `${write(interval.low)} to ${write(interval.high)}`;
        return [harmless(path), write(meanSize), range, write(mean), write(standardDeviation)];
      });
      return table(
        { head: ['guess', 'size (μ*)', percent(outcome.confidence), 'mean (μ)', 'spread (σ)'], rows },
        style,
      );
    }
    case 'sobol': {
      const share = (value: number | null, interval: { low: number; high: number } | null) =>
        value === null
          ? '–'
          : `${percent100(value)}${interval === null ? '' : ` (${percent100(interval.low)} to ${percent100(interval.high)})`}`;
      const rows = outcome.guesses.map(({ path, effects }) => {
        const { first, firstInterval, total, totalInterval } = effects[0]!;
        return [harmless(path), share(first, firstInterval), share(total, totalInterval)];
      });
      return table({ head: ['guess', 'by itself', 'in all'], rows }, style);
    }
  }
}

function percent100(share: number): string {
  return `${Math.round(share * 100)} %`.replace('-', '−');
}

const ENDS_HEAD = ['guess', 'tried', 'becomes', 'change', 'difference', 'finding'];

/** The ends that were tried, of guesses that change anything in the first figure. */
function endRows({ guesses, figures: [figure] }: OneAtATime) {
  return guesses
    .filter(({ ends }) => ends.some(({ effects }) => (effects[0]?.verdict ?? 'nothing') !== 'nothing'))
    .flatMap(({ path, ends }) =>
      ends
        .filter(({ refused }) => refused === null)
        .map(({ label, effects: [effect] }, i) => {
          const { mean, interval } = effect!;
          const difference = interval === null ? '–' : differenceText(interval, figure!.unit);
          const finding = findingText(effect!);
          const cells = [harmless(label), inUnit(figure!.unit, mean), changeText(effect!), difference, finding];
          return { path, isFirst: i === 0, cells };
        }),
    );
}

/** `ends (5)`. */
function findingText({ verdict, lost, gained }: Effect): string {
  return verdict === 'ends' ? `ends (${lost})` : verdict === 'begins' ? `begins (${gained})` : verdict;
}

function changeText({ ratio, verdict }: Effect): string {
  if (verdict === 'nothing') return 'none';
  return ratio === null ? '–' : timesText(ratio);
}

function legend(outcome: Sensitivity): string {
  switch (outcome.method) {
    case 'one-at-a-time':
      return (
        `Each guess alone at either end of its range, with the luck of the base; differences run by run, intervals of ${percent(outcome.confidence)} by Student’s t ` +
        `over ${some(outcome.replications, 'run')}.${moreLegend(outcome)}`
      );
    case 'morris':
      return 'Effects of the whole range of a guess; a list counts as evenly spaced, in its order. A spread near the size or above it: the effect depends on where the guess, or another, stands.';
    case 'sobol':
      return (
        `Shares of the variance of ${outcome.figures[0]!.text}. By itself: whatever the others are; in all: together with others too. ` +
        `Intervals of ${percent(outcome.confidence)} by the bootstrap over ${some(outcome.totals[0]!.rows, 'row')}.`
      );
  }
}

function moreLegend({ guesses }: OneAtATime): string {
  const all = guesses.flatMap(({ ends }) => ends);
  const has = (verdict: Effect['verdict']) => all.some(({ effects }) => effects[0]?.verdict === verdict);
  return [
    all.some(({ isScreened }) => isScreened)
      ? ' Assumed numbers that change nothing at all in a first run have no others.'
      : '',
    has('ends') ? ' Ends: in so many runs nothing is left to measure.' : '',
    has('begins') ? ' Begins: in so many runs there is something to measure, where there was nothing.' : '',
  ].join('');
}

/** What could not be tried, and why. */
function leftOut(outcome: Sensitivity, style: Style): string[] {
  const ends =
    outcome.method === 'one-at-a-time'
      ? outcome.guesses.flatMap(({ path, ends }) =>
          ends.flatMap(({ label, refused }) => (refused === null ? [] : [`${path} ${label}: ${refused}`])),
        )
      : [];
  const guesses = outcome.leftOut.map(({ path, why }) => `${path}: ${why}`);
  return [...guesses, ...ends].flatMap((what) => wrapped(harmless(`Not tried: ${what}.`), style.width));
}

/** For a comment in a pull request. */
export function sensitivityMarkdown(outcome: Sensitivity): string {
  const { name, seed, version } = outcome;
  const said = sentences(outcome).map((sentence) => `- ${escaped(sentence)}`);
  const [head, ...rows] = recordsOf(outcome, 0);
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  const lines = [
    `**Sensitivity of ${escaped(name)}** (seed ${escaped(String(seed))}, lagcast ${version}, ${methodText(outcome)})`,
    '',
    ...said,
    '',
    line(head!),
    line(head!.map(() => '---')).replaceAll('\\', ''),
    ...rows.map(line),
    ...groundMarkdown(outcome),
  ];
  return `${lines.join('\n')}\n`;
}

function escaped(text: string): string {
  return harmless(text).replace(/[\\|<>*_`[\]]/g, '\\$&');
}

/** The columns of the terminal's table as plain texts, for Markdown. */
function recordsOf(outcome: Sensitivity, figure: number): string[][] {
  const { text, unit } = outcome.figures[figure]!;
  const write = (value: number | null) => inUnit(unit, value);
  switch (outcome.method) {
    case 'one-at-a-time':
      return [
        ['guess', 'tried', text, 'change', 'difference', 'finding'],
        ...endRows(outcome).map(({ path, cells }) => [path, ...cells]),
      ];
    case 'morris':
      return [
        ['guess', 'size', 'mean', 'spread'],
        ...outcome.guesses.map(({ path, effects }) => {
          const { meanSize, mean, standardDeviation } = effects[figure]!;
          return [path, write(meanSize), write(mean), write(standardDeviation)];
        }),
      ];
    case 'sobol':
      return [
        ['guess', 'by itself', 'in all'],
        ...outcome.guesses.map(({ path, effects }) => {
          const { first, total } = effects[figure]!;
          return [path, first === null ? '–' : percent100(first), total === null ? '–' : percent100(total)];
        }),
      ];
  }
}
