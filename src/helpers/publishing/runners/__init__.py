"""Who makes the jobs: processes of this machine, or the workers of a Dask cluster."""
