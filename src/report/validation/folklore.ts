/** The page docs/folklore.md: claims one reads, what the service does instead, and what a run of the simulator shows of it. Pure. */
import type { Claim } from '../../validation/folklore/claim.ts';
import { CLAIMS } from '../../validation/folklore/section.ts';
import type { Row } from '../../validation/row.ts';

const PARTS: readonly (readonly [title: string, ids: RegExp])[] = [
  ['Queues', /^F-(SQS|FIFO)-/],
  ['Streams, topics and brokers', /^F-(KIN|DDB|KAF|MQ|DOC)-/],
  ['Asynchronous invocation', /^F-ASY-/],
  ['Concurrency and environments', /^F-(CON|ENV)-/],
];

/** `rows`: of the section `folklore`, all of them. */
export function folklorePage(rows: readonly Row[]): string {
  const head = [
    '# Folklore',
    'Written by `npm run docs` from `src/validation/folklore` and runs of its scenarios; do not edit.',
    'What one reads about Lambda and what feeds it, in our words (no article is cited), and what the service does instead, with the source of that. ' +
      'Each claim has a scenario to run and to change; where a figure would be another if the claim were true, the table says which. Where the source is a guide or a recording, a run ' +
      'shows what follows from it, and is no proof of it: the other parts of the validation compare with the service itself.',
  ];
  const parts = PARTS.map(([title, ids]) => {
    const claims = CLAIMS.filter(({ id }) => ids.test(id));
    return [`## ${title}`, ...claims.flatMap((claim) => entry(claim, rows))].join('\n\n');
  });
  return `${[...head, ...parts].join('\n\n')}\n`;
}

function entry({ id, claim, instead, source, statements, evidence, scenario }: Claim, all: readonly Row[]): string[] {
  const rows = all.filter((row) => row.id === id);
  return [
    `### ${id}: “${claim}”`,
    instead,
    `*${evidence}*: ${source} (${statements.join(', ')}).`,
    table(rows),
    `Run it: \`npx lagcast run scenarios/${scenario}\` ([file](../scenarios/${scenario})).`,
  ];
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ figure, why, expected, found, verdict }) => {
    const believed = why?.replace('were the claim true: ', '') ?? '';
    return [figure, believed, `\`${expected}\``, verdict === 'pass' ? found : `**${found}**, which is a miss`];
  });
  return [['figure', 'were it so', 'the scenario demands', 'the run gave'], ['---', '---', '---', '---'], ...lines]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}
