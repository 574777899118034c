/** What a key does to the cross-hair and to the span of time that is shown. Pure; times are seconds. */
import type { Span } from './time.ts';

export interface At {
  /** Undefined while there is no cross-hair. */
  readonly time: number | undefined;
  readonly span: Span;
}

export interface Axis {
  readonly whole: Span;
  /** From one reading to the next. */
  readonly period: number;
  /** Nobody can look closer. */
  readonly least: number;
}

/** Steps to a span that is shown: one of less could not be seen. */
const STEPS = 200;
/** Of a page key, and of an arrow with shift. */
const LONG = 10;

/** Undefined for keys that do nothing here. */
export function moved(key: string, isLong: boolean, at: At, axis: Axis): At | undefined {
  const [from, to] = at.span;
  const one = Math.max(axis.period, (to - from) / STEPS);
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return stepped(at, axis, isLong ? LONG * one : one);
    case 'ArrowLeft':
    case 'ArrowDown':
      return stepped(at, axis, isLong ? -LONG * one : -one);
    case 'PageUp':
      return stepped(at, axis, LONG * one);
    case 'PageDown':
      return stepped(at, axis, -LONG * one);
    case 'Home':
      return { ...at, time: from };
    case 'End':
      return { ...at, time: to };
    case '+':
    case '=':
      return zoomed(at, axis, 1 / 2);
    case '-':
    case '_':
      return zoomed(at, axis, 2);
    default:
      return undefined;
  }
}

/** A step out of what is shown takes that along, as far as the run goes. The first step shows where one is. */
function stepped({ time, span }: At, { whole }: Axis, by: number): At {
  const [from, to] = span;
  if (time === undefined) return { time: by > 0 ? from : to, span };
  const next = Math.min(whole[1], Math.max(whole[0], time + by));
  const shift = next < from ? next - from : next > to ? next - to : 0;
  return { time: next, span: [from + shift, to + shift] };
}

/** Around the cross-hair, or around the middle; never beyond the run. */
function zoomed({ time, span }: At, { whole, least }: Axis, factor: number): At {
  const [from, to] = span;
  const width = Math.min(whole[1] - whole[0], Math.max(least, (to - from) * factor));
  const around = time ?? (from + to) / 2;
  const start = around - ((around - from) / (to - from)) * width;
  const first = Math.min(whole[1] - width, Math.max(whole[0], start));
  return { time, span: [first, first + width] };
}
