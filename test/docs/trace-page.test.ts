/** docs/trace.md: its story and its list are what its scenario gives, its words are those of the code, and its example of the API runs. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { looking } from '../../src/assemble-life.ts';
import { FOLLOWED, MOST_EVENTS } from '../../src/assemble-trace.ts';
import { readScenario, simulate, tracing } from '../../src/index.ts';
import { roleOf } from '../../src/metrics/ledgers.ts';
import { remarkedWords } from '../../src/report/life/remarked.ts';
import { timeTables } from '../../src/report/life/time-tables.ts';
import { story } from '../../src/report/life/story.ts';
import { PLAIN } from '../../src/report/style.ts';
import { firstLine } from '../../src/report/terminal.ts';
import { VERSION } from '../../src/version.ts';
import { faultsOf, traced, traceIn } from '../support/traced.ts';

const page = readFileSync(new URL('../../docs/trace.md', import.meta.url), 'utf8');
const text = /```yaml\n(# complete\n[\s\S]*?)```/.exec(page)![1]!;
const read = readScenario(text);
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const { scenario } = read;
const head = firstLine({ ...scenario, version: VERSION });

/** What stands below a command on the page. */
const shown = (command: string): string => {
  const from = page.indexOf(`$ lagcast ${command}\n`);
  expect(from, command).toBeGreaterThan(0);
  const begin = page.indexOf('\n', from) + 1;
  return page.slice(begin, page.indexOf('```', begin)).trimEnd();
};

function found(id?: string) {
  const { run, found } = looking(scenario, id);
  simulate(scenario, run);
  return found();
}

describe('docs/trace.md', () => {
  it('shows which records are worth a look', () => {
    const lines = [head, '', ...remarkedWords(found().remarked, PLAIN), '', 'The life of one of them: --record ID'];
    expect(shown('trace one-at-a-time.yaml')).toBe(lines.join('\n'));
  });

  it('tells the life of one', () => {
    const roles = new Map(scenario.sources.map(({ name, type }) => [name, roleOf(type)]));
    const { life, times } = found('bad');
    const lines = [head, '', ...story(life!, (source) => roles.get(source), PLAIN, timeTables(life!, times, PLAIN))!];
    expect(shown('trace one-at-a-time.yaml --record bad')).toBe(lines.join('\n'));
  });

  it('names what stands on the tracks of its scenario', () => {
    const { events } = traced(scenario, { records: ['bad', 'good'] });
    const written = events.flatMap((event) =>
      event.ph === 'C' || (event.ph === 'X' && event.cat !== 'invocation') ? [event.name] : [],
    );
    const names = [...new Set(written)];
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('has the numbers of the code', () => {
    expect(page).toContain(`${FOLLOWED} unless said`);
    expect(page).toContain(`at most ${MOST_EVENTS.toLocaleString('en')} events`);
  });

  it('shows how it is done in code', () => {
    const out: string[] = [];
    const { run, finish } = tracing(scenario, { to: 60e6 }, (text) => out.push(text));
    simulate(scenario, run);
    finish();
    expect(page).toContain('const { run, finish } = tracing(scenario, { to: 60e6 }, (text) => out.push(text));');
    expect(faultsOf(traceIn(out.join('')))).toEqual([]);
  });
});
