"""An analysis in the label store, so that it can be reviewed in the window."""

from medcls_core.images import ImageSource
from medcls_core.inference import Analysis
from medcls_core.store import LabelStore, findings, images, models, predictions


def keep_analysis(
    store: LabelStore, source: ImageSource, analysis: Analysis, content_hash: str
) -> bool:
    """Append the findings and predictions of `analysis`.

    Returns:
        False if this model's findings of this image are there already: nothing is added, since
        the same object would otherwise be asked about twice.

    Raises:
        StoreBusy: if another program writes for too long.
        StoreUnusable: if the disk or server fails.
    """
    with store.session() as session:
        image = images.remember(
            session, source.path, content_hash, source.size_l0, source.pixel_size
        )
        before = predictions.of_image(session, image.uuid, analysis.task)
        if any(one.model_sha256 == analysis.model.sha256 for one in before):
            return False
        models.remember(session, analysis.model)
        findings.add(session, image.uuid, [one.finding for one in analysis.scored])
        predictions.add(session, [one.prediction for one in analysis.scored])
    return True
