# Our own pages (data/voila/templates/app): in Chinese, with no outside address.
from authoring.rendering.app import filling

c.Voila.tornado_settings = {"jinja_template_vars": {"app": filling()}}  # noqa: F821
c.VoilaConfiguration.resources = {"app": filling()}  # noqa: F821
c.VoilaConfiguration.template = "app"  # noqa: F821
c.VoilaConfiguration.classic_tree = True  # noqa: F821
c.VoilaConfiguration.allow_template_override = "NO"  # noqa: F821
c.VoilaConfiguration.allow_theme_override = "NO"  # noqa: F821
c.VoilaConfiguration.file_allowlist = []  # noqa: F821
# Others that may be installed (git, nbdime, server-proxy) expect a JupyterLab around them.
c.VoilaConfiguration.extension_allowlist = [  # noqa: F821
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",
    "anywidget",
]
c.VoilaConfiguration.show_tracebacks = True  # noqa: F821  # the page shows the message alone
c.HTMLExporter.language_code = "zh"  # noqa: F821
# A browser that was ended does not say goodbye: its kernel is stopped after half an hour.
c.MappingKernelManager.cull_idle_timeout = 1800  # noqa: F821  # seconds
