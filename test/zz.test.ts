import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { readScenario } from '../src/scenario/read.ts';
import { formatProblems } from '../src/scenario/problem.ts';
import { explain } from '../src/scenario/explain.ts';
it('x', () => {
  const r = readScenario(readFileSync('/tmp/t1.yaml', 'utf8'));
  console.log(formatProblems('x', r.problems));
  if (r.ok) { 
  console.log(explain(r.scenario).lines.filter(({path}) => path.startsWith('tier')).map(({ text, value }) => text + '   # ' + value?.origin).join('\n')); }
});
