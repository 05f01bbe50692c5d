"""The pages of Spark's web UI, as a user walks through them."""

from __future__ import annotations

from playwright.sync_api import Page, Response, expect


class SparkPages:
    """A tour through one web UI, which notes what goes wrong behind the pages."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.url.removesuffix("jobs/")
        self.requested: list[str] = []
        self.failed: list[str] = []
        page.on("request", lambda request: self.requested.append(request.url))
        page.on("response", self._note)
        page.on("pageerror", lambda error: self.failed.append(str(error)))

    def _note(self, response: Response) -> None:
        if response.status >= 400:
            self.failed.append(f"{response.status} {response.url}")

    def visit(self) -> None:
        """Open every sort of page, and see that each is filled. A query must have run."""
        self.visit_jobs()
        self._stages()
        self._queries()
        self._tab("Storage")
        self._environment()
        self._executors()
        self._expect_no_fault()

    def visit_jobs(self) -> None:
        """Open the first page, and one of its details. A job must have run."""
        self.page.goto(self.root, wait_until="networkidle")
        assert self.page.url == f"{self.root}jobs/"
        self._jobs()
        self._expect_no_fault()

    def _expect_no_fault(self) -> None:
        """All that was asked is below our path, and was answered."""
        outside = [url for url in self.requested if not url.startswith((self.root, "data:"))]
        assert (outside, self.failed) == ([], [])

    def _tab(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state("networkidle")
        assert self.page.url.startswith(self.root)
        self.expect_heading(name)

    def _jobs(self) -> None:
        self.expect_heading("Spark Jobs")
        styles = self.page.evaluate("[...document.styleSheets].map(sheet => sheet.href)")
        assert any(href and "/static/" in href for href in styles)
        self._open("a[href*='job/?id=']", "Details for Job")
        self._expect_drawing("dag-viz")

    def _stages(self) -> None:
        self._tab("Stages")
        self._open("a[href*='stage/?id=']", "Details for Stage")
        self._expect_drawing("dag-viz")

    def _queries(self) -> None:
        self.page.get_by_role("link", name="SQL / DataFrame").click()
        self.expect_heading("SQL / DataFrame")
        self._open("a[href*='execution/?id=']", "Details for Query")
        expect(self.page.locator("#plan-viz-graph svg g.node").first).to_be_visible()

    def _environment(self) -> None:
        self._tab("Environment")
        expect(self.page.get_by_text("spark.app.id", exact=True)).to_be_attached()

    def _executors(self) -> None:
        self._tab("Executors")
        driver = self.page.locator("#active-executors-table tbody tr").filter(has_text="driver")
        expect(driver).to_have_count(1)
        expect(driver).to_contain_text("Active")
        driver.get_by_role("link", name="Thread Dump").click()
        self.expect_heading("Thread dump for executor driver")
        expect(self.page.get_by_text("main", exact=True).first).to_be_visible()

    def _open(self, link: str, heading: str) -> None:
        self.page.locator(link).first.click()
        self.page.wait_for_load_state("networkidle")
        self.expect_heading(heading)

    def _expect_drawing(self, name: str) -> None:
        self.page.locator(f".expand-{name}").click()
        expect(self.page.locator(f"#{name}-graph svg g.node").first).to_be_visible()

    def expect_heading(self, text: str) -> None:
        """Wait for a page by its heading."""
        expect(self.page.get_by_role("heading", name=text).first).to_be_visible()
