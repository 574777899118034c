/**
 * Reads a trace once, however often it is asked for: variants of a scenario mostly replay the same file in the same way, and a long one takes
 * seconds to read. Traces are not changed once they are read, so scenarios may share one. Leaves out how a trace is read.
 */
import { readTrace, type TraceReader, type TraceResult } from './trace.ts';

/** Each may be as large as its file: where variants read it in many ways, those asked for longest ago are forgotten. */
const MOST_KEPT = 8;

/** A reader that gives what `read` gives, for equal text and options the very same. */
export function rememberedTraces(read: TraceReader = readTrace): TraceReader {
  let kept: { readonly text: string; readonly key: string; readonly result: TraceResult }[] = [];
  return (text, options) => {
    const key = JSON.stringify(options, (_, value: unknown) => (typeof value === 'number' ? String(value) : value));
    const found = kept.find((one) => one.key === key && one.text === text);
    const one = found ?? { text, key, result: read(text, options) };
    kept = [one, ...kept.filter((other) => other !== one)].slice(0, MOST_KEPT);
    return one.result;
  };
}
