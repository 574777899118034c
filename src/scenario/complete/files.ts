/** Opens a file that a scenario names, through the caller's ports: nothing below the command line reads files by itself. */
import { quote, type Path } from '../problem.ts';
import type { Context } from './context.ts';

/** Its text, or undefined when it cannot be read, which has then been reported at `path`. */
export function readFile(file: string, path: Path, { ports, findings }: Context): string | undefined {
  const text = ports?.readText(file);
  if (typeof text === 'string') return text;
  const hint = ports === undefined ? 'nothing here can read files' : 'the path is relative to the scenario';
  findings.error(path, { message: `${quote(file)} ${text?.why ?? 'cannot be read'}`, hint });
  return undefined;
}
