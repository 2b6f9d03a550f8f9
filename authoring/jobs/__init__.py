"""Many papers at once: specialities × levels × terms as independent jobs, on this computer or on an engine elsewhere.

    jobs, report = read_jobs("jobs.yaml")
    results = workflow.assemble_all(jobs, Path("papers"), engine="processes")

A job is a pure function of its bank, blueprint and seed, and writes a folder of its own: the engine decides when and
where it runs, never what comes of it.
"""
