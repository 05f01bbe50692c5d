/**
 * Runs all tests in one process: node and jsdom take longer to start than most files to run. Each
 * file has modules and globals of its own, as it would have in a process of its own.
 *
 * @module
 */

import {globSync} from 'node:fs';
import {createRequire, registerHooks} from 'node:module';
import {resolve} from 'node:path';
import {after, before, mock, suite} from 'node:test';

const require = createRequire(import.meta.url);

/** What our modules have in their addresses, so that each file has its own: all but those of packages. */
let query = '';

registerHooks({
    resolve(specifier, context, nextResolve) {
        const found = nextResolve(specifier, context);
        const isOurs = /^file:(?!.*(\/node_modules\/|\?))/.test(found.url);
        return isOurs ? {...found, url: found.url + (query || new URL(context.parentURL).search)} : found;
    },
});

/** Import a file at once, and have its tests find the globals that it has made. */
function load(file, number) {
    const inherited = Object.getOwnPropertyDescriptors(globalThis);
    query = `?file=${number}`;
    require(resolve(file));
    query = '';
    const own = Object.getOwnPropertyDescriptors(globalThis);
    setGlobals(inherited);
    before(() => setGlobals(own));
    after(() => {
        mock.restoreAll();
        setGlobals(inherited);
    });
}

function setGlobals(descriptors) {
    for (const name of Reflect.ownKeys(globalThis)) {
        if (!Object.hasOwn(descriptors, name)) {
            Reflect.deleteProperty(globalThis, name);  // undici's cannot be deleted
        }
    }
    Object.defineProperties(globalThis, descriptors);
}

globSync('tests/js/**/*.test.js').sort().forEach((file, number) => {
    suite(file, () => load(file, number));
});
