"""Properties whose values can make Spark run foreign code."""

from __future__ import annotations

import pytest

from startspark.properties import reference
from startspark.properties.code_execution import HARMLESS_TYPES, can_run_code

CODE = """
spark.driver.extraJavaOptions spark.executor.extraJavaOptions spark.yarn.am.extraJavaOptions
spark.driver.defaultJavaOptions spark.executor.defaultJavaOptions
spark.driver.extraClassPath spark.executor.extraClassPath spark.driver.defaultExtraClassPath
spark.driver.extraLibraryPath spark.executor.extraLibraryPath spark.driver.libraryPath
spark.jars spark.jars.packages spark.jars.repositories spark.jars.ivySettings spark.yarn.jars
spark.yarn.dist.files spark.yarn.dist.pyFiles spark.yarn.archive spark.repl.local.jars
spark.archives spark.files spark.submit.pyFiles spark.executor.uri
spark.plugins spark.plugins.defaultList spark.executor.plugins spark.resources.discoveryPlugin
spark.extraListeners spark.sql.queryExecutionListeners spark.streaming.extraListeners
spark.sql.streaming.streamingQueryListeners spark.sql.extensions spark.ui.filters
spark.executorEnv.PYTHONSTARTUP spark.kubernetes.driverEnv.LD_PRELOAD
spark.yarn.appMasterEnv.PYTHONPATH
spark.pyspark.python spark.pyspark.driver.python spark.sql.execution.pyspark.python
spark.python.daemon.module spark.python.worker.module spark.r.command spark.sparkr.r.command
spark.sql.catalog.ice spark.sql.catalog.ice.io-impl spark.sql.catalog.spark_catalog
spark.sql.hive.metastore.jars spark.sql.hive.metastore.jars.path
spark.sql.maven.additionalRemoteRepositories
spark.serializer spark.sql.cache.serializer spark.closure.serializer spark.kryo.registrator
spark.kryo.classesToRegister spark.io.compression.codec spark.shuffle.manager
spark.shuffle.sort.io.plugin.class spark.sql.sources.commitProtocolClass spark.sql.sources.default
spark.sql.streaming.stateStore.providerClass spark.connect.grpc.interceptor.classes
spark.metrics.conf spark.metrics.conf.*.sink.x.class spark.storage.replication.policy
spark.kubernetes.executor.podTemplateFile spark.kubernetes.container.image
spark.kubernetes.decommission.script spark.kubernetes.driver.pod.featureSteps
spark.mesos.executor.docker.image spark.driver.resource.gpu.discoveryScript
spark.hadoop.fs.s3a.aws.credentials.provider spark.hadoop.fs.evil.impl
spark.hadoop.hadoop.security.credential.provider.path spark.hadoop.io.serializations
spark.hadoop.javax.jdo.option.ConnectionURL spark.hive.exec.pre.hooks spark.hive.metastore.uris
spark.hadoop.mapreduce.map.java.opts spark.hadoop.net.topology.script.file.name
spark.delta.logStore.class spark.rapids.shuffle.manager.class hive.aux.jars.path fs.x.impl
spark.driver.extraJavaOptions=-Dx spark.jars=
"""

HARMLESS_NAMES = """
spark.driver.memory spark.driver.cores spark.executor.memory spark.executor.instances
spark.executor.memoryOverhead spark.cores.max spark.local.dir spark.default.parallelism
spark.sql.shuffle.partitions spark.sql.session.timeZone spark.sql.adaptive.enabled
spark.sql.warehouse.dir spark.sql.catalogImplementation spark.sql.orc.impl
spark.sql.execution.arrow.pyspark.enabled spark.sql.codegen.factoryMode
spark.dynamicAllocation.enabled spark.dynamicAllocation.maxExecutors spark.eventLog.dir
spark.kryoserializer.buffer.max spark.serializer.objectStreamReset spark.files.maxPartitionBytes
spark.python.worker.memory spark.python.worker.reuse spark.executor.pyspark.memory
spark.scheduler.listenerbus.eventqueue.capacity spark.ui.enabled spark.ui.port
spark.hadoop.fs.s3a.endpoint spark.hadoop.fs.s3a.path.style.access spark.hadoop.fs.defaultFS
spark.kubernetes.namespace spark.kubernetes.executor.label.team spark.yarn.queue
spark.log.level spark.app.level executor.memory
"""


@pytest.mark.parametrize("name", CODE.split())
def test_properties_that_can_run_code_are_marked(name: str) -> None:
    assert can_run_code(name)


@pytest.mark.parametrize("name", HARMLESS_NAMES.split())
def test_everyday_properties_are_not_marked(name: str) -> None:
    assert not can_run_code(name)


def test_no_class_property_of_spark_is_missed() -> None:
    """Every property that Spark calls a class, a jar, a plugin or a listener, unless its type is
    harmless."""
    code_words = ("class", "jar", "plugin", "listener", "extension", "javaopt", "command", "script")
    for name in reference.property_names():
        known = reference.find_property(name)
        last = name.rpartition(".")[2].lower()
        if known.type not in HARMLESS_TYPES and not known.options and last.startswith(code_words):
            assert can_run_code(name), name


def test_few_properties_can_run_code() -> None:
    names = reference.property_names()
    assert sum(map(can_run_code, names)) < len(names) / 10
