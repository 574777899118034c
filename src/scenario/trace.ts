/**
 * Reads the arrival trace of a `replay:`: CSV text in, arrivals or counts per interval out, with notes on what was made
 * of it or with every problem found. Each step has a file of its own under trace/. Opening the file is the caller's
 * part, and laying counts out inside their intervals is the model's.
 */
import { layEvents } from './trace/events.ts';
import { Findings } from './trace/findings.ts';
import { layIntervals, layWide } from './trace/intervals.ts';
import { chooseLayout, type Layout, type LongLayout, type WideLayout } from './trace/layout.ts';
import { readLong } from './trace/long.ts';
import { checkNumbers, noteUnused } from './trace/options.ts';
import { sampleRows } from './trace/table.ts';
import { toTrace, type Timeline } from './trace/timeline.ts';
import type { Trace, TraceOptions, TraceResult } from './trace/types.ts';
import { readWide, wideSpan } from './trace/wide.ts';

export type { Trace, TraceAttribute, TraceOptions, TraceProblem, TraceResult } from './trace/types.ts';

/** Microseconds: the columns of a wide file are minutes unless the scenario says otherwise. */
const WIDE_INTERVAL = 60_000_000;

/** As {@link readTrace}, which may remember what it read. */
export type TraceReader = (text: string, options: TraceOptions) => TraceResult;

/** Never throws for what a file or its options hold; the same text and options give the same trace. */
export function readTrace(text: string, options: TraceOptions): TraceResult {
  const findings = new Findings(options.file);
  const trace = read(text, options, findings);
  return trace === undefined ? { ok: false, problems: findings.problems() } : { ok: true, trace };
}

/** Undefined with problems found. */
function read(text: string, options: TraceOptions, findings: Findings): Trace | undefined {
  if (!checkNumbers(options, findings)) return undefined;
  const sample = sampleRows(text, findings);
  const layout = sample === undefined ? undefined : chooseLayout(sample, options, findings);
  const timeline = layout === undefined ? undefined : timelineOf(text, layout, options, findings);
  return timeline === undefined ? undefined : toTrace(timeline, options.speed ?? 1, findings);
}

function timelineOf(text: string, layout: Layout, options: TraceOptions, findings: Findings): Timeline | undefined {
  return layout.kind === 'wide'
    ? wideTimeline(text, layout, options, findings)
    : longTimeline(text, layout, options, findings);
}

function longTimeline(
  text: string,
  layout: LongLayout,
  options: TraceOptions,
  findings: Findings,
): Timeline | undefined {
  const rows = readLong(text, layout, findings);
  if (!findings.sound) return undefined;
  if (layout.count !== undefined) return layIntervals(rows, layout.form, options, findings);
  noteUnused(options, findings);
  return layEvents(rows, layout.form, options.scale ?? 1, findings);
}

function wideTimeline(
  text: string,
  layout: WideLayout,
  options: TraceOptions,
  findings: Findings,
): Timeline | undefined {
  const interval = options.interval ?? WIDE_INTERVAL;
  const rows = readWide(text, layout, interval, findings);
  return findings.sound ? layWide(rows, interval, wideSpan(layout, interval), options, findings) : undefined;
}
