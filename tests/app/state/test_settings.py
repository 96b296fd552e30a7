import pytest
from PySide6.QtCore import QLocale

from app.settings import Settings
from medcls_core.language import Language


@pytest.mark.parametrize(
    ("system", "language"), [("zh_CN", Language.CHINESE), ("de_DE", Language.ENGLISH)]
)
def test_the_first_start_speaks_the_system_s_language(tmp_path, monkeypatch, system, language):
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(system))
    settings = Settings(tmp_path / "settings.ini")
    assert settings.language is language
    settings.language = Language.ENGLISH
    assert Settings(tmp_path / "settings.ini").language is Language.ENGLISH
