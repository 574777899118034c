/** The page docs/limits.md: every limit of the model, with what it does to the figures of a run. Pure. */
import type { LimitedPart } from '../../limits/limit.ts';
import { NOWHERE } from '../../limits/nowhere.ts';
import { LIMITED_PARTS } from '../../limits/touched.ts';

export function limitsPage(): string {
  const head = [
    '# What is not modelled',
    'Written by `npm run docs` from `src/limits`; do not edit.',
    'A figure is worth as much as the model that made it. This is what the service has and a run has not, and which way figures are off for it. ' +
      'Those that a run meets stand at the end of its report, and of the reports of experiments; under `rules: ideal` without what these rules leave out on purpose. What is modelled by a number that AWS does not publish is another matter: ' +
      'such numbers are in [the facts](facts.md), marked `assumed`, and in every result.',
  ];
  return `${[...head, ...LIMITED_PARTS.map(section), nowhere()].join('\n\n')}\n`;
}

function section({ title, limits }: LimitedPart): string {
  return [
    `## ${title}`,
    ...table(
      ['not there', 'what that means'],
      limits.map(({ what, means }) => [what, means]),
    ),
  ].join('\n');
}

function nowhere(): string {
  return ['## Not at all', ...table(['what', 'instead'], NOWHERE)].join('\n');
}

/** With the empty line that belongs above it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return ['', line(head), line(head.map(() => '---')), ...rows.map(line)];
}
