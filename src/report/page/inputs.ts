/** What the runs were given, value by value, with where each comes from; of several results first what differs. Pure. */
import type { Input } from '../../metrics/result.ts';
import { count, some } from '../format.ts';
import { union, type Entry } from './entry.ts';
import { markup, type Html } from './html.ts';
import { NONE, table } from './table.ts';

export function inputs(entries: readonly Entry[]): (Html | null)[] {
  return [
    entries.length === 1 ? null : differing(entries),
    markup`<p class="tools">
      <label><input type="checkbox" id="given"> only what the scenarios give</label>
      <label class="scripted" hidden>containing <input type="search" id="filter" autocomplete="off" spellcheck="false"></label>
    </p> `,
    ...entries.map((entry) => ofOne(entry, entries.length === 1)),
  ];
}

/** Values are in the order of the first result that has them. */
export function differing(entries: readonly Entry[]): Html {
  const written = entries.map(({ result }) => new Map(result.inputs.map((input) => [input.path, input.written])));
  const rows = union(written, (values) => [...values.keys()]).flatMap((path) => {
    const values = written.map((of) => of.get(path) ?? null);
    // What one sets and another does not is a difference.
    return new Set(values).size > 1
      ? [{ head: markup`<code>${path}</code>`, cells: values.map((value) => value ?? NONE) }]
      : [];
  });
  const columns = ['input', ...entries.map(({ label }) => label)];
  return markup`<h3>What differs</h3>
    ${rows.length === 0 ? markup`<p>The results were given the same inputs.</p>` : table({ caption: 'Inputs that differ', columns, rows, isProse: true })}`;
}

function ofOne({ label, result }: Entry, isAlone: boolean): Html {
  const all = result.inputs;
  const given = all.filter(isGiven).length;
  const more =
    result.inputsLeftOut === 0
      ? null
      : markup`<p class="note">${some(result.inputsLeftOut, 'value')} more: lagcast explain prints them all.</p>`;
  return markup`<details class="inputs">
    <summary>${isAlone ? 'All inputs' : label}: ${some(all.length, 'value')}, ${count(given)} given</summary>
    ${table({
      caption: isAlone ? 'Inputs' : `Inputs of ${label}`,
      columns: ['input', 'value', 'where it comes from'],
      rows: all.map((input) => ({
        head: markup`<code>${input.path}</code>`,
        cells: [markup`<code>${input.written}</code>`, input.origin],
        mark: isGiven(input) ? ('given' as const) : undefined,
      })),
      isProse: true,
    })}${more}
  </details> `;
}

/** By the scenario or on the command line, rather than by a default. */
function isGiven({ origin }: Input): boolean {
  return /^given/.test(origin);
}
