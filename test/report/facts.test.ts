/** The list of facts: what patterns mean, and that no way of printing it leaves out where a number comes from. */
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { FACT_KINDS } from '../../src/aws/fact.ts';
import { FACTS } from '../../src/aws/facts.ts';
import { INIT_TIMES } from '../../src/aws/cold-starts.ts';
import { factsCsv, factsJson } from '../../src/report/facts/data.ts';
import { listedFacts, matching, ofKinds } from '../../src/report/facts/list.ts';
import { documentationPages } from '../../src/cli/documentation.ts';
import { factsPage } from '../../src/report/facts/page.ts';
import { isIdentifier, passagesOn, statementParagraph } from '../../src/report/facts/statements.ts';
import { factParagraphs, factSources, factTable } from '../../src/report/facts/text.ts';
import { PLAIN } from '../../src/report/style.ts';
import { columnsOf } from '../../src/report/width.ts';

const all = listedFacts('current');
const paths = (pattern: string): string[] => matching(all, pattern).map(({ path }) => path);

describe('the list of facts', () => {
  it('has every fact and every measured row, each with kind, source and date', () => {
    expect(all.map(({ path }) => path)).toEqual(expect.arrayContaining(Object.keys(FACTS)));
    const rows = Object.values(INIT_TIMES).flatMap((packages) => Object.values(packages).flatMap(Object.values));
    expect(all).toHaveLength(Object.keys(FACTS).length + rows.length);
    for (const { path, id, kind, source, date } of all) {
      expect(FACT_KINDS, path).toContain(kind);
      expect(source.length, path).toBeGreaterThan(10);
      expect(date, path).toMatch(/^20\d\d(-\d\d){0,2}$/);
      expect(id, path).toMatch(/\w/);
    }
  });

  it('has values under the rules that are asked for, and says where they are others', () => {
    const ramp = listedFacts('2023-10').find(({ path }) => path === 'sqs.pollers.ramp')!;
    expect([ramp.value, ramp.written, ramp.elsewhere.find(({ rules }) => rules === 'current')?.written]).toEqual([
      1,
      '1/s',
      '5/s',
    ]);
  });

  it.each([
    ['sqs.pollers.ramp', ['sqs.pollers.ramp']],
    ['SQS.Pollers.Ramp', ['sqs.pollers.ramp']],
    ['pollers.ramp', ['sqs.pollers.ramp', 'sqs.pollers.rampStep']],
    ['sqs*ramp', ['sqs.pollers.ramp', 'sqs.pollers.rampStep']],
    ['nothing like it', []],
  ])('%s means %j', (pattern, meant) => {
    expect(paths(pattern).filter((path) => path.startsWith('sqs.pollers') || meant.length === 0)).toEqual(meant);
  });

  it('an identifier means all facts that rest on it, and words are found in meanings and sources', () => {
    expect(matching(all, 'sqs-12').every(({ id }) => id === 'SQS-12')).toBe(true);
    expect(paths('rehanvdm')).toContain('sqs.backOff.halfAt');
    expect(paths('visibility timeout of a queue')).toContain('sqs.visibilityTimeout');
  });

  it('kinds leave out the others', () => {
    expect(ofKinds(all, [])).toEqual(all);
    expect(new Set(ofKinds(all, ['assumed', 'measured']).map(({ kind }) => kind))).toEqual(
      new Set(['assumed', 'measured']),
    );
  });
});

