/**
 * The lines of a sweep's file: first what sweep it is, then a line for each cell, as it is finished or in order. Each ends with a check of
 * what stands before it: who reads it knows a line that was cut off or spoilt. Leaves out the file.
 */
import { Digest } from '../../engine/digest.ts';
import type { FailedCell, SweepCell } from './cell.ts';
import type { SweepSpec } from './spec.ts';

/** The first line: whose cells these are. */
export interface SweepHeader extends SweepSpec {
  /** Of the scenario and all that it reads: sixteen hexadecimal digits or more. */
  readonly scenario: string;
  /** Of the whole header without it: equal ids are the same sweep. */
  readonly id: string;
}

export type SweepLine = SweepCell | FailedCell;

const CHECK = /^(\{.*),"check":"([0-9a-f]{16})"\}$/;

/** One line, its end included. */
export function lineOf(value: SweepHeader | SweepLine): string {
  const text = JSON.stringify(value).slice(0, -1);
  return `${text},"check":"${checkOf(text)}"}\n`;
}

/** What a line, without its end, says; undefined of one that is not as it was written. */
export function readLine(line: string): SweepHeader | SweepLine | undefined {
  const [, text, check] = CHECK.exec(line) ?? [];
  if (text === undefined || checkOf(text) !== check) return undefined;
  return JSON.parse(`${text}}`) as SweepHeader | SweepLine;
}

function checkOf(text: string): string {
  const digest = new Digest();
  for (let i = 0; i < text.length; i++) digest.add(text.charCodeAt(i), i);
  return digest.toString();
}
