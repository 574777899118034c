/** A list of facts as text: a line each to search in, a paragraph each to read, or by source. */
import { broken, wrapped } from '../fit.ts';
import { some } from '../format.ts';
import { PLAIN, type Style } from '../style.ts';
import { table } from '../table.ts';
import type { ListedFact } from './list.ts';

/** One fact a line, however wide. Ends with a line break. */
export function factTable(facts: readonly ListedFact[]): string {
  const rows = facts.map(({ path, written, kind, id, date, says, source }) => [
    path,
    written,
    kind,
    id,
    date,
    `${says} · ${source}`,
  ]);
  const head = ['fact', 'value', 'kind', 'id', 'date', 'meaning · source'];
  return `${table({ head, rows, remark: true }, { ...PLAIN, width: Infinity }).join('\n')}\n`;
}

/** A paragraph for each fact, no wider than the terminal. Ends with a line break. */
export function factParagraphs(facts: readonly ListedFact[], { width, paint }: Style): string {
  const indented = (text: string): string[] => broken(text, width - 2).map((line) => `  ${line}`);
  const paragraphs = facts.map(({ path, written, elsewhere, kind, id, says, source, date }) => {
    const others = elsewhere.map((other) => `${other.written} under ${other.rules}`).join(', ');
    return [
      ...wrapped(`${path}: ${written}${others === '' ? '' : ` (${others})`}`, width).map((line) =>
        paint('strong', line),
      ),
      ...indented(says),
      ...indented(`${kind}, ${id}, ${date}: ${source}`).map((line) => paint('faint', line)),
    ].join('\n');
  });
  return `${paragraphs.join('\n\n')}\n`;
}

/** Each source once, with the facts that rest on it; those with the most facts first. Ends with a line break. */
export function factSources(facts: readonly ListedFact[], { width, paint }: Style): string {
  const bySource = new Map<string, ListedFact[]>();
  for (const fact of facts) {
    const source = `${fact.source} (${fact.date})`;
    bySource.set(source, [...(bySource.get(source) ?? []), fact]);
  }
  const paragraphs = [...bySource]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([source, resting]) => {
      const names = `${some(resting.length, 'fact')}: ${resting.map(({ path }) => path).join(', ')}`;
      return [
        ...broken(source, width).map((line) => paint('strong', line)),
        ...wrapped(names, width - 2).map((line) => `  ${line}`),
      ].join('\n');
    });
  return `${paragraphs.join('\n\n')}\n`;
}
