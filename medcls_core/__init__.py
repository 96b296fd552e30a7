"""Images, models, evidence, verdicts and the loop between them, without any window."""

from medcls_core.gpu_pack.folder import put_first

# Whatever of ours is imported first, it comes before torch: the user's GPU pack is then found.
put_first()
