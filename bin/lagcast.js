#!/usr/bin/env node
import './tune.js';
await import('../dist/cli/main.js');