describe('statements without a number', () => {
  const pages = documentationPages();
  const page = (text: string) => [{ name: 'docs/x.md', text }];

  it('each identifier that limits and folklore name is found, as a fact or as a passage', () => {
    const texts = pages.filter(({ name }) => /limits|folklore/.test(name)).map(({ text }) => text);
    const named = new Set(texts.join('\n').match(/\b(?:[A-Z]-)?[A-Z]{2,4}-\d+(?:\.\d+)?\b/g));
    expect(named.size).toBeGreaterThan(50);
    const deadEnds = [...named].filter((id) => matching(all, id).length === 0 && passagesOn(id, pages).length === 0);
    expect(deadEnds).toEqual([]);
  });

  it('a passage is a paragraph, an item or a row, without markup, and under its heading', () => {
    const text = [
      '# Title',
      '',
      'First line',
      'and `second` [line](a.md) (SQS-02).',
      '',
      '## Part',
      '- an item',
      '  that is **SQS-02**',
      '- another',
      '',
      '| a | b \\| c (sqs-02) | | &#62; 1 |',
      '```',
      'SQS-02 in an example',
      '```',
    ].join('\n');
    expect(passagesOn('SQS-02', page(text))).toEqual([
      { page: 'docs/x.md', part: 'Title', text: 'First line and second line (SQS-02).' },
      { page: 'docs/x.md', part: 'Part', text: 'an item that is SQS-02' },
      { page: 'docs/x.md', part: 'Part', text: 'a · b | c (sqs-02) · > 1' },
    ]);
  });

  it('an identifier is not part of a longer one', () => {
    expect(passagesOn('SQS-02', page('R-SQS-02, SQS-020 and SQS-02.1'))).toEqual([]);
    expect(passagesOn('SQS-02', page('see SQS-02.'))).toHaveLength(1);
    expect(paths('SQS-08').length).toBeGreaterThan(0);
    expect(matching(all, 'sqs-02')).toEqual([]);
  });

  it('of a long passage the sentences with it are told', () => {
    const long = `${'This is said of others. '.repeat(30)}This is said of SQS-02. And this again of others.`;
    expect(passagesOn('SQS-02', page(long))[0]!.text).toBe('This is said of SQS-02.');
  });

  it('is told no wider than the terminal, with the pages there is no room for', () => {
    const many = ['a', 'b', 'c', 'd'].map((name) => ({
      name: `docs/${name}.md`,
      text: `# Of ${name}\n\nSQS-02 ${name}`,
    }));
    const told = statementParagraph('SQS-02', passagesOn('SQS-02', many), { ...PLAIN, width: 40 });
    for (const line of told.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(40);
    expect(told).toContain('docs/c.md, Of c');
    expect(told).toContain('also in docs/d.md');
  });

  it.each(['SQS-02', 'r-sqs-08', 'AP-2.10'])('%s looks like an identifier', (id) =>
    expect(isIdentifier(id)).toBe(true),
  );
  it.each(['sqs', 'sqs.pollers', 'SQS', 'SQS-*'])('%s does not', (id) => expect(isIdentifier(id)).toBe(false));
});

describe('each way of printing it', () => {
  it.each([
    ['table', factTable(all)],
    ['paragraphs', factParagraphs(all, { ...PLAIN, width: 1000 })],
    ['page', factsPage()],
    ['CSV', factsCsv(all, 'current')],
    ['JSON', factsJson(all, 'current')],
  ])('the %s has path, kind, identifier, source and date of every fact', (_, text) => {
    const plain = text.replaceAll('\\"', '"').replaceAll('""', '"');
    for (const { path, kind, id, source, date } of all)
      for (const part of [path, kind, id, source, date]) expect(plain).toContain(part);
  });

  it('text fits the terminal', () => {
    const style = { ...PLAIN, width: 60 };
    for (const text of [factParagraphs(all, style), factSources(all, style)])
      for (const line of text.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(60);
  });

  it('by source each fact stands once', () => {
    const text = factSources(all, { ...PLAIN, width: 1e6 });
    const listed = [...text.matchAll(/^  \d+ facts?: (.*)$/gm)].flatMap(([, names]) => names!.split(', '));
    expect(listed.toSorted()).toEqual(all.map(({ path }) => path).toSorted());
  });

  it('data reads back as it was; unlimited is null in JSON and empty in CSV', () => {
    const ideal = listedFacts('ideal');
    const endless = ideal.findIndex(({ path }) => path === 'sqs.pollers.max');
    const json = JSON.parse(factsJson(ideal, 'ideal')) as { facts: { path: string; value: unknown }[] };
    const csv = parse(factsCsv(ideal, 'ideal'), { columns: true }) as { path: string; value: string; source: string }[];
    expect(json.facts[endless]).toMatchObject({ path: 'sqs.pollers.max', value: null });
    expect(csv[endless]).toMatchObject({ path: 'sqs.pollers.max', value: '' });
    expect(csv.map(({ path, source }) => [path, source])).toEqual(ideal.map(({ path, source }) => [path, source]));
  });
});
