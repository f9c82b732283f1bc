#!/usr/bin/env node
import os = require('node:os')

// Native libraries read these variables once, when they load, so they must have their values before that.
// - libuv reads the size of its thread pool. To load an ES module uses the pool, so this file is CommonJS.
// - OpenMP reads how idle threads wait. Threads that spin would take the processor from image decoding.
// Decoding gets a thread for each processor: at least 4, since some wait for files, and at most 16. The
// command `doctor` measures the choice.
process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(4, Math.min(os.availableParallelism(), 16)))
process.env['OMP_WAIT_POLICY'] ??= 'PASSIVE'
if (process.env['NO_COLOR'] !== undefined) process.env['FORCE_COLOR'] = '0'

void import('./main.js').then(({ main }) => main(process.argv.slice(2)))
