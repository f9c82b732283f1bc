#!/usr/bin/env node
import os = require('node:os')

// What native libraries read once, when they are loaded, must be set before: libuv the size of its thread pool (loading an ES module
// uses the pool, so this file is CommonJS), OpenMP how idle threads wait (spinning ones take the processor from image decoding).
// Decoding gets a thread for each processor: at least 4, some of which wait for files, and at most 16; 'doctor' measures the choice.
process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(4, Math.min(os.availableParallelism(), 16)))
process.env['OMP_WAIT_POLICY'] ??= 'PASSIVE'
if (process.env['NO_COLOR'] !== undefined) process.env['FORCE_COLOR'] = '0'

void import('./main.js').then(({ main }) => main(process.argv.slice(2)))
