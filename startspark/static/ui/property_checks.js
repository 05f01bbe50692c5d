/**
 * Has the server say what is wrong with the properties that are being typed.
 *
 * @module
 */

/** @typedef {import('../services/startspark_api.js').Problem} Problem */
/** @typedef {import('./properties_editor.js').PropertiesEditor} PropertiesEditor */

/** Milliseconds after the last key. */
const PAUSE = 400;

export class PropertyChecks {
    /**
     * @param {PropertiesEditor} editor
     * @param {(conf: Object<string, any>) => Promise<Object<string, Problem>>} check
     * @param {number} [pause]
     */
    constructor(editor, check, pause = PAUSE) {
        this.editor = editor;
        this.check = check;
        this.pause = pause;
        /** Changes with what is typed: a reply about what was there before says nothing any more. */
        this.turn = 0;
        /** @type {ReturnType<typeof setTimeout>|undefined} */
        this.timer = undefined;
    }

    /** Check what there is once the user pauses. */
    soon() {
        this.turn += 1;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.run(this.turn), this.pause);
    }

    /** @param {number} turn */
    async run(turn) {
        const {editor} = this;
        if (!editor.element.isConnected) {
            return;
        }
        const conf = editor.values();
        delete conf[''];  // nobody has given it a name yet
        try {
            const problems = Object.keys(conf).length ? await this.check(conf) : {};
            if (turn === this.turn && editor.element.isConnected) {
                editor.tell(problems);
            }
        } catch (error) {
            console.warn('Start Spark could not check the properties:', error);  // the start checks them
        }
    }
}
