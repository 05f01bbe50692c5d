// The question whether Spark starts with a notebook, and the lines under cells that lack it.
import {LOOK, Views, buttonOf, flush} from './views.js';

import assert from 'node:assert';
import {beforeEach, test} from 'node:test';

import {StartBanner} from '../../../startspark/static/ui/start_banner.js';
import {StartOffers} from '../../../startspark/static/ui/start_offers.js';

let views;

beforeEach(() => {
    views = new Views();
});

async function update(patch) {
    views.store.update('autoStart', patch);
    await flush();
}

test('the banner asks, and hands the answer on', async () => {
    const {element} = new StartBanner({...views, look: LOOK});
    assert.deepStrictEqual([element.hidden, element.getAttribute('role')], [true, 'status']);
    await update({asks: true});
    assert.ok(!element.hidden);
    assert.match(element.textContent, /Start Spark with this notebook\?/);
    buttonOf(element, 'Yes').click();
    buttonOf(element, 'Not for this notebook').click();
    assert.deepStrictEqual(views.called, [['answerAutoStart', true], ['answerAutoStart', false]]);
    await update({asks: false});
    assert.ok(element.hidden);
});

test('each cell has its line, as long as it is offered', async () => {
    const cells = document.body.appendChild(document.createElement('main'));
    views.host.cells = {mountBelow: (id, line) => cells.append(line)};
    views.host.layout.look = LOOK;
    const offers = new StartOffers(views);
    offers.show(views.store.state);
    await update({offers: ['a', 'b']});
    const [first, second] = cells.children;
    assert.strictEqual(first.getAttribute('role'), 'status');
    assert.match(first.textContent, /^Spark is not running in this notebook\./);
    buttonOf(second, 'Start Spark and run again').click();
    assert.deepStrictEqual(views.called, [['startAndRun', 'b']]);
    await update({offers: ['b']});
    assert.deepStrictEqual([...cells.children], [second]);
    await update({offers: []});
    assert.strictEqual(cells.children.length, 0);
});
