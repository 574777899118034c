/** The terminal: width, colours, output that survives a closed pipe. The only file that prints. */
import { styleText } from 'node:util';
import { PLAIN, type Style } from '../report/style.ts';

const COLOURS = { good: 'green', bad: 'red', warning: 'yellow', strong: 'bold', faint: 'dim' } as const;

const NARROWEST = 40;
const WIDEST = 120;
/** Of a terminal that does not say. */
const USUAL = 80;

/** How to write to standard output: colours where it is a terminal and NO_COLOR is not set, or FORCE_COLOR is. */
export function styleOfStdout(): Style {
  const { isTTY, columns } = process.stdout;
  const width = isTTY ? Math.min(WIDEST, Math.max(NARROWEST, columns || USUAL)) : PLAIN.width;
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
