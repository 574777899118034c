/** docs/scenario.md, “The tier”: every setting with its range, default and source, every strategy and discipline, and an example. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { factUnder } from '../../src/aws/rules.ts';
import type { Bound, Option, Options } from '../../src/model/options.ts';
import { DISCIPLINES } from '../../src/model/tier/disciplines/disciplines.ts';
import * as tier from '../../src/model/tier/options.ts';
import { STRATEGIES } from '../../src/model/tier/placement/strategies.ts';
import { formatQuantity } from '../../src/scenario/quantities.ts';
import { readScenario } from '../../src/scenario/read.ts';

const page = readFileSync(new URL('../../docs/scenario.md', import.meta.url), 'utf8');

function section(title: string): string {
  const [, level] = new RegExp(`^(#+) ${title}$`, 'm').exec(page)!;
  const rest = page.slice(page.indexOf(`\n${level} ${title}\n`) + 1);
  return rest.split(new RegExp(`\n#{2,${level!.length}} `))[0]!;
}

function rows(title: string): string[][] {
  const lines = section(title).match(/^\|(?![-|]+\|$).*$/gm) ?? [];
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const valueOf = (bound: Bound): number =>
  typeof bound === 'number' ? bound : (factUnder('current', bound.fact) as number);

/** Type, range and default as the tables have them. */
function cells(option: Option): string[] {
  const code = (word: string): string => `\`${word}\``;
  if (option.kind === 'flag') return ['flag', '', String(option.default)];
  if (option.kind === 'word') return ['word', option.words.map(code).join(', '), code(option.default)];
  if (option.kind === 'attribute') return ['attribute', '', 'none'];
  const write = (bound: Bound): string => formatQuantity(option.kind, valueOf(bound));
  const range =
    option.max === undefined ? `from ${write(option.min!)}` : `${write(option.min!)} to ${write(option.max)}`;
  const unlimited = option.unlimited === undefined ? '' : `, or ${option.unlimited}`;
  return [option.kind, `${range}${unlimited}`, option.default === undefined ? 'none' : write(option.default)];
}

const PARTS: readonly (readonly [title: string, options: Options])[] = [
  ['The tier', tier.TIER],
  ['Depth', tier.DEPTH],
  ['Pollers and leases', { ...tier.POLLERS, ...tier.LEASES }],
  ['Retries and pacing', { ...tier.RETRIES, ...tier.PACING }],
  ['Isolation and ramp', { ...tier.ISOLATION, ...tier.RAMP }],
  ['Who suffers', tier.MEASURE],
  ['Tenants', { ...tier.TENANTS, ...tier.CALLERS }],
];

describe('settings', () => {
  const settings = PARTS.flatMap(([title, options]) =>
    Object.entries(options).map(([name, option]) => [title, name, option] as const),
  );

  it('are many', () => expect(settings.length).toBeGreaterThan(75));

  it.each(settings)('%s: %s', (title, name, option) => {
    const [, type, range, standard, meaning] = rows(title).find(([key]) => key === `\`${name}\``)!;
    expect([type, range, standard]).toEqual(cells(option));
    expect(meaning).toContain(`(${option.source})`);
  });
});

describe.each([
  ['Placement', STRATEGIES],
  ['Disciplines', DISCIPLINES],
])('%s', (title, registry) => {
  const table = rows(title);

  it('has all there are, in order, with what they take and do', () => {
    const three = table.filter(({ length }) => length === 3).slice(1);
    expect(three.map(([name]) => name)).toEqual(Object.keys(registry).map((name) => `\`${name}\``));
    Object.values(registry).forEach(({ summary, options }: { summary: string; options: Options }, i) => {
      const [, takes, does] = three[i]!;
      expect(takes).toBe(
        Object.keys(options)
          .map((key) => `\`${key}\``)
          .join(', '),
      );
      const said = summary.replace(/\.$/, '');
      expect(does!.startsWith(said[0]!.toLowerCase() + said.slice(1)), does).toBe(true);
    });
  });

  it('has every option of each with its range, default and source', () => {
    const six = table.filter(({ length }) => length === 6).slice(1);
    const code = Object.entries(registry).flatMap(([name, { options }]: [string, { options: Options }]) =>
      Object.entries(options).map(([key, option]) => ({
        head: [`\`${name}\``, `\`${key}\``, ...cells(option)],
        option,
      })),
    );
    expect(six.map((row) => row.slice(0, 5))).toEqual(code.map(({ head }) => head));
    code.forEach(({ option }, i) => expect(six[i]![5]).toContain(`(${option.source})`));
  });
});

it('every incident is in the table', () => {
  expect(
    rows('Incidents')
      .slice(1)
      .map(([kind]) => kind),
  ).toEqual(tier.INCIDENT_KINDS.map((kind) => `\`${kind}\``));
});

it('the example can be read, and has nothing to complain of', () => {
  const [, example] = /```yaml\n# part of a scenario\n(tier:[\s\S]*?)```/.exec(section('The tier'))!;
  const read = readScenario(`lagcast: 1\nname: Example\nduration: 400 s\n${example}`);
  expect(read.problems.filter(({ severity }) => severity !== 'note')).toEqual([]);
  expect(read.ok).toBe(true);
});
