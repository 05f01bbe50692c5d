// Loads the page's AMD modules in node, as RequireJS does in the page.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const {pathToFileURL} = require('node:url');
const vm = require('node:vm');

const STATIC = path.join(__dirname, '..', '..', 'startspark', 'static');

/**
 * Makes what loads modules once each.
 *
 * @param {Object<string, Object>} [given] - modules by name, such as those of Jupyter's that the
 *     page has: they take the place of files
 * @returns {function(string): Object} gives what a module defines, such as `state`
 */
function loader(given = {}) {
    const modules = new Map(Object.entries(given));

    return function load(name) {
        if (!modules.has(name)) {
            const file = path.join(STATIC, `${name}.js`);
            const define = (names, factory) => {
                const folder = path.dirname(name);
                modules.set(name, factory(...names.map(
                    it => load(it.startsWith('.') ? path.join(folder, it) : it))));
            };
            const source = fs.readFileSync(file, 'utf8');
            vm.compileFunction(source, ['define'], {filename: pathToFileURL(file).href})(define);
        }
        return modules.get(name);
    };
}

module.exports = {load: loader(), loader};
