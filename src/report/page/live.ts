/**
 * Makes a compiled chart fit for the page: its span of time, its ticks and its colours are no longer fixed but follow the
 * page, and what the page says itself (title, background) is taken out. Pure: a Vega specification in, another out.
 *
 * Signals the page sets: `timeDomain`, the seconds from and to that are shown; `timeTicks`, where ticks stand, and
 * `timeLabels`, what they say; `width`, of the plot in pixels.
 */
import { TIME_TITLE } from '../charts/axes.ts';
import { COLOURS } from '../charts/theme.ts';

/** A part of a Vega specification, or a value in it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** The colours of charts by what the style sheet calls them; it has others for dark pages. */
const VARIABLES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(COLOURS).map(([name, colour]) => [colour, `var(--${name})`])),
  '#595959': 'var(--faint)',
  '#404040': 'var(--faint)',
};

/** Pixels of a letter of a legend, and of what stands around its text. */
const LETTER = 6.2;
const AROUND = 44;
/** Pixels before the text of a legend; and what is left to a text on the narrowest page, which cuts longer ones. */
const SYMBOL = 24;
const LEAST_TEXT = 80;

export function live(spec: JsonObject): JsonObject {
  const { $schema: _schema, background: _back, title: _title, description: _description, config, ...rest } = spec;
  const plots = plotOf(rest, timeScalesIn(rest));
  return {
    ...plots,
    padding: { left: 0, top: 10, right: 12, bottom: 4 },
    autosize: { type: 'pad' },
    signals: [
      ...listOf(plots['signals']),
      { name: 'timeDomain', value: [0, 1] },
      { name: 'timeTicks', value: [] },
      { name: 'timeLabels', value: [] },
    ],
    config: { ...objectOf(coloured(config ?? {})), aria: false, font: 'system-ui, sans-serif' },
  };
}

/** Whether its horizontal axis is the one that all share: one of tenants is not, nor one of money. */
export function isOverTime(spec: JsonObject): boolean {
  return axesOf(spec).some(({ title }) => title === TIME_TITLE);
}

/** Those of all plots of a compiled chart. */
export function axesOf({ axes, marks }: JsonObject): JsonObject[] {
  const inner = listOf(marks).flatMap((mark) => listOf(objectOf(mark)['axes']));
  return [...listOf(axes), ...inner].map(objectOf);
}

/** Names of the scales of time: of one plot, or of each of several above each other. */
function timeScalesIn(spec: JsonObject): ReadonlySet<string> {
  if (!isOverTime(spec)) return new Set();
  const names = listOf(spec['scales']).map((scale) => String(objectOf(scale)['name']));
  return new Set(names.filter((name) => /(^|_)x$/.test(name)));
}

/** A group with all groups in it. */
function plotOf(group: JsonObject, time: ReadonlySet<string>): JsonObject {
  const changed: Record<string, Json> = { ...group };
  if (group['data'] !== undefined) changed['data'] = listOf(group['data']).map(rounded);
  if (group['scales'] !== undefined) changed['scales'] = listOf(group['scales']).map((scale) => scaleOf(scale, time));
  if (group['axes'] !== undefined) changed['axes'] = listOf(group['axes']).map((axis) => axisOf(axis, time));
  if (group['legends'] !== undefined) changed['legends'] = listOf(group['legends']).map((one) => legendOf(one, group));
  if (group['marks'] !== undefined) changed['marks'] = listOf(group['marks']).map((mark) => markOf(mark, time));
  return changed;
}

/** Seven digits are more than anybody sees. */
function rounded(source: Json): Json {
  const { values, ...rest } = objectOf(source);
  if (values === undefined) return source;
  return { ...rest, values: listOf(values).map((row) => roundedRow(objectOf(row))) };
}

function roundedRow(row: JsonObject): JsonObject {
  return typeof row['v'] === 'number' ? { ...row, v: Number(row['v'].toPrecision(7)) } : row;
}

function scaleOf(scale: Json, time: ReadonlySet<string>): Json {
  const of = objectOf(coloured(scale));
  if (!time.has(String(of['name']))) return of;
  return { ...of, domain: { signal: 'timeDomain' }, zero: false, nice: false };
}

function axisOf(axis: Json, time: ReadonlySet<string>): Json {
  const of = objectOf(axis);
  if (!time.has(String(of['scale'])) || of['labels'] === false) return of;
  const { tickCount: _count, ...rest } = of;
  const text = { signal: 'timeLabels[indexof(timeTicks, datum.value)]' };
  return { ...rest, values: { signal: 'timeTicks' }, encode: { labels: { update: { text } } } };
}

/** In as many columns as there is room for. */
function legendOf(legend: Json, group: JsonObject): Json {
  const of = objectOf(legend);
  const scale = listOf(group['scales'])
    .map(objectOf)
    .find(({ name }) => name === (of['stroke'] ?? of['fill']));
  const texts = listOf(scale?.['domain']).map((name) => String(name).length * LETTER + AROUND);
  const whole = Math.ceil(texts.reduce((sum, text) => sum + text, 0));
  const two = Math.ceil(2 * Math.max(0, ...texts));
  const columns = { signal: `width > ${whole} ? 0 : width > ${two} ? 2 : 1` };
  return { ...of, columns, labelLimit: { signal: `max(${LEAST_TEXT}, width - ${SYMBOL})` } };
}

/** Nothing is drawn beside the span of time that is shown. */
function markOf(mark: Json, time: ReadonlySet<string>): Json {
  const of = objectOf(mark);
  const encode = objectOf(of['encode']);
  const { description: _description, ...update } = objectOf(coloured(encode['update'] ?? {}));
  if (of['type'] === 'group') return { ...plotOf(of, time), encode: { ...encode, update } };
  if (of['type'] !== 'text') return { ...of, clip: true, encode: { ...encode, update } };
  if (time.size === 0) return { ...of, encode: { ...encode, update } };
  const isShown = 'datum.t >= timeDomain[0] && datum.t <= timeDomain[1]';
  return { ...of, encode: { ...encode, update: { ...update, opacity: { signal: `${isShown} ? 1 : 0` } } } };
}

/** With colours by name instead of by value; for parts that hold no data. */
function coloured(value: Json): Json {
  if (typeof value === 'string') return Object.hasOwn(VARIABLES, value) ? VARIABLES[value]! : value;
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(coloured);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === 'domain' ? part : coloured(part)]),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function listOf(value: Json | undefined): readonly Json[] {
  return value !== undefined && isList(value) ? value : [];
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}
