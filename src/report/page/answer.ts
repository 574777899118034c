/** The head of the page, the objectives and the verdict in words: what people came for, before any figure. Pure. */
import type { ObjectiveResult, Result } from '../../metrics/result.ts';
import { count, duration, inUnit, some } from '../format.ts';
import { verdict } from '../verdict.ts';
import { union, type Entry } from './entry.ts';
import { markup, type Html } from './html.ts';
import { differ, NONE, table } from './table.ts';

/** What the title of the page says as well. */
export function titleOf(entries: readonly Entry[]): string {
  return entries.length === 1 ? entries[0]!.result.name : `${some(entries.length, 'result')} side by side`;
}

export function head(entries: readonly Entry[]): Html {
  const [{ result }] = entries as readonly [Entry];
  const about =
    entries.length === 1
      ? markup`<p class="first">${origin(result)}</p>
          ${result.question === null ? null : markup`<p class="question">${result.question}</p>`}`
      : table({
          caption: 'The results',
          columns: ['result', 'seed', 'rules', 'lagcast', 'simulated', 'question'],
          rows: entries.map(({ label, result: of }) => ({
            head: label,
            cells: [luckOf(of), of.rules, of.version, simulated(of), of.question ?? NONE],
          })),
          isProse: true,
        });
  return markup`<header>
    <h1>${titleOf(entries)}</h1>
    ${about}
  </header> `;
}

function origin(result: Result): string {
  return `seed ${luckOf(result)} · rules ${result.rules} · lagcast ${result.version} · simulated: ${simulated(result)}`;
}

/** The seed, and the replication where it is not the first. */
function luckOf({ seed, replication }: Result): string {
  return replication === undefined ? String(seed) : `${seed} · replication ${replication}`;
}

function simulated({ duration: whole, warmUp }: Result): string {
  return `${duration(whole)}${warmUp === 0 ? '' : `, figures without the first ${duration(warmUp)}`}`;
}

export function objectives(entries: readonly Entry[]): Html | null {
  const texts = union(entries, ({ result }) => result.objectives.map(({ text }) => text));
  if (texts.length === 0) return markup`<p class="note">The scenario sets no objectives.</p>`;
  const rows = texts.map((text) => {
    const found = entries.map(({ result }) => result.objectives.find((objective) => objective.text === text));
    const isMissed = found.some((objective) => objective?.met === false);
    return {
      head: markup`<code>${text}</code>`,
      cells: found.flatMap((objective) =>
        entries.length === 1 ? [met(objective), valueOf(objective)] : [both(objective)],
      ),
      differs: differ(found.map((objective) => (objective === undefined ? null : valueOf(objective)))),
      mark: isMissed ? ('missed' as const) : ('met' as const),
    };
  });
  const columns = entries.length === 1 ? ['', 'the run gave'] : entries.map(({ label }) => label);
  return markup`<p>${entries.map(score)}</p>
    ${table({ caption: 'Objectives', columns: ['objective', ...columns], rows })}`;
}

function score({ label, result: { objectives: all } }: Entry, i: number, entries: readonly Entry[]): Html {
  const missed = all.filter((objective) => !objective.met).length;
  const said =
    all.length === 0
      ? 'No objectives'
      : missed === 0
        ? `All ${count(all.length)} met`
        : `${count(missed)} of ${count(all.length)} missed`;
  const ofWhat = entries.length === 1 ? '' : `${label}: `;
  const end = i + 1 === entries.length ? '.' : '; ';
  return markup`${ofWhat}<strong class="${missed === 0 ? 'good' : 'bad'}">${said}</strong>${end}`;
}

function met(objective: ObjectiveResult | undefined): Html | string {
  if (objective === undefined) return NONE;
  return objective.met ? markup`<span class="good">✓ met</span>` : markup`<span class="bad">✗ missed</span>`;
}

function valueOf(objective: ObjectiveResult | undefined): string {
  if (objective === undefined) return NONE;
  return objective.value === null ? 'nothing to measure' : inUnit(objective.unit, objective.value);
}

function both(objective: ObjectiveResult | undefined): Html | string {
  return objective === undefined ? NONE : markup`${met(objective)} <span>${valueOf(objective)}</span>`;
}

export function inWords(entries: readonly Entry[]): Html {
  if (entries.length === 1) return sentences(entries[0]!.result);
  return markup`<div class="beside">
    ${entries.map(
      ({ label, result }) =>
        markup`<article>
          <h3>${label}</h3>
          ${sentences(result)}
        </article> `,
    )}
  </div>`;
}

function sentences(result: Result): Html {
  const said = verdict(result);
  if (said.length === 0) return markup`<p>Nothing happened that could be told.</p>`;
  return markup`<ul class="verdict">
    ${said.map((sentence) => markup`<li>${sentence}</li>`)}
  </ul>`;
}
