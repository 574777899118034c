/** Replications as Markdown, fit for a comment of a pull request. The first line is a mark by which a script finds it. Pure. */
import type { Replications } from '../../plan/replicate.ts';
import { count, inUnit, percent } from '../format.ts';
import { firstLine } from '../terminal.ts';
import { groundMarkdown } from './grounds.ts';
import { markdownTable, plain } from './markdown.ts';
import {
  answer,
  effort,
  halfText,
  intervalText,
  methods,
  scope,
  sentences,
  spreadText,
  valueText,
  warnings,
} from './replicate-words.ts';

/** What the text begins with. */
export const REPLICATIONS_MARK = '<!-- lagcast replicate -->';

/** Ends with a line break. */
export function replicationsMarkdown(outcome: Replications): string {
  const lines = [
    REPLICATIONS_MARK,
    `### lagcast replicate: ${plain(outcome.name)}`,
    '',
    `**${plain(answer(outcome))}**`,
    '',
    ...warnings(outcome).map((warning) => `- **Warning:** ${plain(warning)}`),
    ...sentences(outcome).map((sentence) => `- ${plain(sentence)}`),
    ...objectives(outcome),
    ...figures(outcome),
    '',
    ...[...scope(outcome), methods(outcome)].map((line) => `${plain(line)}  `),
    ...groundMarkdown(outcome),
    '',
    `<sub>${plain(effort(outcome))}<br>${plain(firstLine(outcome))}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

function objectives({ objectives: all }: Replications): string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ text, unit, met, runs, interval, worst }) => [
    plain(text),
    `${met === runs ? '✓' : '✗'} ${count(met)} of ${count(runs)}`,
    `${percent(interval.low)} to ${percent(interval.high)}`,
    worst === null ? '–' : `${plain(inUnit(unit, worst.value))} (replication ${worst.replication})`,
  ]);
  return ['', ...markdownTable(['objective', 'met in', 'of all runs', 'worst'], rows)];
}

function figures({ figures: all }: Replications): string[] {
  const rows = all.map((one) =>
    [one.figure.text, valueText(one), intervalText(one), halfText(one), spreadText(one)].map(plain),
  );
  return ['', ...markdownTable(['figure', 'estimate', 'interval', 'give or take', 'single runs'], rows)];
}
