/** What was called, as it is to be called again, for a shell. Pure. */

/** A call of `lagcast sweep run`. */
export interface SweepCommand {
  /** As it was called. */
  readonly called: string;
  /** What goes on where it stopped: forgets nothing. */
  readonly again: string;
  readonly ofCell: (cell: number) => string;
}

/** `args`: what follows `lagcast`. */
export function sweepCommand(args: readonly string[]): SweepCommand {
  const again = without(args, '--restart', false);
  const bare = without(without(again, '--cells', true), '--workers', true);
  return {
    called: commandText(args),
    again: commandText(again),
    ofCell: (cell) => commandText([...bare, '--cells', String(cell), '--workers', '1']),
  };
}

export function quotedForShell(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}

function commandText(args: readonly string[]): string {
  return ['lagcast', ...args.map(quotedForShell)].join(' ');
}

/** Without an option, written `--option value` or `--option=value`. */
function without(args: readonly string[], option: string, hasValue: boolean): string[] {
  return args.filter((arg, i) => {
    if (arg === option || arg.startsWith(`${option}=`)) return false;
    return !(hasValue && args[i - 1] === option);
  });
}
