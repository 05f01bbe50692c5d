// Loads the page's AMD modules in node, as RequireJS does in the page.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const STATIC = path.join(__dirname, '..', '..', 'startspark', 'static');

/**
 * @param {string} name - of a module without the page in it, such as `state`
 * @returns {Object} what it defines
 */
function load(name) {
    const file = path.join(STATIC, `${name}.js`);
    let defined;
    const define = (names, factory) => {
        defined = factory(...names.map(it => load(path.join(path.dirname(name), it))));
    };
    vm.runInThisContext(`(function (define) {${fs.readFileSync(file, 'utf8')}\n})`, file)(define);
    return defined;
}

module.exports = {load};
