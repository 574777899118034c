/** What people read of provisioned pollers: sentences, the table of the terminal, the lines of the page, and what a file of a result may hold. */
import { describe, expect, it } from 'vitest';
import { RESULT_SHAPE } from '../../src/cli/result-shape.ts';
import { mappingSheet } from '../../src/report/page/mapping-sheet.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { verdict } from '../../src/report/verdict.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { Run } from '../../src/simulate.ts';

function play(rate: string, mapping: string) {
  const read = readScenario(`lagcast: 1
duration: 10 min
sources: { q: { type: sqs, arrivals: [ { rate: ${rate} } ] } }
functions: { f: { coldStart: none, handler: { duration: 100 ms } } }
mappings: { m: { source: q, function: f, ${mapping} } }
`);
  if (!read.ok) throw new Error(formatProblems('', read.problems));
  const run = new Run(read.scenario);
  while (!run.advance());
  return run.result();
}

const of = (least: number, most: number) =>
  `provisionedPollerConfig: { minimumPollers: ${least}, maximumPollers: ${most} }`;

describe('provisioned pollers in words and tables', () => {
  const busy = play('250/s', of(2, 2));
  const calm = play('5/s', of(2, 2));

  it('says that messages waited for them, and which limit held them', () => {
    const [ceiling, held] = verdict(busy).filter((sentence) => sentence.includes('provisioned'));
    expect(ceiling).toBe('m was at its limit of 2 provisioned pollers for 100 % of the run while messages waited.');
    expect(held).toMatch(
      /^For (9 min 5\d s|10 min) messages waited and no provisioned poller of m could take them: each had as many receives a second as one poller may have\.$/,
    );
    expect(verdict(calm).join()).not.toContain('provisioned');
  });

  it('has a table of them at the terminal', () => {
    const lines = terminalReport(busy).split('\n');
    const at = lines.findIndex((line) => line.startsWith('provisioned pollers'));
    expect(lines[at + 1]).toMatch(/^m +2 +2 +10 min +\d+(\.\d+)? % +100 % +/);
    expect(terminalReport(play('5/s', 'batchSize: 1'))).not.toContain('provisioned');
  });

  it('has lines of them on the page', () => {
    const { lines } = mappingSheet(busy.mappings['m']!);
    const own = lines.filter(({ label }) => label.includes('poller-hours') || label.includes('provisioned'));
    expect(own.map(({ value }) => value)).toEqual(['10 min', '0.333 h, 0.333 h']);
  });

  it('is read back from a file', () => {
    const copy: unknown = JSON.parse(JSON.stringify(busy));
    const read = RESULT_SHAPE.parse(copy);
    expect(read.mappings['m']!.provisioned).toEqual(busy.mappings['m']!.provisioned);
  });
});
