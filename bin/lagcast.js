#!/usr/bin/env node
import './tune.js';
await import('../dist/command/main.js');
