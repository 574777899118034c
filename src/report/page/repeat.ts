/** How to get the same results again, and how to see that they are the same. Pure. */
import type { Result } from '../../metrics/result.ts';
import { count } from '../format.ts';
import type { Entry } from './entry.ts';
import { markup, type Html } from './html.ts';

export function repeat(entries: readonly Entry[]): Html[] {
  return [
    markup`<p>
      With the scenario file in place of SCENARIO.yaml. Equal seeds give equal runs on any machine: the digest is the
      same, or it is another run.
    </p> `,
    ...entries.map(
      ({ label, result }) =>
        markup`${entries.length === 1 ? null : markup`<h3>${label}</h3>`}
          <pre><code>${commandOf(result)}</code></pre>
          <dl>
            <dt>digest</dt>
            <dd><code>${result.digest}</code></dd>
            <dt>events</dt>
            <dd>${count(result.events)}</dd>
            <dt>format of the result</dt>
            <dd>${result.lagcastResult}</dd>
          </dl> `,
    ),
  ];
}

function commandOf({ version, seed, rules }: Result): string {
  return `npx ${word(`lagcast@${version}`)} run SCENARIO.yaml${seedOf(seed)} --rules ${word(rules)}`;
}

/** On the command line what looks like a number is one; a seed that is text and looks like one can only be in the file. */
function seedOf(seed: number | string): string {
  return typeof seed === 'string' && /^-?\d{1,15}$/.test(seed) ? '' : ` ${word(`--seed=${seed}`)}`;
}

/** As a shell takes it for one word. */
function word(text: string): string {
  return /^[\w@.,:=+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
