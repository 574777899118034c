/**
 * What scenario data say, whichever way they say it, for fuzzing: quantities as numbers, one value as a list of one, and
 * without what says nothing. Two texts that complete to one scenario must mean the same, or something was swallowed.
 */
import { parseQuantity } from '../../src/scenario/quantities.ts';

const KINDS = ['duration', 'size', 'memory', 'rate', 'share'] as const;

/** Keys without effect on the scenario: anchors, and the version, of which there is one. */
const SILENT = (key: string) => key === 'lagcast' || key.startsWith('x-');

export function meaningOf(data: unknown): unknown {
  const all = meaning(data) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(all).filter(([key]) => !SILENT(key)));
}

/** Undefined for what says nothing. */
function meaning(value: unknown): unknown {
  if (typeof value === 'string') return quantityOf(value) ?? value;
  if (Array.isArray(value)) return listOf(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, part]) => [key, partOf(key, part, value)] as const)
    // The service's word for no limit, which is what holds when nothing is said.
    .filter(([key, part]) => key !== 'maximumRecordAge' || part !== -1)
    .filter(([, part]) => part !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function partOf(key: string, part: unknown, whole: object): unknown {
  if (key === 'body') return lengthOf(part, whole);
  return meaning(key === 'table' && Array.isArray(part) ? inAnyOrder(part) : part);
}

/** The rows of a table of memory sizes are put in order by the reader. */
function inAnyOrder(rows: readonly unknown[]): unknown[] {
  const textOf = (row: unknown): string => {
    const said = meaning(row);
    const isMapping = typeof said === 'object' && said !== null && !Array.isArray(said);
    return JSON.stringify(isMapping ? Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)) : said) ?? '';
  };
  return rows.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0));
}

/** Where one value may stand, a list of one says the same. */
function listOf(items: readonly unknown[]): unknown {
  const isOne = items.length === 1 && (typeof items[0] !== 'object' || items[0] === null);
  if (isOne) return meaning(items[0]);
  return items.length === 0 ? undefined : items.map(meaning);
}

/** A body is its length in bytes, which says nothing beside a size. */
function lengthOf(body: unknown, record: object): number | undefined {
  if (Object.hasOwn(record, 'size')) return undefined;
  return Buffer.byteLength(typeof body === 'string' ? body : JSON.stringify(body));
}

/** All that a text can be as a quantity, in the units of the model. */
function quantityOf(text: string): string | undefined {
  const read = KINDS.map((kind) => [kind, parseQuantity(kind, text)] as const).filter(([, parsed]) => parsed.ok);
  return read.length === 0
    ? undefined
    : read.map(([kind, parsed]) => `${kind} ${parsed.ok && parsed.value}`).join(', ');
}
