/**
 * `report.html`: one file that needs nothing but itself. It holds all that a result says; only the charts need its script.
 * Pure: results, compiled charts and the script in, text out; equal inputs give equal bytes. Leaves out drawing, which
 * `src/browser` does in the reader's browser.
 *
 * Whatever a scenario says is text here: it goes through `html.ts`, and a content security policy lets no script run but
 * the one of the page, and nothing be fetched.
 */
import type { Result } from '../../metrics/result.ts';
import { accounts } from './accounts.ts';
import type { ResultExplanation } from '../../explain/explaining.ts';
import { head, inWords, objectives, titleOf } from './answer.ts';
import { bound } from './bound.ts';
import { charts, type CompiledChart } from './charts.ts';
import { entriesOf } from './entry.ts';
import { markup, trusted, type Content, type Html } from './html.ts';
import { inputs } from './inputs.ts';
import { limits } from './limits.ts';
import { details, summary } from './parts.ts';
import { reliedOn } from './relied-on.ts';
import { repeat } from './repeat.ts';
import { STYLE } from './style.ts';
import { whereTimeWent } from './where-time-went.ts';

/** By which a file is known to be ours. */
export const MARK = '<!doctype html>\n<!-- lagcast report -->\n';

export interface Runtime {
  /** The script of the page, without `</script` or `<!--` in it. */
  readonly script: string;
  /** SHA-256 of a text in UTF-8, in base64. */
  readonly sha256: (text: string) => string;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Content;
}

/** `compiled`: the charts of each result, in their order; `explanations`: of those that were run again. At least one result. */
export function reportPage(
  results: readonly Result[],
  compiled: readonly (readonly CompiledChart[])[],
  runtime: Runtime,
  explanations: readonly (ResultExplanation | undefined)[] = [],
): string {
  const entries = entriesOf(results, explanations);
  const sections: readonly Section[] = [
    { id: 'objectives', title: 'Objectives', content: objectives(entries) },
    { id: 'words', title: 'In words', content: inWords(entries) },
    { id: 'bound', title: 'What bound it', content: bound(entries) },
    { id: 'figures', title: 'Figures', content: summary(entries) },
    { id: 'time', title: 'Where time went', content: whereTimeWent(entries) },
    { id: 'over-time', title: 'Over time', content: charts(entries, compiled) },
    { id: 'parts', title: 'All figures', content: [accounts(entries), details(entries)] },
    { id: 'inputs', title: 'Inputs', content: inputs(entries) },
    { id: 'facts', title: 'Facts relied on', content: reliedOn(entries) },
    { id: 'limits', title: 'Not modelled', content: limits(entries) },
    { id: 'repeat', title: 'Repeat it', content: repeat(entries) },
  ];
  const shown = sections.filter(({ content }) => content !== null);
  const page = markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(runtime)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${titleOf(entries)} · lagcast</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
${head(entries)}
<nav aria-label="Sections">${shown.map(({ id, title }) => markup`<a href="#${id}">${title}</a> `)}</nav>
${shown.map(sectionOf)}
</main>
<script>${trusted(runtime.script)}</script>
</body>
</html>
`;
  return MARK + page.text;
}

function sectionOf({ id, title, content }: Section): Html {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${content}
  </section> `;
}

/** Nothing but the style and the script of this very page, known by their hashes. */
function policy({ script, sha256 }: Runtime): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${sha256(script)}'`,
    `style-src 'sha256-${sha256(STYLE)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
