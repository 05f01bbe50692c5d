// What an object says under a name that comes from outside.
define([], function () {
    'use strict';

    /**
     * @param {Object} object
     * @param {string} name - such as `constructor`, which every object has from elsewhere
     * @returns {*} its own value; undefined where it has none
     */
    function own(object, name) {
        return Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined;
    }

    return {own};
});
