/** The terminal: width, colours, output that survives a closed pipe. The only file that prints. */
import { styleText } from 'node:util';
import type { Style } from '../report/terminal.ts';

const COLOURS = { good: 'green', bad: 'red', strong: 'bold', faint: 'dim' } as const;

/** How to write to standard output: colours where it is a terminal and NO_COLOR is not set. */
export function styleOfStdout(): Style {
  const width = Math.min(120, Math.max(60, process.stdout.columns ?? 100));
  return { width, paint: (kind, text) => styleText(COLOURS[kind], text, { stream: process.stdout }) };
}

export function print(text: string): void {
  process.stdout.write(text);
}

export function printError(text: string): void {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** A reader that goes away (`| head`) is no error; anything else, such as a full disk, ends the process with this code. */
export function watchOutput(codeOfFailure: number): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      if (stream === process.stdout) printError(`error: standard output: ${error.message}`);
      process.exit(codeOfFailure);
    });
  }
}
