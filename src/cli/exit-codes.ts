/** What the exit code says. Of several files the first of this order that occurred wins: 130, 1, 2, 3, 0. */
export const ExitCode = {
  done: 0,
  /** A defect of ours: the books do not balance, an assertion failed. */
  defect: 1,
  /** The scenario, the command or the place to write is wrong, or the run could not come to its end. */
  wrongInput: 2,
  /** Or what `--until` asked for was not reached, or a comparison found something worse. */
  objectiveMissed: 3,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

const WORST_FIRST: readonly ExitCode[] = [130, 1, 2, 3, 0];

/** The code of a command that did several things. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? ExitCode.done;
}
