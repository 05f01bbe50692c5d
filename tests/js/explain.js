// Prints what the page says of a failed start, which it reads: {content, log, code}, as JSON.
'use strict';

const fs = require('node:fs');
const {load} = require('./amd');

const {of, StartFailed} = load('failure');
const {content, log, code} = JSON.parse(fs.readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(of(new StartFailed(content, log, code))));
