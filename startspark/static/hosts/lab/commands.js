/**
 * Start Spark's commands in JupyterLab: one for all notebooks, which acts on the current one.
 *
 * @module
 */

/** @typedef {import('../host.js').Command} Command */
/** @typedef {import('../lab.js').Application} Application */
/** @typedef {import('../lab.js').NotebookPanel} NotebookPanel */

const CATEGORY = 'Spark';

/** @type {WeakMap<NotebookPanel, Map<string, Command>>} each notebook's, by name */
const commandsOf = new WeakMap();

/**
 * @param {NotebookPanel} panel
 * @param {Application} application
 * @param {Command[]} commands
 */
export function addCommands(panel, application, commands) {
    commandsOf.set(panel, new Map(commands.map(command => [command.name, command])));
    commands.forEach(command => register(command, application));
}

/**
 * @param {Command} command - of the first notebook that has it
 * @param {Application} application
 */
function register({name, label, help}, {app, palette, tracker}) {
    const id = `startspark:${name}`;
    if (app.commands.hasCommand(id)) {
        return;
    }
    const current = () => commandsOf.get(tracker.currentWidget)?.get(name);
    app.commands.addCommand(id, {
        label: capitalized(label),
        caption: capitalized(help),
        isEnabled: () => Boolean(current()),
        execute: () => current()?.run(),
    });
    palette?.addItem({command: id, category: CATEGORY});
}

/** @param {string} text - as notebook 6 has it, whose commands begin with small letters */
function capitalized(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
