// How long the running jobs still take, told without jumps.
import assert from 'node:assert';
import {test} from 'node:test';

import {isEnough, TimeLeft} from '../../../startspark/static/progress/time_left.js';

const of = (tasks, done, runningSince = 1000) => ({now: {tasks, done}, runningSince});

/** What is told each half second while tasks are done at these times, in seconds since the beginning. */
function series(ends, seconds = Math.max(...ends)) {
    const timeLeft = new TimeLeft();
    return Array.from({length: seconds * 2}, (it, index) => {
        const time = (index + 1) / 2;
        const done = ends.filter(end => end <= time).length;
        return {time, told: timeLeft.tell(of(ends.length, done, 0), time * 1000)};
    });
}

/** By how much more is told than half a second before. */
const rises = told => told.slice(1).flatMap(({told: now}, index) => {
    const before = told[index].told;
    return now !== null && before !== null && now > before ? [now - before] : [];
});

test('the time that is left can be told when there is enough to say so', () => {
    assert.ok(isEnough(of(100, 50), 11000));
    assert.ok(!isEnough(of(100, 7), 11000));
    assert.ok(!isEnough(of(1000, 40), 11000));
    assert.ok(!isEnough(of(100, 50), 3900));
    assert.ok(!isEnough(of(100, 100), 11000));
});

test('a steady job counts down, is right, and is not told when it is nearly over', () => {
    const told = series(Array.from({length: 120}, (it, index) => (index + 1) / 2));
    const shown = told.filter(it => it.told !== null);
    assert.deepStrictEqual(rises(told), []);
    assert.ok(shown[0].time >= 3 && shown[0].time <= 5);
    shown.forEach(({time, told: rest}) => assert.ok(Math.abs(time * 1000 + rest - 60000) < 4000, `${time}: ${rest}`));
    assert.ok(shown.every(({told: rest}) => rest >= 5000));
    assert.ok(shown.at(-1).time <= 55.5);
});

test('a job that is over soon tells no time', () => {
    assert.ok(series(Array.from({length: 35}, (it, index) => (index + 1) / 5)).every(({told}) => told === null));
});

test('tasks that end in waves do not make it jump', () => {
    const waves = Array.from({length: 60}, (it, index) => Math.ceil((index + 1) / 4) * 4 + (index % 4) / 10);
    const told = series(waves);
    assert.ok(told.some(it => it.told !== null));
    assert.ok(rises(told).length <= 1, String(rises(told)));
});

test('a job that slows down tells more, but no more than it needs', () => {
    const ends = [...Array.from({length: 50}, (it, index) => (index + 1) / 5),
        ...Array.from({length: 50}, (it, index) => 10 + index + 1)];
    const told = series(ends);
    assert.ok(rises(told).length > 0 && rises(told).length < 10, String(rises(told)));
    told.filter(it => it.told !== null).forEach(({time, told: rest}) => assert.ok(time * 1000 + rest <= 61000));
    assert.ok(told.filter(({time}) => time > 20 && time < 50).every(it => it.told !== null));
});

test('tasks that take long do not make the time grow while one waits for them', () => {
    const told = series([...Array.from({length: 10}, () => 20), ...Array.from({length: 10}, () => 40)]);
    assert.deepStrictEqual(rises(told), []);
    assert.strictEqual(told.find(it => it.told !== null).told, 20000);
});

test('other jobs have a time of their own', () => {
    const timeLeft = new TimeLeft();
    assert.strictEqual(timeLeft.tell(of(100, 50, 0), 100000), 100000);
    assert.strictEqual(timeLeft.tell(of(100, 2, 100000), 101000), null);
    assert.strictEqual(timeLeft.tell(of(100, 50, 100000), 110000), 10000);
});
