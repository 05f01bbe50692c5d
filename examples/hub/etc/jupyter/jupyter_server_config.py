# Start Spark's settings for every user's server.

# The configs of /etc/jupyter/startspark stay what they are, whatever a user calls one.
c.StartSpark.allow_overrides = False

# Users may have configs of their own, under other names. False: only those of the administrator.
c.StartSpark.allow_user_configs = True

# Whether to stop a Spark that has had no task for 30 minutes, the user is asked.
c.StartSpark.idle_minutes = 30
c.StartSpark.stop_idle = False
