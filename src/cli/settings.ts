/** `PATH=VALUE` on the command line: a setting of a scenario, the value written as in the file. */
import { parse } from 'yaml';
import { parsePath } from '../scenario/setting-path.ts';
import type { Settings } from '../scenario/template.ts';

export type SettingResult =
  { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly message: string };

/** Adds one setting to others; the last of a path counts. The value is YAML: a number, `30 s`, `{ median: 40 ms, p99: 1 s }`. */
export function addSetting(text: string, to: Settings = {}): SettingResult {
  const at = text.indexOf('=');
  if (at < 1)
    return {
      ok: false,
      message: `PATH=VALUE is due, such as functions.worker.reservedConcurrency=50; found "${text}"`,
    };
  const [path, written] = [text.slice(0, at).trim(), text.slice(at + 1)];
  const parsed = parsePath(path);
  if (!parsed.ok) return { ok: false, message: parsed.problem.message };
  try {
    return { ok: true, settings: { ...to, [path]: parse(written, { maxAliasCount: 0 }) as unknown } };
  } catch (error) {
    return { ok: false, message: `${path}: ${(error as Error).message.split('\n')[0]}` };
  }
}
