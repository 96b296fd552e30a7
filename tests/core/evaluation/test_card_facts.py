from dataclasses import replace

from medcls_core.evaluation.card_facts import claim_words, weights_facts
from medcls_core.language import Text
from medcls_core.networks import bundled_model


def test_a_card_tells_how_its_weights_see_and_whether_they_are_calibrated():
    card = bundled_model("micronucleus").card
    weights = replace(card.weights, size_px=(192, 160), temperature=1.25, mirrored=True)
    facts = "\n".join(
        fact.en for fact in weights_facts(replace(card, weights=weights, parent="ab"))
    )
    for part in (weights.sha256, "192 × 160 px", "temperature 1.25", "mirror images", "weights ab"):
        assert part in facts
    plain = replace(weights, temperature=1.0, mirrored=False, mpp=0.25)
    facts = "\n".join(fact.zh for fact in weights_facts(replace(card, weights=plain)))
    assert "未校准" in facts
    assert "0.25 µm" in facts
    assert "镜像" not in facts


def test_a_card_without_weights_has_no_facts_of_them():
    card = bundled_model("mitosis").card
    assert weights_facts(replace(card, weights=None)) == ()


def test_the_claim_names_the_sources_network_figures_and_data():
    claim = claim_words(bundled_model("mammography").card)
    assert "Xception-C, on 670 CBIS-DDSM" in claim.en
    assert "overall accuracy 0.9746, AUC 0.9912" in claim.en
    assert "总体准确率 0.9746" in claim.zh


def test_an_imported_network_of_others_has_no_claim():
    card = bundled_model("cervical").card
    assert claim_words(replace(card, origin=Text("a file", "文件"))) is None
