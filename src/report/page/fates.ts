/**
 * What became of the records, on the page: a drawing of flows for each result, and the same figures in a table folded beneath. Pure; the
 * drawing says nothing that the table does not.
 */
import type { Bar, Drawing, Flow, Point, Text, Thread } from '../fates/drawing.ts';
import { fatesOf } from '../fates/fates.ts';
import { layout } from '../fates/layout.ts';
import { LINE_HEIGHT, partOf } from '../fates/lettering.ts';
import { totalOf, type Fates, type Share, type Stage, type Tone } from '../fates/stage.ts';
import { count, some } from '../format.ts';
import type { Entry } from './entry.ts';
import { markup, type Content, type Html } from './html.ts';
import { NONE, table, type Row } from './table.ts';

/** Pixels: drawings that are a little too wide for the page are made smaller; wider ones scroll. */
const SHRINKS = { above: 960, until: 1200 } as const;

/** Pixels: flows of less are drawn in full colour, to be seen. */
const THIN = 4;

/** Nothing where nothing came. */
export function fates(entries: readonly Entry[]): Html[] | null {
  const drawn = entries.map(({ result, label }) => ({ label, of: fatesOf(result), hasWarmUp: result.warmUp > 0 }));
  if (drawn.every(({ of }) => of.stages.length === 0)) return null;
  return [
    introduction(drawn.flatMap(({ of }) => of.stages)),
    ...drawn.flatMap(({ label, of, hasWarmUp }, i) => [
      ...(entries.length === 1 ? [] : [markup`<h3>${label}</h3>`]),
      ...(of.stages.length === 0 ? [] : [picture(of, `fates-${i + 1}`, label)]),
      ...notes(of, hasWarmUp),
      inWords(of, label),
    ]),
  ];
}

function introduction(stages: readonly Stage[]): Html {
  const shares = stages.flatMap((stage) => [...stage.in, ...stage.out]);
  const more = [
    stages.some(({ out }) => out.some(({ link }) => link !== undefined))
      ? ' What leaves one part for another goes on there.'
      : '',
    stages.some(({ copies }) => copies.length > 0) ? ' Each mapping of a stream has all its records.' : '',
    shares.some(({ follows }) => follows !== undefined)
      ? ' A dashed line leads to new records, made because of others.'
      : '',
  ];
  return markup`<p>From left to right: what came in, and what became of it, in bands as wide as there were records.${more}</p>
`;
}

function notes({ stages, leftOut }: Fates, hasWarmUp: boolean): Html[] {
  const isPartly = hasWarmUp && stages.some(({ id, outside }) => outside.length > 0 || id.startsWith('tenants '));
  return [
    ...(leftOut === 0
      ? []
      : [
          markup`<p class="note">${some(leftOut, 'part')} more: only the first ${stages.length} are drawn; result.json has them all.</p>
`,
        ]),
    ...(isPartly
      ? [
          markup`<p class="note">Over the whole run; what never came in, and what became of events of tenants, is counted from the end of the warm-up.</p>
`,
        ]
      : []),
  ];
}

function picture(of: Fates, id: string, label: string): Html {
  const drawing = layout(of);
  const { width, height } = drawing;
  return markup`<div class="scroll" role="region" aria-label="Flows of ${label}" tabindex="0"><svg class="${width > SHRINKS.above && width <= SHRINKS.until ? 'fates shrinks' : 'fates'}" role="img" aria-label="What became of the records of ${label}" aria-describedby="${id}-text" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<desc id="${id}-text">${of.stages.map(sentence).join(' ')}</desc>
${inside(drawing)}</svg></div>
`;
}

function inside({ flows, bars, threads, texts }: Drawing): Content {
  return [flows.map(flow), threads.map(thread), bars.map(bar), texts.map(text)];
}

const COLOURS: Readonly<Record<Tone, string>> = {
  in: 'faint',
  good: 'green',
  aside: 'grey',
  bad: 'vermilion',
  open: 'sky',
  moved: 'blue',
  dead: 'orange',
};

function flow({ points, height, share }: Flow): Html {
  const back = points.toReversed().map(({ x, y }) => ({ x, y: y + height }));
  return markup`<path class="${COLOURS[share.tone]}${height < THIN ? ' thin' : null}" d="M${along(points)}L${along(back)}Z"><title>${saying(share)}</title></path>
`;
}

function thread({ points }: Thread): Html {
  const { x, y } = points.at(-1)!;
  return markup`<path class="thread" d="M${along(points)}"></path><path class="tip" d="M${x} ${y}l-6 -3v6z"></path>
`;
}

/** From point to point; to another height in a bend that leaves and arrives level. */
function along([first, ...rest]: readonly Point[]): string {
  let from = first!;
  let path = `${from.x} ${from.y}`;
  for (const to of rest) {
    const middle = Math.round((from.x + to.x) / 2);
    path += from.y === to.y ? `L${to.x} ${to.y}` : `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
    from = to;
  }
  return path;
}

function bar({ x, y, width, height, tone }: Bar): Html {
  return markup`<rect class="${tone === null ? 'stage' : `end ${COLOURS[tone]}`}" x="${x}" y="${y}" width="${width}" height="${height}"></rect>
`;
}

function text({ lines, x, y, anchor }: Text): Html {
  const spans = lines.map(
    ({ text: words, look }, i) =>
      markup`<tspan class="${look}" x="${x}" dy="${i === 0 ? 0 : LINE_HEIGHT}">${words}</tspan>`,
  );
  return markup`<text x="${x}" y="${y}"${anchor === 'end' ? markup` text-anchor="end"` : null}>${spans}</text>
`;
}

function saying({ count: n, label, why }: Share): string {
  return `${count(n)} ${label}${why === null ? '' : `: ${why}`}`;
}

function sentence({ name, kind, in: into, out, outside, copies }: Stage): string {
  const became =
    out.length > 0
      ? out.map(saying).join('; ')
      : copies.length > 0
        ? `read by ${some(copies.length, 'mapping')}`
        : 'nothing';
  const never = outside.length === 0 ? '' : ` Never in: ${outside.map(saying).join('; ')}.`;
  return `${kind === null ? name : `${name}, ${kind}`}: ${into.map(saying).join('; ')}. Of these ${became}.${never}`;
}

/** The same figures. */
function inWords({ stages }: Fates, label: string): Html {
  const rows = stages.flatMap(({ name, kind, in: into, out, outside }) => {
    const all = totalOf(into);
    const head = kind === null ? name : markup`${name} <span class="kind">${kind}</span>`;
    const row = (side: string, share: Share, of: string): Row => ({
      head,
      cells: [side, share.label, share.why ?? NONE, count(share.count), of],
    });
    return [
      ...into.map((share) => row('came in', share, partOf(share.count, all))),
      ...out.map((share) => row('became', share, partOf(share.count, all))),
      ...outside.map((share) => row('never came in', share, NONE)),
    ];
  });
  const columns = ['part', '', 'what', 'by whom, from where, why', 'records', 'share'];
  return markup`<details><summary>The same in figures</summary>
${table({ caption: `What became of the records of ${label}`, columns, rows })}</details>
`;
}
