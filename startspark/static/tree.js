// Adds the tab Spark to the classic dashboard: the user's sessions.
define(['require', 'base/js/utils'], function (require, utils) {
    'use strict';

    const ID = 'startspark-sessions';

    const urlOf = path => new URL(path, new URL(require.toUrl('./tree.js'), document.baseURI)).href;

    /** @param {HTMLElement} list */
    function addTab(list) {
        const link = Object.assign(document.createElement('a'), {href: `#${ID}`, textContent: 'Spark'});
        link.dataset.toggle = 'tab';
        const tab = document.createElement('li');
        tab.append(link);
        document.querySelector('#tabs').append(tab);
        const pane = Object.assign(document.createElement('div'), {id: ID, className: 'tab-pane'});
        pane.append(list);
        document.querySelector('#tab_content .tab-content').append(pane);
        return link;
    }

    async function load() {
        try {
            const styles = {rel: 'stylesheet', href: urlOf('ui/startspark.css')};
            document.head.append(Object.assign(document.createElement('link'), styles));
            const [app, tree] = await Promise.all(
                ['sessions_app.js', 'hosts/classic/tree.js'].map(path => import(urlOf(path))));
            const list = app.createSessionsList(tree.createDashboard(utils.get_body_data('baseUrl')));
            const link = addTab(list.element);
            link.addEventListener('click', () => list.refresh());
            list.follow();
        } catch (error) {
            console.error('Start Spark cannot list your Spark sessions:', error);
        }
    }

    return {load_ipython_extension: load};
});
