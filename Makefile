PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: run cluster test fast docs properties clean

run:  ## open the classic Notebook on an example
	$(PYTHON) tools/prepare.py run
	mkdir -p build
	test -e build/quickstart.ipynb || cp examples/quickstart.ipynb build/
	jupyter notebook $(AS_ROOT) build/quickstart.ipynb

cluster:  ## run a Spark cluster on this machine, for `make run` in another terminal
	$(PYTHON) tools/prepare.py run
	exec python tools/cluster.py .venv/etc/jupyter/startspark

test:  ## run every check and test
	$(PYTHON) tools/prepare.py test
	ruff check .
	ruff format --check .
	mypy
	cd tests/js && npm test
	pytest -n auto --dist worksteal

fast:  ## run the unit tests, in an environment that `make test` has prepared
	cd tests/js && npm test
	pytest -m "not server and not spark and not browser and not packaging"

docs:  ## write the generated pages and the picture anew
	python docs/generate.py
	STARTSPARK_PICTURES=$(CURDIR)/docs/images pytest -q tests/browser/test_picture.py

properties:  ## write the list of Spark's properties anew, from the pysparks of `make test`
	$(PYTHON) tools/spark_properties.py .venv-kernel/bin/python .venv/bin/python

clean:
	rm -rf .venv .venv-kernel .venv-notebook7 tests/js/node_modules build dist *.egg-info
