"""What the properties mean that Spark's registry has no documentation for, in our own words.

Of what Spark's documentation explains elsewhere, these are the ones that a user sets. Where the
registry has a documentation, that counts.
"""

from __future__ import annotations

MEANINGS = {
    "spark.authenticate": "Whether Spark authenticates its internal connections",
    "spark.cleaner.periodicGC.interval": (
        "How often the driver collects garbage, so that unused shuffle files and caches are removed"
    ),
    "spark.deploy.defaultCores": (
        "Cores that the standalone master gives an application without `spark.cores.max`"
    ),
    "spark.driver.extraClassPath": "Class path entries before those of the driver",
    "spark.driver.extraJavaOptions": "Java options for the driver, without heap size",
    "spark.driver.extraLibraryPath": "Path of native libraries for the driver",
    "spark.driver.userClassPathFirst": (
        "Whether classes of added jars win over Spark's own in the driver"
    ),
    "spark.dynamicAllocation.cachedExecutorIdleTimeout": (
        "An idle executor that holds cached data is removed after this time"
    ),
    "spark.dynamicAllocation.enabled": (
        "Whether the number of executors grows and shrinks with the work"
    ),
    "spark.dynamicAllocation.executorAllocationRatio": (
        "Fraction of the executors for full parallelism that are asked for"
    ),
    "spark.dynamicAllocation.executorIdleTimeout": "An idle executor is removed after this time",
    "spark.dynamicAllocation.initialExecutors": "Executors to begin with",
    "spark.dynamicAllocation.maxExecutors": "The most executors that are asked for",
    "spark.dynamicAllocation.minExecutors": "The fewest executors that are kept",
    "spark.dynamicAllocation.schedulerBacklogTimeout": (
        "Executors are asked for once tasks have waited for this time"
    ),
    "spark.dynamicAllocation.shuffleTracking.enabled": (
        "Whether executors are kept while their shuffle files are needed"
    ),
    "spark.dynamicAllocation.shuffleTracking.timeout": (
        "An executor with shuffle files is kept for at most this time"
    ),
    "spark.dynamicAllocation.sustainedSchedulerBacklogTimeout": (
        "More executors are asked for each time that tasks have waited for this time"
    ),
    "spark.eventLog.compress": "Whether event logs are compressed",
    "spark.eventLog.dir": "Folder of event logs, which the history server reads",
    "spark.eventLog.enabled": "Whether events are logged, for the history server",
    "spark.excludeOnFailure.enabled": (
        "Whether no tasks are scheduled on executors where too many have failed"
    ),
    "spark.excludeOnFailure.timeout": (
        "An executor or node that was excluded is used again after this time"
    ),
    "spark.executor.cores": "Cores of each executor",
    "spark.executor.extraClassPath": "Class path entries before those of the executors",
    "spark.executor.extraJavaOptions": "Java options for the executors, without heap size",
    "spark.executor.extraLibraryPath": "Path of native libraries for the executors",
    "spark.executor.heartbeatInterval": (
        "Interval of the executors' heartbeats; well below `spark.network.timeout`"
    ),
    "spark.executor.instances": "Number of executors on YARN and Kubernetes",
    "spark.executor.pyspark.memory": "Memory for Python in each executor, which cannot take more",
    "spark.executor.userClassPathFirst": (
        "Whether classes of added jars win over Spark's own in the executors"
    ),
    "spark.files": "Files for the working folder of each executor, between commas",
    "spark.files.overwrite": "Whether an added file replaces another of its name",
    "spark.io.encryption.enabled": "Whether shuffle files and spilled data are encrypted",
    "spark.jars": "Jars for the class paths of driver and executors, between commas",
    "spark.kryo.classesToRegister": "Classes to register with Kryo, between commas",
    "spark.kryo.referenceTracking": "Whether Kryo tracks references to the same object",
    "spark.kryo.registrationRequired": "Whether Kryo fails on classes that are not registered",
    "spark.kryo.registrator": "Classes that register others with Kryo, between commas",
    "spark.kryo.unsafe": "Whether Kryo's faster serializer is used, which needs unsafe memory",
    "spark.kryoserializer.buffer": "Size of Kryo's buffer to begin with, one for each core",
    "spark.kryoserializer.buffer.max": "Largest object that Kryo serializes; below 2048m",
    "spark.local.dir": "Folders for shuffle files and spilled data, between commas",
    "spark.locality.wait": "How long a task waits for a place near its data",
    "spark.locality.wait.node": "How long a task waits for the node of its data",
    "spark.locality.wait.process": "How long a task waits for the process of its data",
    "spark.locality.wait.rack": "How long a task waits for the rack of its data",
    "spark.logConf": "Whether all properties are logged when Spark starts",
    "spark.metrics.conf": "File that configures Spark's metrics",
    "spark.metrics.namespace": "Name of the application in metrics",
    "spark.network.crypto.enabled": "Whether internal connections are encrypted by AES",
    "spark.network.timeout": "The default of all timeouts of the network",
    "spark.port.maxRetries": "How many ports are tried where one is in use",
    "spark.pyspark.driver.python": "Python of the driver",
    "spark.pyspark.python": "Python of driver and executors",
    "spark.python.worker.memory": "Memory of a Python worker before it spills data to disk",
    "spark.python.worker.reuse": "Whether a Python worker runs several tasks",
    "spark.rpc.askTimeout": "How long one part of Spark waits for another's answer",
    "spark.rpc.lookupTimeout": "How long the connection to another part of Spark may take",
    "spark.rpc.message.maxSize": "Largest message between driver and executors, in MiB",
    "spark.scheduler.allocation.file": "File that configures the pools of the fair scheduler",
    "spark.scheduler.maxRegisteredResourcesWaitingTime": (
        "How long the first job waits for executors"
    ),
    "spark.scheduler.minRegisteredResourcesRatio": (
        "Fraction of the executors that the first job waits for"
    ),
    "spark.scheduler.mode": "How jobs share executors: one after the other, or fairly",
    "spark.serializer": "Class that serializes objects for the network and for caches",
    "spark.serializer.objectStreamReset": (
        "After so many objects, Java's serializer forgets those that it has written"
    ),
    "spark.shuffle.manager": "How data is shuffled: `sort`, or a class",
    "spark.shuffle.service.enabled": (
        "Whether a service on each node keeps shuffle files, so that executors can be removed"
    ),
    "spark.shuffle.service.port": "Port of the shuffle service on each node",
    "spark.speculation": "Whether slow tasks are started again elsewhere",
    "spark.speculation.interval": "How often Spark looks for slow tasks",
    "spark.speculation.multiplier": "How many times slower than the median a task is slow",
    "spark.speculation.quantile": "Fraction of a stage's tasks that must have ended before",
    "spark.submit.deployMode": "Where the driver runs; of a notebook, it is always the client",
    "spark.submit.pyFiles": "Python files for driver and executors, between commas",
    "spark.task.cpus": "Cores of each task",
    "spark.task.maxFailures": "How often a task may fail before its job does",
    "spark.task.reaper.enabled": "Whether Spark watches that cancelled tasks end",
    "spark.task.reaper.killTimeout": (
        "The executor of a cancelled task is ended if the task has not ended after this time"
    ),
    "spark.ui.liveUpdate.period": "How often the web UI is updated while tasks run",
    "spark.ui.proxyBase": "Path below which a proxy shows the web UI",
    "spark.ui.retainedJobs": "Jobs that the web UI keeps",
    "spark.ui.retainedStages": "Stages that the web UI keeps",
    "spark.ui.retainedTasks": "Tasks of a stage that the web UI keeps",
    "spark.yarn.am.cores": "Cores of YARN's application master",
    "spark.yarn.am.memory": "Memory of YARN's application master",
    "spark.yarn.am.waitTime": "How long YARN's application master waits for the driver",
    "spark.yarn.dist.archives": "Archives to unpack in each executor's folder, between commas",
    "spark.yarn.dist.files": "Files for the folder of each executor, between commas",
    "spark.yarn.queue": "YARN queue of the application",
}
