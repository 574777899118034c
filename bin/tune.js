// The compiler may inline more than by default: a simulation is many small functions called in one loop.
// Changes speed only, never results. Why, and by how much: docs/decisions/0009-inlining.md.
import { setFlagsFromString } from 'node:v8';

const [major] = process.versions.node.split('.').map(Number);
if (major <= 24) {
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=5000');
  setFlagsFromString('--max-inlined-bytecode-size=1000');
  setFlagsFromString('--max-optimized-bytecode-size=100000');
}
