// A worker of a sweep along one axis that takes its time, and writes down each cell that it has run.
import { appendFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { header, source } = workerData;
const [{ name, values }] = header.axes;

export function isReady() {}

export default function runCell({ cell }) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 + ((cell * 7) % 13));
  appendFileSync(source.text, `${cell}\n`);
  const runs = Array.from({ length: header.replications }, (_, i) => cell + i / 7);
  const settings = { [name]: values[cell].value };
  return { cell, status: 'done', settings, why: null, values: header.figures.map(() => runs), met: [] };
}
