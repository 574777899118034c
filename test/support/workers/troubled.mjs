// A worker of a sweep that is in trouble: what it does with a cell is decided by the cell's number.
const hoard = [];

function fillMemory() {
  for (;;) hoard.push(Array.from({ length: 1000 }, (_, i) => ({ i })));
}

const TROUBLE = {
  1: () => {
    throw new RangeError('cell 1 is\n  beyond it');
  },
  2: () => process.exit(7),
  3: fillMemory,
  4: () => {
    throw null;
  },
  5: () => {
    throw Object.assign(new Error('with a function'), { cause: () => undefined });
  },
  6: () => {
    queueMicrotask(() => {
      throw new Error('later');
    });
    return new Promise(() => undefined);
  },
  // Never comes back, and does not listen.
  9: () => {
    for (;;);
  },
};

export function isReady() {}

export default function runCell({ cell }) {
  return TROUBLE[cell]?.() ?? { cell, status: 'done', settings: {}, why: null, values: [], met: [] };
}
