#!/usr/bin/env node
// libuv reads the size of its thread pool when the pool is first used, and loading an ES module uses it: so this file is CommonJS and comes first.
process.env['UV_THREADPOOL_SIZE'] ??= '4'
void import('./main.js').then(({ main }) => main(process.argv.slice(2)))
