"""Why Spark waits for executors, as far as the cluster tells: standalone, Kubernetes and YARN."""
