"""The place of what is in the page's header."""

from __future__ import annotations

from playwright.sync_api import expect

from notebook_page import NotebookPage


def test_the_group_stands_in_the_toolbars_row(ready: NotebookPage) -> None:
    cell_type = ready.page.locator("#cell_type").bounding_box()
    for part in (ready.select, ready.button):
        box = part.bounding_box()
        assert abs(box["y"] - cell_type["y"]) <= 2
        assert abs(box["height"] - cell_type["height"]) <= 2
        assert box["x"] + box["width"] <= 1024


ONE_ROW = """() => {
    const [header, site, ours] = ['#header', '#site', '#startspark']
        .map(it => document.querySelector(it).getBoundingClientRect());
    return Math.abs(site.top - header.bottom) <= 1 && ours.right <= innerWidth;
}"""


def test_the_toolbar_fits_a_narrow_page_and_one_that_grows(ready: NotebookPage) -> None:
    ready.page.set_viewport_size({"width": 768, "height": 700})
    ready.reload()
    for width in (768, 992, 1280, 1024):
        ready.page.set_viewport_size({"width": width, "height": 700})
        ready.page.wait_for_function(ONE_ROW)


CLUSTER = """async () => {
    const base = `${location.pathname.split('/notebooks/')[0]}/nbextensions/startspark`;
    const load = path => import(`${base}/${path}`);
    const [{ExecutorsMeter}, {IdleBanner}, {Store}] = await Promise.all(
        ['progress/executors_meter.js', 'ui/idle_banner.js', 'session/store.js'].map(load));
    const styles = document.createElement('link');
    Object.assign(styles, {rel: 'stylesheet', href: `${base}/progress/progress.css`});
    document.head.append(styles);
    const store = new Store();
    const [meter, banner] = [new ExecutorsMeter(), new IdleBanner({store, actions: {}, look: {}})];
    document.querySelector('.startspark-meter-place').append(meter.element);
    document.querySelector('#maintoolbar').after(banner.element);
    const executor = {tasks: 3, cores: 8, memoryUsed: 1e9, memory: 5e9};
    meter.show(Array(24).fill(executor), [{id: 1, reason: 'gone'}, {id: 2, reason: 'gone'}]);
    store.update('session', {phase: 'running', facts: {running: true, executors: 24, idle: 700}});
    document.querySelector('#startspark-start .startspark-label').textContent =
        'Spark running (24 of 26 executors)';
    document.querySelector('#startspark-config option').text =
        'A configuration with a very long title';
}"""
"""What a cluster has the header show, and more than it has place for."""

IN_PLACE = """() => {
    const [row, parts, header, site] = ['#cell_type', '#startspark', '#header', '#site']
        .map(it => document.querySelector(it).getBoundingClientRect());
    return Math.abs(parts.top - row.top) <= 2 && Math.abs(parts.bottom - row.bottom) <= 2 &&
        parts.right <= innerWidth && Math.abs(site.top - header.bottom) <= 1 &&
        Math.abs(site.bottom - innerHeight) <= 1;
}"""


def test_a_clusters_meter_and_the_notice_have_their_place(ready: NotebookPage) -> None:
    page = ready.page
    page.wait_for_function(IN_PLACE)
    page.evaluate(CLUSTER)
    expect(page.get_by_text("24 executors idle for 11 min")).to_be_visible()
    page.wait_for_function(IN_PLACE)
    expect(page.locator(".startspark-warning").filter(has_text="lost")).to_be_visible()
    for width in (992, 1280, 1400):
        page.set_viewport_size({"width": width, "height": 600})
        page.wait_for_function(IN_PLACE)
    page.set_viewport_size({"width": 1024, "height": 700})
    ready.reload()
