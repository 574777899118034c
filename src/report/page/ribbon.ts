/**
 * The ribbon above the charts: a strip of time for each source or mapping, with what bound it when; where nothing was run again, one for each
 * limit that is suspected, with when it shows. Drawn here and now, so that it is there on paper and without the script, which moves it with
 * the charts. Pure. The strips say nothing that the table of spans does not.
 */
import type { LimitName } from '../../explain/limits.ts';
import { spansOf, type Span } from '../../explain/spans.ts';
import { firstSuspects } from '../explain-result/sentences.ts';
import { limitAt } from '../explain-result/words.ts';
import { duration, instant, list, some } from '../format.ts';
import type { Entry } from './entry.ts';
import { markup, type Html } from './html.ts';

/** Strips that are shown; nobody sees through more. */
const MOST_STRIPS = 12;
/** So many stay in sight while one reads the charts: more would hide them. */
const MOST_STICKY = 4;
/** Pieces that a strip is told by to those who do not see it. */
const MOST_TOLD = 6;
/** Share of the width that a letter of a name takes on a page of usual width. */
const LETTER = 0.0085;

/** By what one would turn to: the work, what comes in, how it is fetched, where it runs, what fails. */
const COLOURS: Readonly<Record<LimitName, string>> = {
  blockedByRecord: 'vermilion',
  functionTimeout: 'vermilion',
  retryBackOff: 'vermilion',
  downstream: 'purple',
  activeKeys: 'sky',
  shardWrite: 'sky',
  readersPerStream: 'sky',
  shardRead: 'sky',
  inFlightQuota: 'blue',
  batchWindow: 'blue',
  maximumConcurrency: 'blue',
  pollerRamp: 'blue',
  pollerThroughput: 'blue',
  requestsPerSecond: 'orange',
  reserved: 'orange',
  unreservedPool: 'orange',
  scalingRate: 'orange',
  coldStart: 'green',
  arrivalShape: 'grey',
  none: 'grey',
};

/** A row of the ribbon. */
interface Strip {
  readonly name: string;
  readonly isVerified: boolean;
  readonly spans: readonly Span[];
}

/** `end`: of the axis of time, in microseconds. Nothing where no record is worked on. */
export function ribbon(entries: readonly Entry[], end: number): Html | null {
  const all = entries.flatMap((entry) => stripsOf(entry, entries.length === 1));
  if (all.length === 0) return null;
  const shown = all.slice(0, MOST_STRIPS);
  const more = all.length - shown.length;
  const left = more === 0 ? null : ` ${some(more, 'more strip')} ${more === 1 ? 'is' : 'are'} left out.`;
  return markup`<p class="above">${howTo(all)}${left}</p>
<div class="ribbon${shown.length <= MOST_STICKY ? ' sticky' : ''}">
${shown.map((strip) => drawn(strip, end))}</div>
`;
}

const VERIFIED = 'What bound it, and when: each limit was verified by running the scenario again without it.';
const SUSPECTED =
  'What may have bound it, and when it shows: by what the run left behind, and not verified by running it again.';

function howTo(strips: readonly Strip[]): string {
  const some = strips.filter(({ isVerified }) => isVerified).length;
  if (some === 0) return SUSPECTED;
  if (some < strips.length)
    return 'What bound it, and when: solid where it was verified by running the scenario again without it; dashed, with a question mark, where it is suspected.';
  const isAny = strips.some(({ spans }) => spans.some(({ limit }) => limit !== 'none'));
  return isAny ? `${VERIFIED} Where a strip is empty, none shows.` : 'What bound it, and when: nothing did.';
}

function stripsOf({ label, result, explanation }: Entry, isAlone: boolean): Strip[] {
  const whose = isAlone ? '' : ` · ${label}`;
  const isVerified = explanation.unverified === null;
  return explanation.targets.flatMap((explained): Strip[] => {
    const { name } = explained.target;
    if (explained.harm.entered === 0) return [];
    if (isVerified) return [{ name: name + whose, isVerified, spans: explained.spans }];
    return firstSuspects(explained.suspects).map(({ limit, where }) => {
      const suspect = { limit, where, target: explained.target, weight: 1 };
      return {
        name: `${name}: ${limitAt(limit, where)}?${whose}`,
        isVerified,
        spans: spansOf(explained.target, [suspect], result),
      };
    });
  });
}

function drawn({ name, isVerified, spans }: Strip, end: number): Html {
  const bound = spans.filter(({ limit }) => limit !== 'none');
  return markup`<div class="strip"><p><strong>${name}</strong> ${isVerified ? legendOf(bound) : null}<span class="readout" aria-hidden="true"></span></p>
<div class="track" role="img" aria-label="${isVerified ? 'What bound' : 'What may have bound'} ${name}: ${toldOf(bound)}"><svg class="${isVerified ? 'verified' : 'suspected'}" width="100%" height="20" aria-hidden="true">${bound.map((span) => piece(span, end))}</svg></div></div>
`;
}

/** Which colour is what, for pieces that are too short for a name. */
function legendOf(bound: readonly Span[]): Html[] {
  const named = new Map(bound.map(({ limit, where }) => [limitAt(limit, where), limit]));
  return [...named].map(
    ([name, limit]) =>
      markup`<span class="kind"><svg class="swatch" width="9" height="9" aria-hidden="true"><rect class="${COLOURS[limit]}" width="9" height="9" rx="2"></rect></svg>${name}</span> `,
  );
}

/** Where it begins and ends is in seconds for the script, and in hundredths for those who have none. */
function piece({ from, until, limit, where }: Span, end: number): Html {
  const name = limitAt(limit, where);
  const share = (until - from) / end;
  const fits = name.length * LETTER < share ? null : markup` visibility="hidden"`;
  return markup`<svg class="${COLOURS[limit]}" x="${percent(from / end)}" width="${percent(share)}" height="20" data-from="${from / 1e6}" data-until="${until / 1e6}" data-name="${name}"><title>${name}, ${instant(from)} to ${duration(until)}</title><rect width="100%" height="20"></rect><line x1="0" x2="100%" y1="18.5" y2="18.5"></line><text x="6" y="13"${fits}>${name}</text></svg>`;
}

function percent(share: number): string {
  return `${Math.round(share * 100_000) / 1000}%`;
}

function toldOf(bound: readonly Span[]): string {
  if (bound.length === 0) return 'nothing';
  const told = bound
    .slice(0, MOST_TOLD)
    .map(({ from, until, limit, where }) => `${limitAt(limit, where)} from ${instant(from)} to ${duration(until)}`);
  const more = bound.length - told.length;
  return list([...told, ...(more > 0 ? [`${some(more, 'more span')}`] : [])], 'and');
}
