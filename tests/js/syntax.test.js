'use strict';

const fs = require('node:fs');
const path = require('node:path');
const {test} = require('node:test');
const vm = require('node:vm');

const STATIC = path.join(__dirname, '..', '..', 'startspark', 'static');

for (const folder of [STATIC, path.join(STATIC, 'progress')]) {
    for (const name of fs.readdirSync(folder).filter(it => it.endsWith('.js'))) {
        test(`${name} is JavaScript`, () => {
            const file = path.join(folder, name);
            new vm.Script(fs.readFileSync(file, 'utf8'), {filename: file});
        });
    }
}
