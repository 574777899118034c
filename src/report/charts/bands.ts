/**
 * Times that mean something to every chart, shaded: the warm-up, what was out, when alarms were in ALARM, and of the tier noise and incidents. Their names stand above the plot, where
 * no line crosses them; a name for which there is no room is left out, its shade is not.
 */
import type { OutageResult, Result } from '../../metrics/result.ts';
import { isCaller } from '../callers.ts';
import type { Part } from './chart.ts';
import { timeOf, type Piece } from './axes.ts';
import { shown } from './names.ts';
import { SECOND } from './steps.ts';
import { COLOURS, INK, LABEL_SIZE, WIDTH } from './theme.ts';

/** Times in seconds. */
interface Band {
  readonly from: number;
  readonly to: number;
  readonly s: string;
  readonly isOutage: boolean;
}

const LETTER = LABEL_SIZE * 0.62;

/** Shades to lie behind all others, and their names above the plot; none where there is nothing to shade. */
export function bandLayers(result: Result, part: Part): { shades: Piece[]; names: Piece[] } {
  const bands = bandsOf(result, part);
  if (bands.length === 0) return { shades: [], names: [] };
  const x = timeOf(result.duration / SECOND, 'from');
  const shades = [false, true].flatMap((isOutage) => {
    const values = bands.filter((band) => band.isOutage === isOutage).map(({ from, to, s }) => ({ from, to, s }));
    if (values.length === 0) return [];
    const color = isOutage ? COLOURS.orange : INK;
    return [{ data: { values }, mark: { type: 'rect', color, opacity: 0.16 }, encoding: { x, x2: { field: 'to' } } }];
  });
  const names = {
    data: { values: namesOf(bands, result.duration / SECOND) },
    mark: { type: 'text', align: 'left', baseline: 'bottom', y: -3, fontSize: LABEL_SIZE, color: INK },
    encoding: { x: timeOf(result.duration / SECOND), text: { field: 's', type: 'nominal' } },
  };
  return { shades, names: [names] };
}

function bandsOf(result: Result, part: Part): Band[] {
  const { warmUp, duration } = result;
  const warm: Band[] = warmUp === 0 ? [] : [{ from: 0, to: warmUp / SECOND, s: 'warm-up', isOutage: false }];
  const outages = merged(result.outages.filter(concerns(result, part)), duration);
  return [...warm, ...triggerOf(result, part), ...outages, ...alarmsOf(result, part)];
}

/** What the tier has to recover from. */
function triggerOf({ tier, duration }: Result, { kind }: Part): Band[] {
  const trigger = tier?.harm.trigger;
  if (kind !== 'tier' || trigger === undefined || trigger === null) return [];
  // What lasts from beginning to end is nothing to be told apart.
  if (trigger.from === 0 && trigger.until >= duration) return [];
  return [{ from: trigger.from / SECOND, to: trigger.until / SECOND, s: 'noise, incidents', isOutage: true }];
}

/**
 * Outages of downstreams concern all, since a result does not say who calls them, and those of functions all direct callers, for it
 * does not say whom they call; others the parts they are connected to.
 */
function concerns(result: Result, part: Part): (outage: OutageResult) => boolean {
  const connected = Object.entries(result.mappings)
    .map(([name, { source, function: fn }]) => ({ mapping: name, source, function: fn }))
    .filter((mapping) => part.kind in mapping && mapping[part.kind as keyof typeof mapping] === part.name);
  const calls = part.kind === 'source' && isCaller(result.sources[part.name]!);
  return ({ kind, name }) =>
    (kind === 'downstream' && (part.kind !== 'downstream' || name === part.name)) ||
    (kind === 'function' && calls) ||
    (kind === part.kind && name === part.name) ||
    (kind !== 'downstream' && connected.some((mapping) => mapping[kind] === name));
}

/** While an alarm over the part was in ALARM. */
function alarmsOf({ alarms = {}, duration }: Result, part: Part): Band[] {
  return Object.entries(alarms).flatMap(([name, { kind, of, changes }]) => {
    if ((of ?? 'account') !== part.name || KIND_OF_PART[kind] !== part.kind) return [];
    return changes.flatMap(({ at, state }, i): Band[] => {
      const to = changes[i + 1]?.at ?? duration;
      if (state !== 'ALARM') return [];
      return [{ from: at / SECOND, to: to / SECOND, s: `alarm ${shown(name, 24)}`, isOutage: true }];
    });
  });
}

const KIND_OF_PART = {
  queue: 'source',
  stream: 'source',
  activeMq: 'source',
  rabbitMq: 'source',
  function: 'function',
  mapping: 'mapping',
  account: 'account',
} as const;

/** Outages of one part with less than a pixel between them are one band. */
function merged(outages: readonly OutageResult[], duration: number): Band[] {
  const bands: { from: number; to: number; s: string; isOutage: boolean }[] = [];
  for (const { name, from, until } of outages) {
    const s = `${shown(name, 24)} out`;
    const last = bands.findLast((band) => band.s === s);
    const to = (until ?? duration) / SECOND;
    if (last !== undefined && from / SECOND - last.to < duration / SECOND / WIDTH) last.to = Math.max(last.to, to);
    else bands.push({ from: from / SECOND, to, s, isOutage: true });
  }
  return bands;
}

/** From left to right, each where its band begins, or later in it, as far as the one before leaves room and the plot goes. */
function namesOf(bands: readonly Band[], duration: number): { t: number; s: string }[] {
  const labels: { t: number; s: string }[] = [];
  let free = 0;
  for (const { from, to, s } of bands.toSorted((a, b) => a.from - b.from)) {
    const width = [...s].length * LETTER;
    const at = Math.min(Math.max((from / duration) * WIDTH, free), WIDTH - width);
    if (at < free || at > (to / duration) * WIDTH) continue;
    labels.push({ t: (at / WIDTH) * duration, s });
    free = at + width + LETTER;
  }
  return labels;
}
