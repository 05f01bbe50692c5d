# A JupyterHub whose users' servers are containers with Start Spark, and what that needs.

import os

c.JupyterHub.spawner_class = "dockerspawner.DockerSpawner"
c.DockerSpawner.image = "start-spark-notebook"

# The classic Notebook. JupyterLab (/lab) and Notebook 7 (/tree) have the button, too.
c.Spawner.default_url = "/nbclassic/tree"

# Configs see these as `cpu_count` and `memory`.
c.Spawner.cpu_limit = 4
c.Spawner.mem_limit = "8G"


def config_path(spawner):
    """Give a group's members also what is in the group's folder, which the containers must have."""
    return ":".join(f"/srv/jupyter/{group.name}" for group in spawner.user.groups)


c.Spawner.environment = {
    # What a config names as {env: AWS_SECRET_ACCESS_KEY} is in the kernel's environment.
    "AWS_SECRET_ACCESS_KEY": os.environ["AWS_SECRET_ACCESS_KEY"],
    "JUPYTER_CONFIG_PATH": config_path,
}
