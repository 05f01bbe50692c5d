PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Without it, each of the many processes would compile all that it imports.
unexport PYTHONDONTWRITEBYTECODE
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: run cluster test fast coverage docs links pictures benchmarks properties clean

run:  ## open the classic Notebook on an example
	$(PYTHON) tools/prepare.py run
	mkdir -p notebooks
	test -e notebooks/quickstart.ipynb || cp examples/quickstart.ipynb notebooks/
	jupyter notebook $(AS_ROOT) notebooks/quickstart.ipynb

cluster:  ## run a Spark cluster on this machine, for `make run` in another terminal
	$(PYTHON) tools/prepare.py run
	exec python tools/cluster.py .venv/etc/jupyter/startspark

test:  ## run every check and test
	$(PYTHON) tools/test.py

fast:  ## run the unit tests, in an environment that `make test` has prepared
	$(PYTHON) tools/test.py unit

coverage:  ## run every test, and print which lines and branches of Start Spark they run
	$(PYTHON) tools/prepare.py test
	$(PYTHON) tools/coverage.py

docs:  ## write the generated pages again, and build the site in build/docs
	python docs/generate.py
	sphinx-build -W --keep-going -n docs build/docs

links:  ## ask for each page elsewhere that the docs link to
	sphinx-build -q -b linkcheck docs build/links

pictures:  ## write the pictures of the docs again
	STARTSPARK_PICTURES=$(CURDIR)/docs/images pytest -q tests/browser/test_picture.py tests/browser/test_journey.py

benchmarks:  ## measure again what the docs say of speed, which takes an hour in which this machine does nothing else
	$(PYTHON) tools/prepare.py test
	$(PYTHON) tools/measure.py
	python docs/generate.py

properties:  ## write the list of Spark's properties again, from the pysparks of `make test`
	$(PYTHON) tools/spark_properties.py .venv-kernel/bin/python .venv/bin/python

clean:  ## remove all that the others made, but no notebook that somebody has worked in
	rm -rf .venv .venv-kernel .venv-notebook7 .venv-notebook7-oldest node_modules build dist *.egg-info
