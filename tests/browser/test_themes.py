"""What Start Spark looks like in other themes than Jupyter's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from notebook_page import NotebookPage

DARK = ("chesterish", "gruvboxd", "monokai", "oceans16", "onedork", "solarizedd")
"""The dark ones of jupyterthemes."""

INSTALL = """
import os, sys, jupyterthemes
for theme in sys.argv[1:]:
    jupyterthemes.install_theme(theme, toolbar=True, nbname=True)
    os.rename("custom/custom.css", f"{theme}.css")
"""
"""Writes the style sheet of each theme, with the toolbar and the notebook's name shown."""

FORM = """
title: Asking
description: Asks for something
master: local[*]
conf: {spark.ui.port: 0}
parameters:
  cores: {type: integer, title: Cores, description: Of each, minimum: 1, maximum: 4, unit: cores}
  level: {type: string, title: Level, enum: [low, high]}
"""

LEAST_CONTRAST = 4.5
"""Of text, as WCAG 2.1 has it for level AA (1.4.3)."""

POOR_TEXTS = """least => {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgba = colour => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], below) =>
        [r, g, b].map((it, index) => it * a + below[index] * (1 - a));
    const background = element => {
        if (!element) {
            return [255, 255, 255];
        }
        const colour = rgba(getComputedStyle(element).backgroundColor);
        return over(colour, colour[3] === 1 ? [0, 0, 0] : background(element.parentElement));
    };
    const luminance = colour => {
        const [r, g, b] = colour.map(it => it / 255)
            .map(it => it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = element => {
        const below = background(element);
        const text = over(rgba(getComputedStyle(element).color), below);
        const [one, other] = [text, below].map(luminance);
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    };
    const hasText = element => element.matches('input, select, textarea') ||
        [...element.childNodes].some(it => it.nodeType === 3 && it.data.trim());
    const ours = ['#startspark', '.startspark-dialog', '.startspark-progress']
        .map(it => `${it} :not(.startspark-sr-only)`);
    return [...document.querySelectorAll(ours.join())]
        .filter(it => it.checkVisibility() && !it.closest(':disabled') && hasText(it))
        .map(it => [contrast(it), it])
        .filter(([ratio]) => ratio < least)
        .map(([ratio, it]) => `${ratio.toFixed(1)}: ${it.outerHTML.slice(0, 120)}`);
}"""
"""The texts of ours that have less contrast than they should."""


@pytest.fixture(scope="module")
def styles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The style sheet of each theme."""
    home = tmp_path_factory.mktemp("themes")
    environment = {**os.environ, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home)}
    subprocess.run([sys.executable, "-c", INSTALL, *DARK], check=True, cwd=home, env=environment)
    return {theme: (home / f"{theme}.css").read_text() for theme in DARK}


@pytest.fixture
def asking(ready: NotebookPage) -> Iterator[NotebookPage]:
    """A notebook with a config that asks for something."""
    path = ready.server.configs / "asking.yaml"
    path.write_text(FORM)
    ready.reload_list().select.select_option("asking")
    yield ready
    path.unlink()


USE = """css => {
    const sheet = Object.assign(document.createElement('style'), {textContent: css});
    document.querySelector('link[href*="custom/custom.css"]').after(sheet);
    return sheet;
}"""
"""Has the page in a theme, as if it had been loaded with that."""

AT_ONCE = ":root:root:root:root * { transition: none !important }"
"""Colours in the middle of a change are nobody's. It comes first: some themes end with no CSS."""


def expect_contrast(notebook: NotebookPage) -> None:
    assert notebook.page.evaluate(POOR_TEXTS, LEAST_CONTRAST) == []


def expect_contrast_of_buttons(notebook: NotebookPage, place: Locator) -> None:
    """Also where the pointer is over one, and where it has the focus, too, and is pressed."""
    for button in place.locator("button:visible").all():
        button.hover()
        expect_contrast(notebook)
        button.focus()
        expect_contrast(notebook)
        notebook.page.mouse.down()
        expect_contrast(notebook)
        notebook.page.mouse.move(0, 0)  # or it would be clicked
        notebook.page.mouse.up()


def test_poor_contrast_is_found(ready: NotebookPage) -> None:
    poor = "#startspark-start { color: #bbb !important }"
    style = ready.page.add_style_tag(content=AT_ONCE + poor)
    with pytest.raises(AssertionError, match="Start Spark"):
        expect_contrast(ready)
    style.evaluate("it => it.remove()")


@pytest.mark.parametrize("theme", DARK)
def test_texts_can_be_read_in_dark_themes(
    asking: NotebookPage, styles: dict[str, str], theme: str
) -> None:
    sheet = asking.page.evaluate_handle(USE, AT_ONCE + styles[theme])
    expect(asking.page.locator("#startspark")).to_have_attribute("data-startspark-theme", "dark")
    expect(asking.button).to_be_enabled()
    expect_contrast(asking)
    expect_contrast_of_buttons(asking, asking.page.locator("#startspark"))
    asking.page.locator("#startspark-settings").click()
    expect(asking.field("Cores")).to_be_focused()
    expect_contrast_of_suggestions(asking)
    asking.field("Cores").fill("9")
    asking.dialog.get_by_role("button", name="Start Spark").click()
    expect(asking.dialog.locator(".startspark-refused")).to_have_count(1)
    expect_contrast(asking)
    expect_contrast_of_buttons(asking, asking.dialog)
    asking.close_dialog()
    expect_uncovered(asking)
    sheet.evaluate("it => it.remove()")


def expect_contrast_of_suggestions(notebook: NotebookPage) -> None:
    """Also of one that is deprecated, and of what is wrong with a value."""
    notebook.dialog.get_by_role("button", name="Add a property").click()
    name = notebook.dialog.get_by_role("combobox", name="Property", exact=True)
    expect(name).to_be_focused()  # and has its help, which is loaded first
    notebook.page.keyboard.type("memoryOverhead")
    options = notebook.dialog.get_by_role("option")
    expect(options.filter(has_text="deprecated").first).to_be_visible()
    expect_contrast(notebook)
    notebook.page.keyboard.press("Enter")
    notebook.page.keyboard.type("x")
    expect(notebook.dialog).to_contain_text("must be a")
    expect_contrast(notebook)
    notebook.dialog.get_by_role("button", name="Remove: ").click()


def test_a_page_is_loaded_in_a_dark_theme(ready: NotebookPage, styles: dict[str, str]) -> None:
    css = {"body": AT_ONCE + styles[DARK[0]], "content_type": "text/css"}
    ready.page.route("**/custom/custom.css*", lambda route: route.fulfill(**css))
    ready.reload()
    expect_contrast(ready)
    expect_uncovered(ready)
    ready.page.unroute("**/custom/custom.css*")
    ready.reload()


def expect_uncovered(notebook: NotebookPage) -> None:
    """Header and toolbar, which such a theme takes out of the header, cover no cell."""
    notebook.page.wait_for_function(
        """() => {
            const [header, toolbar, cell] = ['#header', '#maintoolbar-container', '.cell']
                .map(it => document.querySelector(it).getBoundingClientRect());
            return cell.top >= Math.max(header.bottom, toolbar.bottom);
        }"""
    )
