/** Reads a scenario file with the files it names, for all commands. */
import { basename, dirname, extname, resolve } from 'node:path';
import { readScenario, type Ports, type ReadOptions, type ReadResult } from '../scenario/read.ts';
import { InputError, MOST_SCENARIO, MOST_TRACE, readText, STDIN } from './files.ts';

/** The name of a file without folder and ending: where its results go, and what a nameless scenario is called. */
export function stemOf(path: string): string {
  return path === STDIN ? 'stdin' : basename(path, extname(path));
}

/**
 * Throws InputError when the scenario itself cannot be read; what is wrong inside it is in the result. `note` is told the path of each
 * file that is about to be read.
 */
export function readScenarioFile(
  path: string,
  options: ReadOptions = {},
  note: (path: string) => void = () => {},
): ReadResult {
  note(resolve(path));
  const ports: Ports = {
    readText: (file) => {
      note(besides(path, file));
      return readBeside(path, file);
    },
  };
  return readScenario(readText(path, MOST_SCENARIO), { ...options, ports, stem: stemOf(path) });
}

/** How files are reached that a scenario names. */
export function portsBeside(scenario: string): Ports {
  return { readText: (file) => readBeside(scenario, file) };
}

/** A file named in a scenario, relative to it, or why it cannot be read. */
function readBeside(scenario: string, file: string): string | { readonly why: string } {
  const path = besides(scenario, file);
  try {
    return readText(path, MOST_TRACE);
  } catch (error) {
    if (error instanceof InputError) return { why: error.message.replace(`${path}: `, '') };
    throw error;
  }
}

function besides(scenario: string, file: string): string {
  return resolve(dirname(scenario), file);
}
