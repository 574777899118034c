/**
 * What a sensitivity analysis found, for people: in words which guesses move the answer and which do not, then a table of all of them.
 * Markdown for pull requests, and rows for CSV, are beside it.
 */
import { stringify } from 'csv-stringify/sync';
import type {
  Effect,
  MorrisScreening,
  OneAtATime,
  Sensitivity,
  SobolIndices,
  TriedEnd,
} from '../../plan/sensitivity/outcome.ts';
import { harmless, wrapped } from '../fit.ts';
import { inUnit, list, percent, some } from '../format.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';
import { effectText, sentences, timesText } from './sensitivity-words.ts';

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
      const rows = outcome.guesses.flatMap(({ path, written, ends }) =>
        ends.map((end, i) => [
          i === 0 ? harmless(path) : '',
          i === 0 ? harmless(written) : '',
          harmless(end.label),
          ...cellsOf(end, outcome),
        ]),
      );
      return table(
        { head: ['guess', 'as written', 'tried', figure.text, 'change', 'finding'], rows, remark: true },
        style,
      );
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

function cellsOf(end: TriedEnd, { figures: [figure] }: OneAtATime): string[] {
  if (end.refused !== null) return ['–', '–', `refused: ${harmless(end.refused)}`];
  const effect = end.effects[0]!;
  return [
    inUnit(figure!.unit, effect.mean),
    changeText(effect),
    `${effectText(effect, figure!.unit)}${missedText(end)}`,
  ];
}

function changeText({ ratio, verdict }: Effect): string {
  if (verdict === 'nothing') return 'none';
  return ratio === null ? '–' : timesText(ratio);
}

function missedText({ objectives }: TriedEnd): string {
  const missed = objectives.filter(({ missed: n }) => n > 0);
  return missed.length === 0
    ? ''
    : `; misses ${list(
        missed.map(({ text }) => harmless(text)),
        'and',
      )}`;
}

function legend(outcome: Sensitivity): string {
  switch (outcome.method) {
    case 'one-at-a-time':
      return (
        `Each guess alone at either end of its range, with the luck of the base; differences run by run, intervals of ${percent(outcome.confidence)} by Student’s t ` +
        `over ${some(outcome.replications, 'run')}. What changed nothing at all in the first run has no others.`
      );
    case 'morris':
      return 'Effects of the whole range of a guess. A spread near the size or above it: the effect depends on where the guess, or another, stands.';
    case 'sobol':
      return (
        `Shares of the variance of ${outcome.figures[0]!.text}. By itself: whatever the others are; in all: together with others too. ` +
        `Intervals of ${percent(outcome.confidence)} by the bootstrap over ${some(outcome.totals[0]!.rows, 'row')}.`
      );
  }
}

function leftOut({ leftOut }: Sensitivity, style: Style): string[] {
  return leftOut.flatMap(({ path, why }) => wrapped(harmless(`not tried: ${path} ${why}`), style.width));
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
        ['guess', 'tried', text, 'change', 'finding'],
        ...outcome.guesses.flatMap(({ path, ends }) => ends.map((end) => [path, end.label, ...cellsOf(end, outcome)])),
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

/** A row for each guess, end and figure; numbers in the unit of the figure. */
export function sensitivityCsv(outcome: Sensitivity): string {
  return stringify([...rowsOf(outcome)]);
}

function rowsOf(outcome: Sensitivity): (string | number | null)[][] {
  switch (outcome.method) {
    case 'one-at-a-time':
      return csvOfEnds(outcome);
    case 'morris':
      return csvOfMorris(outcome);
    case 'sobol':
      return csvOfSobol(outcome);
  }
}

function csvOfEnds({ guesses, figures }: OneAtATime): (string | number | null)[][] {
  const head = [
    'guess',
    'of',
    'tried',
    'factor',
    'figure',
    'unit',
    'runs',
    'mean',
    'difference',
    'low',
    'high',
    'ratio',
    'elasticity',
    'verdict',
  ];
  const rows = guesses.flatMap(({ path, of, ends }) =>
    ends.flatMap(({ label, factor, effects, runs }) =>
      effects.map(({ mean, difference, interval, ratio, elasticity, verdict }, f) => {
        const { text, unit } = figures[f]!;
        const range = [interval?.low ?? null, interval?.high ?? null];
        return [path, of, label, factor, text, unit, runs, mean, difference, ...range, ratio, elasticity, verdict];
      }),
    ),
  );
  return [head, ...rows];
}

function csvOfMorris({ guesses, figures }: MorrisScreening): (string | number | null)[][] {
  const head = ['guess', 'of', 'figure', 'unit', 'effects', 'mean', 'meanSize', 'low', 'high', 'standardDeviation'];
  const rows = guesses.flatMap(({ path, of, effects }) =>
    effects.map(({ count, mean, meanSize, interval, standardDeviation }, f) => {
      const { text, unit } = figures[f]!;
      return [
        path,
        of,
        text,
        unit,
        count,
        mean,
        meanSize,
        interval?.low ?? null,
        interval?.high ?? null,
        standardDeviation,
      ];
    }),
  );
  return [head, ...rows];
}

function csvOfSobol({ guesses, figures }: SobolIndices): (string | number | null)[][] {
  const head = ['guess', 'of', 'figure', 'first', 'firstLow', 'firstHigh', 'total', 'totalLow', 'totalHigh'];
  const rows = guesses.flatMap(({ path, of, effects }) =>
    effects.map(({ first, firstInterval, total, totalInterval }, f) => {
      const ends = (interval: typeof firstInterval) => [interval?.low ?? null, interval?.high ?? null];
      return [path, of, figures[f]!.text, first, ...ends(firstInterval), total, ...ends(totalInterval)];
    }),
  );
  return [head, ...rows];
}
