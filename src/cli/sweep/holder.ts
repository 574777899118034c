/**
 * Who holds a lock, and whether that process is still there. A number of a process alone says little: numbers are given again, and a folder
 * may be shared by machines and containers with numbers of their own. Leaves out the lock.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';

export interface Holder {
  /** Of no other lock, ever. */
  readonly token: string;
  readonly pid: number;
  /** For people. */
  readonly host: string;
  /** Equal where equal numbers are of equal processes: until the machine starts again, and in one container. */
  readonly machine: string;
  /** When the process started, in whatever unit; null where nobody says. */
  readonly started: string | null;
  /** For people. */
  readonly since: string;
}

/** `unknown`: it cannot be looked at from here. */
export type Life = 'there' | 'gone' | 'unknown';

/** This process, as the holder of one more lock. */
export function thisProcess(): Holder {
  const { pid } = process;
  return {
    token: randomBytes(12).toString('hex'),
    pid,
    host: hostname(),
    machine: machineOf(),
    started: startOf(pid)?.started ?? null,
    since: new Date().toISOString(),
  };
}

/** Whether a holder is still there. Never says `gone` of one that is. */
export function lifeOf({ pid, machine, started }: Holder): Life {
  if (machine !== machineOf()) return 'unknown';
  if (!hasProcess(pid)) return 'gone';
  const found = startOf(pid);
  if (found === undefined || started === null) return 'unknown';
  // The number may have been given to another process since; and one that ended may only wait for its parent to notice.
  return found.started === started && !found.hasEnded ? 'there' : 'gone';
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of another user it may not be asked, and so is there.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** As Linux tells it; undefined elsewhere. */
function startOf(pid: number): { readonly started: string; readonly hasEnded: boolean } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in brackets, with anything in it: the third begins after the last of them.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { started: fields[19]!, hasEnded: fields[0] === 'Z' || fields[0] === 'X' };
  } catch {
    return undefined;
  }
}

function machineOf(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each?.map(({ mac }) => mac) ?? []);
    return [hostname(), ...new Set(addresses.toSorted())].join(' ');
  }
}
