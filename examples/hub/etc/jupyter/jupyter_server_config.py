# Start Spark's settings for every user's server.

# Users cannot replace the configs in /etc/jupyter/startspark with theirs of the same name.
c.StartSpark.allow_overrides = False

# Users can add configs of their own. False: they have only the administrator's.
c.StartSpark.allow_user_configs = True

# After 30 minutes without a task, ask the user whether to stop Spark.
c.StartSpark.idle_minutes = 30
c.StartSpark.stop_idle = False
