import pytest

from app.translation import install_language
from app.viewer.method_names import method_explanation, method_name
from medcls_core.explain.evidence import EvidenceMethod
from medcls_core.language import Language


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("method", list(EvidenceMethod))
@pytest.mark.usefixtures("settings")  # which put the language back
def test_every_method_has_a_name_and_a_sentence(qapp, method, language):
    install_language(qapp, language)
    assert method_name(method) != str(method)
    assert method_explanation(method).endswith((".", "。"))
