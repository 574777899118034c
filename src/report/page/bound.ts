/**
 * What bound it, on the page: of each source or mapping the sentences of `lagcast explain`, what the re-runs said of each limit, and the spans
 * of time. Where nothing was run again it says how that is done, and what is suspected. Pure.
 */
import type { ExplainedTarget } from '../../explain/explaining.ts';
import { sentencesOf, verifiedBy } from '../explain-result/sentences.ts';
import { batchRows, deadLetterRows, spanRows, triedRows, type Rows } from '../explain-result/rows.ts';
import { some } from '../format.ts';
import type { Entry } from './entry.ts';
import { markup, type Html } from './html.ts';
import { table } from './table.ts';

/** Targets that are told; nobody reads more. */
const MOST_TARGETS = 24;
/** Rows of spans. */
const MOST_SPANS = 100;

const COUNTED = markup`<p class="note">Records that still waited at the end count here, with half of the age of the oldest; they do not where time went.</p>`;

/** Nothing where no record is worked on. */
export function bound(entries: readonly Entry[]): Html[] | null {
  const all = entries.flatMap((entry) => entry.explanation.targets.map((explained) => ({ explained, entry })));
  if (all.length === 0 && !entries.some(({ explanation }) => explanation.hasTier)) return null;
  const shown = all.slice(0, MOST_TARGETS);
  const more = all.length - shown.length;
  return [
    ...shown.map(({ explained, entry }) => ofTarget(explained, entry, all.length === 1, entries.length === 1)),
    ...entries.map(
      ({ label, explanation }) =>
        markup`<p class="note">${entries.length === 1 ? '' : `${label}: `}${verifiedBy(explanation)}</p> `,
    ),
    ...(more > 0
      ? [
          markup`<p class="note">${some(more, 'more source or mapping', 'more sources and mappings')} ${more === 1 ? 'is' : 'are'} left out; lagcast explain has them all.</p> `,
        ]
      : []),
  ];
}

function ofTarget(explained: ExplainedTarget, { label, explanation }: Entry, isOnly: boolean, isAlone: boolean): Html {
  const { name } = explained.target;
  const head = isAlone ? name : `${name}, ${label}`;
  const sentences = sentencesOf(explained, explanation);
  const spans = spanRows(explained);
  const left = spans.rows.length - MOST_SPANS;
  const tables = [deadLetterRows(explained), batchRows(explained)];
  const tried = triedRows(explained);
  const counted = tried.rows.length > 0 && explained.harm.waiting > 0 ? COUNTED : null;
  return markup`${isOnly ? null : markup`<h3>${head}</h3>`}
<ul class="verdict">${sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul>
${tableOf(tried, head)}
${counted}
${tables.map((rows) => tableOf(rows, head))}
${
  explained.spans.length < 2
    ? null
    : markup`<details><summary>What bound ${name}, span by span</summary>${tableOf({ ...spans, rows: spans.rows.slice(0, MOST_SPANS) }, head)}${left > 0 ? markup`<p class="note">${some(left, 'more span')}.</p>` : null}</details>`
}
`;
}

function tableOf({ caption, head, rows }: Rows, of: string): Html | null {
  return table({
    caption: `${caption}: ${of}`,
    columns: head,
    rows: rows.map(([first = '', ...cells]) => ({ head: first, cells })),
    isProse: true,
  });
}
